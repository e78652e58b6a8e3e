"""Studies of antidegrading maps, as tables and as records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sdpsearch.antidegrading.comparison import MapComparison, MapErrors
from sdpsearch.antidegrading.covariant import TERMS, CovariantPart
from sdpsearch.antidegrading.study import OPTIMAL, PAPER, AnalyticMap, MapStudy
from sdpsearch.interval import Interval
from sdpsearch.properties import Verdict
from sdpsearch.report.decision import decision_record
from sdpsearch.report.shapes import Record, interval, schema, strict
from sdpsearch.report.words import margin, number, small, verdict_text
from sdpsearch.reproduce.paper import NAME

#: Parameters below this print as 0.
_ZERO = 1e-9


def studies_table(found: Sequence[tuple[str, MapStudy]]) -> RenderableType:
    """Return studies below each other, each under its title."""
    parts: list[RenderableType] = []
    for title, study in found:
        if parts:
            parts.append(Text())
        parts.append(maps_table(study, title))
    return Group(*parts)


def studies_lines(found: Sequence[tuple[str, MapStudy]]) -> str:
    """Return a line for each study: whether there is a map, its error, and others."""
    return "\n".join(f"{title}: {_study_line(study)}" for title, study in found)


def _study_line(study: MapStudy) -> str:
    told = study.decision.verdict.name
    if study.errors is None:
        return told
    return f"{told}; |J(N∘Φᶜ) − J(Φ)| = {small(study.errors.residual)}; {_size(study)}"


def maps_table(study: MapStudy, title: str = "") -> RenderableType:
    """Return what is known about the antidegrading maps of a channel, as a table."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column()
    decision, solutions = study.decision, study.solutions
    facts.add_row("antidegradable", verdict_text(decision.verdict))
    facts.add_row("margin", margin(decision.margin))
    if solutions is None:
        failed = decision.verdict is Verdict.FAILS
        facts.add_row("map N", "there is none" if failed else "none was found")
        facts.add_row("because", decision.reason)
    else:
        found = solutions.map
        plural = "" if found.d_env == 1 else "s"
        facts.add_row(
            "map N", f"{found.d_in} → {found.d_out}, {found.d_env} Kraus operator{plural}"
        )
        facts.add_row("other maps", _size(study))
        facts.add_row("because", solutions.reason)
    parts: list[RenderableType] = [Text(title, style="bold")] if title else []
    parts.append(facts)
    if solutions is not None or study.analytic:
        parts += [Text(), _maps(study)]
    if study.analytic:
        parts.append(Text(f"the paper: {NAME}"))
    if study.between is not None:
        both = study.between
        told = f"{PAPER} to {OPTIMAL}: Frobenius {number_short(both.frobenius)}"
        parts.append(Text(f"{told}, diamond {distance(both.diamond)}"))
    return Group(*parts)


def number_short(value: float) -> str:
    """Return six significant digits; rounding errors as a power of ten."""
    if abs(value) < _ZERO:
        return small(abs(value))
    return number(float(f"{value:.6g}"))


def distance(interval: Interval) -> str:
    """Return the digits of a distance that both its bounds agree on, six at most."""
    if interval.upper < _ZERO:
        return f"≤ {small(interval.upper)}" if interval.upper > 0 else "0"
    if interval.width > 1e-6 * max(interval.middle, 1e-3):
        return f"in [{number_short(interval.lower)}, {number_short(interval.upper)}]"
    return number_short(interval.middle)


def _size(study: MapStudy) -> str:
    """Say how large the solution set is."""
    found = study.solutions
    assert found is not None
    if found.dimension is None:
        return "whether there are others is not decided"
    if found.unique:
        how = "none: N is unique"
    else:
        how = f"a convex set of dimension {found.dimension}"
    if found.linear_dimension:
        how += f" (the linear equations alone leave {found.linear_dimension})"
    if study.freedom:
        how += f"; covariant ones: {study.freedom} free real parameters"
    return how


def _maps(study: MapStudy) -> Table:
    """One column for each map, one row for each quantity."""
    numerical = AnalyticMap(
        "numerical N",
        "none" if study.solutions is None else "",
        map=study.map,
        errors=study.errors,
        covariant=study.covariant,
    )
    maps = (numerical, *study.analytic)
    table = Table()
    table.add_column("")
    for one in maps:
        table.add_column(one.name, justify="right")
    table.add_row("exists", *(one.why_not or "yes" for one in maps))
    if all(one.map is None for one in maps):
        return table
    rows: list[tuple[str, Callable[[AnalyticMap], str]]] = [
        ("|J(N∘Φᶜ) − J(Φ)|", lambda one: _read(one.errors, lambda e: small(e.residual))),
        ("|tr_B C − 1|", lambda one: _read(one.errors, lambda e: small(e.trace))),
    ]
    if study.analytic:
        rows += [
            (
                "Frobenius, to numerical N",
                lambda one: _read(one.comparison, lambda c: number_short(c.frobenius)),
            ),
            (
                "diamond, to numerical N",
                lambda one: _read(one.comparison, lambda c: distance(c.diamond)),
            ),
            (
                "Frobenius, to the nearest N",
                lambda one: _read(one.nearest, lambda n: distance(n.distance)),
            ),
        ]
    if study.noise is not None:
        rows.append(
            (
                "Frobenius, to its twirl",
                lambda one: _read(one.covariant, lambda p: small(p.distance)),
            )
        )
    for label, cell in rows:
        table.add_row(label, *map(cell, maps))
    if study.noise is None:
        return table
    table.add_section()
    for name, term in TERMS.items():
        cells = [_read(one.covariant, lambda p, n=name: _weight(p, n)) for one in maps]
        table.add_row(Text(f"{name}, weight of {term}"), *cells)  # no markup: i[…]
    return table


def _read(thing: Any, cell: Callable[[Any], str]) -> str:
    return "–" if thing is None else cell(thing)


def _weight(part: CovariantPart, name: str) -> str:
    value = part.parameters[name]
    return "0" if abs(value) < _ZERO else number_short(value)


def studies_record(found: Sequence[tuple[str, MapStudy]]) -> Record:
    """Return studies with their titles, without matrices."""
    studies = [{"label": title} | maps_record(study) for title, study in found]
    return schema("map-studies") | {"studies": studies}


def maps_record(study: MapStudy) -> Record:
    """Return a study without its matrices, for JSON."""
    found, decision = study.solutions, study.decision
    record = {
        **schema("map-study"),
        "question": decision_record(decision)["question"],
        "verdict": decision.verdict.name,
        "margin": interval(decision.margin),
        "noise": study.noise,
        "numerical": None
        if found is None
        else {
            "d_in": found.map.d_in,
            "d_out": found.map.d_out,
            "errors": _errors_record(study.errors),
            "covariant": _covariant_record(study.covariant),
        },
        "solutions": None
        if found is None
        else {
            "dimension": found.dimension,
            "linear_dimension": found.linear_dimension,
            "covariant_dimension": study.freedom,
            "unique": found.unique,
            "ranks": list(found.ranks),
            "certified": found.certified,
            "gap": found.gap,
            "reason": found.reason,
        },
        "analytic": [_analytic_record(known) for known in study.analytic],
        "between": None if study.between is None else _distances_record(study.between),
    }
    return strict(record)


def _analytic_record(known: AnalyticMap) -> Record:
    return {
        "name": known.name,
        "why_not": known.why_not or None,
        "errors": _errors_record(known.errors),
        "to_numerical": None
        if known.comparison is None
        else _distances_record(known.comparison),
        "to_set": None if known.nearest is None else interval(known.nearest.distance),
        "covariant": _covariant_record(known.covariant),
    }


def _errors_record(errors: MapErrors | None) -> dict[str, float] | None:
    return None if errors is None else vars(errors)


def _distances_record(comparison: MapComparison) -> Record:
    return {"frobenius": comparison.frobenius, "diamond": interval(comparison.diamond)}


def _covariant_record(part: CovariantPart | None) -> dict[str, float] | None:
    return None if part is None else part.parameters | {"distance": part.distance}

"""Bounds on the quantum capacity, in bits, as a table and as records."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sdpsearch.capacity import CapacityBounds, CapacityPoint
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.report.shapes import (
    Record,
    about_channel,
    about_family,
    finite,
    schema,
    sizes,
)
from sdpsearch.report.words import number, sets, small


@dataclass(frozen=True)
class Capacities:
    """Bounds on Q at some parameters of a family, or for one channel."""

    title: str
    family: ChannelFamily | None
    points: tuple[CapacityPoint, ...]
    solver: str


def capacities_table(found: Capacities) -> RenderableType:
    """Return the bounds as a table, and below it what its words stand for."""
    title = f"{found.title}: quantum capacity in bits"
    table = Table(title=title, title_justify="left")
    if found.family is not None:
        table.add_column(found.family.parameter, justify="right")
    table.add_column("lower", justify="right")
    table.add_column("because")
    table.add_column("upper", justify="right")
    table.add_column("because")
    table.add_column("closed form", justify="right")
    table.add_column("|difference|", justify="right")
    for point in found.points:
        bounds = point.bounds
        cells = [
            "> 0" if bounds.positive and not bounds.lower else number(bounds.lower),
            bounds.lower_name,
            number(bounds.upper),
            bounds.upper_name,
            _closed_form(point),
            small(point.difference),
        ]
        table.add_row(*([] if found.family is None else [number(point.x or 0.0)]), *cells)
    return Group(table, *(Text(note) for note in _notes(found.points)))


def capacities_lines(found: Capacities) -> str:
    """Return a line for each parameter: the bounds."""
    name = None if found.family is None else found.family.parameter
    return "\n".join(
        ("" if name is None else f"{name} = {number(point.x or 0.0)}: ")
        + f"Q in [{number(point.bounds.lower)}, {number(point.bounds.upper)}]"
        for point in found.points
    )


def _closed_form(point: CapacityPoint) -> str:
    if point.fact is None or point.closed_form is None:
        return "–"
    sign = "" if point.fact.relation == "=" else "≥ "
    return f"{sign}{number(point.closed_form)}"


def _notes(points: tuple[CapacityPoint, ...]) -> list[str]:
    """Return every reason once, in the order of the table, then the closed forms."""
    notes: dict[str, None] = {}
    for point in points:
        bounds = point.bounds
        notes[f"lower, {bounds.lower_name}: {bounds.lower_reason}"] = None
        notes[f"upper, {bounds.upper_name}: {bounds.upper_reason}"] = None
    gaps = [
        point.bounds.maximum.gap
        for point in points
        if point.bounds.maximum is not None and point.bounds.maximum.upper is not None
    ]
    if gaps:
        notes[f"duality gap of the certified maxima: at most {small(max(gaps))} bits"] = (
            None
        )
    for fact in (point.fact for point in points):
        if fact is not None:
            where = f" for {fact.parameter} in {sets([fact.domain])}" * bool(fact.parameter)
            told = f"Q {fact.relation} {fact.expression}{where}"
            notes[f"closed form: {told}; {fact.source}; {fact.status}"] = None
    return list(notes)


def capacities_record(found: Capacities) -> Record:
    """Return the bounds as plain data, in bits."""
    channel = found.points[0].bounds.channel
    about = (
        {"label": found.title, **sizes(channel)}
        if found.family is None
        else about_family(found.family, channel)
    )
    question = {"quantity": "quantum capacity in bits", **about, "solver": found.solver}
    points = [point_record(point) for point in found.points]
    return schema("capacities") | {"question": question, "points": points}


def bounds_record(bounds: CapacityBounds) -> Record:
    """Return the bounds for one channel."""
    question = {
        "quantity": "quantum capacity in bits",
        **about_channel(bounds.channel),
        "verdicts": [d.property.name for d in bounds.decisions],
        "solver": next((d.solver for d in bounds.decisions if d.solver), None),
    }
    return schema("capacity-bounds") | {"question": question} | _bounds(bounds)


def point_record(point: CapacityPoint) -> Record:
    """Return the bounds at one parameter, beside what is known in closed form."""
    fact, known = point.fact, None
    if fact is not None:
        known = {
            "relation": fact.relation,
            "value": finite(point.closed_form),
            "expression": fact.expression,
            "source": fact.source,
            "status": fact.status,
        }
    return {
        "x": point.x,
        **_bounds(point.bounds),
        "known": known,
        "difference": finite(point.difference),
    }


def _bounds(bounds: CapacityBounds) -> Record:
    best = bounds.maximum
    maximum = None
    if best is not None:
        maximum = {
            "kind": best.kind,
            "value": best.value,
            "upper": finite(best.upper),
            "method": best.method,
        }
    return {
        "lower": bounds.lower,
        "lower_reason": bounds.lower_reason,
        "positive": bounds.positive,
        "upper": finite(bounds.upper),
        "upper_reason": bounds.upper_reason,
        "exact": bounds.exact,
        "checked": bounds.checked,
        "upper_bounds": [
            {
                "bits": finite(u.bits),
                "name": u.name,
                "reason": u.reason,
                "checked": u.checked,
            }
            for u in bounds.upper_bounds
        ],
        "maximum": maximum,
    }

"""The report of a run: all that it has, on one page."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sdpsearch
from sdpsearch.report.figures.curve import ScanFigure
from sdpsearch.report.figures.ladder import ladder
from sdpsearch.report.figures.run import along_families, margins_figure
from sdpsearch.report.html.certificates import certificate_parts
from sdpsearch.report.html.ladder import LADDERS, ladder_plot
from sdpsearch.report.html.margins import MARGINS, margins_plot
from sdpsearch.report.html.parts import (
    Cell,
    Commands,
    Document,
    Heading,
    Part,
    Plot,
    Prose,
    Section,
    Table,
)
from sdpsearch.report.html.thresholds import threshold_parts
from sdpsearch.report.run import KINDS, settings
from sdpsearch.report.words import count, number, sets
from sdpsearch.runs.run import KeptSeries, Run

#: Rows of open questions that are listed; the rest is counted.
_LISTED = 200
_TIMES = ("decisions", "programmes", "seconds", "longest", "threshold")
_SESSION = ("started", "version", "python", "machine", "cores")


def run_document(run: Run, *, live: int | None = None) -> Document:
    """Return the report of a run, which may be empty, unfinished, or still growing.

    Args:
        run: the run.
        live: seconds after which a browser asks for the page anew, None for never.
    """
    asked = run.series()
    families = along_families(asked)
    figures = {label: margins_figure(run, some) for label, some in families.items()}
    ladders = [found for found in map(ladder, families.values()) if found is not None]
    sections = [
        Section("Thresholds", list(threshold_parts(asked))),
        Section("Margins", _drawn(figures.values(), margins_plot, MARGINS)),
        Section("Copies k", _drawn(ladders, ladder_plot, LADDERS)),
        Section("Open and failed", list(_open(figures, asked))),
        Section("Certificates", list(certificate_parts(asked))),
        Section("Time", [_times(asked)]),
        Section("Repeat it", list(_repeat(run))),
    ]
    return Document(
        title=run.path.name,
        lead=_lead(asked),
        sections=[one for one in sections if one.parts],
        foot=f"Written by sdpsearch {sdpsearch.__version__}.",
        live=live,
    )


def _drawn(figures: Iterable[Any], plot: Callable[[Any], Plot], reading: str) -> list[Part]:
    parts = [part for data in figures for part in (Heading(data.title), plot(data))]
    return [Prose([reading]), *parts] if parts else []


def _lead(asked: Sequence[KeptSeries]) -> str:
    totals = {kind: sum(one.verdicts[kind] for one in asked) for kind in KINDS}
    families = len({one.label for one in asked})
    located = sum(one.threshold is not None for one in asked)
    if not asked:
        return "Nothing has been answered yet."
    along = "1 family" if families == 1 else f"{families} families"
    told = ", ".join(f"{n} {kind}" for kind, n in totals.items() if n) or "none yet"
    return (
        f"{count(sum(totals.values()), 'decision')} along {along}: {told}. "
        f"{located} of {count(len(asked), 'threshold')} located."
    )


def _open(figures: Mapping[str, ScanFigure], asked: Sequence[KeptSeries]) -> Iterator[Part]:
    """Yield what is not answered: decisions, and stretches that no threshold settles."""
    rows: list[list[Cell | str]] = [
        [label, curve.label, Cell(number(x), x), _state(x in set(curve.failed)), why]
        for label, data in figures.items()
        for curve in data.curves
        for x, why in curve.reasons
    ]
    for one in asked:
        found = one.threshold
        if found is None:
            continue
        question, where = f"{one.property}{settings(one)}", sets(found.open_on)
        if found.failed or found.open_on:
            rows.append([one.label, question, where, _state(found.failed), found.method])
    if not rows:
        return
    head = ["family", "property", "at", "state", "because"]
    yield Table("What is open, and why", head, rows[:_LISTED])
    if len(rows) > _LISTED:
        yield Prose(
            [f"{len(rows) - _LISTED} more are open; `sdpsearch show --csv` has all."]
        )


def _state(failed: bool) -> Cell:
    name = "failed" if failed else "UNDECIDED"
    return Cell(name, kind=name)


def _times(asked: Sequence[KeptSeries]) -> Table:
    return Table(
        "What it took, in seconds",
        [
            "family",
            "property",
            "decisions",
            "programmes",
            "seconds",
            "longest",
            "threshold",
        ],
        [
            [
                f"{one.label}{settings(one)}",
                one.property,
                _counted(sum(one.verdicts.values())),
                _counted(one.solves),
                _seconds(one.seconds),
                _seconds(one.longest),
                "–" if one.threshold is None else _seconds(one.threshold.seconds),
            ]
            for one in asked
        ],
        numeric=frozenset(_TIMES),
    )


def _counted(number_of: int) -> Cell:
    return Cell(str(number_of), number_of)


def _seconds(value: float) -> Cell:
    return Cell(f"{value:.3g}", value)


def _repeat(run: Run) -> Iterator[Part]:
    sessions = run.sessions()
    asked = [row["command"] for row in sessions if row["command"] is not None]
    name = shlex.quote(run.path.name)
    yield Commands(
        [
            *(shlex.join(["sdpsearch", *json.loads(one)]) for one in dict.fromkeys(asked)),
            f"sdpsearch show {name}",
            f"sdpsearch report {name} -o report.html",
        ]
    )
    if len(asked) < len(sessions):
        told = "by sd.scan(…, run=…), whose calls a run does not keep"
        yield Prose([f"Some of it was asked from Python, {told}."])
    yield Table(
        "When, by what version and on what machine answers were added",
        ["started", "sdpsearch", *_SESSION[2:]],
        [[str(row[name]) for name in _SESSION] for row in sessions],
    )

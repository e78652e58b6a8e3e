"""The figure of what a run has along one family."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sdpsearch.interval import Interval
from sdpsearch.known.marks import marks
from sdpsearch.properties import Property, Verdict, ZeroCapacity
from sdpsearch.report.figures.curve import (
    Curve,
    Point,
    ScanFigure,
    curve_of,
    span_of_margins,
)
from sdpsearch.report.figures.spans import Spans
from sdpsearch.report.run import settings
from sdpsearch.runs.rebuilt import family_of, property_of
from sdpsearch.runs.rows import Row
from sdpsearch.runs.run import KeptSeries, Run


def along_families(asked: Iterable[KeptSeries]) -> dict[str, list[KeptSeries]]:
    """Return series by what their families are called."""
    found: dict[str, list[KeptSeries]] = {}
    for one in asked:
        found.setdefault(one.label, []).append(one)
    return found


def margins_figure(run: Run, asked: Sequence[KeptSeries]) -> ScanFigure:
    """Return the figure of what a run has along one family; it may be unfinished."""
    curves = [_curve(run, one) for one in asked]
    first = asked[0]
    family = family_of(first)
    data = ScanFigure(
        title=first.label,
        x_label=f"{first.parameter} (dimensionless)",
        y_range=span_of_margins(curves),
        curves=tuple(curves),
        marks=() if family is None else tuple((m.label, m.value) for m in marks(family)),
    )
    shaded = [
        Spans.within(one.threshold, property_of(one), one.domain)
        for one in asked
        if one.threshold is not None and isinstance(property_of(one), ZeroCapacity)
    ]
    if len(shaded) != 1:  # two would be shaded over one another
        return data
    return replace(data, spans=shaded[0], domain=first.domain)


def _curve(run: Run, one: KeptSeries) -> Curve:
    points = [_point(row, property_of(one)) for row in run.points(one)]
    label, found = f"{one.property}{settings(one)}", one.threshold
    if found is None:
        return curve_of(label, points, (), None)
    return curve_of(label, points, found.boundaries, found.coverage)


def _point(row: Row, asked: Property | None) -> Point:
    verdict = Verdict[row["verdict"]]
    margin = Interval(row["margin_lower"], row["margin_upper"])
    transmits = isinstance(asked, ZeroCapacity) and verdict is Verdict.FAILS
    reason = row["reason"] if verdict is Verdict.UNDECIDED else ""
    return Point(row["x"], verdict, margin, transmits, bool(row["failed"]), reason)

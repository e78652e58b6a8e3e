"""Results as small HTML tables for a notebook: escaped text, no styles from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch
from html import escape
from typing import Any

from sdpsearch.properties import Decision
from sdpsearch.report.region import region_line
from sdpsearch.report.region_map import region_map_lines
from sdpsearch.report.run import HEAD, run_cells
from sdpsearch.report.threshold import boundary_line, where
from sdpsearch.report.words import margin, number, sets, small
from sdpsearch.runs.run import Run
from sdpsearch.runs.scan import Scan
from sdpsearch.search.compare import Comparison
from sdpsearch.search.region.overlay import RegionMap
from sdpsearch.search.region.region import Region
from sdpsearch.search.threshold import Threshold

#: Rows of a scan that are shown from each end; the rest is in `records()`.
_ENDS = 10


@singledispatch
def html(found: Any) -> str:
    """Return a result as an HTML table.

    Raises:
        TypeError: it has no table.
    """
    raise TypeError(f"A {type(found).__name__} has no table.")


@html.register
def _decision(found: Decision) -> str:
    channel = found.channel
    size = f"channel of dimensions {channel.d_in} → {channel.d_out}"
    title = size if channel.origin is None else f"{channel.origin}, {size}"
    rows = [
        ("margin", margin(found.margin)),
        ("because", found.reason),
    ]
    if found.map is not None:
        rows.insert(1, ("residual of the map N", small(found.residual)))
    if found.cross_check is not None:
        rows.append(("cross-check", found.cross_check.agreement.name))
    if found.certificate is not None:
        rows.append(("theorem", found.certificate.theorem))
    return _table(title, (found.property.name, found.verdict.name), rows)


@html.register
def _threshold(found: Threshold) -> str:
    rows = [("boundary", boundary_line(item)) for item in found.boundaries]
    if found.undecided:
        rows.append(("undecided for", sets(found.undecided)))
    rows += [("coverage", found.coverage.value), ("method", found.method)]
    if found.proof is not None:
        rows.append(("proof", found.proof))
    if found.certificate is not None:
        rows.append(("theorem", found.certificate.theorem))
    return _table(found.family.label, (found.property.name, where(found)), rows)


@html.register
def _comparison(found: Comparison) -> str:
    rows = [
        (
            row.threshold.property.name,
            where(row.threshold),
            "–" if row.fact is None else sets(row.fact.holds),
            "–" if row.fact is None else row.fact.expression,
            small(row.difference),
        )
        for row in found.rows
    ]
    head = ("property", "holds for", "known", "closed form", "|found − known|")
    return _table(found.family.label, head, rows)


@html.register
def _scan(found: Scan) -> str:
    head = [found.family.parameter]
    for asked in found.properties:
        head += [f"{asked.name}: margin", "verdict"]
    rows = []
    for x, decided in zip(found.xs, found.decisions, strict=True):
        cells = [number(x)]
        for decision in decided:
            cells += [margin(decision.margin), decision.verdict.name]
        rows.append(cells)
    if len(rows) > 2 * _ENDS:
        left = len(rows) - 2 * _ENDS
        rows[_ENDS:-_ENDS] = [[f"… {left} more", *[""] * (len(head) - 1)]]
    return _table(found.family.label, head, rows)


@html.register
def _region(found: Region) -> str:
    name, _, told = region_line(found).partition(": ")
    rows = [("coverage", found.coverage.value), ("method", found.method)]
    return _table(found.space.label, (name, told), rows)


@html.register
def _region_map(found: RegionMap) -> str:
    rows = [line.rpartition(": ")[::2] for line in region_map_lines(found).splitlines()]
    return _table(found.space.label, ("first to hold", "part of the domain"), rows)


@html.register
def _run(found: Run) -> str:
    return _table(str(found.path), HEAD, run_cells(found.series()))


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; lines of a cell stay lines."""
    lines = [f"<caption>{_cell(title)}</caption>", _row("th", head)]
    return "\n".join(["<table>", *lines, *(_row("td", row) for row in rows), "</table>"])


def _row(tag: str, cells: Sequence[str]) -> str:
    inner = "".join(f"<{tag}>{_cell(cell)}</{tag}>" for cell in cells)
    return f"<tr>{inner}</tr>"


def _cell(text: str) -> str:
    return escape(text).replace("\n", "<br>")

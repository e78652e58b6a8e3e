"""A scan as a table, as a record and as comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sdpsearch.report.comparison import mark_record
from sdpsearch.report.decision import answer
from sdpsearch.report.shapes import Record, about_family, schema
from sdpsearch.report.threshold import found_part, threshold_line, tiers, where
from sdpsearch.report.words import margin, number, small, verdict_text
from sdpsearch.runs.scan import Scan


def scan_table(scan: Scan, *, named: bool = False) -> RenderableType:
    """Return margin and verdict at each parameter, then the thresholds and marks.

    Args:
        scan: the scan.
        named: whether the title names the solver.
    """
    table = Table(title=_title(scan, named), title_justify="left")
    table.add_column(scan.family.parameter, justify="right")
    for asked in scan.properties:
        table.add_column(f"{asked.name}: margin", justify="right")
        table.add_column("verdict")
    for x, decisions in zip(scan.xs, scan.decisions, strict=True):
        cells: list[str | Text] = [number(x)]
        for decision in decisions:
            cells += [margin(decision.margin), verdict_text(decision.verdict)]
        table.add_row(*cells)
    lines: list[RenderableType] = [table]
    for found in scan.thresholds:
        width = max((b.bracket.width for b in found.boundaries), default=0.0)
        how = f"{tiers(found)}, bracket {small(width)}"
        note = f"  ({how})" if found.boundaries else ""
        lines.append(Text(f"{found.property.name} for {where(found)}{note}"))
    lines += [
        Text(f"{scan.family.parameter} = {number(mark.value)}: {mark.label}")
        for mark in scan.marks
    ]
    return Group(*lines)


def scan_lines(scan: Scan) -> str:
    """Return a line for each property: where it holds."""
    return "\n".join(f"{t.property.name}: {threshold_line(t)}" for t in scan.thresholds)


def scan_record(scan: Scan) -> Record:
    """Return a scan: its points, thresholds and marks."""
    question = {
        "properties": [asked.name for asked in scan.properties],
        **about_family(scan.family, scan.decisions[0][0].channel),
        "xs": list(scan.xs),
        "solver": scan.thresholds[0].solver,
    }
    points = [
        {"x": x, "property": decision.property.name, **answer(decision)}
        for x, decided in zip(scan.xs, scan.decisions, strict=True)
        for decision in decided
    ]
    return {
        **schema("scan"),
        "question": question,
        "points": points,
        "thresholds": [
            {"property": t.property.name, **found_part(t)} for t in scan.thresholds
        ],
        "marks": [mark_record(mark) for mark in scan.marks],
    }


def scans_table(scans: Sequence[Scan]) -> RenderableType:
    """Return the tables of scans one below the other."""
    parts: list[RenderableType] = []
    for scan in scans:
        parts += [Text()] if parts else []
        parts.append(scan_table(scan, named=_solvers(scans) > 1))
    return Group(*parts)


def scans_lines(scans: Sequence[Scan]) -> str:
    """Return a line for each property, with the family where there are several scans."""
    if len(scans) == 1:
        return scan_lines(scans[0])
    return "\n".join(
        f"{_title(scan, _solvers(scans) > 1)} {line}"
        for scan in scans
        for line in scan_lines(scan).splitlines()
    )


def scans_record(scans: Sequence[Scan]) -> Record:
    """Return the record of a scan, or of several."""
    if len(scans) == 1:
        return scan_record(scans[0])
    return {**schema("scans"), "scans": [scan_record(scan) for scan in scans]}


def scans_csv(scans: Sequence[Scan]) -> str:
    """Return the points of scans as CSV with a header line.

    Those of several families say whose they are, and call every parameter x.
    """
    rows = scans[0].records()
    if len(scans) > 1:
        rows = [
            {
                "family": scan.family.label,
                "solver": scan.thresholds[0].solver,
                "parameter": scan.family.parameter,
                "x": row.pop(scan.family.parameter),
                **row,
            }
            for scan in scans
            for row in scan.records()
        ]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _solvers(scans: Sequence[Scan]) -> int:
    return len({scan.thresholds[0].solver for scan in scans})


def _title(scan: Scan, named: bool) -> str:
    by = f" by {scan.thresholds[0].solver}" if named else ""
    return f"{scan.family.label}{by}"

"""Records of scans; as a table of comma-separated values too."""

from __future__ import annotations

import csv
import io

from sdpsearch.report.record.comparisons import mark_record
from sdpsearch.report.record.decisions import answer
from sdpsearch.report.record.parts import Record, about_family, schema
from sdpsearch.report.record.thresholds import where
from sdpsearch.search.scan import Scan


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
        "thresholds": [{"property": t.property.name, **where(t)} for t in scan.thresholds],
        "marks": [mark_record(mark) for mark in scan.marks],
    }


def scan_csv(scan: Scan) -> str:
    """Return the points of a scan as CSV with a header line."""
    rows = scan.records()
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()

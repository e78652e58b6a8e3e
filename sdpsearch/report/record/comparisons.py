"""Records of comparisons, and of the marks they measure against."""

from __future__ import annotations

from sdpsearch.known.thresholds import Mark
from sdpsearch.report.record.parts import (
    Record,
    about_family,
    finite,
    intervals,
    schema,
)
from sdpsearch.report.record.thresholds import where
from sdpsearch.search.compare import Comparison, Row


def comparison_record(comparison: Comparison) -> Record:
    """Return found and known thresholds of one family."""
    found = [row.threshold for row in comparison.rows]
    decided = [d.channel for threshold in found for _, d in threshold.decisions]
    question = {
        "properties": [threshold.property.name for threshold in found],
        **about_family(comparison.family, decided[0] if decided else None),
        "solver": found[0].solver if found else None,
    }
    return {
        **schema("comparison"),
        "question": question,
        "rows": [_row(row) for row in comparison.rows],
        "marks": [
            {**mark_record(mark), "slack": comparison.slack(mark)}
            for mark in comparison.marks
        ],
    }


def _row(row: Row) -> Record:
    fact, known = row.fact, None
    if fact is not None:
        known = {
            "holds_on": intervals(fact.holds),
            "expression": fact.expression,
            "source": fact.source,
            "status": fact.status,
        }
    return {
        "property": row.threshold.property.name,
        **where(row.threshold),
        "known": known,
        "same_kind": None if fact is None else finite(row.difference) is not None,
        "difference": finite(row.difference),
    }


def mark_record(mark: Mark) -> Record:
    """Return an analytic value to compare with."""
    return {
        "label": mark.label,
        "value": mark.value,
        "meaning": mark.meaning,
        "source": mark.source,
    }

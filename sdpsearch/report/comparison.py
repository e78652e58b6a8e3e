"""Found beside known thresholds, and the marks to measure from, as tables and records."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sdpsearch.known.marks import Mark
from sdpsearch.known.thresholds import Fact
from sdpsearch.report.shapes import Record, about_family, finite, intervals, schema
from sdpsearch.report.threshold import found_part, tiers, where
from sdpsearch.report.words import number, sets, small
from sdpsearch.search.compare import Comparison, Row


def comparison_tables(comparisons: Sequence[Comparison]) -> RenderableType:
    """Return found against known thresholds, and the analytic marks, for some families."""
    parts: list[RenderableType] = [_found_table(comparisons)]
    if any(c.slack(mark) is not None for c in comparisons for mark in c.marks):
        parts += [Text(), _marks_table(comparisons)]
    return Group(*parts)


def comparison_lines(comparisons: Sequence[Comparison]) -> str:
    """Return a line for each family and property: where it holds, found and known."""
    return "\n".join(
        f"{comparison.family.label} {_row_line(row)}"
        for comparison in comparisons
        for row in comparison.rows
    )


def _row_line(row: Row) -> str:
    found = f"{row.threshold.property.name}: {where(row.threshold)}"
    if row.fact is None:
        return f"{found}; no closed form"
    known = f"known {sets(row.fact.holds)}, {row.fact.expression}"
    return f"{found}; {known}; |found−known| = {small(row.difference)}"


def _found_table(comparisons: Sequence[Comparison]) -> Table:
    table = Table(
        title="Thresholds: found by SDP, known in closed form", title_justify="left"
    )
    for name in ("family", "property", "holds for"):
        table.add_column(name, overflow="fold")
    table.add_column("tier", overflow="fold")
    table.add_column("bracket", justify="right", overflow="fold")
    table.add_column("known", overflow="fold")
    table.add_column("closed form", overflow="fold")
    table.add_column("|found−known|", justify="right", overflow="fold")
    for comparison in comparisons:
        for i, row in enumerate(comparison.rows):
            last = i == len(comparison.rows) - 1
            table.add_row(
                comparison.family.label if i == 0 else "",
                row.threshold.property.name,
                where(row.threshold),
                tiers(row.threshold),
                _widths(row),
                "–" if row.fact is None else sets(row.fact.holds),
                "–" if row.fact is None else row.fact.expression,
                small(row.difference),
                end_section=last,
            )
    return table


def _widths(row: Row) -> str:
    return ", ".join(small(b.bracket.width) for b in row.threshold.boundaries) or "–"


def _marks_table(comparisons: Sequence[Comparison]) -> Table:
    table = Table(
        title="Analytic bounds, measured from the antidegradability threshold found",
        title_justify="left",
    )
    for name in ("family", "bound"):
        table.add_column(name)
    table.add_column("value", justify="right")
    table.add_column("bound − found", justify="right")
    for comparison in comparisons:
        for i, mark in enumerate(comparison.marks):
            slack = comparison.slack(mark)
            gap = "–" if slack is None else "0" if abs(slack) < 1e-9 else f"{slack:+.10f}"
            table.add_row(
                comparison.family.label if i == 0 else "",
                mark.label,
                number(mark.value),
                gap.replace("-", "−"),
                end_section=i == len(comparison.marks) - 1,
            )
    return table


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
        "rows": [_row_part(row) for row in comparison.rows],
        "marks": [
            {**mark_record(mark), "slack": comparison.slack(mark)}
            for mark in comparison.marks
        ],
    }


def comparisons_record(comparisons: Sequence[Comparison]) -> Record:
    """Return the comparisons of some families."""
    found = [comparison_record(comparison) for comparison in comparisons]
    return schema("comparisons") | {"comparisons": found}


def _row_part(row: Row) -> Record:
    return {
        "property": row.threshold.property.name,
        **found_part(row.threshold),
        "known": known_part(row.fact),
        "same_kind": None if row.fact is None else finite(row.difference) is not None,
        "difference": finite(row.difference),
    }


def known_part(fact: Fact | None) -> Record | None:
    """Return what is known of a threshold in closed form, as it stands in records."""
    if fact is None:
        return None
    return {
        "holds_on": intervals(fact.holds),
        "expression": fact.expression,
        "source": fact.source,
        "status": fact.status,
    }


def mark_record(mark: Mark) -> Record:
    """Return an analytic value to compare with."""
    return {
        "label": mark.label,
        "value": mark.value,
        "meaning": mark.meaning,
        "source": mark.source,
    }

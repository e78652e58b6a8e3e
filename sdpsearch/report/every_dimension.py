"""A theorem about every dimension, as texts and as a record."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from sdpsearch.report.shapes import Record, schema, theorem
from sdpsearch.report.words import facts_table, theorem_text
from sdpsearch.search.every_dimension import EveryDimension


def every_dimension_text(found: EveryDimension) -> RenderableType:
    """Return a theorem, or why there is none, as a short block."""
    table = facts_table()
    table.add_row(f"{found.property.name} for", Text(every_dimension_line(found)))
    if found.certificate is not None:
        told = "by the checker, with d a symbol, in integer arithmetic"
        table.add_row("proved", told)
        table.add_row("theorem", Text(theorem_text(found.certificate)))
    return Group(Text(f"{found.label}, every d", style="bold"), table)


def every_dimension_line(found: EveryDimension) -> str:
    """Return on one line where the property holds, for which dimensions."""
    if found.certificate is None:
        return f"undecided: {found.reason}"
    every = f"for every d ≥ {found.least}"
    if found.holds_on is None:
        return f"no value, {every}"
    low, high = found.holds_on
    name = found.parameter
    if low == high:
        return f"{name} = {low} alone, {every}"
    return f"{name} in [{low}, {high}], {every}"


def every_dimension_record(found: EveryDimension) -> Record:
    """Return a theorem with its parts as text, functions of d."""
    ends = None if found.holds_on is None else [str(end) for end in found.holds_on]
    return schema("every-dimension") | {
        "label": found.label,
        "parameter": found.parameter,
        "property": found.property.name,
        "proved": found.certificate is not None,
        "least": found.least,
        "holds_on": ends,
        "reason": found.reason,
        "theorem": theorem(found.certificate),
    }

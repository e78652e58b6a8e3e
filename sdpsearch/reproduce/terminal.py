"""The reproduction as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sdpsearch.report.words import small
from sdpsearch.reproduce.finding import Finding


def reproduction_text(
    findings: Sequence[Finding], seconds: float, paths: Sequence[Path]
) -> RenderableType:
    """Return every recomputed statement with its deviation, and what was written."""
    found = Table(title="The paper, recomputed", title_justify="left")
    for name in ("", "statement", "verdict"):
        found.add_column(name, overflow="fold")
    found.add_column("deviation", justify="right")
    found.add_column("as printed", justify="right")
    for item in findings:
        style = "yellow" if item.verdict == "misprint" else ""
        found.add_row(
            item.label,
            item.statement,
            Text(item.verdict, style=style),
            "" if item.deviation is None else small(item.deviation),
            "" if item.printed is None else small(item.printed),
        )
    written = ", ".join(path.name for path in paths)
    note = Text(f"{seconds:.0f} s; written to {paths[0].parent}: {written}")
    return Group(found, note)

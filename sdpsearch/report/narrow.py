"""Tables where they have little room: no word is broken, and none is cut off."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text


def fitted(found: RenderableType, console: Console) -> RenderableType:
    """Return tables as wide as the console, each row below the other where they are not.

    Args:
        found: a table, or a group with tables in it; anything else is returned as it is.
        console: where it is to be printed.
    """
    if isinstance(found, Group):
        parts: list[RenderableType] = []
        for part in found.renderables:
            if parts and isinstance(parts[-1], Group) and str(part):
                parts.append(Text())  # no border ends what is stacked
            parts.append(fitted(part, console))
        return Group(*parts)
    if not isinstance(found, Table) or not found.show_header:
        return found
    widths = [_longest_word(found, place, console) for place in range(len(found.columns))]
    # Each column has a space on either side and a line, and there is one line more.
    if sum(widths) + 3 * len(widths) + 1 > console.width:
        return _stacked(found)
    for column, width in zip(found.columns, widths, strict=True):
        column.min_width = width
    return found


def _longest_word(table: Table, place: int, console: Console) -> int:
    column = table.columns[place]
    cells = (column.header, *column.cells)
    return max(Measurement.get(console, console.options, cell).minimum for cell in cells)


def _stacked(table: Table) -> RenderableType:
    """Return the rows of a table below each other, a line for every cell with a text."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    rows = zip(*(column.cells for column in table.columns), strict=True)
    for number, row in enumerate(rows):
        if number:
            grid.add_row()
        for column, cell in zip(table.columns, row, strict=True):
            if str(cell):
                grid.add_row(column.header, cell)
    title = [] if table.title is None else [Text(str(table.title), style="bold")]
    return Group(*title, grid)

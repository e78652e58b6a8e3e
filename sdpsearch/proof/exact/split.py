"""What of a sparse linear system has nothing to do with the rest of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def split(rows: Sequence[Iterable[int]]) -> list[list[int]]:
    """Return the finest grouping of rows in which no two groups share a column.

    Args:
        rows: the columns in which each row has an entry; a row without any is in no group.

    Returns:
        The numbers of the rows of each group, both in rising order.

    Example:
        >>> split([[0, 3], [1], [3], []])
        [[0, 2], [1]]
    """
    parent: dict[int, int] = {}

    def root(column: int) -> int:
        while parent[column] != column:
            parent[column] = parent[parent[column]]
            column = parent[column]
        return column

    for row in rows:
        first = None
        for column in row:
            parent.setdefault(column, column)
            here = root(column)
            if first is None:
                first = here
            elif here != first:
                parent[here] = first
    groups: dict[int, list[int]] = {}
    for number, row in enumerate(rows):
        for column in row:
            groups.setdefault(root(column), []).append(number)
            break
    return list(groups.values())

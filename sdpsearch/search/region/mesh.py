"""A mesh of triangles or tetrahedra over a domain, finer where it is told to be.

Simplices are halved at their longest edge, and with them all that share it, so that the
mesh never has a vertex inside an edge (Rivara, Int. J. Numer. Meth. Eng. 20, 745, 1984).
Points of a round follow from the answers before and from nothing else; SciPy's Delaunay
triangulation would move simplices that nothing was asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, permutations

import numpy as np

from sdpsearch.channels.domains import Box, Simplex
from sdpsearch.linalg import Array
from sdpsearch.search.region.places import Point

#: The corners of a triangle or tetrahedron.
Cell = tuple[Point, ...]
#: Two points, in their order.
Side = tuple[Point, Point]


class Mesh:
    """Simplices that fill a domain, each two of them with a whole face, or less, in common.

    Attributes:
        cells: the simplices.

    Example:
        >>> mesh = Mesh(Simplex(2))
        >>> mesh.refine(mesh.cells)
        >>> sorted(mesh.points)
        [(0.0, 0.0), (0.0, 1.0), (0.5, 0.5), (1.0, 0.0)]
    """

    def __init__(self, domain: Box | Simplex) -> None:
        low, high = domain.corners.min(axis=0), domain.corners.max(axis=0)
        self._widths = high - low
        self._nearest = domain.nearest
        self.cells: list[Cell] = list(_first(domain))

    @property
    def points(self) -> list[Point]:
        """Every vertex, once, in the order of the simplices."""
        return list(dict.fromkeys(point for cell in self.cells for point in cell))

    def size(self, cell: Cell) -> float:
        """Return the longest edge, in widths of the domain."""
        return self._length(self._longest(cell))

    def refine(self, marked: Iterable[Cell]) -> None:
        """Halve some simplices, and what that leaves with a vertex inside an edge."""
        split = {self._longest(cell) for cell in marked}
        waiting, self.cells = self.cells, []
        while waiting:
            # A simplex without a split edge may get one later: all are looked at again.
            todo = [cell for cell in waiting if any(s in split for s in sides(cell))]
            if not todo:
                self.cells = waiting
                return
            rest = [cell for cell in waiting if not any(s in split for s in sides(cell))]
            for cell in todo:
                longest = self._longest(cell)
                split.add(longest)
                middle = self._middle(longest)
                for end in longest:
                    rest.append(tuple(middle if p == end else p for p in cell))
            waiting = rest

    def _longest(self, cell: Cell) -> Side:
        # Of equally long edges the one that all simplices choose.
        return max(sides(cell), key=lambda side: (round(self._length(side), 12), side))

    def _length(self, side: Side) -> float:
        return float(np.linalg.norm((np.array(side[0]) - side[1]) / self._widths))

    def _middle(self, side: Side) -> Point:
        middle = (np.array(side[0]) + side[1]) / 2
        return tuple(float(x) for x in self._nearest(middle))


def sides(cell: Cell) -> Iterator[Side]:
    """Yield the edges of a simplex."""
    for first, second in combinations(cell, 2):
        yield (first, second) if first < second else (second, first)


def _first(domain: Box | Simplex) -> Iterator[Cell]:
    """Yield the simplex itself, or those that walks along a box's edges span (Kuhn)."""
    corners = [tuple(float(x) for x in corner) for corner in domain.corners]
    if isinstance(domain, Simplex):
        yield tuple(corners)
        return
    low, high = np.array(domain.ends, dtype=float).T
    for order in permutations(range(len(low))):
        at, walk = low.copy(), [low.copy()]
        for axis in order:
            at[axis] = high[axis]
            walk.append(at.copy())
        yield tuple(tuple(float(x) for x in point) for point in walk)


def refine_to(mesh: Mesh, size: float, wanted: Callable[[Cell], bool], most: int) -> int:
    """Halve at most so many simplices that are wanted and too large; return how many."""
    large = [cell for cell in mesh.cells if mesh.size(cell) > size and wanted(cell)]
    chosen = sorted(large, key=mesh.size, reverse=True)[:most]
    if chosen:
        mesh.refine(chosen)
    return len(chosen)


def between(first: Point, second: Point, share: float) -> Array:
    """Return the point a share of the way from one to another, its ends exactly."""
    start = np.array(first)
    if share == 1:
        return np.array(second)
    return start + share * (np.array(second) - start)

"""Volumes over ℚ: of hulls of points, facet by facet, and of what half-spaces leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import factorial

#: A point, or a half-space (c, a_1, …, a_n): the points x with c + a·x ≥ 0.
Vector = tuple[Fraction, ...]


def value_at(function: Vector, point: Sequence[Fraction]) -> Fraction:
    """Return c + a·x."""
    return function[0] + sum(
        (a * x for a, x in zip(function[1:], point, strict=True)), Fraction(0)
    )


def through(points: Sequence[Vector], values: Sequence[Fraction]) -> Vector:
    """Return the affine function with given values at n+1 points that span the space.

    Example:
        >>> corners = [(Fraction(0), Fraction(0)), (Fraction(2), Fraction(0)),
        ...            (Fraction(0), Fraction(1))]
        >>> [str(x) for x in through(corners, [Fraction(1), Fraction(2), Fraction(0)])]
        ['1', '1/2', '-1']
    """
    rows = [[Fraction(1), *x, y] for x, y in zip(points, values, strict=True)]
    size = len(rows)
    for i in range(size):
        at = next(j for j in range(i, size) if rows[j][i])
        rows[i], rows[at] = rows[at], rows[i]
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for j in range(size):
            if j != i:
                share = rows[j][i]
                rows[j] = [x - share * y for x, y in zip(rows[j], rows[i], strict=True)]
    return tuple(row[-1] for row in rows)


def determinant(rows: Sequence[Sequence[Fraction]]) -> Fraction:
    """Return the determinant of at most three rows."""
    if len(rows) == 1:
        return rows[0][0]
    first, *rest = rows
    total = Fraction(0)
    for i, x in enumerate(first):
        minor = determinant([[*row[:i], *row[i + 1 :]] for row in rest])
        total += x * minor if i % 2 == 0 else -x * minor
    return total


def hull_facets(
    points: Sequence[Vector], simplices: Iterable[Sequence[int]]
) -> tuple[list[tuple[int, ...]], Fraction]:
    """Return facets of a hull, one a plane, and the volume of the cones on them.

    Args:
        points: the points.
        simplices: the corners of its facets' simplices as rounding has them; what is none
            exactly is left out.
    """
    facets: dict[Vector, tuple[int, ...]] = {}
    total = Fraction(0)
    for simplex in simplices:
        plane = _plane([points[i] for i in simplex])
        if plane is None:
            continue
        values = [value_at(plane, point) for point in points]
        if min(values) < 0 < max(values):
            continue
        facets.setdefault(plane, tuple(int(i) for i in simplex))
        edges = [_from(points[0], points[i]) for i in simplex]
        total += abs(determinant(edges))
    return list(facets.values()), total / factorial(len(points[0]))


def _plane(points: Sequence[Vector]) -> Vector | None:
    """Return the function, first coefficient 1, that is 0 in a plane; None if in more."""
    edges = [_from(points[0], point) for point in points[1:]]
    size = len(points[0])
    normal: list[Fraction] = []
    for i in range(size):
        minor = determinant([[*row[:i], *row[i + 1 :]] for row in edges])
        normal.append(minor if i % 2 == 0 else -minor)
    lead = next((x for x in normal if x), None)
    if lead is None:
        return None
    scaled = [x / lead for x in normal]
    offset = -sum((a * x for a, x in zip(scaled, points[0], strict=True)), Fraction(0))
    return (offset, *scaled)


def _from(start: Vector, end: Vector) -> list[Fraction]:
    return [y - x for x, y in zip(start, end, strict=True)]


def left_volume(halfspaces: Sequence[Vector]) -> Fraction:
    """Return the volume of the common part of half-spaces, which must be bounded.

    V = (1/n) Σ_i (c_i/|a_ij|) V_i, V_i that of the common part's trace in the plane i,
    without the coordinate j (Lasserre, J. Optim. Theory Appl. 39, 363, 1983).

    Example:
        >>> one, none = Fraction(1), Fraction(0)
        >>> triangle = [(none, one, none), (none, none, one), (one, -one, -one)]
        >>> left_volume(triangle)
        Fraction(1, 2)
    """
    planes: dict[Vector, None] = {}
    for c, *a in halfspaces:
        lead = next((abs(x) for x in a if x), None)
        if lead is not None:
            planes[(c / lead, *(x / lead for x in a))] = None
        elif c < 0:
            return Fraction(0)
    size = len(halfspaces[0]) - 1
    if size == 1:
        low = max(-c for c, a in planes if a > 0)
        high = min(c for c, a in planes if a < 0)
        return max(high - low, Fraction(0))
    total = Fraction(0)
    for plane in planes:
        if plane[0]:
            j = next(i for i in range(1, size + 1) if plane[i])
            traces = [_trace(other, plane, j) for other in planes if other is not plane]
            total += plane[0] / abs(plane[j]) * left_volume(traces)
    return total / size


def _trace(other: Vector, plane: Vector, j: int) -> Vector:
    share = other[j] / plane[j]
    found = [x - share * y for x, y in zip(other, plane, strict=True)]
    return (*found[:j], *found[j + 1 :])

"""Hermitian coordinates of operators: rows E, and tr(E M) for each of them."""

from __future__ import annotations

from fractions import Fraction

from sdpsearch.proof.exact.matrix import Matrix

#: Hermitian coordinate of W: (p, q, "re") is |p><q| + |q><p| (|p><p| for p = q),
#: (p, q, "im") is i(|p><q| − |q><p|).
Row = tuple[int, int, str]


def hermitian_rows(order: int, real: bool) -> tuple[Row, ...]:
    """Return all Hermitian coordinates of an operator of that order."""
    found: list[Row] = []
    for p in range(order):
        for q in range(p + 1):
            found.append((p, q, "re"))
            if p != q and not real:
                found.append((p, q, "im"))
    return tuple(found)


def row_matrix(row: Row, order: int) -> Matrix:
    """Return the operator E of a row."""
    p, q, part = row
    entry = (1, 0) if part == "re" else (0, 1)
    return Matrix(order, order, {(p, q): entry, (q, p): (entry[0], -entry[1])})


def coordinate(row: Row, matrix: Matrix) -> Fraction:
    """Return tr(E M) for the row's operator E."""
    p, q, part = row
    re, im = matrix.entries.get((p, q), (0, 0))
    value = re if p == q else 2 * (re if part == "re" else im)
    return Fraction(value, matrix.denominator)

"""Rational numbers and Hermitian matrices of them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import isqrt, lcm
from typing import Any

from sdpsearch.proof.exact.matrix import Entries, Matrix


def hermitian_matrix(
    lower: dict[tuple[int, int], tuple[Fraction, Fraction]], order: int
) -> Matrix:
    """Return the Hermitian Matrix with a given lower triangle of rational entries."""
    denominator = common_denominator(x for entry in lower.values() for x in entry)
    entries: Entries = {}
    for (p, q), (re, im) in lower.items():
        pair = (int(re * denominator), int(im * denominator))
        if pair != (0, 0):
            entries[p, q] = pair
            entries[q, p] = (pair[0], -pair[1])
    return Matrix(order, order, entries, denominator)


def real_matrix(rows: list[list[Fraction]]) -> Matrix:
    """Return the symmetric Matrix of rational entries, of which the lower ones count."""
    lower = {
        (i, j): (rows[i][j], Fraction(0)) for i in range(len(rows)) for j in range(i + 1)
    }
    return hermitian_matrix(lower, len(rows))


def fraction_rows(matrix: Any) -> list[list[Fraction]]:
    """Return the entries of a FLINT rational matrix."""
    return [
        [Fraction(int(x.p), int(x.q)) for x in row]
        for row in (
            [matrix[i, j] for j in range(matrix.ncols())] for i in range(matrix.nrows())
        )
    ]


def common_denominator(values: Iterable[Fraction]) -> int:
    """Return the least common denominator."""
    found = 1
    for value in values:
        found = lcm(found, value.denominator)
    return found


def square_root(x: Fraction) -> Fraction | None:
    """Return √x if it is rational, else None."""
    top, bottom = isqrt(x.numerator), isqrt(x.denominator)
    exact = top * top == x.numerator and bottom * bottom == x.denominator
    return Fraction(top, bottom) if exact else None

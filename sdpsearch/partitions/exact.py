"""Linear algebra over the rationals, for the small systems that partitions leave."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from flint import fmpq, fmpq_mat

from sdpsearch.partitions.combination import fraction

Vector = list[fmpq]


def matrix(rows: Sequence[Sequence[fmpq]]) -> fmpq_mat:
    """Return the matrix with the given rows, at least one."""
    return fmpq_mat(len(rows), len(rows[0]), [x for row in rows for x in row])


def of_columns(columns: Sequence[Vector], rows: int) -> fmpq_mat:
    """Return the matrix with the given columns, which may be none."""
    entries = [column[i] for i in range(rows) for column in columns]
    return fmpq_mat(rows, len(columns), entries)


def zeros(order: int) -> fmpq_mat:
    """Return the zero matrix of an order."""
    return fmpq_mat(order, order)


def identity(order: int) -> fmpq_mat:
    """Return the identity matrix of an order."""
    return fmpq_mat(order, order, [int(i == j) for i in range(order) for j in range(order)])


def kernel(rows: Sequence[Sequence[fmpq]], columns: int) -> list[Vector]:
    """Return a basis of the vectors that all rows annihilate."""
    if not rows:
        return [[fmpq(int(i == j)) for i in range(columns)] for j in range(columns)]
    reduced, rank = matrix(rows).rref()
    leading = _pivots(reduced, rank)
    found: list[Vector] = []
    for free in (j for j in range(columns) if j not in leading):
        vector = [fmpq(0)] * columns
        vector[free] = fmpq(1)
        for i, pivot in enumerate(leading):
            vector[pivot] = -reduced[i, free]
        found.append(vector)
    return found


def independent(vectors: Sequence[Vector]) -> list[int]:
    """Return the numbers of the vectors that no combination of earlier ones is."""
    if not vectors:
        return []
    reduced, rank = of_columns(vectors, len(vectors[0])).rref()
    return _pivots(reduced, rank)


def coordinates(basis: Sequence[Vector], vectors: Sequence[Vector]) -> fmpq_mat | None:
    """Return C with vector_j = Σ_i C_ij basis_i, None where one lies outside the span."""
    size, count = len(basis[0]), len(basis)
    reduced, rank = of_columns([*basis, *vectors], size).rref()
    if _pivots(reduced, rank) != list(range(count)):
        return None
    return fmpq_mat(
        count,
        len(vectors),
        [reduced[i, count + j] for i in range(count) for j in range(len(vectors))],
    )


def solution(rows: Sequence[Vector], right: Vector) -> Vector | None:
    """Return one solution x of the equations row·x = right, None where there is none."""
    columns = len(rows[0])
    extended = [[*row, value] for row, value in zip(rows, right, strict=True)]
    reduced, rank = matrix(extended).rref()
    leading = _pivots(reduced, rank)
    if columns in leading:
        return None
    found = [fmpq(0)] * columns
    for i, pivot in enumerate(leading):
        found[pivot] = reduced[i, columns]
    return found


def eigenvalues(square: fmpq_mat) -> list[tuple[fmpq, int]] | None:
    """Return the rational eigenvalues and how often each occurs, None if some are not."""
    _, factors = square.charpoly().factor()
    if any(factor.degree() > 1 for factor, _ in factors):
        return None
    found = [(-factor[0] / factor[1], times) for factor, times in factors]
    return sorted(found, key=lambda item: fraction(item[0]))


def is_psd(square: fmpq_mat) -> bool:
    """Whether a symmetric matrix is positive semidefinite.

    The signs of the characteristic polynomial decide it, for its roots are real.
    """
    coefficients = square.charpoly().coeffs()
    order = square.nrows()
    return all((-1) ** (order - i) * c >= 0 for i, c in enumerate(coefficients))


def cut(x: fmpq, bits: int) -> fmpq:
    """Return a number rounded down to a multiple of 2^−bits."""
    return fmpq((x.p << bits) // x.q, 1) / fmpq(1 << bits)


def from_float(x: float) -> fmpq:
    """Return a float exactly."""
    exact = Fraction(float(x))
    return fmpq(exact.numerator, exact.denominator)


def _pivots(reduced: fmpq_mat, rank: int) -> list[int]:
    found: list[int] = []
    column = 0
    for i in range(rank):
        while reduced[i, column] == 0:
            column += 1
        found.append(column)
    return found

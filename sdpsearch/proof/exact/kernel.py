"""Exact kernels of integer and Gaussian integer matrices, by elimination."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm

import flint

from sdpsearch.proof.exact.matrix import Matrix
from sdpsearch.proof.exact.split import split

Vector = dict[int, tuple[Fraction, Fraction]]


def matrix_rows(matrix: Matrix) -> list[dict[int, tuple[int, int]]]:
    """Return the rows of a matrix, sparse, without its denominator."""
    rows: list[dict[int, tuple[int, int]]] = [{} for _ in range(matrix.rows)]
    for (p, q), entry in matrix.entries.items():
        rows[p][q] = entry
    return rows


def kernel(rows: Iterable[dict[int, tuple[int, int]]], columns: int) -> Matrix:
    """Return an integer basis of {v : Σ_j row_j v_j = 0 for all rows}, as columns."""
    kept = [row for row in rows if any(x != (0, 0) for x in row.values())]
    echelon: dict[int, Vector] = {}
    for group in split(kept):
        echelon |= _echelon([kept[i] for i in group])
    entries: dict[tuple[int, int], tuple[int, int]] = {}
    free = [column for column in range(columns) if column not in echelon]
    for number, column in enumerate(free):
        vector = {column: (Fraction(1), Fraction(0))}
        for pivot, row in echelon.items():
            if column in row:
                re, im = row[column]
                vector[pivot] = (-re, -im)
        for at, entry in _cleared(vector).items():
            entries[at, number] = entry
    return Matrix(columns, len(free), entries)


def _cleared(vector: Vector) -> dict[int, tuple[int, int]]:
    """Return the shortest integer multiple of a rational vector."""
    scale = lcm(*(part.denominator for entry in vector.values() for part in entry))
    whole = {at: (int(re * scale), int(im * scale)) for at, (re, im) in vector.items()}
    shared = gcd(*(part for entry in whole.values() for part in entry))
    return {at: (re // shared, im // shared) for at, (re, im) in whole.items()}


def _echelon(rows: list[dict[int, tuple[int, int]]]) -> dict[int, Vector]:
    """Return the rows of the reduced echelon form, sparse, by their pivots."""
    real = all(im == 0 for row in rows for _, im in row.values())
    return _real_echelon(rows) if real else _complex_echelon(rows)


def _real_echelon(rows: list[dict[int, tuple[int, int]]]) -> dict[int, Vector]:
    columns = sorted({column for row in rows for column in row})
    place = {column: number for number, column in enumerate(columns)}
    table = flint.fmpz_mat(len(rows), len(columns))
    for i, row in enumerate(rows):
        for column, (re, _) in row.items():
            table[i, place[column]] = re
    reduced, denominator, rank = table.rref()
    found: dict[int, Vector] = {}
    for i, pivot in enumerate(pivots(reduced, rank)):
        entries = ((j, int(reduced[i, j])) for j in range(pivot, len(columns)))
        found[columns[pivot]] = {
            columns[j]: (Fraction(x, int(denominator)), Fraction(0))
            for j, x in entries
            if x
        }
    return found


def pivots(reduced: flint.fmpz_mat | flint.nmod_mat, rank: int) -> list[int]:
    """Return the pivot columns of a matrix in row echelon form."""
    found: list[int] = []
    column = 0
    for i in range(rank):
        while reduced[i, column] == 0:
            column += 1
        found.append(column)
    return found


def _complex_echelon(rows: list[dict[int, tuple[int, int]]]) -> dict[int, Vector]:
    """Gauss–Jordan over the Gaussian rationals, which FLINT has no matrices of."""
    found: dict[int, Vector] = {}
    for entries in rows:
        row = {j: (Fraction(re), Fraction(im)) for j, (re, im) in entries.items()}
        for pivot, other in found.items():
            if pivot in row:
                _subtract(row, row[pivot], other)
        row = {j: x for j, x in row.items() if x != (0, 0)}
        if not row:
            continue
        lead = min(row)
        re, im = row[lead]
        size = re * re + im * im
        row = {
            j: ((x * re + y * im) / size, (y * re - x * im) / size)
            for j, (x, y) in row.items()
        }
        for other in found.values():
            if lead in other:
                _subtract(other, other[lead], row)
        found[lead] = row
    return found


def _subtract(row: Vector, factor: tuple[Fraction, Fraction], other: Vector) -> None:
    """Subtract factor·other from a row in place."""
    re, im = factor
    for j, (x, y) in other.items():
        old = row.get(j, (Fraction(0), Fraction(0)))
        value = (old[0] - re * x + im * y, old[1] - re * y - im * x)
        if value == (0, 0):
            row.pop(j, None)
        else:
            row[j] = value

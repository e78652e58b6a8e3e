"""Between exact matrices and floats: rounded to integers over a power of two, and back."""

from __future__ import annotations

from fractions import Fraction
from math import ldexp

import numpy as np
from numpy.typing import NDArray

from sdpsearch.linalg import Array
from sdpsearch.proof.exact.matrix import Entries, Matrix

#: Binary digits that a rounded float keeps after the point.
BITS = 64


def rounded(matrix: Array, bits: int = BITS) -> Matrix:
    """Return a Hermitian float matrix rounded to multiples of 2^−bits."""
    entries: Entries = {}
    for p, q in zip(*np.nonzero(np.tril(matrix)), strict=True):
        x = complex(matrix[p, q])
        # A power of two leaves a float as it is, up to overflow: only round() rounds.
        re = round(ldexp(x.real, bits))
        im = 0 if p == q else round(ldexp(x.imag, bits))
        if re or im:
            entries[int(p), int(q)] = (re, im)
            entries[int(q), int(p)] = (re, -im)
    return Matrix(matrix.shape[0], matrix.shape[0], entries, 2**bits)


def dense(matrix: Matrix) -> Array:
    """Return a float array; entries may lose digits."""
    real = all(im == 0 for _, im in matrix.entries.values())
    found = np.zeros((matrix.rows, matrix.columns), dtype=float if real else complex)
    for (p, q), (re, im) in matrix.entries.items():
        top = float(Fraction(re, matrix.denominator))
        found[p, q] = top if real else top + 1j * float(Fraction(im, matrix.denominator))
    return found


def shrunk(basis: Matrix) -> tuple[Array, list[int]]:
    """Return the columns divided by powers of two that bring them near 1, with those."""
    shifts = [0] * basis.columns
    for (_, j), (re, im) in basis.entries.items():
        shifts[j] = max(shifts[j], abs(re).bit_length(), abs(im).bit_length())
    entries = {
        (i, j): (Fraction(re, 1 << shifts[j]), Fraction(im, 1 << shifts[j]))
        for (i, j), (re, im) in basis.entries.items()
    }
    real = all(im == 0 for _, im in entries.values())
    found = np.zeros((basis.rows, basis.columns), dtype=float if real else complex)
    for at, (re, im) in entries.items():
        found[at] = float(re) if real else complex(float(re), float(im))
    return found, shifts


def unshrunk(matrix: Matrix, shifts: list[int]) -> Matrix:
    """Return D M D with D = diag(2^−shift)."""
    if not any(shifts):
        return matrix
    most = max(shifts)
    entries: Entries = {}
    for (p, q), (re, im) in matrix.entries.items():
        shift = 2 * most - shifts[p] - shifts[q]
        entries[p, q] = (re << shift, im << shift)
    return Matrix(matrix.rows, matrix.columns, entries, matrix.denominator << (2 * most))


def sectorwise_inverse(
    matrix: Array, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> Array:
    """Return the Moore–Penrose inverse of a matrix without entries between charges.

    Args:
        matrix: shape (m, n).
        rows: numbers that tell the charges of its rows, shape (m,).
        columns: the same numbers for its columns, shape (n,).
    """
    found = np.zeros(matrix.shape[::-1], dtype=matrix.dtype)
    for label in np.unique(columns):
        here, there = np.flatnonzero(rows == label), np.flatnonzero(columns == label)
        found[np.ix_(there, here)] = np.linalg.pinv(matrix[np.ix_(here, there)])
    return found

"""Where the partial transpose of a line of operators becomes singular, to many digits."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from flint import arb, arb_mat, ctx, fmpq

from sdpsearch.linalg import Array
from sdpsearch.proof.exact.matrix import Matrix, identity, sandwich
from sdpsearch.proof.exact.rounding import dense
from sdpsearch.threads import alone_with

#: Rayleigh quotient iterations; each triples the digits.
_ITERATIONS = 12


@alone_with("flint")
def null_vector(start: Matrix, slope: Matrix, near: float, digits: int) -> Matrix | None:
    """Return vv† with (start + x slope) v ≈ 0 for an x near the given one, rounded.

    Rayleigh quotient iteration on the pencil: x = −v†Av / v†Bv, v ← (A + xB)⁻¹ B v.

    Args:
        start: A, Hermitian.
        slope: B, Hermitian.
        near: a float near the x wanted.
        digits: digits of x that v†(A + xB)v must fix.
    """
    first, last = dense(start), dense(slope)
    vector = np.linalg.eigh(first + near * last)
    lowest = vector[1][:, int(np.argmin(np.abs(vector[0])))]
    with ctx.workprec(int(3.33 * digits * 2) + 64):
        a, b = _embedded(start), _embedded(slope)
        v = _column(lowest, len(first) * 2 == a.nrows())
        x = _quotient(a, b, v)
        for _ in range(_ITERATIONS):
            try:
                w = (a + b * x).solve(b * v, algorithm="approx")
            except ZeroDivisionError:
                break  # v is as exact as the precision allows
            w = arb_mat(w.nrows(), 1, [entry.mid() for entry in w.entries()])
            length = sum((entry * entry for entry in w.entries()), arb(0)).sqrt()
            if not length.is_finite() or length == 0:
                return None
            v = arb_mat(w.nrows(), 1, [(entry / length).mid() for entry in w.entries()])
            before, x = x, _quotient(a, b, v)
            if abs(x - before).mid() < arb(10) ** -(2 * digits):
                break
        scale = 2 ** int(3.33 * digits + 40)
        whole = [int((entry * scale).mid().floor().unique_fmpz()) for entry in v.entries()]
    half = len(first)
    shift = half if len(whole) == 2 * half else None
    entries = {
        (i, 0): (whole[i], whole[i + shift] if shift else 0)
        for i in range(half)
        if whole[i] or (shift and whole[i + shift])
    }
    return sandwich(Matrix(half, 1, entries), identity(1))


def _quotient(a: arb_mat, b: arb_mat, v: arb_mat) -> arb:
    across = v.transpose()
    return (-(across * a * v)[0, 0] / (across * b * v)[0, 0]).mid()


def _embedded(matrix: Matrix) -> arb_mat:
    """Return the matrix, as [[Re, −Im], [Im, Re]] whether it needs that or not."""
    n = matrix.rows
    rows = [[arb(0)] * (2 * n) for _ in range(2 * n)]
    for (i, j), (re, im) in matrix.entries.items():
        rows[i][j] = rows[n + i][n + j] = _number(Fraction(re, matrix.denominator))
        rows[n + i][j] = _number(Fraction(im, matrix.denominator))
        rows[i][n + j] = -rows[n + i][j]
    return arb_mat(rows)


def _number(x: Fraction) -> arb:
    return arb(fmpq(x.numerator, x.denominator))


def _column(vector: Array, doubled: bool) -> arb_mat:
    parts = [*vector.real, *vector.imag] if doubled else list(vector.real)
    return arb_mat([[arb(float(x))] for x in parts])

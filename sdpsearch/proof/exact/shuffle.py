"""P and R of a signed extension, exactly: P = C ⊗ β⁻¹ and R = (σF)^(T_B').

With weights β that copies of B are traced out with, J⊗1 ± R(σ) is F (C⊗β⁻¹ ± R(σ')) F for
σ = F σ' F and F = τ^(−1/2) ⊗ √β ⊗ √β; see docs/certificate-format.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from sdpsearch.proof.exact.matrix import Matrix, combine, traced_last
from sdpsearch.proof.exact.rationals import common_denominator

#: A word a, b, c of A⊗B⊗B'.
_Word = tuple[int, int, int]


def shuffled(sigma: Matrix, d_b: int) -> Matrix:
    """Return R(σ): σ's entry (a b i, a' c j) is at (a b c, a' j i)."""
    return _moved(sigma, d_b, lambda p, q: ((p[0], p[1], q[1]), (q[0], q[2], p[2])))


def unshuffled(matrix: Matrix, d_b: int) -> Matrix:
    """Return the inverse of R, which is its adjoint."""
    return _moved(matrix, d_b, lambda p, q: ((p[0], p[1], q[2]), (q[0], p[2], q[1])))


def exchanged(sigma: Matrix, d_b: int) -> Matrix:
    """Return F σ F."""
    return _moved(sigma, d_b, lambda p, q: ((p[0], p[2], p[1]), (q[0], q[2], q[1])))


def widened(choi: Matrix, scales: Sequence[Fraction]) -> Matrix:
    """Return C ⊗ β⁻¹."""
    return spread(choi, [1 / x for x in scales])


def spread(matrix: Matrix, weights: Sequence[Fraction]) -> Matrix:
    """Return X ⊗ diag(w)."""
    d_b, unit = len(weights), common_denominator(weights)
    whole = [int(weight * unit) for weight in weights]
    entries = {
        (p * d_b + c, q * d_b + c): (x * re, x * im)
        for (p, q), (re, im) in matrix.entries.items()
        for c, x in enumerate(whole)
    }
    order = matrix.rows * d_b
    return Matrix(order, order, entries, matrix.denominator * unit)


def sides(sigma: Matrix, scales: Sequence[Fraction]) -> tuple[Matrix, Matrix]:
    """Return P + R and P − R of σ."""
    wide = widened(traced_last(sigma, scales), scales)
    turned = shuffled(sigma, len(scales))
    plus, minus = (
        combine([(Fraction(1), wide), (Fraction(sign), turned)], sigma.rows)
        for sign in (1, -1)
    )
    return plus, minus


def _moved(
    matrix: Matrix, d_b: int, place: Callable[[_Word, _Word], tuple[_Word, _Word]]
) -> Matrix:
    def word(p: int) -> _Word:
        rest, last = divmod(p, d_b)
        return *divmod(rest, d_b), last

    def index(found: _Word) -> int:
        return (found[0] * d_b + found[1]) * d_b + found[2]

    entries = {
        (index(left), index(right)): entry
        for (p, q), entry in matrix.entries.items()
        for left, right in [place(word(p), word(q))]
    }
    return Matrix(matrix.rows, matrix.columns, entries, matrix.denominator)

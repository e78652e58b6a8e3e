"""Singularities over ℚ: the gain of two pure inputs, bounded from below by a witness.

With G = [[C_ψψ, C_ψφ], [C_φψ, C_φφ]], C_ψφ = Σ ψ_a φ̄_c C_{a·,c·}, the gain of
`sdpsearch.coherent.singularity` is, Φ^c having gone by a Schur complement,

    g = tr Π_B Φ(φ) − tr Φ(φ) + tr Φ(ψφ†)† Φ(ψ)⁺ Φ(ψφ†)

and at least tr GW for every matrix Z on B, with N a basis of the kernel of C_ψψ and

    W = [[−Zβ⁻¹Z†, Z], [Z†, N(N†β⁻¹N)⁻¹N† − β]],

with equality at the best Z. That is linear in C, however N was found: affine along a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sdpsearch.proof.exact.kernel import kernel, matrix_rows
from sdpsearch.proof.exact.matrix import Entries, Matrix, combine, pairing, sandwich
from sdpsearch.proof.exact.rationals import hermitian_matrix

#: A vector of Gaussian rationals, by row.
Vector = dict[int, tuple[Fraction, Fraction]]
_ZERO = (Fraction(0), Fraction(0))


@dataclass(frozen=True, eq=False)
class ExactSingularity:
    """Two pure inputs and the matrix Z that bounds their gain.

    Attributes:
        inputs: ψ and φ as integer columns, shape (d_in, 2), not normalised.
        lift: Z, shape (d_out, d_out).
    """

    inputs: Matrix
    lift: Matrix

    def gain(self, choi: Matrix, null: Matrix, scales: Sequence[Fraction]) -> Fraction:
        """Return tr GW: a lower bound on the gain, up to a positive factor.

        Args:
            choi: C.
            null: N, integer columns of the kernel of C_ψψ.
            scales: β.
        """
        return pairing(pair_of(choi, self.inputs), witness(self.lift, null, scales))


def pair_of(choi: Matrix, inputs: Matrix) -> Matrix:
    """Return G of columns ψ_i: Σ_ij |i><j| ⊗ C_{ψ_i ψ_j}.

    Args:
        choi: C on A⊗B.
        inputs: integer columns, one for each ψ_i.
    """
    d_out = choi.rows // inputs.rows
    entries: Entries = {
        (i * d_out + b, a * d_out + b): entry
        for (a, i), entry in inputs.entries.items()
        for b in range(d_out)
    }
    return sandwich(Matrix(inputs.columns * d_out, choi.rows, entries), choi)


def common_kernel(operators: Sequence[Matrix], inputs: Matrix) -> Matrix:
    """Return an integer basis of what C_ψψ sends to 0 for every one of the operators."""
    d_out = operators[0].rows // inputs.rows
    first = {at: entry for at, entry in inputs.entries.items() if at[1] == 0}
    psi = Matrix(inputs.rows, 1, first)
    rows = [row for choi in operators for row in matrix_rows(pair_of(choi, psi))]
    return kernel(rows, d_out)


def witness(lift: Matrix, null: Matrix, scales: Sequence[Fraction]) -> Matrix:
    """Return W on C²⊗B; its pairing with G bounds the gain from below."""
    d = len(scales)
    inverse = [1 / beta for beta in scales]
    unit = lift.denominator
    z = {
        at: (Fraction(re, unit), Fraction(im, unit))
        for at, (re, im) in lift.entries.items()
    }
    lower: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
    for b in range(d):
        for c in range(b + 1):
            terms = (_times(z.get((b, e), _ZERO), z.get((c, e), _ZERO)) for e in range(d))
            pairs = list(zip(inverse, terms, strict=True))
            re = -sum((w * x for w, (x, _) in pairs), Fraction(0))
            im = -sum((w * y for w, (_, y) in pairs), Fraction(0))
            lower[b, c] = (re, im)
    for (b, c), (re, im) in z.items():
        lower[d + c, b] = (re, -im)
    for b, beta in enumerate(scales):
        lower[d + b, d + b] = (-beta, Fraction(0))
    known = hermitian_matrix(lower, 2 * d)
    return combine([(Fraction(1), known), *_projections(null, inverse, d)], 2 * d)


def _projections(
    null: Matrix, inverse: Sequence[Fraction], d: int
) -> list[tuple[Fraction, Matrix]]:
    """Return the terms of N(N†β⁻¹N)⁻¹N† on the second half, by orthogonalisation."""
    done: list[tuple[Fraction, Vector]] = []
    for j in range(null.columns):
        vector: Vector = {
            b: (Fraction(re), Fraction(im))
            for (b, at), (re, im) in null.entries.items()
            if at == j
        }
        for size, other in done:
            factor = _product(other, vector, inverse)
            vector = _without(vector, factor, size, other)
        done.append((_product(vector, vector, inverse)[0], vector))
    terms: list[tuple[Fraction, Matrix]] = []
    for size, vector in done:
        outer = {
            (d + b, d + c): _times(x, y)
            for b, x in vector.items()
            for c, y in vector.items()
            if c <= b
        }
        terms.append((1 / size, hermitian_matrix(outer, 2 * d)))
    return terms


def _times(
    x: tuple[Fraction, Fraction], y: tuple[Fraction, Fraction]
) -> tuple[Fraction, Fraction]:
    """Return x ȳ."""
    return x[0] * y[0] + x[1] * y[1], x[1] * y[0] - x[0] * y[1]


def _product(
    first: Vector, second: Vector, weights: Sequence[Fraction]
) -> tuple[Fraction, Fraction]:
    """Return first† diag(weights) second."""
    terms = [(weights[b], _times(second[b], x)) for b, x in first.items() if b in second]
    re = sum((w * x for w, (x, _) in terms), Fraction(0))
    return re, sum((w * y for w, (_, y) in terms), Fraction(0))


def _without(
    vector: Vector, factor: tuple[Fraction, Fraction], size: Fraction, other: Vector
) -> Vector:
    """Return vector − other·factor/size."""
    left = dict(vector)
    conjugate = (factor[0] / size, -factor[1] / size)
    for b, x in other.items():
        re, im = _times(x, conjugate)
        old = left.get(b, _ZERO)
        left[b] = (old[0] - re, old[1] - im)
    return left

"""Singularities over ℚ: the gain of two pure inputs, bounded from below by a witness.

With G = [[C_ψψ, C_ψφ], [C_φψ, C_φφ]], C_ψφ = Σ ψ_a φ̄_c C_{a·,c·}, the gain of
`sdpsearch.coherent.singularity` is, Φ^c having gone by a Schur complement,

    g = tr Π_B Φ(φ) − tr Φ(φ) + tr Φ(ψφ†)† Φ(ψ)⁺ Φ(ψφ†)

and at least tr GW for every matrix Z on B, with N a basis of the kernel of C_ψψ and

    W = [[−Zβ⁻¹Z†, Z], [Z†, Σ nn†/(n†β⁻¹n) − β]],   n the orthogonal columns of N,

with equality at the best Z. That is linear in C, however N was found: affine along a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sdpsearch.proof.exact.kernel import kernel, matrix_rows
from sdpsearch.proof.exact.matrix import (
    Entries,
    Matrix,
    adjoint,
    combine,
    pairing,
    sandwich,
)
from sdpsearch.proof.exact.rationals import common_denominator, hermitian_matrix

#: A vector of Gaussian rationals, by row.
Vector = dict[int, tuple[Fraction, Fraction]]
Lower = dict[tuple[int, int], tuple[Fraction, Fraction]]
_ZERO = (Fraction(0), Fraction(0))


@dataclass(frozen=True, eq=False)
class ExactSingularity:
    """Two pure inputs, and what bounds their gain.

    Attributes:
        inputs: ψ and φ as integer columns, shape (d_in, 2), not normalised.
        null: N, integer columns with n†β⁻¹n' = 0, annihilated by C_ψψ.
        lift: Z, shape (d_out, d_out).
    """

    inputs: Matrix
    null: Matrix
    lift: Matrix

    def witness(self, scales: Sequence[Fraction]) -> Matrix:
        """Return the operator on A⊗B whose pairing with C is a lower bound on the gain.

        Args:
            scales: β.
        """
        side = _side_by_side(self.inputs, len(scales))
        return sandwich(adjoint(side), _bound(self.lift, self.null, scales))

    def gain(self, choi: Matrix, scales: Sequence[Fraction]) -> Fraction:
        """Return the lower bound on the gain at C, up to a positive factor."""
        return pairing(choi, self.witness(scales))


def singularity(
    inputs: Matrix, operators: Sequence[Matrix], scales: Sequence[Fraction], at: Matrix
) -> ExactSingularity | None:
    """Return two inputs with their kernel and the best Z, None where there is no kernel.

    Args:
        inputs: ψ and φ as integer columns.
        operators: C of every channel meant: their common kernel is taken.
        scales: β.
        at: the C for which Z is best, C_ψψ⁺ C_ψφ β.
    """
    d = len(scales)
    first = {at_: entry for at_, entry in inputs.entries.items() if at_[1] == 0}
    psi = Matrix(inputs.rows, 1, first)
    rows = [row for choi in operators for row in matrix_rows(pair_of(choi, psi))]
    null = _orthogonal(kernel(rows, d), scales)
    if null.columns == 0:
        return None
    return ExactSingularity(inputs, null, _best_lift(pair_of(at, inputs), scales))


def pair_of(choi: Matrix, inputs: Matrix) -> Matrix:
    """Return Σ_ij |i><j| ⊗ C_{ψ_i ψ_j} of integer columns ψ_i."""
    return sandwich(_side_by_side(inputs, choi.rows // inputs.rows), choi)


def _side_by_side(inputs: Matrix, d_out: int) -> Matrix:
    entries: Entries = {
        (i * d_out + b, a * d_out + b): entry
        for (a, i), entry in inputs.entries.items()
        for b in range(d_out)
    }
    return Matrix(inputs.columns * d_out, inputs.rows * d_out, entries)


def _best_lift(pair: Matrix, scales: Sequence[Fraction]) -> Matrix:
    """Return Z with C_ψψ Z = C_ψφ β, column by column from a kernel."""
    d = len(scales)
    rows = matrix_rows(pair)[:d]
    found: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
    for j, beta in enumerate(scales):
        augmented = [
            {
                (d if q == d + j else q): entry
                for q, entry in row.items()
                if q < d or q == d + j
            }
            for row in rows
        ]
        solutions = kernel(augmented, d + 1)
        last = max((at for at in solutions.entries if at[0] == d), default=None)
        if last is None:
            continue
        re, im = solutions.entries[last]
        size = re * re + im * im
        for (b, column), entry in solutions.entries.items():
            if column == last[1] and b < d:
                x, y = _times(_fractions(entry), _fractions((re, im)))
                found[b, j] = (-beta * x / size, -beta * y / size)
    unit = common_denominator(x for entry in found.values() for x in entry)
    entries: Entries = {at: (int(x * unit), int(y * unit)) for at, (x, y) in found.items()}
    return Matrix(d, d, {at: e for at, e in entries.items() if e != (0, 0)}, unit)


def _bound(lift: Matrix, null: Matrix, scales: Sequence[Fraction]) -> Matrix:
    """Return W on C²⊗B; its pairing with G bounds the gain from below."""
    d = len(scales)
    unit = lift.denominator
    z = {
        at: (Fraction(re, unit), Fraction(im, unit))
        for at, (re, im) in lift.entries.items()
    }
    lower: Lower = {(d + b, d + b): (-beta, Fraction(0)) for b, beta in enumerate(scales)}
    for b in range(d):
        for c in range(b + 1):
            terms = [_times(z.get((b, e), _ZERO), z.get((c, e), _ZERO)) for e in range(d)]
            re = sum((x / w for (x, _), w in zip(terms, scales, strict=True)), Fraction(0))
            im = sum((y / w for (_, y), w in zip(terms, scales, strict=True)), Fraction(0))
            lower[b, c] = (-re, -im)
    for (b, c), (re, im) in z.items():
        lower[d + c, b] = (re, -im)
    terms_ = [(Fraction(1), hermitian_matrix(lower, 2 * d))]
    for vector in _vectors(null):
        norm = _product(vector, vector, scales)[0]
        outer = {
            (d + b, d + c): _times(x, y)
            for b, x in vector.items()
            for c, y in vector.items()
            if c <= b
        }
        terms_.append((1 / norm, hermitian_matrix(outer, 2 * d)))
    return combine(terms_, 2 * d)


def _orthogonal(null: Matrix, scales: Sequence[Fraction]) -> Matrix:
    """Return integer columns of the same span with n†β⁻¹n' = 0."""
    done: list[Vector] = []
    for vector in _vectors(null):
        for other in done:
            norm = _product(other, other, scales)[0]
            re, im = _product(other, vector, scales)
            vector = _without(vector, (re / norm, im / norm), other)
        unit = common_denominator(x for entry in vector.values() for x in entry)
        done.append({b: (x * unit, y * unit) for b, (x, y) in vector.items()})
    entries: Entries = {
        (b, j): (int(x), int(y))
        for j, vector in enumerate(done)
        for b, (x, y) in vector.items()
        if x or y
    }
    return Matrix(null.rows, len(done), entries)


def _vectors(null: Matrix) -> list[Vector]:
    return [
        {b: _fractions(entry) for (b, at), entry in null.entries.items() if at == j}
        for j in range(null.columns)
    ]


def _fractions(entry: tuple[int, int]) -> tuple[Fraction, Fraction]:
    return Fraction(entry[0]), Fraction(entry[1])


def _times(
    x: tuple[Fraction, Fraction], y: tuple[Fraction, Fraction]
) -> tuple[Fraction, Fraction]:
    """Return x ȳ."""
    return x[0] * y[0] + x[1] * y[1], x[1] * y[0] - x[0] * y[1]


def _product(
    first: Vector, second: Vector, scales: Sequence[Fraction]
) -> tuple[Fraction, Fraction]:
    """Return first† β⁻¹ second."""
    terms = [(scales[b], _times(second[b], x)) for b, x in first.items() if b in second]
    re = sum((x / w for w, (x, _) in terms), Fraction(0))
    return re, sum((y / w for w, (_, y) in terms), Fraction(0))


def _without(vector: Vector, factor: tuple[Fraction, Fraction], other: Vector) -> Vector:
    """Return vector − other·factor."""
    left = dict(vector)
    conjugate = (factor[0], -factor[1])
    for b, x in other.items():
        re, im = _times(x, conjugate)
        old = left.get(b, _ZERO)
        left[b] = (old[0] - re, old[1] - im)
    return left

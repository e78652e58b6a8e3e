"""From floating-point witnesses against signed extensions to exact ones.

tr(W tr_B' σ) = tr Z_+(P+R) + tr Z_−(P−R) for every σ on the face. Rounded, the two sides
miss each other by tr(Xσ): Z_± ± R(X)/2 mend that, since R*R(X) = X and P does not see what
Z_+ and Z_− differ by. Then δ·1 in both, and what it adds to W, makes them positive.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import flint
import numpy as np

from sdpsearch.extension.signed.face import SignedFace
from sdpsearch.linalg import Array, hermitian_part
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import (
    Matrix,
    adjoint,
    combine,
    identity,
    product,
    sandwich,
    traced_last,
)
from sdpsearch.proof.exact.positivity import is_psd
from sdpsearch.proof.exact.rationals import common_denominator, fraction_rows
from sdpsearch.proof.exact.rounding import rounded
from sdpsearch.proof.exact.shuffle import shuffled, unshuffled
from sdpsearch.proof.exact.space import Diagram
from sdpsearch.proof.repair.signed.images import part_of
from sdpsearch.proof.repair.witness import witness_from_rows
from sdpsearch.proof.statement.statement import Statement


@dataclass(frozen=True)
class SignedWitness:
    """W and the Z_± that it is the sum of.

    Attributes:
        face: the σ it pairs with.
        matrix: W.
        plus: Z_+ = U M U†, as (U, M); None for U = 1.
        minus: Z_−.
    """

    face: ExactFace
    matrix: Matrix
    plus: tuple[Matrix | None, Matrix]
    minus: tuple[Matrix | None, Matrix]

    @classmethod
    def vanishing(cls, face: ExactFace, matrix: Matrix) -> SignedWitness:
        """Return a W that vanishes on the face, the sum of nothing."""
        order = face.space.d_in * face.space.d_out**2
        nothing = (Matrix(order, 0, {}), Matrix(0, 0, {}))
        return cls(face, matrix, nothing, nothing)


@dataclass(frozen=True)
class FloatWitness:
    """W and Z_± as the statement's operators are stated, in floats.

    Attributes:
        matrix: W.
        sides: Z_+ and Z_−.
    """

    matrix: Array
    sides: tuple[Array, Array]


def float_witness(
    statement: Statement, engine: SignedFace, coordinates: Array
) -> FloatWitness:
    """Return the engine's (W, Z) as a pair about C: f W f, F Z F."""
    root, letters = statement.filters
    narrow = np.kron(root, np.diag(letters))
    wide = np.kron(narrow, np.diag(letters))
    plus, minus = engine.lifted(engine.blocks_of(coordinates))
    return FloatWitness(
        hermitian_part(narrow @ engine.lift(coordinates) @ narrow),
        (hermitian_part(wide @ plus @ wide), hermitian_part(wide @ minus @ wide)),
    )


def signed_witness(face: ExactFace, near: FloatWitness) -> SignedWitness | None:
    """Return an exact witness near the given one, Z_± ≥ 0 checked; None if far off."""
    plus, minus = (rounded(z) for z in near.sides)
    size = max(1, int(np.ceil(max(float(np.max(np.abs(z))) for z in near.sides))))
    shifts = [size * Fraction(2) ** exponent for exponent in range(-52, -10, 3)]
    return _positive(face, rounded(near.matrix), (plus, minus), shifts)


def summed_witness(
    face: ExactFace, sides: tuple[Matrix, Matrix], digits: int
) -> SignedWitness | None:
    """Return the witness whose W is, to twice the digits, the sum of given Z_± > 0.

    None if they are no sum, or if mending takes more than the digits leave.
    """
    shifts = [Fraction(1, 10**places) for places in (2 * digits, 3 * digits // 2)]
    return _positive(face, _nearest(face, sides), sides, shifts)


def _nearest(face: ExactFace, sides: tuple[Matrix, Matrix]) -> Matrix:
    """Return the W that pairs with σ on the face most nearly as the Z_± do."""
    functionals = face.functionals
    blocks = {diagram: _sum_on(face, diagram, sides) for diagram in face.diagrams}

    def wanted(number: int) -> Fraction:
        total = Fraction(0)
        for place, x in functionals.table[number].items():
            diagram, p, q, imaginary = functionals.places[place]
            row = (p, q, "im" if imaginary else "re")
            total += functionals.weight(place) * x * part_of(blocks[diagram], row)
        return 2 * face.space.unit * total

    found: dict[int, Fraction] = {}
    for group in functionals.groups:
        kept = [i for i in group if i not in functionals.dependent]
        values = [wanted(i) for i in kept]
        if any(values):
            numbers = [flint.fmpq(x.numerator, x.denominator) for x in values]
            gram = flint.fmpq_mat(functionals.gram(kept))
            solution = gram.solve(flint.fmpq_mat(len(kept), 1, numbers))
            found |= zip(kept, (line[0] for line in fraction_rows(solution)), strict=True)
    rows = [found.get(i, Fraction(0)) for i in functionals.independent]
    return witness_from_rows(face, rows)


def _positive(
    face: ExactFace,
    matrix: Matrix,
    sides: tuple[Matrix, Matrix],
    shifts: list[Fraction],
) -> SignedWitness | None:
    """Return (W, Z_±) mended, with the first of the shifts that makes Z_± ≥ 0, if any."""
    plus, minus = _mended(face, matrix, sides)
    order = plus.rows
    # In both Z_±, of P ± R, a unit is worth as much as 2 tr β⁻¹ of W.
    worth = 2 * sum((1 / x for x in face.space.scales), Fraction(0))
    for shift in (Fraction(0), *shifts):
        first, last = (
            combine([(Fraction(1), z), (shift, identity(order))], order)
            for z in (plus, minus)
        )
        if is_psd(first) and is_psd(last):
            terms = [(Fraction(1), matrix), (shift * worth, identity(matrix.rows))]
            moved = combine(terms, matrix.rows)
            return SignedWitness(face, moved, (None, first), (None, last))
    return None


def _mended(
    face: ExactFace, witness: Matrix, sides: tuple[Matrix, Matrix]
) -> tuple[Matrix, Matrix]:
    """Return Z_± whose sum on the face is W.

    With B the basis of a block and G = B†B, X is (B G⁻¹)(B†XB)(B G⁻¹)† there.
    """
    half, order = Fraction(1, 2), sides[0].rows
    missed: list[tuple[Fraction, Matrix]] = []
    for diagram in face.diagrams:
        terms = [
            (half, face.compress(witness, diagram)),
            (Fraction(-1), _sum_on(face, diagram, sides)),
        ]
        dual, below = _dual(face.embedding(diagram))
        block = combine(terms, face.order(diagram))
        missed.append((Fraction(1, below**2), sandwich(dual, block)))
    turned = shuffled(combine(missed, order), face.space.d_out)
    plus, minus = (
        combine([(Fraction(1), z), (sign * half, turned)], order)
        for z, sign in zip(sides, (1, -1), strict=True)
    )
    return plus, minus


def _sum_on(face: ExactFace, diagram: Diagram, sides: tuple[Matrix, Matrix]) -> Matrix:
    """Return B†(P*(Z_+ + Z_−) + R*(Z_+ − Z_−))B on a block."""
    both, differ = (
        combine(list(zip((Fraction(1), Fraction(sign)), sides, strict=True)), sides[0].rows)
        for sign in (1, -1)
    )
    local = traced_last(both, [1 / x for x in face.space.scales])
    basis = face.embedding(diagram)
    back = product(unshuffled(differ, face.space.d_out), basis)
    terms = [
        (Fraction(1, 2), face.compress(local, diagram)),
        (Fraction(1), product(adjoint(basis), back)),
    ]
    return combine(terms, basis.columns)


def _dual(basis: Matrix) -> tuple[Matrix, int]:
    """Return B G⁻¹ as integers and what they are over."""
    gram, n = product(adjoint(basis), basis), basis.columns
    table = flint.fmpq_mat(2 * n, 2 * n)
    for (i, j), (re, im) in gram.entries.items():
        table[i, j] = table[n + i, n + j] = flint.fmpq(re)
        table[n + i, j], table[i, n + j] = flint.fmpq(im), flint.fmpq(-im)
    rows = fraction_rows(table.inv())
    below = common_denominator(x for row in rows for x in row)
    whole = {
        (i, j): (int(rows[i][j] * below), int(rows[n + i][j] * below))
        for i in range(n)
        for j in range(n)
    }
    return product(basis, Matrix(n, n, whole)), below

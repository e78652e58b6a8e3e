"""From floating-point witnesses to exact ones: rounded, repaired, ready to be checked.

Rounded to rationals a solver's witness is not quite positive; a multiple of the identity
mends it.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from sdpsearch.linalg import Array, hermitian_part
from sdpsearch.proof.exact.coordinates import row_matrix
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import (
    Matrix,
    combine,
    identity,
    sandwich,
    transposed_on_b,
)
from sdpsearch.proof.exact.positivity import is_psd
from sdpsearch.proof.exact.rounding import BITS, rounded
from sdpsearch.proof.statement.statement import Statement


def witness_from_floats(
    face: ExactFace, statement: Statement, matrix: Array
) -> Matrix | None:
    """Return f (W + δ·1) f with S ≥ 0 on the face, checked; None if W is far off."""
    root, letters = statement.filters
    filters = np.kron(root, np.diag(letters))
    size = float(np.max(np.abs(matrix)))
    matrix = filters @ matrix @ filters
    within = face.pairs[:, None] == face.pairs
    witness = rounded(np.where(within, hermitian_part(matrix), 0.0))
    unit = rounded(np.where(within, hermitian_part(filters @ filters), 0.0))
    for exponent in (None, *range(-52, -10, 3)):
        shift = Fraction(0) if exponent is None else _power(exponent) * _ceiling(size)
        shifted = combine([(Fraction(1), witness), (shift, unit)], witness.rows)
        if all(is_psd(face.compress(shifted, diagram)) for diagram in face.diagrams):
            return shifted
    return None


def transpose_witness(choi: Array, d_out: int) -> Matrix:
    """Return the witness (vv†)^(T_B) of the lowest eigenvector v of J^(T_B), rounded."""
    size = choi.shape[0]
    tensor = choi.reshape(size // d_out, d_out, size // d_out, d_out)
    flipped = tensor.transpose(0, 3, 2, 1).reshape(size, size)
    vector = np.linalg.eigh(flipped)[1][:, 0]
    exact = [
        (round(float(x.real) * 2**BITS), round(float(x.imag) * 2**BITS)) for x in vector
    ]
    column = Matrix(size, 1, {(i, 0): x for i, x in enumerate(exact) if x != (0, 0)})
    return transposed_on_b(sandwich(column, identity(1)), d_out)


def row_values(face: ExactFace, witness: Matrix) -> list[Fraction]:
    """Return y with which Σ y_i E_i over the face's rows is on the face what W is.

    What W has between charges is left out.
    """
    parts: list[Fraction] = []
    for p, q, part in face.neutral_rows:
        re, im = witness.entries.get((p, q), (0, 0))
        parts.append(Fraction(re if part == "re" else im, witness.denominator))
    if face.is_full:
        return parts
    values = {i: parts[i] for i in face.functionals.independent}
    for number, shares in face.functionals.dependent.items():
        for i, share in shares.items():
            values[i] += parts[number] * share
    return list(values.values())


def witness_from_rows(face: ExactFace, values: list[Fraction]) -> Matrix:
    """Return W = Σ y_i E_i over the face's rows."""
    order = face.space.d_in * face.space.d_out
    terms = [(y, row_matrix(row, order)) for y, row in zip(values, face.rows, strict=True)]
    return combine(terms, order)


def _power(exponent: int) -> Fraction:
    return Fraction(2) ** exponent


def _ceiling(size: float) -> int:
    return max(1, int(np.ceil(size)))

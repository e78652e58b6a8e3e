"""What is forced of signed extensions on an exact face, in exact arithmetic.

What P ± R annihilate at one σ > 0 on the face they annihilate at every σ there (see
`sdpsearch.extension.signed.face`), so any will do: σ = Σ V V† over bases V.
"""

from __future__ import annotations

import flint

from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.kernel import kernel, matrix_rows
from sdpsearch.proof.exact.matrix import Matrix, Sum
from sdpsearch.proof.exact.rationals import common_denominator
from sdpsearch.proof.exact.shuffle import sides


def signed_orders(face: ExactFace) -> tuple[int, int]:
    """Return the ranks of P(σ) + R(σ) and P(σ) − R(σ) at a σ > 0 on the face."""
    plus, minus = sides(_interior(face), face.space.scales)
    return _rank(plus), _rank(minus)


def signed_kernels(face: ExactFace) -> tuple[Matrix, Matrix]:
    """Return integer bases of what P + R and P − R annihilate for every σ on the face.

    Both annihilate N⊗B', where N are the null vectors of J, and P − R all Σ_b β_b |a b b>,
    which are independent of these. On generic faces that is all.
    """
    pair = sides(_interior(face), face.space.scales)
    beside = _null_vectors(face)
    found: list[Matrix] = []
    for matrix, known in zip(pair, (beside, _with_lines(face, beside)), strict=True):
        whole = _rank(matrix) + known.columns == matrix.rows
        found.append(known if whole else kernel(matrix_rows(matrix), matrix.rows))
    return found[0], found[1]


def _null_vectors(face: ExactFace) -> Matrix:
    """Return N ⊗ 1."""
    d_b, null = face.space.d_out, face.null
    entries = {
        (p * d_b + c, column * d_b + c): entry
        for (p, column), entry in null.entries.items()
        for c in range(d_b)
    }
    return Matrix(null.rows * d_b, null.columns * d_b, entries)


def _with_lines(face: ExactFace, beside: Matrix) -> Matrix:
    """Return the Σ_b β_b |a b b> as well."""
    space = face.space
    d_b, unit = space.d_out, common_denominator(space.scales)
    entries = dict(beside.entries)
    for a in range(space.d_in):
        for b, weight in enumerate(space.scales):
            place = (a * d_b + b) * d_b + b
            entries[place, beside.columns + a] = (int(weight * unit), 0)
    return Matrix(beside.rows, beside.columns + space.d_in, entries)


def _interior(face: ExactFace) -> Matrix:
    """Return Σ V V† over the bases V of the face."""
    total = Sum()
    for diagram in face.diagrams:
        for column in face.columns(diagram):
            for u, (x, y) in column.items():
                for v, (z, w) in column.items():
                    total.add((u, v), x * z + y * w, y * z - x * w)
    order = face.space.d_in * face.space.d_out**2
    return Matrix(order, order, total.entries())


def _rank(matrix: Matrix) -> int:
    """Return the rank, half that of [[Re, −Im], [Im, Re]]."""
    order = matrix.rows
    table = flint.fmpz_mat(2 * order, 2 * order)
    for (p, q), (re, im) in matrix.entries.items():
        table[p, q] = table[order + p, order + q] = re
        table[order + p, q], table[p, order + q] = im, -im
    return table.rank() // 2

"""What is forced of signed extensions on an exact face, in exact arithmetic."""

from __future__ import annotations

import flint

from sdpsearch.proof.exact.face import ExactFace

#: Real and imaginary part.
_Entries = dict[tuple[int, int], tuple[int, int]]


def signed_orders(face: ExactFace) -> tuple[int, int] | None:
    """Return the ranks of P(σ) + R(σ) and P(σ) − R(σ) at a σ > 0 on the face.

    They are those at every such σ (see `sdpsearch.extension.signed.face`), so any will do:
    σ = Σ V V† over bases V. None where the face is stated in weighted bases.
    """
    space = face.space
    if any(scale != 1 for scale in space.scales):
        return None
    d_b = space.d_out
    wide: _Entries = {}
    matrix: _Entries = {}
    for diagram in face.diagrams:
        for column in face.columns(diagram):
            for u, (x, y) in column.items():
                for v, (z, w) in column.items():
                    value = (x * z + y * w, y * z - x * w)
                    a, b, i = _split(u, d_b)
                    a_, c, j = _split(v, d_b)
                    row, end = (a * d_b + b) * d_b + c, (a_ * d_b + j) * d_b + i
                    _add(matrix, row, end, value)
                    if i == j:
                        for e in range(d_b):
                            left, right = (a * d_b + b) * d_b + e, (a_ * d_b + c) * d_b + e
                            _add(wide, left, right, value)
    order = space.d_in * d_b**2
    return _rank(wide, matrix, 1, order), _rank(wide, matrix, -1, order)


def _split(word: int, d_b: int) -> tuple[int, int, int]:
    rest, last = divmod(word, d_b)
    return *divmod(rest, d_b), last


def _add(entries: _Entries, row: int, column: int, value: tuple[int, int]) -> None:
    re, im = entries.get((row, column), (0, 0))
    entries[row, column] = (re + value[0], im + value[1])


def _rank(wide: _Entries, matrix: _Entries, sign: int, order: int) -> int:
    """Return the rank of P + sign·R, half that of [[Re, −Im], [Im, Re]]."""
    table = [[0] * (2 * order) for _ in range(2 * order)]
    for entries, factor in ((wide, 1), (matrix, sign)):
        for (row, column), (re, im) in entries.items():
            table[row][column] += factor * re
            table[order + row][order + column] += factor * re
            table[row][order + column] -= factor * im
            table[order + row][column] += factor * im
    return flint.fmpz_mat(table).rank() // 2

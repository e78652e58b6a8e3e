"""Whether a Hermitian matrix of Gaussian rationals is positive, decided exactly."""

from __future__ import annotations

import flint

from sdpsearch.proof.exact.matrix import Entry, Matrix
from sdpsearch.proof.exact.split import split

#: Digits of the balls beyond those of the entries.
_GUARD_BITS = 128
#: Blocks up to this order are eliminated entry by entry.
_SMALL = 12


def is_psd(matrix: Matrix) -> bool:
    """Whether a Hermitian matrix is positive semidefinite: if its irreducible blocks are.

    Balls decide it for a block that is positive or has a negative pivot; where they
    cannot, the signs of the characteristic polynomial do, whose roots are all real.
    """
    rows: list[dict[int, Entry]] = [{} for _ in range(matrix.rows)]
    for (i, j), entry in matrix.entries.items():
        if entry != (0, 0):
            rows[i][j] = entry
    # With its own place every row: a block is one of rows and of columns.
    groups = split([row.keys() | {i} if row else () for i, row in enumerate(rows)])
    return all(_block_is_psd([rows[i] for i in group], group) for group in groups)


def _block_is_psd(rows: list[dict[int, Entry]], members: list[int]) -> bool:
    real = _embedded(rows, members)
    if any(real[i, i] < 0 for i in range(real.nrows())):
        return False
    bits = max((int(x).bit_length() for x in real.entries()), default=0)
    with flint.ctx.workprec(bits + _GUARD_BITS):
        decided = _positive(flint.arb_mat(real))
    if decided is not None:
        return decided
    signs = [(-1) ** i * c for i, c in enumerate(reversed(real.charpoly().coeffs()))]
    return all(sign >= 0 for sign in signs)


def _embedded(rows: list[dict[int, Entry]], members: list[int]) -> flint.fmpz_mat:
    """Return H on some members, or [[Re, −Im], [Im, Re]] if it is not real."""
    n = len(rows)
    place = {member: number for number, member in enumerate(members)}
    real = all(im == 0 for row in rows for _, im in row.values())
    order = n if real else 2 * n
    found = flint.fmpz_mat(order, order)
    for i, row in enumerate(rows):
        for column, (re, im) in row.items():
            j = place[column]
            found[i, j] = re
            if not real:
                found[n + i, n + j], found[n + i, j], found[i, n + j] = re, im, -im
    return found


def _positive(matrix: flint.arb_mat) -> bool | None:
    """Return whether a symmetric matrix of balls is positive definite, None if in doubt."""
    n = matrix.nrows()
    if n <= _SMALL:
        return _pivots_positive([[matrix[i, j] for j in range(n)] for i in range(n)])
    half = n // 2
    rows = matrix.tolist()
    first = flint.arb_mat([row[:half] for row in rows[:half]])
    decided = _positive(first)
    if not decided:
        return decided
    across = flint.arb_mat([row[half:] for row in rows[:half]])
    try:
        rest = across.transpose() * first.solve(across)
    except ZeroDivisionError:
        return None
    return _positive(flint.arb_mat([row[half:] for row in rows[half:]]) - rest)


def _pivots_positive(rows: list[list[flint.arb]]) -> bool | None:
    for k, row in enumerate(rows):
        pivot = row[k]
        if pivot < 0:
            return False
        if not pivot > 0:
            return None
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / pivot
            for j in range(k + 1, len(rows)):
                rows[i][j] -= factor * row[j]
    return True

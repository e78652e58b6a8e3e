"""Hermitian cones as real symmetric ones: E(H) = [[Re H, −Im H], [Im H, Re H]]."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch.conic.problem import Cone, Orthant, PsdCone


def real_order(cone: PsdCone) -> int:
    """Return the order of the real symmetric matrix that stands for the cone's."""
    return cone.order if cone.real or cone.order == 1 else 2 * cone.order


@lru_cache(maxsize=64)
def real_triangle(cone: PsdCone) -> sparse.csr_array:
    """Return the sparse map from svec coordinates to the upper triangle of E(H).

    The triangle runs column by column, entries off the diagonal times √2; on a cone
    that is real already (or of order 1) E is the identity. Every non-zero is ±1.
    """
    n = cone.order
    col, row = np.triu_indices(n)  # svec: the lower triangle, column by column
    off = row != col
    if real_order(cone) == n:
        # H[row, col] with row ≥ col sits in the upper triangle at (col, row).
        position = _place(col, row)
        return _selection([(position, np.arange(position.size), 1.0)], cone)
    start = np.concatenate([[0], np.cumsum(np.where(off, 2, 1))[:-1]])
    r, c, imaginary = row[off], col[off], start[off] + 1
    pieces = [
        (_place(col, row), start, 1.0),
        (_place(n + col, n + row), start, 1.0),
        (_place(r, n + c), imaginary, -1.0),
        (_place(c, n + r), imaginary, 1.0),
    ]
    return _selection(pieces, cone)


def real_rows(cone: Cone) -> sparse.csr_array:
    """Return the map to the coordinates of the real cone that stands for a cone."""
    if isinstance(cone, Orthant):
        return sparse.csr_array(sparse.eye_array(cone.size))
    return real_triangle(cone)


def _place(row: NDArray[np.intp], col: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return where (row ≤ col) sits in an upper triangle read column by column."""
    return col * (col + 1) // 2 + row


def _selection(
    pieces: list[tuple[NDArray[np.intp], NDArray[np.intp], float]], cone: PsdCone
) -> sparse.csr_array:
    rows = np.concatenate([place for place, _, _ in pieces])
    cols = np.concatenate([coordinate for _, coordinate, _ in pieces])
    data = np.concatenate([np.full(place.size, sign) for place, _, sign in pieces])
    order = real_order(cone)
    return sparse.csr_array(
        (data, (rows, cols)), shape=(order * (order + 1) // 2, cone.size)
    )

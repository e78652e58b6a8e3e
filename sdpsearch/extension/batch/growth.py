"""The faces that many ranges of one rank leave, for two copies: `blocks`, an axis more.

What `blocks` does for one range is done for a stack: of every F_λ the candidates R⊗B, the
conditions on them, and one singular value decomposition that says which directions meet
them, what was taken for zero, and what was not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sdpsearch.extension.blocks import FACE_RTOL
from sdpsearch.linalg import Array, dagger

Index = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Grown:
    """F_λ of one λ for each of many ranges, which may differ in dimension.

    Attributes:
        candidates: isometries onto R⊗B, shape (N, d_a d_b², r d_b).
        right: right singular vectors of the conditions; those in F_λ come last.
        orders: dimensions of the F_λ.
        leak: largest singular values that were taken for zero.
        gap: least that were not.
    """

    candidates: Array
    right: Array
    orders: Index
    leak: NDArray[np.float64]
    gap: NDArray[np.float64]

    def bases(self, places: Index, order: int) -> Array:
        """Return orthonormal bases of those F_λ that have this order."""
        first = self.right.shape[1] - order
        return self.candidates[places] @ dagger(self.right[places])[:, :, first:]


def grow(ranges: Array, d_a: int, d_b: int, content: int) -> Grown:
    """Return the vectors of R⊗B with X_2 = content and both AB parts in R.

    Args:
        ranges: isometries onto R, shape (N, d_a d_b, r).
        d_a: dimension of A.
        d_b: dimension of B.
        content: 1 for symmetric vectors, −1 for antisymmetric ones.
    """
    count, size, rank = ranges.shape
    columns = rank * d_b
    candidates = np.zeros((count, d_a, d_b, d_b, rank, d_b), dtype=ranges.dtype)
    for b in range(d_b):
        candidates[:, :, :, b, :, b] = ranges.reshape(count, d_a, d_b, rank)
    swapped = np.swapaxes(candidates, 2, 3)
    moved = (swapped - content * candidates).reshape(count, -1, columns)
    last = swapped.reshape(count, size, d_b * columns)
    outside = last - ranges @ (dagger(ranges) @ last)
    conditions = np.concatenate([moved, outside.reshape(count, -1, columns)], axis=1)
    # QR first: the singular values are wanted to full accuracy, the left vectors not.
    triangles = np.linalg.qr(conditions, mode="r")
    _, values, right = np.linalg.svd(triangles)
    kernel = values <= 2 * FACE_RTOL
    return Grown(
        candidates=candidates.reshape(count, size * d_b, columns),
        right=right,
        orders=kernel.sum(axis=1),
        leak=np.max(np.where(kernel, values, 0.0), axis=1),
        gap=np.min(np.where(kernel, np.inf, values), axis=1),
    )

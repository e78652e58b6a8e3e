"""Cone constraints of the form Y†(X⊗1)Y ≥ 0, and their fast congruence.

An interior-point method forms H_pq = tr(Z G_p Z G_q) at every step, G_p being the matrix
that the p-th coordinate contributes to the cone. Where G_p = Y†(B_p⊗1_m)Y for a fixed Y
and an orthonormal basis B_p of Herm(r), this is tr(M (B_p⊗1) M (B_q⊗1)) with M = Y Z Y†:
one matrix product of r²×m² by m²×r², instead of a sum over all pairs of non-zeros.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sdpsearch.linalg import Array, coordinate_count, dagger


@dataclass(frozen=True, eq=False)
class Compression:
    """The linear map X ↦ Y†(X⊗1)Y on Hermitian X, in svec coordinates.

    Attributes:
        factor: Y, shape (r·m, order of the cone).
        size: r, the order of X.
        real: whether X runs over real symmetric matrices only (Y is real then).
    """

    factor: Array
    size: int
    real: bool

    def congruence(self, scaling: Array) -> Array:
        """Return H_pq = tr(Z G_p Z G_q) for a Hermitian scaling matrix Z.

        Args:
            scaling: Z, square of the cone's order.

        Returns:
            A real symmetric matrix, one row per svec coordinate of X.
        """
        r = self.size
        lifted = self.factor @ scaling @ dagger(self.factor)
        m = lifted.shape[0] // r
        tensor = lifted.reshape(r, m, r, m)
        # tr(M (B⊗1) M (B'⊗1)) = Σ B[j,l] B'[a,b] Σ_ce M[bc,je] M[le,ac].
        left = np.ascontiguousarray(tensor.transpose(2, 0, 1, 3)).reshape(r, r, m * m)
        right = np.ascontiguousarray(tensor.transpose(0, 2, 3, 1)).reshape(r * r, m * m)
        layout = _layout(r, self.real)
        out = np.empty((coordinate_count(r, self.real),) * 2)
        for first, last in layout.chunks:
            product = left[first:last].reshape(-1, m * m) @ right[: last * r].T
            blocks = product.reshape(last - first, r, last, r).transpose(0, 2, 3, 1)
            # Rows (j, l) with l ≤ j suffice: exchanging j and l conjugates the functional.
            below = np.tril(np.ones((last - first, last), dtype=bool), first)
            blocks = blocks[0] if last == first + 1 else blocks[below]
            rows, off = layout.rows(first, last)
            weights = np.where(off, np.sqrt(2.0), 1.0)[:, None]
            out[rows] = weights * layout.functional(blocks.real, blocks.imag)
            if not self.real:
                rotated = layout.functional(blocks.imag[off], -blocks.real[off])
                out[rows[off] + 1] = -np.sqrt(2.0) * rotated
        return out


@dataclass(frozen=True, eq=False)
class _Layout:
    """Where the svec coordinates of an r×r matrix sit."""

    real: bool
    position: NDArray[np.intp]
    index: NDArray[np.intp]
    scale: Array

    @property
    def chunks(self) -> list[tuple[int, int]]:
        """Ranges of matrix rows worked on at once: all of a small matrix, else one."""
        r = self.position.shape[0]
        step = r if r <= 16 else 1
        return [(j, min(j + step, r)) for j in range(0, r, step)]

    def rows(self, first: int, last: int) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Return the coordinates of the pairs (j, l ≤ j), and which have l < j."""
        below = np.tril(np.ones((last - first, last), dtype=bool), first)
        row, column = np.nonzero(below)
        row = row + first
        return self.position[row, column], row != column

    def functional(self, real: Array, imag: Array) -> Array:
        """Return the coordinates of Re Σ A[a,b] B'[a,b] for a stack of matrices A.

        On the basis it is Re(A[a,b]+A[b,a])/√2 for the real directions and
        −Im(A[a,b]−A[b,a])/√2 for the imaginary ones.
        """
        even = _flat(real + real.transpose(0, 2, 1))
        if self.real:
            return even.take(self.index, axis=1) * self.scale
        odd = _flat(imag.transpose(0, 2, 1) - imag)
        return np.concatenate([even, odd], axis=1).take(self.index, axis=1) * self.scale


def _flat(stack: Array) -> Array:
    return stack.reshape(stack.shape[0], stack.shape[1] * stack.shape[2])


@lru_cache(maxsize=16)
def _layout(r: int, real: bool) -> _Layout:
    col, row = np.triu_indices(r)
    off = row != col
    step = 1 if real else 2
    start = np.concatenate([[0], np.cumsum(np.where(off, step, 1))[:-1]])
    index = np.empty(coordinate_count(r, real), dtype=np.intp)
    scale = np.full(index.size, np.sqrt(0.5))
    index[start] = row * r + col
    scale[start[~off]] = 0.5
    if not real:
        index[start[off] + 1] = r * r + row[off] * r + col[off]
    position = np.zeros((r, r), dtype=np.intp)
    position[row, col] = start
    return _Layout(real, position, index, scale)

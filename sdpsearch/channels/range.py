"""The range of J = M M†, decided on the columns of M to the rounding of their entries.

Kraus operators of very different weight are common (a depolarizing channel with x = 1e-14
has weights 1 and 1e-14) and each of them is known to full relative accuracy, so columns
are compared after scaling each to norm 1: a weight is never a reason to drop a direction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch.linalg import EPS, Array, is_real, readonly


@dataclass(frozen=True)
class Range:
    """The span of some columns, as far as their rounding lets it be known.

    Attributes:
        basis: orthonormal columns spanning it, real where the columns are.
        blur: sine by which rounding of the entries may have turned it; 0 where it is
            everything.
        cut: norm, relative to the largest column, of what was taken for zero; 0 where
            nothing was, so that the rank is certain.
    """

    basis: Array
    blur: float
    cut: float

    @property
    def rank(self) -> int:
        """Dimension of the range."""
        return self.basis.shape[1]

    @property
    def is_full(self) -> bool:
        """Whether it is the whole space."""
        return self.rank == self.basis.shape[0]


def column_range(matrix: Array) -> Range:
    """Return the range of a matrix, cutting only what is rounding of its entries.

    Columns below EPS of the largest are less than its rounding; of the others, scaled to
    norm 1, singular values count down to 8·max(shape) units of rounding.

    Args:
        matrix: shape (n, m), not zero.

    Example:
        >>> import numpy as np
        >>> column_range(np.diag([1.0, 1e-12])).rank
        2
    """
    columns = matrix.real if is_real(matrix) else matrix
    # Entries of 1e-170 have squares of 0.
    sizes = np.max(np.abs(columns), axis=0)
    sizes[sizes == 0] = 1.0
    norms = sizes * np.linalg.norm(columns / sizes, axis=0)
    kept = norms > EPS * norms.max()
    left, values, _ = np.linalg.svd(columns[:, kept] / norms[kept], full_matrices=False)
    without = (norms[~kept] / norms.max()).tolist()
    return _range(left, values.tolist(), without, matrix.shape)


def column_ranges(stack: Array) -> list[Range]:
    """Return `column_range` of each matrix of a stack, shape (N, n, m), none of them zero.

    Example:
        >>> import numpy as np
        >>> [found.rank for found in column_ranges(np.array([np.eye(2), np.ones((2, 2))]))]
        [2, 1]
    """
    sizes = np.max(np.abs(stack), axis=1)
    norms = sizes * np.linalg.norm(stack / np.where(sizes > 0, sizes, 1.0)[:, None], axis=1)
    plain = np.all(norms > EPS * norms.max(axis=1)[:, None], axis=1)
    if not plain.all():  # columns that are left out leave matrices of another shape
        return [column_range(matrix) for matrix in stack]
    columns = stack.real if is_real(stack) else stack
    left, values, _ = np.linalg.svd(columns / norms[:, None], full_matrices=False)
    pairs = zip(left, values.tolist(), strict=True)
    return [_range(basis, found, [], stack.shape[1:]) for basis, found in pairs]


def _range(
    left: Array, values: list[float], without: list[float], shape: tuple[int, ...]
) -> Range:
    """Return the range from singular vectors and values of columns of norm 1.

    Args:
        left: left singular vectors.
        values: singular values, descending.
        without: norms, relative to the largest, of columns that were left out.
        shape: of the matrix.
    """
    rank = sum(value > 8 * max(shape) * EPS * values[0] for value in values)
    dropped = [*without, *(value / values[0] for value in values[rank:])]
    full = rank == shape[0]
    blur = 0.0 if full else EPS * max(shape) ** 0.5 / values[rank - 1]
    return Range(readonly(left[:, :rank]), blur, max(dropped, default=0.0))

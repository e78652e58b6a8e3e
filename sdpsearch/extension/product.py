"""A sparse matrix times vectors, dense where that is faster."""

from __future__ import annotations

from scipy import sparse

from sdpsearch.linalg import Array, times

#: Up to this many entries a matrix is held densely as well.
_DENSE = 40_000


class Product:
    """A sparse matrix, dense where it is small, times vectors.

    Zeros that are summed round nothing: bounds by the number of non-zeros hold for both.
    """

    def __init__(self, matrix: sparse.csr_array) -> None:
        is_small = matrix.shape[0] * matrix.shape[1] <= _DENSE
        self._dense: Array | None = matrix.toarray() if is_small else None
        self._sparse = matrix

    def __call__(self, vector: Array) -> Array:
        """Return the product with a vector."""
        if self._dense is None:
            return times(self._sparse, vector)
        return self._dense @ vector

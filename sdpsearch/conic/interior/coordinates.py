"""Re X + Im X of a Hermitian X, from svec coordinates and back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sdpsearch.layout import Index
from sdpsearch.linalg import Array

_HALF = np.sqrt(0.5)


@dataclass(frozen=True, eq=False)
class Pairing:
    """A linear map each of whose values is turned·(x_first + sign·x_second)."""

    first: Index
    second: Index
    sign: Array
    turned: Array

    def __call__(self, vector: Array) -> Array:
        """Return the values at a vector, or at the rows of an array."""
        first = vector.take(self.first, axis=-1)
        return self.turned * (first + self.sign * vector.take(self.second, axis=-1))


@lru_cache(maxsize=32)
def rotation(r: int) -> tuple[Pairing, Pairing]:
    """Return the isometry from svec coordinates of Herm(r) to Re X + Im X, and its inverse.

    The latter is a real r×r matrix, row by row: in its entries the Schur complement of
    X ↦ Y†(X⊗1)Y is a permutation of one Gram matrix.
    """
    column, row = np.triu_indices(r)
    off = row != column
    steps = np.where(off, 2, 1)
    at = np.cumsum(steps) - steps
    below, above = row * r + column, column * r + row
    to, fro = _nothing(r), _nothing(r)
    to.first[below] = to.first[above] = at
    to.second[below] = to.second[above] = np.where(off, at + 1, at)
    to.sign[below[off]], to.sign[above[off]] = 1.0, -1.0
    to.turned[below[off]] = to.turned[above[off]] = _HALF
    fro.first[at], fro.second[at] = below, above
    odd = at[off] + 1
    fro.first[odd], fro.second[odd] = below[off], above[off]
    fro.sign[at[off]], fro.sign[odd] = 1.0, -1.0
    fro.turned[at[off]] = fro.turned[odd] = _HALF
    return to, fro


def _nothing(r: int) -> Pairing:
    n = r * r
    return Pairing(
        np.zeros(n, dtype=np.intp), np.zeros(n, dtype=np.intp), np.zeros(n), np.ones(n)
    )

"""S†S for W ↦ S(W) = ⊕S_λ(W): its kernel, its least value, and its inverse.

On a proper face it is diagonalised. On the whole cone it is a number on each
U⊗V-irreducible part of W, so that nothing has to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np
from scipy import sparse

from sdpsearch import deadline
from sdpsearch.extension import schur_weyl
from sdpsearch.linalg import Array, readonly

#: Squared singular values of S below this fraction of the largest, d_b^k, are zero.
_ZERO_RTOL = 1e-13
#: Up to this many coordinates the inverse is kept as a matrix.
_DENSE_LIMIT = 300


class Coordinates(Protocol):
    """What is asked of the face: where W lives, and W ↦ S(W) in its coordinates."""

    @property
    def d_a(self) -> int:
        """Dimension of A."""
        ...

    @property
    def d_b(self) -> int:
        """Dimension of B."""
        ...

    @property
    def k(self) -> int:
        """Number of copies of B."""
        ...

    @property
    def is_full(self) -> bool:
        """Whether the range is all of A⊗B."""
        ...

    @cached_property
    def operator(self) -> sparse.csr_array:
        """S."""
        ...

    def coordinates(self, matrix: Array) -> Array:
        """Return the coordinates of an operator on A⊗B."""
        ...

    def lift(self, coordinates: Array) -> Array:
        """Return the operator with given coordinates."""
        ...


def zero_below(d_b: int, k: int) -> float:
    """Return what squared singular values of S are zero up to."""
    return _ZERO_RTOL * d_b**k


@dataclass(frozen=True, eq=False)
class Gram:
    """W ↦ S†S(W) of a face, in its coordinates."""

    face: Coordinates

    @property
    def _dims(self) -> tuple[int, int]:
        return self.face.d_a, self.face.d_b

    @cached_property
    def _spectrum(self) -> tuple[Array, Array]:
        rows, columns = self.face.operator.shape[0], self.face.operator.shape[1]
        products = self.face.operator.nnz**2 / max(rows, 1)  # sparse ones are slow
        cost = 9.0 * columns**3 + 20.0 * products
        deadline.check("linear identities were looked for", cost)
        return np.linalg.eigh((self.face.operator.T @ self.face.operator).toarray())

    @property
    def _zero(self) -> float:
        return zero_below(self.face.d_b, self.face.k)

    @cached_property
    def kernel(self) -> Array:
        """Orthonormal columns spanning {W: S(W) = 0}."""
        if self.face.is_full:  # S(W) = 0 forces W = 0: the blocks add up to W_{AB_1} + …
            return np.zeros((self.face.operator.shape[1], 0))
        values, vectors = self._spectrum
        return readonly(vectors[:, values <= self._zero])

    @cached_property
    def support(self) -> Array:
        """Orthonormal columns spanning the complement of the kernel."""
        values, vectors = self._spectrum
        return readonly(vectors[:, values > self._zero])

    @cached_property
    def least(self) -> float:
        """Least eigenvalue beside 0."""
        if self.face.is_full:
            return min(_numbers(*self._dims, self.face.k))
        values = self._spectrum[0]
        kept = values[values > self._zero]
        return float(kept[0]) if kept.size else 0.0

    def solve(self, coordinates: Array) -> Array:
        """Return (S†S)⁺ of an operator."""
        if self.face.is_full and coordinates.size > _DENSE_LIMIT:
            parts = zip(
                _components(self.face.lift(coordinates), *self._dims),
                _numbers(*self._dims, self.face.k),
                strict=True,
            )
            return self.face.coordinates(np.asarray(sum(part / n for part, n in parts)))
        return self._inverse @ coordinates

    @cached_property
    def _inverse(self) -> Array:
        values, vectors = self._spectrum
        keep = values > self._zero
        kept = vectors[:, keep]
        return (kept / values[keep]) @ kept.T


def _components(matrix: Array, d_a: int, d_b: int) -> list[Array]:
    """Split W into 1⊗1, A-traceless⊗1, 1⊗B-traceless and the rest (as matrices)."""
    tensor = matrix.reshape(d_a, d_b, d_a, d_b)
    on_a: Array = np.einsum("abcb->ac", tensor) / d_b
    on_b: Array = np.einsum("abac->bc", tensor) / d_a
    mean = np.trace(matrix) / (d_a * d_b)
    scalar = mean * np.eye(d_a * d_b)
    part_a = np.kron(on_a, np.eye(d_b)) - scalar
    part_b = np.kron(np.eye(d_a), on_b) - scalar
    return [scalar, part_a, part_b, matrix - scalar - part_a - part_b]


@lru_cache(maxsize=64)
def _numbers(d_a: int, d_b: int, k: int) -> tuple[float, float, float, float]:
    """Return the eigenvalues of S†S on the four parts of `_components`.

    S_λ(X⊗1) = X⊗1, so the parts without B have Σ_λ m_λ/d_b; for Y traceless on B the
    collective operator (1/k) Σ_i Y_i has squared norm Σ_λ tr_λ(…)², the same for every
    direction Y, so Y = |1><1| − |2><2| is counted.
    """
    orders = {s: schur_weyl.block_order(s, d_b) for s in schur_weyl.diagrams(k, d_b)}
    trivial = sum(orders.values()) / d_b
    if d_b == 1:
        return trivial, trivial, trivial, trivial
    size: int = d_b**k
    total = 0.0
    for young in schur_weyl.young_bases(d_b, k):
        words = np.array(np.unravel_index(np.arange(size), (d_b,) * k))
        weight = ((words == 0).sum(0) - (words == 1).sum(0)) / k
        scaled = sparse.diags_array(weight) @ young.vectors
        inner = young.vectors.T @ scaled
        total += float((inner.power(2)).sum())
    return trivial, trivial, total / 2, total / 2

"""σ ↦ R(σ): the matrix that says how much of Φ's outputs N∘Φ^c = Φ can tell apart.

With F the swap of B and B',

    R(σ) = (σF)^{T_B'},    R_{(a,b,c),(a',j,i)} = σ_{(a,b,i),(a',c,j)},

is an isometry, Hermitian for a swap-invariant Hermitian σ. For Hermitian X, Y on B

    R(A⊗X⊗Y) = A⊗|X>><<Y|,        |X>> = Σ X_bc |bc>,

so in an orthonormal basis of Hermitian operators on B the matrices R(σ) are those of
Herm(A) ⊗ (real symmetric ones), and P(σ) = tr_B' σ ⊗ 1 agrees with R(σ) in the row and
the column of the multiples of 1.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sdpsearch.linalg import Array, readonly


def shuffled(sigma: Array, d_a: int, d_b: int) -> Array:
    """Return R(σ) on A⊗B⊗B', for one σ or a stack of them."""
    return _moved(sigma, (d_a, d_b, d_b), (0, 1, 4, 3, 5, 2))


def unshuffled(matrix: Array, d_a: int, d_b: int) -> Array:
    """Return the σ with R(σ) = R: the adjoint of an isometry is its inverse."""
    return _moved(matrix, (d_a, d_b, d_b), (0, 1, 5, 3, 2, 4))


def _moved(matrix: Array, dims: tuple[int, ...], axes: tuple[int, ...]) -> Array:
    before = matrix.ndim - 2
    tensor = matrix.reshape(*matrix.shape[:before], *dims, *dims)
    order = (*range(before), *(before + axis for axis in axes))
    return tensor.transpose(order).reshape(matrix.shape)


def widened(sigma: Array, d_a: int, d_b: int) -> Array:
    """Return P(σ) = tr_B' σ ⊗ 1, for one σ or a stack of them."""
    pairs = sigma.reshape(*sigma.shape[:-2], d_a * d_b, d_b, d_a * d_b, d_b)
    found = np.zeros_like(pairs)
    place = np.arange(d_b)
    found[..., place, :, place] = np.trace(pairs, axis1=-3, axis2=-1)
    return found.reshape(sigma.shape)


@lru_cache(maxsize=32)
def operator_basis(d_b: int, real: bool) -> Array:
    """Return |h_p>> as orthonormal columns, that of 1/√d_b first.

    Hermitian h_p; with `real` their real multiples, the imaginary h_p being i times real
    antisymmetric matrices, so that a real σ has a real R(σ) there too.
    """
    columns: list[Array] = [np.eye(d_b)]
    for j in range(1, d_b):
        diagonal = np.diag(np.r_[np.ones(j), -j, np.zeros(d_b - 1 - j)])
        columns.append(diagonal)
    for j in range(d_b):
        for i in range(j):
            unit = np.zeros((d_b, d_b))
            unit[i, j] = 1
            columns.append(unit + unit.T)
    for j in range(d_b):
        for i in range(j):
            unit = np.zeros((d_b, d_b))
            unit[i, j] = 1
            columns.append((unit - unit.T) * (1 if real else 1j))
    flat = np.array([c.ravel() / np.linalg.norm(c) for c in columns]).T
    return readonly(flat)


def symmetric_count(d_b: int) -> int:
    """Return how many of the h_p are real symmetric; these come first."""
    return d_b * (d_b + 1) // 2

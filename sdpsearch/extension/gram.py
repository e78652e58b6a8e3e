"""S†S on the whole cone, where it is a number on each U⊗V-irreducible part."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import sparse

from sdpsearch.extension import schur_weyl
from sdpsearch.linalg import Array


def solve_gram(matrix: Array, d_a: int, d_b: int, k: int) -> Array:
    """Return (S†S)⁻¹ of a Hermitian matrix on A⊗B."""
    parts = _components(matrix, d_a, d_b)
    numbers = gram_spectrum(d_a, d_b, k)
    return np.asarray(
        sum(part / number for part, number in zip(parts, numbers, strict=True))
    )


def _components(matrix: Array, d_a: int, d_b: int) -> list[Array]:
    """Split W into 1⊗1, A-traceless⊗1, 1⊗B-traceless and the rest (as matrices)."""
    tensor = matrix.reshape(d_a, d_b, d_a, d_b)
    on_a = np.einsum("abcb->ac", tensor) / d_b
    on_b = np.einsum("abac->bc", tensor) / d_a
    mean = np.trace(matrix) / (d_a * d_b)
    scalar = mean * np.eye(d_a * d_b)
    part_a = np.kron(on_a, np.eye(d_b)) - scalar
    part_b = np.kron(np.eye(d_a), on_b) - scalar
    return [scalar, part_a, part_b, matrix - scalar - part_a - part_b]


@lru_cache(maxsize=64)
def gram_spectrum(d_a: int, d_b: int, k: int) -> tuple[float, float, float, float]:
    """Return the eigenvalues of S†S on the four parts of `_components`.

    S_λ(X⊗1) = X⊗1, so the parts without B have Σ_λ m_λ/d_b; for Y traceless on B the
    collective operator (1/k) Σ_i Y_i has squared norm Σ_λ tr_λ(…)², the same for every
    direction Y, so Y = |1><1| − |2><2| is counted.
    """
    orders = {s: schur_weyl.block_order(s, d_b) for s in schur_weyl.diagrams(k, d_b)}
    trivial = sum(orders.values()) / d_b
    if d_b == 1:
        return trivial, trivial, trivial, trivial
    total = 0.0
    for young in schur_weyl.young_bases(d_b, k):
        words = np.array(np.unravel_index(np.arange(d_b**k), (d_b,) * k))
        weight = ((words == 0).sum(0) - (words == 1).sum(0)) / k
        scaled = sparse.diags_array(weight) @ young.vectors
        inner = young.vectors.T @ scaled
        total += float((inner.power(2)).sum())
    return trivial, trivial, total / 2, total / 2

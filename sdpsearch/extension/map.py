"""The map N: E → B that an extension encodes, by its Kraus operators."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from sdpsearch.linalg import Array, dagger

#: Singular values of M below this, relative to the largest, are not divided by.
_REACHED = 3e-7


def map_kraus(kraus_matrix: Array, columns: Array | sparse.csr_array, d_b: int) -> Array:
    """Return Kraus operators of N, shape (d_env', d_b, d_env), from σ = C C† on A⊗B⊗B'.

    With M = [vec K_1 … vec K_r], σ = Σ_ef vec K_e (vec K_f)† ⊗ N(|e><f|), so that
    (M⁺⊗1) C has the Kraus operators of N for columns. Environment directions that the
    channel never reaches (M rank deficient) are sent to 1/d_b, which makes N trace
    preserving everywhere, and what rounding leaves of that is polished away.

    Args:
        kraus_matrix: M, shape (d_a d_b, d_env).
        columns: C, shape (d_a d_b², n).
        d_b: dimension of B.

    Raises:
        ValueError: Σ K†K is not positive.
    """
    d_env = kraus_matrix.shape[1]
    inverse = np.linalg.pinv(kraus_matrix, rcond=_REACHED)
    shape = (len(kraus_matrix), d_b * columns.shape[1])
    given: Any = columns  # sparse arrays and numpy's have no type in common
    reached = np.asarray(inverse @ given.reshape(shape))
    kraus = reached.reshape(d_env, d_b, -1).transpose(2, 1, 0)
    values, vectors = np.linalg.eigh(inverse @ kraus_matrix)
    missed = vectors[:, values < 0.5] / np.sqrt(d_b)
    missed = missed.T[:, None, None, :]
    scattered = (np.eye(d_b)[:, :, None] * missed).reshape(-1, d_b, d_env)
    flat = np.concatenate([kraus, scattered]).reshape(-1, d_env)
    values, vectors = np.linalg.eigh(dagger(flat) @ flat)
    if not values[0] > 0:
        raise ValueError(f"Σ K†K of a map has eigenvalue {values[0]:.1e}.")
    root = (vectors / np.sqrt(values)) @ dagger(vectors)
    return (flat @ root).reshape(-1, d_b, d_env)

"""The map N: E → B that an extension encodes, and its residual."""

from __future__ import annotations

import numpy as np

from sdpsearch.linalg import Array, dagger, hermitian_part, trace_preserving


def map_choi(kraus_matrix: Array, sigma: Array, d_b: int) -> Array:
    """Return the Choi operator of N from an extension σ on A⊗B⊗B'.

    With M = [vec K_1 … vec K_r], σ = Σ_ef vec K_e (vec K_f)† ⊗ N(|e><f|), so
    C_N = (M⁺⊗1) σ (M⁺⊗1)†. Environment directions that the channel never reaches
    (M rank deficient) are sent to 1/d_b, which makes N trace preserving everywhere.

    Args:
        kraus_matrix: M, shape (d_a d_b, d_env).
        sigma: the extension, shape (d_a d_b²)².
        d_b: dimension of B.
    """
    pinv = np.linalg.pinv(kraus_matrix, rcond=3e-7)
    d_env = kraus_matrix.shape[1]
    wide = np.kron(pinv, np.eye(d_b))
    choi = wide @ sigma @ dagger(wide)
    unreached = np.eye(d_env) - pinv @ kraus_matrix
    choi = choi + np.kron(hermitian_part(unreached), np.eye(d_b) / d_b)
    return trace_preserving(hermitian_part(choi), (d_env, d_b))

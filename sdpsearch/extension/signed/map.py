"""The signed map N: E → B that a signed extension encodes, and what it is short of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch.extension.signed.shuffle import shuffled
from sdpsearch.linalg import Array, dagger, hermitian_part, readonly


@dataclass(frozen=True, eq=False)
class SignedMap:
    """A Hermiticity-preserving N with N∘Φ^c = Φ, on the minimal environment E.

    Attributes:
        choi: its Choi matrix on E⊗B; tr_B of it is 1 to rounding.
        least: the most negative eigenvalue of that; N is a channel where there is none.
        residual: largest entry of J(N∘Φ^c) − J(Φ).
        norm: ‖T'‖ of the contraction (X⊗1)V ↦ (1⊗N*(X))V beside V, on which it is 1; at
            most 1 up to rounding, and then Φ has no quantum and no private capacity.
    """

    choi: Array
    least: float
    residual: float
    norm: float


def signed_map(kraus_matrix: Array, sigma: Array, d_a: int, d_b: int) -> SignedMap:
    """Return N from a signed extension.

    C_N = (M⁺⊗1)σ(M⁺⊗1)† and T = (M⁺⊗1)R(σ)(M⁺⊗1)†, M = [vec K_1 … vec K_r].

    Args:
        kraus_matrix: M of the minimal environment, shape (d_a d_b, r).
        sigma: σ on A⊗B⊗B'.
        d_a: dimension of A.
        d_b: dimension of B.
    """
    inverse = np.kron(np.linalg.pinv(kraus_matrix), np.eye(d_b))
    choi = hermitian_part(inverse @ sigma @ dagger(inverse))
    wide = np.kron(kraus_matrix, np.eye(d_b))
    tensor = (wide @ choi @ dagger(wide)).reshape((d_a, d_b, d_b) * 2)
    size = d_a * d_b
    found = np.einsum("abcxby->acxy", tensor).reshape(size, size)
    residual = float(np.max(np.abs(found - kraus_matrix @ dagger(kraus_matrix))))
    return SignedMap(
        choi=readonly(choi),
        least=float(np.linalg.eigvalsh(choi)[0]),
        residual=residual,
        norm=_norm(kraus_matrix, inverse, shuffled(sigma, d_a, d_b)),
    )


def _norm(kraus_matrix: Array, inverse: Array, matrix: Array) -> float:
    """Return ‖T'‖, T on the complement of V = (M†⊗1)|a,Ω>, for R(σ)."""
    d_b = inverse.shape[0] // kraus_matrix.shape[1]
    d_a = kraus_matrix.shape[0] // d_b
    whole = hermitian_part(inverse @ matrix @ dagger(inverse))
    omega = np.kron(np.eye(d_a), np.eye(d_b).reshape(-1, 1))
    isometry = dagger(np.kron(kraus_matrix, np.eye(d_b))) @ omega
    beside = np.linalg.qr(isometry, mode="complete")[0][:, d_a:]
    if beside.shape[1] == 0:
        return 0.0
    return float(np.linalg.norm(dagger(beside) @ whole @ beside, 2))

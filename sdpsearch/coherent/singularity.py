"""Singularities: pure inputs at which the coherent information starts to be positive.

Near a pure ψ the coherent information is I_c((1−ε)ψ + εφ) = ε|log ε|·g + O(ε) with the gain

    g(ψ, φ) = tr Π_B Φ(φ) − tr Π_E Φ^c(φ),

Π_B and Π_E the projections onto the kernels of Φ(ψ) and Φ^c(ψ) (Siddhu, 2003.10367; Singh,
Datta, 2105.06327): where g > 0, so is Q. Best over φ it is λ_max(Φ*(Π_B) − Φ^c*(Π_E)), and
only a ψ whose output is rank deficient has any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sdpsearch.linalg import Array, dagger, readonly

#: Singular values of M(ψ) up to this are taken for zero: a guess, to be confirmed.
_ZERO = 1e-9
#: Steps of the alternation for one start; from 1e-8 on it squares what is left.
_STEPS = 60
#: Random starts for every rank.
_STARTS = 6
#: Entries below this are cleared, so that an exact proof can find the kernels.
_LIGHT = 1e-7


@dataclass(frozen=True, eq=False)
class Singularity:
    """A pure input ψ, a direction φ, and the gain between them, in floating point.

    Attributes:
        psi: ψ, shape (d_in,), of norm 1.
        phi: φ, shape (d_in,), of norm 1.
        gain: g(ψ, φ).
    """

    psi: Array
    phi: Array
    gain: float


def singularities(kraus: Array, seed: int = 0) -> list[Singularity]:
    """Return pure inputs with positive gain, the largest first.

    Args:
        kraus: Kraus operators on the minimal environment, with no output that is never
            reached; shape (d_env, d_out, d_in).
        seed: of the random starts.
    """
    found = [singularity_at(kraus, psi) for psi in _candidates(kraus, seed)]
    positive = [item for item in found if item is not None and item.gain > 0]
    # Of equal gains the input of the basis stays first: an exact proof is simplest there.
    return sorted(positive, key=lambda item: -round(item.gain, 9))


def singularity_at(kraus: Array, psi: Array) -> Singularity | None:
    """Return the best direction at ψ and its gain, None where no output is deficient."""
    received, leaked = _kernels(kraus, psi)
    if received.shape[1] == 0:
        return None
    difference = _pulled_back(kraus, received) - _pulled_back(
        kraus.transpose(1, 0, 2), leaked
    )
    values, vectors = np.linalg.eigh(difference)
    return Singularity(readonly(psi), readonly(vectors[:, -1].copy()), float(values[-1]))


def _kernels(kraus: Array, psi: Array) -> tuple[Array, Array]:
    """Return orthonormal bases of the kernels of Φ(ψ) and of Φ^c(ψ), as columns."""
    matrix = (kraus @ psi).T  # M(ψ): output by environment
    left, values, right = np.linalg.svd(matrix)
    rank = int(np.count_nonzero(values > _ZERO * values[0]))
    return left[:, rank:], right[rank:].T  # Φ^c(ψ) = M^T M̄


def _pulled_back(kraus: Array, vectors: Array) -> Array:
    """Return Φ*(Π) for the projection Π onto the span of orthonormal columns."""
    rows = (dagger(vectors) @ kraus).reshape(-1, kraus.shape[2])
    return dagger(rows) @ rows


def _candidates(kraus: Array, seed: int) -> Iterator[Array]:
    """Yield inputs whose outputs may be rank deficient.

    Those of the basis; one at random, enough where B is larger than E; and, for every rank
    that is possible, where an alternation ends that lowers the least singular values of
    M(ψ): ψ against the span of its output that is to vanish.
    """
    environment, d_out, d_in = kraus.shape
    rng = np.random.default_rng(seed)
    yield from np.eye(d_in, dtype=kraus.dtype)
    yield _random(rng, d_in)
    for rank in range(1, min(environment, d_out)):
        for start in range(_STARTS):
            psi = _random(rng, d_in)
            if start % 2 and not np.iscomplexobj(kraus):
                psi = psi.real / np.linalg.norm(psi.real)
            lowered = _lowered(kraus, psi, rank)
            if lowered is not None:
                yield lowered


def _lowered(kraus: Array, psi: Array, rank: int) -> Array | None:
    """Return a ψ near the one given whose output has at most the rank, or None."""
    last = np.inf
    for _ in range(_STEPS):
        left = np.linalg.svd((kraus @ psi).T)[0]
        values, vectors = np.linalg.eigh(_pulled_back(kraus, left[:, rank:]))
        psi = vectors[:, 0]
        if values[0] < _ZERO**2 / 100:
            return _cleared(kraus, psi, rank)
        if values[0] > 0.999 * last:
            return None
        last = values[0]
    return None


def _cleared(kraus: Array, psi: Array, rank: int) -> Array:
    """Return ψ with the phase of its largest entry and its smallest entries taken away."""
    turned = np.asarray(psi * np.exp(-1j * np.angle(psi[np.argmax(np.abs(psi))])))
    parts = [np.where(np.abs(x) > _LIGHT, x, 0) for x in (np.real(turned), np.imag(turned))]
    clear: Array = parts[0] + 1j * parts[1] if np.any(parts[1]) else parts[0]
    values = np.linalg.svd((kraus @ clear).T, compute_uv=False)
    kept = clear if rank == len(values) or values[rank] < _ZERO else psi
    return kept / np.linalg.norm(kept)


def _random(rng: np.random.Generator, d: int) -> Array:
    real, imaginary = rng.standard_normal((2, d))
    psi = real + 1j * imaginary
    return psi / np.linalg.norm(psi)

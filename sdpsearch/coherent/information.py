"""Entropy, and coherent information with its gradient and its dual bound, in bits.

The outputs of Φ and of Φ^c are cut down to their supports once, so that both states have
full rank whenever ρ has. I_c is homogeneous of degree one, hence I_c(ρ) = tr(ρ ∇I_c(ρ)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop import as_channel
from sdpsearch.channels.range import column_range
from sdpsearch.linalg import EPS, Array, dagger, hermitian_part, psd_floor

#: Eigenvalues are raised to this before a logarithm is taken for a gradient.
_TINY = 1e-300
#: Weights of the maximally mixed state at which a bound is tried: none at an optimum of
#: full rank, more where the optimum lies on the boundary and a logarithm explodes.
_MIXING = (0.0, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4)


def entropy(rho: Any) -> float:
    """Return the von Neumann entropy S(ρ) = −tr ρ log₂ ρ of a state.

    Args:
        rho: density matrix, array-like of shape (d, d).

    Returns:
        S(ρ) in bits.

    Raises:
        ValueError: ρ is not Hermitian, not positive or not of trace 1, each to 1e-8.

    Example:
        >>> import numpy as np
        >>> from sdpsearch.capacity import entropy
        >>> entropy(np.eye(4) / 4)
        2.0
    """
    return _entropy(np.linalg.eigvalsh(state("rho", rho)))


def coherent_information(channel: Any, rho: Any) -> float:
    """Return the coherent information I_c(Φ, ρ) = S(Φ(ρ)) − S(Φ^c(ρ)).

    A rate at which Φ transmits quantum information: Q(Φ) ≥ I_c(Φ, ρ) for every ρ
    (Lloyd; Shor; Devetak, quant-ph/0304127).

    Args:
        channel: Φ, a Channel or anything as_channel() takes.
        rho: input state, array-like of shape (d_in, d_in).

    Returns:
        I_c in bits, negative where the environment learns more than the output.

    Raises:
        ValueError: ρ is no state, or has another dimension than the input.

    Example:
        >>> import numpy as np, sdpsearch as sd
        >>> from sdpsearch.capacity import coherent_information
        >>> round(coherent_information(sd.zoo.erasure()(0.25), np.eye(2) / 2), 12)
        0.5
    """
    found = as_channel(channel)
    matrix = state("rho", rho)
    if matrix.shape[0] != found.d_in:
        raise ValueError(
            f"Argument `rho` must have shape {(found.d_in, found.d_in)}, "
            f"but has shape {matrix.shape}."
        )
    return Outputs.of(found).coherent_information(matrix)


def state(name: str, value: Any) -> Array:
    """Return a density matrix, made exactly Hermitian; ValueError if it is none."""
    matrix = checks.finite_array(name, value)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(
            f"Argument `{name}` must be a square matrix, but has shape {matrix.shape}."
        )
    skew = float(np.max(np.abs(matrix - dagger(matrix))))
    excess = abs(float(np.trace(matrix).real) - 1)
    lowest = float(np.linalg.eigvalsh(hermitian_part(matrix))[0])
    if max(skew, excess, -lowest) > checks.TOLERANCE:
        raise ValueError(
            f"Argument `{name}` must be a state, but its trace is off by {excess:.1e}, its "
            f"lowest eigenvalue is {lowest:.1e} and it differs from its adjoint by "
            f"{skew:.1e}; divide by the trace, or drop the negative part."
        )
    return hermitian_part(matrix)


@dataclass(frozen=True, eq=False)
class Outputs:
    """Φ and Φ^c on one input, each cut down to the support of its output.

    Attributes:
        signal: Kraus operators of Φ, shape (d_env, d_out, d_in).
        leak: Kraus operators of Φ^c, shape (d_out, d_env, d_in).
    """

    signal: Array
    leak: Array

    @classmethod
    def of(cls, channel: Channel) -> Outputs:
        """Return the outputs of a channel on its minimal environment."""
        return cls.of_kraus(channel.minimal().kraus)

    @classmethod
    def of_kraus(cls, kraus: Array) -> Outputs:
        """Return the outputs of the channel with these Kraus operators."""
        wide = kraus.transpose(1, 0, 2).reshape(kraus.shape[1], -1)
        signal = np.einsum("bc,ebd->ecd", column_range(wide).basis.conj(), kraus)
        if not np.any(signal.imag):
            signal = np.ascontiguousarray(signal.real)
        return cls(signal, np.ascontiguousarray(signal.transpose(1, 0, 2)))

    @property
    def d_in(self) -> int:
        """Dimension of the input."""
        return self.signal.shape[2]

    def coherent_information(self, rho: Array) -> float:
        """Return I_c(ρ)."""
        received, leaked = (np.linalg.eigvalsh(_apply(k, rho)) for k in self._both)
        return _entropy(received) - _entropy(leaked)

    def gradient(self, rho: Array) -> tuple[float, Array, Array]:
        """Return I_c(ρ), ∇I_c(ρ) = −Φ†(log Φ(ρ)) + Φ^c†(log Φ^c(ρ)), and a guard Γ ≥ 0.

        The constants from d(x log x) cancel, since both maps preserve the trace. The
        rounding error of the gradient lies between −Γ and Γ: eigenvalues and vectors
        are exact for a matrix η away, and log is operator monotone, so that the error of
        log M lies between log(M−η) − log M and minus that. Γ is infinite where an
        eigenvalue is not above η.
        """
        value, slope, guard = 0.0, np.zeros_like(rho), np.zeros_like(rho)
        for sign, kraus in zip((1, -1), self._both, strict=True):
            values, vectors = np.linalg.eigh(_apply(kraus, rho))
            value += sign * _entropy(values)
            logs = np.log2(np.maximum(values, _TINY))
            slope = slope - sign * _adjoint(kraus, vectors, logs)
            eta = 4 * (kraus.shape[1] + self.d_in) * EPS
            share = eta / np.maximum(values, _TINY)
            errors = eta * np.abs(logs) - np.log2(1 - np.minimum(share, 0.5))
            errors[share > 0.5] = np.inf
            guard = guard + _adjoint(kraus, vectors, errors)
        return value, slope, guard

    def bound(self, rho: Array) -> float:
        """Return an upper bound on I_c over all states, valid for a degradable Φ.

        For N∘Φ = Φ^c the relative entropy contracts under N, and

            I_c(σ) = tr(σ ∇I_c(ρ)) − [D(Φ(σ)‖Φ(ρ)) − D(Φ^c(σ)‖Φ^c(ρ))] ≤ λ_max(∇I_c(ρ))

        for every σ and every ρ: the dual bound, tight at an optimum.
        """
        mixed = np.eye(self.d_in) / self.d_in
        return min(self._bounds(rho, mixed))

    def _bounds(self, rho: Array, mixed: Array) -> Iterator[float]:
        for share in _MIXING:
            _, slope, guard = self.gradient((1 - share) * rho + share * mixed)
            yield -psd_floor(-(slope + guard))  # +∞ where the guard is infinite

    @property
    def _both(self) -> tuple[Array, Array]:
        return self.signal, self.leak


def _apply(kraus: Array, rho: Array) -> Array:
    """Return Σ_e K_e ρ K_e†, exactly Hermitian."""
    # Two matrix products: several times faster than one einsum over four indices.
    half = (kraus @ rho).transpose(1, 0, 2).reshape(kraus.shape[1], -1)
    full = kraus.transpose(1, 0, 2).reshape(kraus.shape[1], -1)
    return hermitian_part(half @ dagger(full))


def _adjoint(kraus: Array, vectors: Array, values: Array) -> Array:
    """Return Σ_e K_e† U diag(values) U† K_e, exactly Hermitian."""
    with np.errstate(invalid="ignore"):  # 0·∞ is NaN, and refused with the infinities
        turned = (dagger(vectors) @ kraus).reshape(-1, *kraus.shape[1:])
        weighted = values[:, None] * turned
        return hermitian_part(np.einsum("eba,ebd->ad", turned.conj(), weighted))


def _entropy(values: Array) -> float:
    """Return −Σ λ log₂ λ over the positive eigenvalues."""
    kept = values[values > 0]
    return float(-(kept @ np.log2(kept))) + 0.0

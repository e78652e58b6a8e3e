"""Damping: excitations lost to an environment, for qubits, ladders and light."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.linalg import Array


def amplitude_damping() -> ChannelFamily:
    """Return the amplitude damping family: |1> decays to |0> with probability γ.

    Kraus operators |0><0| + √(1−γ) |1><1| and √γ |0><1|; Giovannetti and Fazio,
    PRA 71, 032314 (2005). The complement of Φ_γ is Φ_(1−γ).

    Returns:
        A family with parameter gamma in [0, 1], not affine.

    Example:
        >>> import sdpsearch as sd
        >>> damping = sd.zoo.amplitude_damping()
        >>> damping(0.3).complementary == damping(0.7)
        True
    """
    return ChannelFamily(_damp, name="amplitude_damping", parameter="gamma")


def generalized_amplitude_damping(N: float = 0.3) -> ChannelFamily:
    """Return amplitude damping towards the thermal state (1−N)|0><0| + N|1><1|.

    Kraus operators √(1−N) (|0><0| + √(1−γ) |1><1|), √(1−N) √γ |0><1|,
    √N (√(1−γ) |0><0| + |1><1|) and √N √γ |1><0|; Khatri, Sharma and Wilde, 1903.07747,
    equation (1) ff. N=0 is amplitude damping.

    Args:
        N: thermal population of |1>, in [0, 1].

    Returns:
        A family with parameter gamma in [0, 1], not affine.

    Raises:
        ValueError: N lies outside [0, 1].

    Example:
        >>> import sdpsearch as sd
        >>> thermal = sd.zoo.generalized_amplitude_damping(N=0.5)
        >>> thermal(1.0) == sd.zoo.replacer(2)
        True
    """
    population = checks.parameter("N", N)
    swap = np.array([[0.0, 1.0], [1.0, 0.0]])

    def kraus(gamma: float) -> Array:
        down = _damp(gamma)
        up = swap @ down @ swap
        return np.concatenate([np.sqrt(1 - population) * down, np.sqrt(population) * up])

    return ChannelFamily(
        kraus,
        name="generalized_amplitude_damping",
        parameter="gamma",
        arguments={"N": population},
    )


def multilevel_amplitude_damping(
    d: int = 3, rates: Sequence[float] | None = None
) -> ChannelFamily:
    """Return a line of multi-level amplitude damping channels: level j decays to i < j.

    Kraus operators √(γ w_ji) |i><j| for every i < j with w_ji > 0, and
    |0><0| + Σ_j √(1 − γ Σ_i w_ji) |j><j|; Chessa and Giovannetti, 2008.00477. Every
    decay leaves its own mark on the environment.

    Args:
        d: number of levels, at least 2.
        rates: relative rates w_10, w_20, w_21, w_30, w_31, w_32, …: d(d−1)/2 numbers
            ≥ 0, scaled so that the level that decays fastest has Σ_i w_ji = 1. When
            not given, every excited level decays to the ground state at the same
            rate (w_j0 = 1, the others 0), and the complement of Φ_γ is Φ_(1−γ).

    Returns:
        A family with parameter gamma in [0, 1], the decay probability of the fastest
        level; not affine.

    Raises:
        ValueError: d < 2, or the rates are not d(d−1)/2 numbers ≥ 0, not all zero.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.multilevel_amplitude_damping(d=3)(0.2).d_env
        3
        >>> cascade = sd.zoo.multilevel_amplitude_damping(d=3, rates=(1, 0, 1))
        >>> cascade(1.0).apply([[0, 0, 0], [0, 0, 0], [0, 0, 1]]).diagonal().real
        array([0., 1., 0.])
    """
    d = checks.dimension("d", d, least=2)
    pairs = [(j, i) for j in range(1, d) for i in range(j)]
    if rates is None:
        weights = np.array([1.0 if i == 0 else 0.0 for _, i in pairs])
    else:
        weights = _rates(rates, pairs)
    decays = [(j, i, w) for (j, i), w in zip(pairs, weights, strict=True) if w > 0]
    totals = np.zeros(d)
    for j, _, w in decays:
        totals[j] += w

    def kraus(gamma: float) -> Array:
        operators = np.zeros((1 + len(decays), d, d))
        # γ times a total that should be 1 may exceed 1 by rounding.
        operators[0] = np.diag(np.sqrt(np.maximum(1 - gamma * totals, 0)))
        for operator, (j, i, w) in zip(operators[1:], decays, strict=True):
            operator[i, j] = np.sqrt(gamma * w)
        return operators

    arguments: dict[str, Any] = {"d": d}
    if rates is not None:
        arguments["rates"] = tuple(float(w) for w in weights)
    return ChannelFamily(
        kraus,
        name="multilevel_amplitude_damping",
        parameter="gamma",
        arguments=arguments,
    )


def damping_dephasing(p: float = 0.1) -> ChannelFamily:
    """Return amplitude damping with γ followed by dephasing with fixed p.

    ρ ↦ (1−p) Φ_γ(ρ) + p Z Φ_γ(ρ) Z, with Φ_γ amplitude damping: relaxation (T_1)
    with pure dephasing (T_2); Siddhu et al., 2405.06231. The order does not matter.

    Args:
        p: phase flip probability, in [0, 1].

    Returns:
        A family with parameter gamma in [0, 1], not affine.

    Raises:
        ValueError: p lies outside [0, 1].

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.damping_dephasing(p=0.1)(0.0) == sd.zoo.dephasing()(0.1)
        True
    """
    p = checks.parameter("p", p)
    flip = np.diag([1.0, -1.0])

    def kraus(gamma: float) -> Array:
        stay, decay = _damp(gamma)
        # Z |0><1| = |0><1|: the decay needs one Kraus operator, not two.
        return np.stack([np.sqrt(1 - p) * stay, np.sqrt(p) * flip @ stay, decay])

    return ChannelFamily(
        kraus, name="damping_dephasing", parameter="gamma", arguments={"p": p}
    )


def pure_loss(photons: int = 2) -> ChannelFamily:
    """Return the bosonic attenuator on inputs of at most `photons` photons.

    Kraus operators K_l = Σ_n √C(n,l) η^((n−l)/2) (1−η)^(l/2) |n−l><n|, l photons lost;
    Chuang, Leung and Yamamoto, quant-ph/9610043, and Caruso and Giovannetti,
    quant-ph/0603257. The output never has more photons than the input, so the
    truncation is exact. The complement of Φ_η is Φ_(1−η).

    Args:
        photons: largest number of photons, at least 1; the dimension is photons+1.

    Returns:
        A family with parameter eta in [0, 1], the transmissivity; not affine.

    Raises:
        ValueError: photons < 1.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.pure_loss(photons=1)(0.8) == sd.zoo.amplitude_damping()(0.2)
        True
    """
    photons = checks.dimension("photons", photons)
    d = photons + 1

    def kraus(eta: float) -> Array:
        operators = np.zeros((d, d, d))
        for n in range(d):
            for lost in range(n + 1):
                weight = comb(n, lost) * eta ** (n - lost) * (1 - eta) ** lost
                operators[lost, n - lost, n] = np.sqrt(weight)
        return operators

    return ChannelFamily(
        kraus, name="pure_loss", parameter="eta", arguments={"photons": photons}
    )


def _damp(gamma: float) -> Array:
    """Return the Kraus operators of amplitude damping, shape (2, 2, 2)."""
    return np.array([[[1, 0], [0, np.sqrt(1 - gamma)]], [[0, np.sqrt(gamma)], [0, 0]]])


def _rates(rates: Sequence[float], pairs: list[tuple[int, int]]) -> Array:
    """Return the rates scaled to a largest total of 1; ValueError if they are none."""
    weights = checks.finite_array("rates", rates).real
    if weights.shape != (len(pairs),):
        order = ", ".join(f"w_{j}{i}" for j, i in pairs)
        raise ValueError(
            f"Argument `rates` must be the {len(pairs)} numbers {order}, but is {rates!r}."
        )
    if np.any(weights < 0) or not np.any(weights):
        raise ValueError(
            f"Argument `rates` must be ≥ 0 and not all zero, but is {rates!r}."
        )
    totals: dict[int, float] = {}
    for (j, _), w in zip(pairs, weights, strict=True):
        totals[j] = totals.get(j, 0.0) + w
    return weights / max(totals.values())

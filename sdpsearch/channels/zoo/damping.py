"""Damping: excitations lost to an environment, for qubits, ladders and light."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.law import CompositionLaw
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.rationals import fraction_array, fraction_parameter
from sdpsearch.channels.squares import Number, stack
from sdpsearch.linalg import Array


@constructor
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
    return ChannelFamily.from_squares(
        _damp,
        name="amplitude_damping",
        parameter="gamma",
        law=_law("Φ_y = Φ_z∘Φ_x", "Kraus operators"),
    )


@constructor
def generalized_amplitude_damping(N: Number = 0.3) -> ChannelFamily:
    """Return amplitude damping towards the thermal state (1−N)|0><0| + N|1><1|.

    Kraus operators √(1−N) (|0><0| + √(1−γ) |1><1|), √(1−N) √γ |0><1|,
    √N (√(1−γ) |0><0| + |1><1|) and √N √γ |1><0|; Khatri, Sharma and Wilde, 1903.07747,
    equation (1) ff. (not looked up). N=0 is amplitude damping.

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
    population = fraction_parameter("N", N)

    def squares(gamma: Number) -> Array:
        down = _damp(gamma)
        up = down[:, ::-1, ::-1]
        return stack((1 - population, down), (population, up))

    return ChannelFamily.from_squares(
        squares,
        name="generalized_amplitude_damping",
        parameter="gamma",
        arguments={"N": float(population)},
        law=_law("Φ_y = Φ_z∘Φ_x", "the distances from the thermal state and coherences"),
    )


@constructor
def multilevel_amplitude_damping(
    d: int = 3, rates: Sequence[Number] | None = None
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
    arguments: dict[str, Any] = {"d": d}
    if rates is None:
        weights = np.array([int(i == 0) for _, i in pairs])
        law = _law("Φ_y = Φ_z∘Φ_x", "Kraus operators")
    else:
        weights = _rates(rates, pairs)
        arguments["rates"] = tuple(float(w) for w in weights)
        law = None  # a cascade damped twice may skip a level
    kept = [(pair, w) for pair, w in zip(pairs, weights, strict=True) if w > 0]
    decays = np.zeros((len(kept), d, d), dtype=weights.dtype)
    for decay, ((j, i), w) in zip(decays, kept, strict=True):
        decay[i, j] = w
    totals = decays.sum(axis=(0, 1))  # exactly 1 at most: 1 − γ total is never negative
    return ChannelFamily.from_squares(
        lambda gamma: stack((1, np.diag(1 - gamma * totals)[None]), (gamma, decays)),
        name="multilevel_amplitude_damping",
        parameter="gamma",
        arguments=arguments,
        law=law,
    )


@constructor
def damping_dephasing(p: Number = 0.1) -> ChannelFamily:
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
    flip = fraction_parameter("p", p)
    phase = np.array([[1, 1], [-1, -1]])

    def squares(gamma: Number) -> Array:
        stay, decay = _damp(gamma)[:, None]
        # Z |0><1| = |0><1|: the decay needs one Kraus operator, not two.
        return stack((1 - flip, stay), (flip, phase * stay), (1, decay))

    return ChannelFamily.from_squares(
        squares,
        name="damping_dephasing",
        parameter="gamma",
        arguments={"p": float(flip)},
        law=_law("Φ_y = A_z∘Φ_x with amplitude damping A_z", "its Kraus operators"),
    )


@constructor
def pure_loss(photons: int = 2) -> ChannelFamily:
    """Return the bosonic attenuator on inputs of at most `photons` photons.

    Kraus operators K_l = Σ_n √C(n,l) η^((n−l)/2) (1−η)^(l/2) |n−l><n|, l photons lost;
    Chuang, Leung and Yamamoto, quant-ph/9610043 (not looked up), and Caruso and
    Giovannetti, quant-ph/0603257. The output never has more photons than the input, so
    the truncation is exact. The complement of Φ_η is Φ_(1−η).

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

    def squares(eta: Number) -> Array:
        operators = np.full((d, d, d), 0 * eta)
        for n in range(d):
            for lost in range(n + 1):
                weight = comb(n, lost) * eta ** (n - lost) * (1 - eta) ** lost
                operators[lost, n - lost, n] = weight
        return operators

    return ChannelFamily.from_squares(
        squares,
        name="pure_loss",
        parameter="eta",
        arguments={"photons": photons},
        law=CompositionLaw(
            "Φ_y = Φ_z∘Φ_x with y = z x, as every photon survives one loss after the "
            "other: more loss is post-processing.",
            increasing=False,
        ),
    )


def _damp(gamma: Number) -> Array:
    """Return the signed squares of amplitude damping, shape (2, 2, 2)."""
    return np.array([[[1, 0], [0, 1 - gamma]], [[0, gamma], [0, 0]]])


def _law(equation: str, factors: str) -> CompositionLaw:
    return CompositionLaw(
        f"{equation} with 1−y = (1−z)(1−x), by multiplying {factors}: "
        "more damping is post-processing.",
        increasing=True,
    )


def _rates(rates: Sequence[Number], pairs: list[tuple[int, int]]) -> Array:
    """Return the rates scaled to a largest total of 1; ValueError if they are none."""
    weights = fraction_array("rates", rates)
    if weights.shape != (len(pairs),):
        order = ", ".join(f"w_{j}{i}" for j, i in pairs)
        raise ValueError(
            f"Argument `rates` must be the {len(pairs)} numbers {order}, but is {rates!r}."
        )
    if np.any(weights < 0) or not np.any(weights):
        raise ValueError(
            f"Argument `rates` must be ≥ 0 and not all zero, but is {rates!r}."
        )
    levels = np.array([j for j, _ in pairs])
    return weights / max(weights[levels == j].sum() for j in set(levels))

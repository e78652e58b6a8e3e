"""Closed-form maps: the paper's N_x, the optimal antidegrading map, cloning.

The paper is Roofeh and Karimipour, arXiv 2408.05733. The depolarizing channel D_x has two
environments here. The *paper's* has dimension 1+d², with basis |0>, |i,j> and the Kraus
operators of equations (3)–(4); it is that of `zoo.depolarizing(d)(x).complementary`. The
*minimal* one is E_1⊗E_2 = C^d⊗C^d, with

    D_x^c(Y) = (x/d) G (1⊗Y) G,   G = 1 + (g−1)|φ><φ|,   g = √(1+r²),   r = d√((1−x)/x),

and |φ> = Σ_i |ii>/√d; it is that of `zoo.depolarizing_complement(d)(x)`.
"""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import Array

#: Parameters within this of an end of a domain count as the end.
_ROUNDING = 1e-12

ENVIRONMENTS = ("minimal", "paper")


def threshold_noise(d: int) -> float:
    """Return x_c = d/(2(d+1)), where D_x becomes antidegradable.

    Optimal 1→2 cloning: Bruss et al., PRA 57, 2368 (1998); Werner, quant-ph/9804001.

    Example:
        >>> threshold_noise(3)
        0.375
    """
    return checks.dimension("d", d, least=2) / (2 * (d + 1))


def paper_map(d: int, x: float) -> Channel:
    """Return the paper's antidegrading map N_x of D_x, equation (15), for x ≥ 1/2.

    Kraus operators M_k = |k><0|/√d, N_k = β Σ_j |j><k,j| and Q_ijk = δ |i><j,k| on the
    environment of dimension 1+d², with β² = (1−x)/x and dδ² = (2x−1)/x, equation (28):

        N(Z) = z_0 1/d + ((1−x)/x) tr_1 Z̃ + ((2x−1)/(dx)) tr(Z̃) 1,

    Z̃ being the d²-block of Z. Equation (30) prints tr_1 Z and tr Z, which would not
    preserve the trace.

    Args:
        d: dimension, at least 2.
        x: weight of the noise, in [1/2, 1].

    Returns:
        The channel C^(1+d²) → C^d with N∘D_x^c = D_x.

    Raises:
        ValueError: x lies outside [1/2, 1].

    Example:
        >>> import sdpsearch as sd
        >>> channel = sd.zoo.depolarizing(d=3)(0.6)
        >>> paper_map(3, 0.6) @ channel.complementary == channel
        True
    """
    d, x = checks.dimension("d", d, least=2), _noise(x)
    if x < 0.5 - _ROUNDING:
        raise ValueError(
            f"The paper's N_x exists for x ≥ 1/2; at x={x:g} use optimal_antidegrading_map."
        )
    beta = np.sqrt((1 - x) / x)
    delta = np.sqrt(max(2 * x - 1, 0.0) / (d * x))
    mixing = np.zeros((d, d, 1 + d * d))
    mixing[:, :, 0] = np.eye(d) / np.sqrt(d)  # M_k = |k><0|/√d
    return Channel(np.concatenate([mixing, _read_out(d, beta), _discard(d, delta)]))


def optimal_antidegrading_map(d: int, x: float, environment: str = "minimal") -> Channel:
    """Return an antidegrading map of D_x for every x ≥ x_c = d/(2(d+1)).

    On the minimal environment E_1⊗E_2

        N_x(W) = a tr_1 W + (1−a) tr(W) 1/d,   a = (g²−1)/(d²−2+2g),

    with a = 1 exactly at x_c and a = 0 at x = 1: on the whole interval on which any map
    exists, where the paper's stops at 1/2. Derived for this project: with a free,
    N∘D_x^c = D_x is one linear equation for a, and the map is completely positive for
    0 ≤ a ≤ 1. On the paper's environment, with |s> = (|φ>+r|0>)/g, |w> = |s> − |φ> and
    |n> = (r|φ>−|0>)/g, which D_x^c annihilates, Kraus operators
    √a [Σ_j |j><k,j| + |k><w|/√d], √(a/d) |k><n| and √((1−a)/d) |i><e|.

    Args:
        d: dimension, at least 2.
        x: weight of the noise, in [x_c, 1].
        environment: "minimal" or "paper".

    Returns:
        The channel N: C^(d²) → C^d, or C^(1+d²) → C^d, with N∘D_x^c = D_x.

    Raises:
        ValueError: x lies outside [x_c, 1], where no antidegrading map exists below, or
            the environment is neither.

    Example:
        >>> import sdpsearch as sd
        >>> complement = sd.zoo.depolarizing_complement(d=3)(0.4)
        >>> optimal_antidegrading_map(3, 0.4) @ complement == sd.zoo.depolarizing(d=3)(0.4)
        True
    """
    d, x = checks.dimension("d", d, least=2), _noise(x)
    if environment not in ENVIRONMENTS:
        raise ValueError(
            f"Argument `environment` must be minimal or paper, but is {environment!r}."
        )
    _check_antidegradable(d, x)
    r, g = _lift(d, x)
    a = min((g * g - 1) / (d * d - 2 + 2 * g), 1.0)
    traced = np.sqrt(a) * np.eye(d * d).reshape(d, d, d * d)  # <k|⊗1
    if environment == "minimal":
        return Channel(np.concatenate([traced, _units(d, d * d, np.sqrt((1 - a) / d))]))
    phi = np.concatenate([[0.0], np.eye(d).reshape(-1) / np.sqrt(d)])
    zero = np.eye(1 + d * d)[0]
    tilted = (phi + r * zero) / g - phi
    null = (r * phi - zero) / g
    read = np.zeros((d, d, 1 + d * d))
    read[:, :, 1:] = traced
    corner = np.einsum("kl,e->kle", np.eye(d), tilted)  # |k><w|, one for each k
    read = read + np.sqrt(a / d) * corner
    kept = np.sqrt(a / d) * np.einsum("kl,e->kle", np.eye(d), null)
    rest = _units(d, 1 + d * d, np.sqrt((1 - a) / d))
    return Channel(np.concatenate([read, kept, rest]))


def frugal_antidegrading_map(d: int, x: float) -> Channel:
    """Return an antidegrading map of D_x with only d Kraus operators.

    N = tr_1∘Ad_U on the minimal environment, U = 1 + (e^(iθ)−1)|φ><φ| and
    cos θ = [1 + d²(1−2x)/(2x)]/g: the phase turns |φ>, on which D_x^c puts too much
    weight. Derived for this project.

    Args:
        d: dimension, at least 2.
        x: weight of the noise, in [d/(2(d+1)), min(1, d/(2(d−1)))].

    Returns:
        The channel C^(d²) → C^d with N∘D_x^c = D_x.

    Raises:
        ValueError: x lies outside that interval.

    Example:
        >>> import sdpsearch as sd
        >>> found = frugal_antidegrading_map(3, 0.6)
        >>> found.d_env, found @ sd.zoo.depolarizing_complement(d=3)(0.6) == (
        ...     sd.zoo.depolarizing(d=3)(0.6))
        (3, True)
    """
    d, x = checks.dimension("d", d, least=2), _noise(x)
    _check_antidegradable(d, x)
    highest = min(1.0, d / (2 * (d - 1)))
    if x > highest + _ROUNDING:
        raise ValueError(
            f"The map with d Kraus operators exists for x ≤ {highest:g}; at x={x:g} use "
            "optimal_antidegrading_map."
        )
    _, g = _lift(d, x)
    cosine = np.clip((1 + d * d * (1 - 2 * x) / (2 * x)) / g, -1.0, 1.0)
    phase = cosine + 1j * np.sqrt(1 - cosine**2)
    phi = np.eye(d).reshape(-1) / np.sqrt(d)
    unitary = np.eye(d * d) + (phase - 1) * np.outer(phi, phi)
    return Channel(np.eye(d * d).reshape(d, d, d * d) @ unitary)


def cloning_map(d: int, copies: int = 2) -> Channel:
    """Return the optimal universal 1→m cloner onto the m clones themselves.

    ρ ↦ (d/d_m) P (ρ⊗1^⊗(m−1)) P on (C^d)^⊗m, P projecting on the symmetric subspace of
    dimension d_m = C(d+m−1, m): Werner, quant-ph/9804001; Keyl, Werner,
    quant-ph/9807010. Every clone is D_x(ρ) with x = (1−1/m) d/(d+1), so this is the
    extension that makes D_x m-extendible from there on. `zoo.cloner` is the same channel
    onto the subspace.

    Args:
        d: dimension, at least 2.
        copies: m, at least 1.

    Returns:
        The channel C^d → C^(d^m).

    Raises:
        ValueError: d < 2 or m < 1.

    Example:
        >>> cloning_map(2).d_out
        4
    """
    d = checks.dimension("d", d, least=2)
    m = checks.dimension("copies", copies)
    projector = np.zeros((d**m, d**m))
    words = list(product(range(d), repeat=m))
    kinds: dict[tuple[int, ...], list[int]] = {}
    for place, word in enumerate(words):
        kinds.setdefault(tuple(sorted(word)), []).append(place)
    for places in kinds.values():
        projector[np.ix_(places, places)] = 1 / len(places)
    kraus = projector.reshape(d**m, d, d ** (m - 1)).transpose(2, 0, 1)
    return Channel(np.sqrt(d / comb(d + m - 1, m)) * kraus)


def _noise(x: float) -> float:
    return checks.parameter("x", x)


def _check_antidegradable(d: int, x: float) -> None:
    lowest = threshold_noise(d)
    if x < lowest - _ROUNDING:
        raise ValueError(
            f"D_x with d={d} is antidegradable for x ≥ d/(2(d+1)) = {lowest:g}; at x={x:g} "
            "no antidegrading map exists, see antidegradability_defect."
        )


def _lift(d: int, x: float) -> tuple[float, float]:
    """Return r = d√((1−x)/x) and g = √(1+r²)."""
    r = d * np.sqrt((1 - x) / x)
    return float(r), float(np.sqrt(1 + r * r))


def _read_out(d: int, weight: float) -> Array:
    """Return weight·Σ_j |j><k,j| for k = 1…d on the paper's environment."""
    read = np.zeros((d, d, 1 + d * d))
    read[:, :, 1:] = weight * np.eye(d * d).reshape(d, d, d * d)
    return read


def _discard(d: int, weight: float) -> Array:
    """Return weight·|i><j,k| for all i, j, k on the paper's environment."""
    units = np.zeros((d * d * d, d, 1 + d * d))
    units[:, :, 1:] = _units(d, d * d, weight)
    return units


def _units(rows: int, columns: int, weight: float) -> Array:
    """Return weight·|i><e| for all i, e."""
    return weight * np.eye(rows * columns).reshape(rows * columns, rows, columns)

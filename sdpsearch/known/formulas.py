"""Capacities in closed form, as functions of their parameters, in bits.

Most are I_c at the maximally mixed input, S(Φ(1/d)) − S(Φ^c(1/d)). That is always a lower
bound on Q; it is Q where Φ is degradable (Q = max I_c: Devetak, Shor, quant-ph/0311131;
concave: Yard, Hayden, Devetak, quant-ph/0501045) and irreducibly covariant. Which family
has which capacity on which interval, with source and status: `known.capacities`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log2

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import Array


def shannon_entropy(probabilities: Sequence[float] | Array) -> float:
    """Return H(p) = −Σ p log₂ p in bits.

    Raises:
        ValueError: the numbers are no probability distribution, to 1e-8.

    Example:
        >>> shannon_entropy([0.5, 0.25, 0.25])
        1.5
    """
    p = np.asarray(probabilities, dtype=float)
    off = abs(p.sum() - 1)
    if p.ndim != 1 or not (off <= checks.TOLERANCE and np.all(p >= -checks.TOLERANCE)):
        raise ValueError(
            f"Argument `probabilities` must be ≥ 0 with sum 1, but is {probabilities!r}."
        )
    p = p[p > 0]
    return float(-(p @ np.log2(p))) + 0.0


def binary_entropy(p: float) -> float:
    """Return h(p) = −p log₂ p − (1−p) log₂(1−p) in bits.

    Example:
        >>> binary_entropy(0.5)
        1.0
    """
    return shannon_entropy([p, 1 - p])


def hashing_bound(channel: Channel) -> float:
    """Return I_c at the maximally mixed input, S(Φ(1/d)) − S(J/d), a lower bound on Q.

    For a Pauli channel the hashing bound 1 − H(p) (Bennett, DiVincenzo, Smolin, Wootters,
    quant-ph/9604024), log d − H for a mixture of Weyl unitaries; achievable for every
    channel by the hashing inequality (Devetak, Winter, quant-ph/0306078).

    Returns:
        Bits; where it is negative it says nothing.

    Example:
        >>> import sdpsearch as sd
        >>> round(hashing_bound(sd.zoo.depolarizing(d=2)(0.1)), 9)
        0.496816268
    """
    d = channel.d_in
    received = np.linalg.eigvalsh(channel.apply(np.eye(d) / d))
    return shannon_entropy(received) - shannon_entropy(np.linalg.eigvalsh(channel.choi / d))


def equal_shares_bound(d: int, parts: Iterable[tuple[float, int]]) -> float:
    """Return log d − H, J/d having weights p_i, each in n_i equal eigenvalues.

    I_c at the maximally mixed input of a channel with Φ(1) = 1 whose Choi operator is a sum
    of projectors; a lower bound on Q, as hashing_bound().

    Args:
        d: dimension of input and output.
        parts: pairs (p_i, n_i), Σ p_i = 1.

    Example:
        >>> shares = [(0.925, 1), (0.075, 3)]  # of the depolarizing channel at x = 0.1
        >>> round(equal_shares_bound(2, shares), 9)
        0.496816268
    """
    return log2(d) - sum(-p * log2(p / count) for p, count in parts if p > 0)


def erasure_capacity(d: int, e: float) -> float:
    """Return Q = (1−2e)₊ log d of the erasure channel of C^d.

    Bennett, DiVincenzo, Smolin, quant-ph/9701015.

    Raises:
        ValueError: e lies outside [0, 1], or d < 1.

    Example:
        >>> erasure_capacity(4, 0.25)
        1.0
    """
    d, e = checks.dimension("d", d), checks.parameter("e", e)
    return max(0.0, 1 - 2 * e) * log2(d)


def dephasing_capacity(overlap: float, d: int = 2) -> float:
    """Return Q = log d − S(G/d) of ρ ↦ G∘ρ, where G_ii = 1 and G_ij = c for i ≠ j.

    Degradable (Devetak, Shor, quant-ph/0311131), and it commutes with diagonal unitaries
    and permutations, so that Q is I_c at 1/d. A qubit with phase flips of probability p
    has c = 1 − 2p and Q = 1 − h(p).

    Args:
        overlap: c, in [−1/(d−1), 1].
        d: dimension, at least 2.

    Raises:
        ValueError: an argument lies outside its range.

    Example:
        >>> dephasing_capacity(0.0), dephasing_capacity(1.0, d=4)
        (0.0, 2.0)
    """
    d = checks.dimension("d", d, least=2)
    c = checks.parameter("overlap", overlap, -1 / (d - 1), 1)
    lost = shannon_entropy([(1 + (d - 1) * c) / d, *[(1 - c) / d] * (d - 1)])
    return max(0.0, log2(d) - lost)


def depolarizing_complement_capacity(d: int, x: float) -> float:
    """Return Q(D_x^c) on [x_c, 1], x_c = d/(2(d+1)).

        −(d²−1)(x/d²)log(x/d²) − (1−x+x/d²)log(1−x+x/d²) − log d

    Equation (32) of Roofeh and Karimipour, arXiv 2408.05733, printed for [1/2, 1];
    D_x^c is degradable from x_c on, where the value is 1 − log(d+1)/d. Below x_c it is
    I_c at 1/d, only a lower bound on Q, negative below 0.2523862 (d=2), 0.2870867 (d=3).

    Example:
        >>> round(depolarizing_complement_capacity(3, 0.375), 12)
        0.333333333333
    """
    d, x = checks.dimension("d", d, least=2), checks.parameter("x", x, 0, 1)
    kept = 1 - x + x / d**2
    return shannon_entropy([kept, *[x / d**2] * (d * d - 1)]) - log2(d)


def transpose_depolarizing_complement_capacity(d: int, x: float) -> float:
    """Return h(x) + x log(d(d−1)/2) − log d: Q(E_x^c) on [2(d−1)/(3d−2), 1], d ≥ 3.

    Derived for this project: E_x^c is degradable there and covariant, so this is I_c at
    1/d; elsewhere it is a lower bound on Q.

    Example:
        >>> round(transpose_depolarizing_complement_capacity(3, 4 / 7), 7)
        0.3059585
    """
    d, x = checks.dimension("d", d, least=2), checks.parameter("x", x, 0, 1)
    return binary_entropy(x) + x * log2(d * (d - 1) / 2) - log2(d)


def damping_capacity(gamma: float, d: int = 2) -> float:
    """Return Q of d-level amplitude damping to the ground state, max over q to 1e-12.

        Q = max_q h((1−γ)q) − h(γq) + (1−2γ) q log(d−1)   for γ ≤ 1/2, else 0

    d = 2: Giovannetti, Fazio, PRA 71, 032314 (2005). For d > 2 the channel commutes with
    unitaries of the excited levels, which carry q/(d−1) each (channel of Chessa,
    Giovannetti, 2008.00477).

    Example:
        >>> round(damping_capacity(0.2), 9)
        0.506215241
    """
    d, gamma = checks.dimension("d", d, least=2), checks.parameter("gamma", gamma, 0, 1)
    if gamma >= 0.5:
        return 0.0
    extra = (1 - 2 * gamma) * log2(d - 1)

    def slope(q: float) -> float:
        kept, lost = (1 - gamma) * q, gamma * q
        gain = (1 - gamma) * log2((1 - kept) / kept)
        return gain + extra - (gamma * log2((1 - lost) / lost) if lost else 0.0)

    low, high = 1e-9, 1.0  # the slope falls: the function is concave
    while high - low > 1e-15 and low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return binary_entropy((1 - gamma) * low) - binary_entropy(gamma * low) + extra * low


def cloner_capacity(m: int, d: int = 2) -> float:
    """Return Q = log((d+m−1)/m) of the universal 1→m cloner of C^d.

    Degradable (Brádler, 0903.1638; Brádler, Hayden, Touchette, Wilde, 1001.1732) and
    covariant, so that Q is I_c at 1/d: the output is maximally mixed on d_m = C(d+m−1, m)
    dimensions, the environment on d_(m−1). For qubits: Brádler, Dutil, Hayden, Muhammad,
    0909.3297.

    Example:
        >>> round(cloner_capacity(2, 2), 9)
        0.584962501
    """
    m, d = checks.dimension("m", m), checks.dimension("d", d, least=2)
    return log2((d + m - 1) / m)

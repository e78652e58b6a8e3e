"""Criteria: oracles for small channels that need no semidefinite program."""

from __future__ import annotations

from math import inf

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import partial_trace


def two_qubit_antidegradable(channel: Channel) -> float:
    """Return the signed margin of antidegradability of a qubit channel.

    tr ρ_B² − tr ρ_AB² + 4 √(det ρ_AB) with ρ_AB = J/2: the channel is antidegradable if
    and only if this is ≥ 0. Chen, Ji, Kribs, Lütkenhaus and Zeng, 1310.3530.

    The determinant comes from the singular values of the Kraus matrix, so that it is
    zero to machine precision, not to its square root, when J is rank deficient.

    Args:
        channel: a channel with d_in = d_out = 2.

    Returns:
        The margin, negative when the channel is not antidegradable.

    Raises:
        ValueError: the channel does not take a qubit to a qubit.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.exact.criteria import two_qubit_antidegradable
        >>> round(two_qubit_antidegradable(sd.zoo.amplitude_damping()(0.75)), 12)
        0.25
    """
    _check_qubit(channel)
    values = np.linalg.svd(channel.kraus_matrix, compute_uv=False) / np.sqrt(2)
    root_det = float(np.prod(values)) if values.size == 4 else 0.0
    output = partial_trace(channel.choi, (2, 2), 0) / 2
    purity = float(np.sum(np.abs(output) ** 2))
    return purity - float(np.sum(values**4)) + 4 * root_det


def two_qubit_degradable(channel: Channel) -> float:
    """Return the signed margin of degradability of a qubit channel.

    A degradable channel with qubit output has Choi rank at most 2 (Cubitt, Ruskai and
    Smith, 0802.1360); rank 1 is unitary; at rank 2 the complementary channel takes a
    qubit to a qubit, and degradable means that it is antidegradable.

    Args:
        channel: a channel with d_in = d_out = 2.

    Returns:
        −inf at rank 3 or 4, +inf at rank 1, else two_qubit_antidegradable() of the
        complementary channel: degradable if and only if this is ≥ 0.

    Raises:
        ValueError: the channel does not take a qubit to a qubit.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.exact.criteria import two_qubit_degradable
        >>> round(two_qubit_degradable(sd.zoo.amplitude_damping()(0.25)), 12)
        0.25
    """
    _check_qubit(channel)
    if channel.rank > 2:
        return -inf
    if channel.rank == 1:
        return inf
    return two_qubit_antidegradable(channel.minimal().complementary)


def _check_qubit(channel: Channel) -> None:
    if (channel.d_in, channel.d_out) != (2, 2):
        raise ValueError(
            "Argument `channel` must take a qubit to a qubit, but has d_in="
            f"{channel.d_in} and d_out={channel.d_out}."
        )

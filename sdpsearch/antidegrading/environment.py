"""Environments of one channel, and a map carried from one to another.

Two Kraus representations of one channel, K'_f = Σ_e V_fe K_e with the K_e linearly
independent, are related by an isometry V: E → E' (Stinespring's theorem). The
complementary channels are then related by Φ'^c = V Φ^c(·) V†, so a map N' on E' acts on
all that the channel ever puts there as N = N'∘Ad_V on E does. Maps that differ where
the channel never reaches are the same map on the minimal environment.
"""

from __future__ import annotations

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import Array

#: Two Kraus representations belong to one channel when they agree to this.
_SAME = 1e-8


def environment_isometry(channel: Channel, dilation: Channel) -> Array:
    """Return the isometry V from one channel's environment into that of a dilation of it.

    Least squares from the Kraus operators, K'_f = Σ_e V_fe K_e: V = (M⁺M')^T with
    M = [vec K_1 … vec K_r].

    Args:
        channel: Φ with r linearly independent Kraus operators K_e, as minimal() gives.
        dilation: the same channel with any Kraus operators K'_f.

    Returns:
        V, shape (dilation.d_env, r), with V†V = 1.

    Raises:
        ValueError: the channels differ, or `channel` has dependent Kraus operators.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.antidegrading import environment_isometry
        >>> channel = sd.zoo.depolarizing(d=2)(0.4)
        >>> environment_isometry(channel.minimal(), channel).shape
        (5, 4)
    """
    if channel.d_env != channel.rank:
        raise ValueError(
            f"Argument `channel` must have independent Kraus operators, but has "
            f"{channel.d_env} of Choi rank {channel.rank}; use minimal()."
        )
    dims, other = (channel.d_in, channel.d_out), (dilation.d_in, dilation.d_out)
    if dims != other:
        raise ValueError(
            "Arguments `channel` and `dilation` must be one channel, but have "
            f"(d_in, d_out) = {dims} and {other}."
        )
    matrix = channel.kraus_matrix
    found = np.linalg.lstsq(matrix, dilation.kraus_matrix, rcond=None)[0]
    missed = float(np.max(np.abs(matrix @ found - dilation.kraus_matrix)))
    bent = float(np.max(np.abs(found.conj() @ found.T - np.eye(channel.d_env))))
    if max(missed, bent) > _SAME:
        raise ValueError(
            "Arguments `channel` and `dilation` must be one channel, but differ by "
            f"{np.max(np.abs(channel.choi - dilation.choi)):.1e}."
        )
    return found.T


def restricted_map(map: Channel, dilation: Channel, channel: Channel) -> Channel:
    """Return N∘Ad_V: a map on a dilation's environment, on the minimal environment.

    Args:
        map: N' on the environment of `dilation`.
        dilation: the channel with the Kraus operators that environment belongs to.
        channel: the same channel with independent Kraus operators.

    Raises:
        ValueError: the channels differ, or the map acts on another environment.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.known.maps import paper_map
        >>> channel = sd.zoo.depolarizing(d=2)(0.6)
        >>> small = channel.minimal()
        >>> restricted_map(paper_map(2, 0.6), channel, small) @ small.complementary == small
        True
    """
    if map.d_in != dilation.d_env:
        raise ValueError(
            f"Argument `map` must act on the environment of dimension {dilation.d_env}, "
            f"but acts on dimension {map.d_in}."
        )
    return _rotated(map, environment_isometry(channel, dilation))


def _rotated(map: Channel, isometry: Array) -> Channel:
    kraus = map.kraus @ isometry
    return Channel(kraus.real if not np.any(kraus.imag) else kraus)

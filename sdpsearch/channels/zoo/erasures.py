"""Erasures: the input is lost with some probability, and the receiver is told."""

from __future__ import annotations

from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.interop import as_channel
from sdpsearch.linalg import Array


def erasure(d: int = 2) -> ChannelFamily:
    """Return the erasure family ρ ↦ (1−e) ρ ⊕ e tr(ρ) |flag><flag|.

    Kraus operators √(1−e) Σ_i |i><i| and √e |flag><i|, the flag being the last of the
    d+1 output states; Bennett, DiVincenzo and Smolin, quant-ph/9701015.

    Args:
        d: dimension of the input, at least 2.

    Returns:
        An affine family with parameter e in [0, 1], the erasure probability.

    Raises:
        ValueError: d < 2.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.erasure(d=2)(0.5).d_out
        3
    """
    d = checks.dimension("d", d, least=2)
    return ChannelFamily(
        lambda e: _flag(np.eye(d)[None], e),
        name="erasure",
        parameter="e",
        arguments={"d": d},
    )


def with_erasure(channel: Any) -> ChannelFamily:
    """Return the family ρ ↦ (1−e) Φ(ρ) ⊕ e tr(ρ) |flag><flag| of a channel Φ.

    Kraus operators √(1−e) K_k ⊕ 0 and √e |flag><i|, the flag being the last of the
    d_out+1 output states: the generalized erasure channels of Siddhu and Griffiths,
    2003.00583.

    Args:
        channel: Φ, a Channel or anything as_channel() takes.

    Returns:
        An affine family with parameter e in [0, 1], the erasure probability.

    Raises:
        TypeError: `channel` is nothing as_channel() takes.
        ValueError: `channel` is not a channel.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.with_erasure(sd.zoo.amplitude_damping()(0.2))(0.1).d_out
        3
    """
    base = as_channel(channel)
    return ChannelFamily(
        lambda e: _flag(base.kraus, e),
        name="with_erasure",
        parameter="e",
        arguments={"channel": base},
    )


def dephrasure(p: float = 0.1) -> ChannelFamily:
    """Return the dephrasure family: dephasing with fixed p, then erasure with q.

    ρ ↦ (1−q) [(1−p) ρ + p Z ρ Z] ⊕ q tr(ρ) |flag><flag|; Leditzky, Leung and Smith,
    1806.08327. The flag is the last of the three output states.

    Args:
        p: phase flip probability, in [0, 1].

    Returns:
        An affine family with parameter q in [0, 1], the erasure probability.

    Raises:
        ValueError: p lies outside [0, 1].

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.dephrasure(p=0.0)(0.3) == sd.zoo.erasure(d=2)(0.3)
        True
    """
    p = checks.parameter("p", p)
    flips = np.stack([np.sqrt(1 - p) * np.eye(2), np.sqrt(p) * np.diag([1.0, -1.0])])
    return ChannelFamily(
        lambda q: _flag(flips, q), name="dephrasure", parameter="q", arguments={"p": p}
    )


def _flag(kraus: Array, e: float) -> Array:
    """Return the Kraus operators of (1−e) Φ ⊕ e tr(·) |flag><flag|."""
    d_env, d_out, d_in = kraus.shape
    kept = np.zeros((d_env, d_out + 1, d_in), dtype=kraus.dtype)
    kept[:, :d_out] = np.sqrt(1 - e) * kraus
    lost = np.zeros((d_in, d_out + 1, d_in))
    lost[:, d_out] = np.sqrt(e) * np.eye(d_in)
    return np.concatenate([kept, lost])

"""Erasures: the input is lost with some probability, and the receiver is told."""

from __future__ import annotations

from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.curves import line
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.interop import as_channel
from sdpsearch.channels.law import CompositionLaw
from sdpsearch.channels.making import with_squares
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.rationals import fraction_parameter
from sdpsearch.channels.squares import Number, stack
from sdpsearch.channels.zoo.bases import jumps, traceless_diagonals
from sdpsearch.linalg import Array

_LAW = CompositionLaw(
    "Φ_y = Ψ∘Φ_x with 1−y = (1−z)(1−x), where Ψ keeps the flag and otherwise replaces "
    "the state by it with probability z: more erasure is post-processing.",
    increasing=True,
)


@constructor
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
    kept, lost = _flag(np.eye(d, dtype=int)[None])
    return ChannelFamily.from_squares(
        lambda e: stack((1 - e, kept), (e, lost)),
        name="erasure",
        parameter="e",
        arguments={"d": d},
        law=_LAW,
    )


@constructor
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
    kept, lost = _flag(base.kraus)
    exact = None if base.squares is None else _flag(base.squares)[0]
    return line(
        with_squares(Channel(kept), None if exact is None else lambda: exact),
        with_squares(Channel(lost), lambda: lost),
        "with_erasure",
        "e",
        {"channel": base},
        _LAW,
    )


@constructor
def dephrasure(p: Number = 0.1) -> ChannelFamily:
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
    flip = fraction_parameter("p", p)
    one, phase = np.eye(2, dtype=int)[None], np.diag([1, -1])[None]
    kept, lost = _flag(stack((1 - flip, one), (flip, phase)))
    return ChannelFamily.from_squares(
        lambda q: stack((1 - q, kept), (q, lost)),
        name="dephrasure",
        parameter="q",
        arguments={"p": float(flip)},
        law=_LAW,
    )


@constructor
def depolarizing_erasure(d: int = 2, x: Number = 0.2) -> ChannelFamily:
    """Return the family ρ ↦ (1−e) [(1−x) ρ + x tr(ρ) 1/d] ⊕ e tr(ρ) |flag><flag|.

    Depolarizing with fixed x, then erasure with e: with_erasure() of depolarizing(d)(x),
    with the d² Kraus operators √(1−x+x/d²) 1, √(x/d) h_l (the d−1 orthonormal traceless
    diagonal matrices) and √(x/d) |j><i| before the flag.

    Args:
        d: dimension of the input, at least 2.
        x: weight of the white noise, in [0, 1].

    Returns:
        An affine family with parameter e in [0, 1], the erasure probability.

    Raises:
        ValueError: d < 2, or x lies outside [0, 1].

    Example:
        >>> import sdpsearch as sd
        >>> erased = sd.zoo.with_erasure(sd.zoo.depolarizing(d=3)(0.2))
        >>> sd.zoo.depolarizing_erasure(d=3, x=0.2)(0.4) == erased(0.4)
        True
    """
    d = checks.dimension("d", d, least=2)
    noise = fraction_parameter("x", x)
    one, share = np.eye(d, dtype=int)[None], noise / d
    operators = stack(
        (1 - noise + share / d, one), (share, traceless_diagonals(d)), (share, jumps(d))
    )
    kept, lost = _flag(operators)
    return ChannelFamily.from_squares(
        lambda e: stack((1 - e, kept), (e, lost)),
        name="depolarizing_erasure",
        parameter="e",
        arguments={"d": d, "x": float(noise)},
        law=_LAW,
    )


def _flag(operators: Array) -> tuple[Array, Array]:
    """Return the operators with a row of zeros for the flag, and all |flag><i|."""
    d_env, d_out, d_in = operators.shape
    kept = np.zeros((d_env, d_out + 1, d_in), dtype=operators.dtype)
    kept[:, :d_out] = operators
    lost = np.zeros((d_in, d_out + 1, d_in), dtype=int)
    lost[:, d_out] = np.eye(d_in)
    return kept, lost

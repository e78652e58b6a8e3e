"""Channels that commute with real rotations: Brauer mixtures, and Werner channels."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.curves import MORE_NOISE
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.rationals import fraction_array
from sdpsearch.channels.squares import Number, stack
from sdpsearch.channels.zoo.bases import (
    identity,
    reflections,
    rotations,
    traceless_symmetric,
    units,
)
from sdpsearch.linalg import Array


@constructor
def brauer(d: int = 3, weights: Sequence[Number] = (1, 1, 0)) -> ChannelFamily:
    """Return white noise of weight x on a channel a ρ + b ρ^T + c tr(ρ) 1.

    These are the channels with Φ(OρO^T) = O Φ(ρ) O^T for every real orthogonal O; their
    Choi states are the Brauer states of Solymos, Jakab and Zimborás, 2411.04597. They mix
    three: the identity; (tr(ρ) 1 − ρ^T)/(d−1), the Werner–Holevo channel; and the channel
    of the traceless symmetric matrices, d/((d−1)(d+2)) [tr(ρ) 1 + ρ^T − (2/d) ρ]. At x
    their weights are

        p_Ω = (1−x) w_Ω + x/d²,  p_Λ = (1−x) w_Λ + x (d−1)/(2d),
        p_S = (1−x) w_S + x (d−1)(d+2)/(2d²),

    with Kraus operators √p_Ω 1, √(p_Λ/(d−1)) (|i><j| − |j><i|), and of weight
    d p_S/((d−1)(d+2)) the |i><j| + |j><i| and √2 times the orthonormal traceless diagonals.
    The default, half identity and half Werner–Holevo, is for d=3 a channel that is neither
    antidegradable nor PPT.

    Args:
        d: dimension, at least 2.
        weights: (w_Ω, w_Λ, w_S) ≥ 0, scaled to sum 1.

    Returns:
        An affine family with parameter x in [0, 1], the weight of the noise tr(ρ) 1/d.

    Raises:
        ValueError: d < 2, or `weights` is not three numbers ≥ 0, not all zero.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.brauer(3, weights=(1, 0, 0))(0.4) == sd.zoo.depolarizing(d=3)(0.4)
        True
        >>> sd.zoo.brauer(4, weights=(0, 1, 0))(0) == sd.zoo.werner_holevo(4)
        True
    """
    d = checks.dimension("d", d, least=2)
    shares = fraction_array("weights", weights)
    if shares.shape != (3,) or np.any(shares < 0) or not np.any(shares):
        raise ValueError(
            "Argument `weights` must be three weights (w_Ω, w_Λ, w_S) ≥ 0, not all "
            f"zero, but is {weights!r}."
        )
    shares = shares / shares.sum()
    share = Fraction(d, (d - 1) * (d + 2))

    def squares(x: Number) -> Array:
        weight = [(1 - x) * w + x * n for w, n in zip(shares, white(d), strict=True)]
        return stack(
            (weight[0], identity(d)),
            (weight[1] / (d - 1), rotations(d)),
            (weight[2] * share, traceless_symmetric(d)),
        )

    return ChannelFamily.from_squares(
        squares,
        name="brauer",
        parameter="x",
        arguments={"d": d, "weights": tuple(float(w) for w in shares)},
        law=MORE_NOISE,
    )


def white(d: int) -> tuple[Fraction, Fraction, Fraction]:
    """Return (p_Ω, p_Λ, p_S) of the channel tr(ρ) 1/d, the shares of d².

    Example:
        >>> white(2)
        (Fraction(1, 4), Fraction(1, 4), Fraction(1, 2))
    """
    whole = 2 * d * d
    return (
        Fraction(1, d * d),
        Fraction(d * (d - 1), whole),
        Fraction((d - 1) * (d + 2), whole),
    )


@constructor
def werner(d: int = 2) -> ChannelFamily:
    """Return p (tr(ρ) 1 + ρ^T)/(d+1) + (1−p) (tr(ρ) 1 − ρ^T)/(d−1).

    The channels whose Choi states are Werner states: p is the weight of the symmetric
    subspace, as is usual for the states (p_sym). Φ(UρU†) = Ū Φ(ρ) Ū† for every unitary U.
    Kraus operators √((1−p)/(d−1)) (|i><j| − |j><i|), √(p/(d+1)) (|i><j| + |j><i|) for
    i < j, and √(2p/(d+1)) |i><i|. p = 0 is the Werner–Holevo channel (Werner and Holevo,
    quant-ph/0203003), p = 1 measures and prepares.

    Args:
        d: dimension, at least 2.

    Returns:
        An affine family with parameter p in [0, 1].

    Raises:
        ValueError: d < 2.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.werner(4)(0) == sd.zoo.werner_holevo(4)
        True
    """
    d = checks.dimension("d", d, least=2)
    return ChannelFamily.from_squares(
        lambda p: stack(
            ((1 - p) / (d - 1), rotations(d)),
            (p / (d + 1), reflections(d)),
            (2 * p / (d + 1), units(d)),
        ),
        name="werner",
        parameter="p",
        arguments={"d": d},
    )

"""Curves: families made from channels, and from other families."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from sdpsearch.channels.affinity import Affinity
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.interop import as_channel
from sdpsearch.channels.law import CompositionLaw
from sdpsearch.channels.making import stacked
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.squares import Number, stack
from sdpsearch.linalg import Array

#: Of every family (1−x) Λ(ρ) + x tr(ρ) 1/d_out.
MORE_NOISE = CompositionLaw(
    "Φ_y = D_z∘Φ_x with 1−y = (1−z)(1−x), as D_z(σ) = (1−z) σ + z tr(σ) 1/d_out "
    "keeps the noise and scales the signal: more noise is post-processing.",
    increasing=True,
)


@constructor
def mixture(
    channel0: Any,
    channel1: Any,
    name: str = "mixture",
    parameter: str = "x",
    arguments: Mapping[str, Any] | None = None,
) -> ChannelFamily:
    """Return the affine family x ↦ (1−x) Φ_0 + x Φ_1 on [0, 1].

    Args:
        channel0: Φ_0, a Channel or anything as_channel() takes.
        channel1: Φ_1, of the same dimensions.
        name: what tables call it.
        parameter: the name of the parameter.
        arguments: what tables add to the name.

    Raises:
        ValueError: the dimensions differ.

    Example:
        >>> import sdpsearch as sd
        >>> sd.mixture(sd.zoo.identity(2), sd.zoo.replacer(2)).affine
        True
    """
    first, second = as_channel(channel0), as_channel(channel1)
    dims = [(c.d_in, c.d_out) for c in (first, second)]
    if dims[0] != dims[1]:
        raise ValueError(
            "Arguments `channel0` and `channel1` must have equal (d_in, d_out), but have "
            f"{dims[0]} and {dims[1]}."
        )
    return line(first, second, name, parameter, arguments)


@constructor
def white_noise(
    channel: Any,
    name: str = "white noise",
    arguments: Mapping[str, Any] | None = None,
) -> ChannelFamily:
    """Return the family Λ_x(ρ) = (1−x) Λ(ρ) + x tr(ρ) 1/d_out: Λ with white noise.

    Equation (35) of Roofeh and Karimipour, arXiv 2408.05733, corrected.

    Args:
        channel: Λ, a Channel or anything as_channel() takes.
        name: what tables call it.
        arguments: what tables add to the name.

    Example:
        >>> import sdpsearch as sd
        >>> sd.white_noise(sd.zoo.identity(3))(1.0) == sd.zoo.depolarizing(d=3)(1.0)
        True
    """
    signal = as_channel(channel)
    noise = completely_depolarizing(signal.d_in, signal.d_out)
    return line(signal, noise, name, "x", arguments, MORE_NOISE)


def line(
    first: Channel,
    second: Channel,
    name: str,
    parameter: str,
    arguments: Mapping[str, Any] | None,
    law: CompositionLaw | None = None,
) -> ChannelFamily:
    """Return x ↦ (1−x) Φ_0 + x Φ_1, with the Kraus operators of both everywhere."""
    exact0 = first.squares
    exact1 = None if exact0 is None else second.squares
    family = ChannelFamily(
        lambda x: stack((np.sqrt(1 - x), first.kraus), (np.sqrt(x), second.kraus)),
        name=name,
        parameter=parameter,
        arguments=arguments,
        squares=None
        if exact0 is None or exact1 is None
        else lambda x: stack((1 - x, exact0), (x, exact1)),
        law=law,
    )
    family._by_construction = True  # pyright: ignore[reportPrivateUsage]
    return family


def completely_depolarizing(d_in: int, d_out: int) -> Channel:
    """Return ρ ↦ tr(ρ) 1/d_out with Kraus operators |b><a|/√d_out."""
    units = np.eye(d_out * d_in, dtype=int).reshape(-1, d_out, d_in)
    return stacked((Fraction(1, d_out), units))


@constructor
def complement_of(family: ChannelFamily) -> ChannelFamily:
    """Return the family of complementary channels x ↦ (Φ_x)^c on the minimal environment.

    Example:
        >>> import sdpsearch as sd
        >>> sd.complement_of(sd.zoo.dephasing())(0.3).d_out
        2
    """

    def complement(x: Number) -> Channel:
        return family(x).minimal().complementary

    def exact(x: Number) -> Array | None:
        # Known where the family's own environment is the minimal one.
        return complement(x).squares

    return ChannelFamily(
        complement,
        domain=family.domain,
        name=f"complement of {family.name}",
        parameter=family.parameter,
        arguments=family.arguments,
        squares=None if family.squares is None else exact,
    )


def _told(channel: Channel) -> str:
    """Return how a channel was made, or its dimensions where that is not known."""
    if channel.origin is None:
        return f"a channel from {channel.d_in} to {channel.d_out}"
    return f"({channel.origin})" if " " in str(channel.origin) else str(channel.origin)


@constructor
def composed(
    family: ChannelFamily,
    before: Channel | ChannelFamily | None = None,
    after: Channel | ChannelFamily | None = None,
) -> ChannelFamily:
    """Return x ↦ Ψ∘Φ_x∘Ξ, affine where the family is: composition is linear in Φ_x.

    Args:
        family: x ↦ Φ_x.
        before: Ξ, acting first; nothing where not given.
        after: Ψ, acting last.

    Raises:
        TypeError: another family is to act, which has a parameter of its own.

    Example:
        >>> import sdpsearch as sd
        >>> damped = sd.zoo.amplitude_damping()(0.2) @ sd.zoo.depolarizing(d=2)
        >>> damped.affine
        True
    """
    first, last = _acting(family, before), _acting(family, after)

    def channel(x: float) -> Channel:
        found = family(x) if first is None else family(x) @ first
        return found if last is None else last @ found

    parts = [c if c is None else _told(c) for c in (last, first)]
    made = ChannelFamily(
        channel,
        domain=family.ends,
        name=" @ ".join(p for p in (parts[0], family.label, parts[1]) if p is not None),
        parameter=family.parameter,
    )
    # A hypothesis stays one.
    made._by_construction = family.affinity is Affinity.CONSTRUCTED  # pyright: ignore[reportPrivateUsage]
    made._affine = family.affinity is Affinity.DECLARED  # pyright: ignore[reportPrivateUsage]
    return made


def _acting(family: ChannelFamily, other: Channel | ChannelFamily | None) -> Channel | None:
    if isinstance(other, ChannelFamily):
        raise TypeError(
            f"Families compose with channels, {family.label} with no other family: take "
            f"{other.label} at one {other.parameter}, or make the family that you mean "
            "with ChannelFamily(lambda x: …)."
        )
    return other

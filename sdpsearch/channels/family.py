"""ChannelFamily: a curve of channels x ↦ Φ_x on an interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, SupportsFloat

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel, stack_kraus
from sdpsearch.channels.interop import as_channel

#: Interior points, as fractions of the domain, at which affinity is checked; no
#: low-degree curve that is not affine passes through the chord at all of them.
_AFFINITY_PROBES = (0.1234, 0.3183, 0.5, 0.6931, 0.8716)
_AFFINITY_ATOL = 1e-12


class ChannelFamily:
    """A one-parameter family of channels x ↦ Φ_x on one input space.

    Args:
        channel: callable taking the parameter and returning a Channel, or anything
            as_channel() takes.
        domain: the closed interval on which the family is asked about.
        name: what tables call it.
        parameter: the name of the parameter.
        arguments: the fixed arguments it was built with, e.g. {"d": 3}.

    Raises:
        ValueError: the domain is empty, reversed or not finite.

    Example:
        >>> import sdpsearch as sd
        >>> family = sd.ChannelFamily(lambda x: sd.zoo.dephasing()(x), name="mine")
        >>> family(0.25).d_in
        2
    """

    def __init__(
        self,
        channel: Callable[[float], Any],
        domain: tuple[float, float] = (0.0, 1.0),
        name: str = "family",
        parameter: str = "x",
        arguments: Mapping[str, Any] | None = None,
    ) -> None:
        if not callable(channel):
            raise TypeError(
                "Argument `channel` must be a callable x -> Channel, but is "
                f"{checks.describe(channel)}."
            )
        self._channel = channel
        self.domain = _check_domain(domain)
        self.name = str(name)
        self.parameter = str(parameter)
        self.arguments: Mapping[str, Any] = MappingProxyType(dict(arguments or {}))

    def __call__(self, x: float) -> Channel:
        """Return Φ_x.

        Raises:
            ValueError: x lies outside the domain, or the callable raised or returned
                something that is not a channel there; the message names x.
        """
        if not isinstance(x, SupportsFloat):
            raise TypeError(f"Argument `{self.parameter}` must be a number, but is {x!r}.")
        x = float(x)
        low, high = self.domain
        if not low <= x <= high:
            raise ValueError(
                f"Argument `{self.parameter}` of {self.label} must lie in "
                f"[{low:g}, {high:g}], but is {x!r}."
            )
        channel = self._evaluate(x)
        if channel.d_in != self.d_in:
            raise ValueError(
                f"Family {self.label} must keep its input dimension, but has d_in = "
                f"{channel.d_in} at {self.parameter}={x!r} and {self.d_in} at {low:g}."
            )
        return channel

    @cached_property
    def d_in(self) -> int:
        """Dimension of the input, the same for all parameters."""
        return self._evaluate(self.domain[0]).d_in

    def _evaluate(self, x: float) -> Channel:
        try:
            return as_channel(self._channel(x))
        except Exception as error:  # the callable is the user's: anything may come out
            reason = " ".join(str(error).split()) or type(error).__name__
            raise ValueError(
                f"Family {self.label} gives no channel at {self.parameter}={x!r}: {reason}"
            ) from error

    @property
    def label(self) -> str:
        """Name with the fixed arguments, e.g. "depolarizing(d=3)"."""
        if not self.arguments:
            return self.name
        inner = ", ".join(f"{key}={value}" for key, value in self.arguments.items())
        return f"{self.name}({inner})"

    @cached_property
    def affine(self) -> bool:
        """Whether the Choi operator is affine in x: checked at five points to 1e-12."""
        low, high = self.domain
        ends = [self(low).choi, self(high).choi]
        if ends[0].shape != ends[1].shape:
            return False
        for fraction in _AFFINITY_PROBES:
            choi = self(low + fraction * (high - low)).choi
            if choi.shape != ends[0].shape:
                return False
            chord = (1 - fraction) * ends[0] + fraction * ends[1]
            if np.max(np.abs(choi - chord)) > _AFFINITY_ATOL:
                return False
        return True

    def __repr__(self) -> str:
        low, high = self.domain
        return f"ChannelFamily({self.label}, {self.parameter} in [{low:g}, {high:g}])"


def _check_domain(domain: Any) -> tuple[float, float]:
    try:
        low, high = (float(end) for end in domain)
    except (TypeError, ValueError):
        raise ValueError(
            f"Argument `domain` must be two numbers (low, high), but is {domain!r}."
        ) from None
    if not (np.isfinite(low) and np.isfinite(high)):
        raise ValueError(f"Argument `domain` must be finite, but is ({low}, {high}).")
    if low >= high:
        what = "empty" if low == high else "reversed"
        raise ValueError(
            f"Argument `domain` must have low < high, but ({low:g}, {high:g}) is {what}."
        )
    return low, high


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
    return ChannelFamily(
        lambda x: Channel(stack_kraus((1 - x, x), (first, second))),
        name=name,
        parameter=parameter,
        arguments=arguments,
    )


def white_noise(
    channel: Any,
    name: str = "white noise",
    arguments: Mapping[str, Any] | None = None,
) -> ChannelFamily:
    """Return the paper's Λ_x(ρ) = (1−x) Λ(ρ) + x tr(ρ) 1/d_out, eq. (35) corrected.

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
    return mixture(signal, noise, name=name, arguments=arguments)


def completely_depolarizing(d_in: int, d_out: int) -> Channel:
    """Return ρ ↦ tr(ρ) 1/d_out with Kraus operators |b><a|/√d_out."""
    units = np.eye(d_out * d_in).reshape(-1, d_out, d_in)
    return Channel(units / np.sqrt(d_out))


def complement_of(family: ChannelFamily) -> ChannelFamily:
    """Return the family of complementary channels x ↦ (Φ_x)^c on the minimal environment.

    Example:
        >>> import sdpsearch as sd
        >>> sd.complement_of(sd.zoo.dephasing())(0.3).d_out
        2
    """
    return ChannelFamily(
        lambda x: family(x).minimal().complementary,
        domain=family.domain,
        name=f"complement of {family.name}",
        parameter=family.parameter,
        arguments=family.arguments,
    )

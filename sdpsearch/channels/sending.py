"""What a family without an origin is in a pickle, and what it is made of again."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.making import rooted

if TYPE_CHECKING:
    from sdpsearch.channels.family import ChannelFamily


@dataclass(frozen=True)
class Rooted:
    """The channel with given signed squares at x, for floats and exact numbers alike."""

    squares: Callable[[Any], Any]

    def __call__(self, x: Any) -> Channel:
        """Return the channel at x."""
        return rooted(self.squares(x))


def reduced(family: ChannelFamily) -> tuple[Any, ...]:
    """Return what `__reduce__` owes: a function and its arguments.

    Raises:
        PicklingError: the callable is a lambda or local; the message says what to do.
    """
    # Imported here: a family knows how it is sent.
    from sdpsearch.channels.family import ChannelFamily

    # What a family keeps to itself is open to what sends it.
    channel = family._channel  # pyright: ignore[reportPrivateUsage]
    # Squares that come with the callable are not sent twice.
    squares = None if isinstance(channel, (ChannelFamily, Rooted)) else family.squares
    for made in (channel, squares):
        name = getattr(made, "__qualname__", "")
        if "<" in name:  # a lambda, or a def inside another
            raise pickle.PicklingError(
                f"Family {family.label} cannot be pickled, because {name} cannot: define "
                "it with def at the top of a module."
            )
    arguments = {
        "channel": channel,
        "domain": family.ends,
        "name": family.name,
        "parameter": family.parameter,
        "arguments": dict(family.arguments),
        "squares": squares,
        "law": family.law,
        "affine": family._affine,  # pyright: ignore[reportPrivateUsage]
    }
    return restored, (arguments, family._by_formula)  # pyright: ignore[reportPrivateUsage]


def restored(arguments: dict[str, Any], by_formula: bool) -> ChannelFamily:
    """Return the family that was sent."""
    from sdpsearch.channels.family import ChannelFamily

    inner = arguments["channel"]
    if isinstance(inner, Rooted):
        arguments["squares"] = inner.squares
    family = ChannelFamily(**arguments)
    family._by_formula = by_formula  # pyright: ignore[reportPrivateUsage]
    return family

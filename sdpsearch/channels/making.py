"""Channels made of signed squares, which they know exactly, and of pickles."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sdpsearch.channels.axioms import check_kraus
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.origin import Origin
from sdpsearch.channels.representation import Representation
from sdpsearch.channels.squares import roots, stack
from sdpsearch.linalg import Array, readonly


def rooted(squares: Any) -> Channel:
    """Return the channel with Kraus entries sgn(s)·√|s|, without keeping the squares."""
    kraus = roots(squares)
    check_kraus("squares", kraus)
    return _hold(readonly(kraus.astype(complex)), None)


def with_squares(channel: Channel, read: Callable[[], Any] | None) -> Channel:
    """Return the channel with a way to read its squares, or None where there are none."""
    return _hold(channel.kraus, read)


def stacked(*blocks: tuple[Fraction, Array]) -> Channel:
    """Return the channel with signed squares stack(*blocks), exact when asked for."""
    floats = stack(*[(float(weight), array) for weight, array in blocks])
    return with_squares(rooted(floats), lambda: stack(*blocks))


def _hold(kraus: Array, read: Callable[[], Any] | None) -> Channel:
    """Return a channel of checked Kraus operators."""
    channel = Channel.__new__(Channel)
    Representation.__init__(channel, kraus)
    channel._read_squares = read  # pyright: ignore[reportPrivateUsage]
    channel.origin = None
    return channel


def unpickled(kraus: Array, origin: Origin | None, squares: Array | None) -> Channel:
    """Return a channel as exact as it was in the process that sent it."""
    if origin is None:
        return _hold(readonly(kraus), None if squares is None else lambda: squares)
    channel = _hold(readonly(kraus), origin.squares)
    channel.origin = origin
    return channel

"""The shapes that every record shares: intervals, numbers, and the question asked."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.interval import Interval
from sdpsearch.proof.certificate import Certificate

Record = dict[str, Any]

#: What stands beside the nulls of an interval, by which of its ends are infinite.
_INFINITE = {
    (0, 0): None,
    (0, 1): "unbounded above",
    (-1, 0): "unbounded below",
    (-1, 1): "unbounded",
    (1, 1): "at +infinity",
    (-1, -1): "at -infinity",
}


def schema(name: str, version: int = 1) -> Record:
    """Return the key that says what a record is; the version grows when keys change."""
    return {"schema": f"sdpsearch/{name}/{version}"}


def interval(ends: Interval | tuple[float, float]) -> Record:
    """Return a closed interval: its ends, null where infinite, and a word for that."""
    low, high = ends
    signs = tuple(int(math.copysign(1, x)) if math.isinf(x) else 0 for x in (low, high))
    return {
        "lower": finite(low),
        "upper": finite(high),
        "infinite": _INFINITE[signs[0], signs[1]],
    }


def intervals(sets: Iterable[Interval | tuple[float, float]]) -> list[Record]:
    """Return several of them."""
    return [interval(item) for item in sets]


def fractions(ends: tuple[Fraction, Fraction] | None) -> Record | None:
    """Return an interval between exact fractions, which are written as text."""
    if ends is None:
        return None
    return {"lower": str(ends[0]), "upper": str(ends[1]), "infinite": None}


def finite(x: float | None) -> float | None:
    """Return a number that is finite, and None for all others."""
    return float(x) if x is not None and math.isfinite(x) else None


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; what it cannot hold, in Python's own words."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return repr(value)


def strict(value: Any) -> Any:
    """Return nested dictionaries and lists with null for every number not finite."""
    if isinstance(value, dict):
        return {key: strict(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [strict(item) for item in value]
    return finite(value) if isinstance(value, float) else value


def theorem(certificate: Certificate | None) -> str | None:
    """Return what a certificate proves, in words."""
    return None if certificate is None else certificate.theorem


def sizes(channel: Channel | None) -> Record:
    """Return a channel's dimensions, nulls without one."""
    if channel is None:
        return {"d_in": None, "d_out": None}
    return {"d_in": channel.d_in, "d_out": channel.d_out}


def about_channel(channel: Channel) -> Record:
    """Return which channel a question is about, as far as it knows its origin."""
    origin = channel.origin
    at = None if origin is None else origin.at
    return {
        "channel": None if origin is None else str(replace(origin, at=None)),
        "x": None if at is None else float(at),
        **sizes(channel),
        "kraus_operators": channel.d_env,
    }


def about_family(family: ChannelFamily, channel: Channel | None) -> Record:
    """Return which family a question is about; its dimensions are those of one channel."""
    low, high = family.domain
    return {
        "family": family.name,
        "label": family.label,
        "arguments": {key: plain(value) for key, value in family.arguments.items()},
        "parameter": family.parameter,
        "domain": interval((float(low), float(high))),
        **sizes(channel),
    }

"""Identity: the digest by which a run knows what it has answered, in every process.

Of a channel with an origin it is made of the origin and the exact parameter, of any other
of its Kraus operators, bit by bit; then of the property and of how it is asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.origin import Origin
from sdpsearch.linalg import Array
from sdpsearch.properties import Property

#: Where a family without an origin is looked at, as shares of its domain.
_LOOKED_AT = (Fraction(0), Fraction(382, 1000), Fraction(1))


def digest(value: Any) -> str:
    """Return the SHA-256 of a value, the same whenever and wherever it is made again.

    Raises:
        ValueError: it is of a kind that does not say what it is.

    Example:
        >>> import sdpsearch as sd
        >>> made = [digest(sd.zoo.depolarizing(d=d)(0.25)) for d in (3, 3, 2)]
        >>> made[0] == made[1], made[0] == made[2]
        (True, False)
    """
    return digest_of_plain(canonical(value))


def digest_of_plain(value: Any) -> str:
    """Return the digest of what canonical() has made plain."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Any) -> Any:
    """Return a value as plain JSON that tells it from every other one.

    Raises:
        ValueError: it is of a kind that does not say what it is.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (float, complex)):
        return {"number": repr(value)}
    if isinstance(value, Fraction):
        return {"exactly": str(value)}
    if isinstance(value, np.ndarray):
        return {"array": [list(value.shape), _bits(value)]}
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): canonical(item) for key, item in value.items()}
    if isinstance(value, Origin):
        return _of_origin(value)
    if isinstance(value, Channel):
        return _of_channel(value)
    if isinstance(value, ChannelFamily):
        return _of_family(value)
    raise ValueError(f"A run cannot tell one {type(value).__name__} from another.")


def question(asked: Property, solver: str, time_limit: float | None) -> Any:
    """Return a property and how it is asked as plain JSON.

    A property of the package is known by its name, any other by its type and values too.
    """
    kind = type(asked)
    own = kind.__module__.partition(".")[0] == "sdpsearch"
    whose = [] if own else [f"{kind.__module__}.{kind.__qualname__}", repr(asked)]
    return [asked.name, *whose, solver, canonical(time_limit)]


def _of_origin(origin: Origin) -> Any:
    at = None if origin.at is None else str(origin.at)
    return {
        "made by": origin.name,
        "of": canonical(dict(origin.arguments)),
        "at": at,
        "complement": origin.complement,
    }


def _of_channel(channel: Channel) -> Any:
    if channel.origin is not None:
        return canonical(channel.origin)
    squares = channel.squares
    told = None if squares is None else [str(square) for square in squares.flat]
    return {"kraus": canonical(channel.kraus), "squares": told}


def _of_family(family: ChannelFamily) -> Any:
    ends = [str(end) for end in family.ends]
    if family.origin is not None:
        return {"family": canonical(replace(family.origin, at=None)), "on": ends}
    low, high = family.ends
    seen = [canonical(family(low + share * (high - low))) for share in _LOOKED_AT]
    return {"family": [family.label, family.parameter], "on": ends, "seen": seen}


def _bits(array: Array) -> str:
    # Zeros have one sign here, and every machine one order of bytes.
    data = np.ascontiguousarray(array + 0.0, dtype="<c16").tobytes()
    return hashlib.sha256(data).hexdigest()

"""The zoo's catalogue: what can be built from a name and plain numbers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, get_type_hints

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.origin import is_constructor
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.channels.zoo import (
    activation,
    cldui,
    covariant,
    damping,
    elementary,
    erasures,
    flips,
    noise,
    orthogonal,
    spaces,
    spins,
    weyl,
)

#: In the order of `sdpsearch families`; a constructor is listed where it is defined.
_KINDS = (
    noise,
    orthogonal,
    erasures,
    damping,
    flips,
    weyl,
    cldui,
    spins,
    activation,
    elementary,
    covariant,
    spaces,
)


def _constructors() -> Iterator[Callable[..., Any]]:
    """Yield the constructors that can be built from plain numbers, all with defaults."""
    for kind in _KINDS:
        for function in vars(kind).values():
            if getattr(function, "__module__", None) != kind.__name__:
                continue
            if not is_constructor(function):
                continue
            arguments = inspect.signature(function).parameters.values()
            if all(argument.default is not argument.empty for argument in arguments):
                yield function


_CONSTRUCTORS = tuple(_constructors())


def _returning(kind: type) -> Mapping[str, Callable[..., Any]]:
    return MappingProxyType(
        {f.__name__: f for f in _CONSTRUCTORS if get_type_hints(f)["return"] is kind}
    )


#: Families by name, each built from plain numbers with defaults for all of them.
FAMILIES: Mapping[str, Callable[..., ChannelFamily]] = _returning(ChannelFamily)

#: Channels without a parameter by name, built likewise.
CHANNELS: Mapping[str, Callable[..., Channel]] = _returning(Channel)

#: Spaces of two or three parameters by name, built likewise.
SPACES: Mapping[str, Callable[..., ChannelSpace]] = _returning(ChannelSpace)


def build(name: str, **arguments: Any) -> ChannelFamily | Channel | ChannelSpace:
    """Return the family, channel or space of that name, built with the given arguments.

    Args:
        name: a key of FAMILIES, CHANNELS or SPACES.
        **arguments: the constructor's keyword arguments.

    Returns:
        A ChannelFamily for a name in FAMILIES, a Channel for a name in CHANNELS, a
        ChannelSpace for a name in SPACES.

    Raises:
        ValueError: the name is unknown (the message gives the nearest ones), the
            constructor takes no such argument, or it rejects a value.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.build("erasure", d=3)
        ChannelFamily(erasure(d=3), e in [0, 1])
    """
    constructor = FAMILIES.get(name) or CHANNELS.get(name) or SPACES.get(name)
    if constructor is None:
        known = [*FAMILIES, *CHANNELS, *SPACES]
        near = get_close_matches(str(name), known, n=3, cutoff=0.5) or known
        raise ValueError(f"No channel is called {name!r}; try {', '.join(near)}.")
    accepted = inspect.signature(constructor).parameters
    unknown = [key for key in arguments if key not in accepted]
    if unknown:
        raise ValueError(
            f"{name} takes no argument {unknown[0]!r}; "
            f"it takes {', '.join(accepted) or 'none'}."
        )
    return constructor(**arguments)

"""The zoo's catalogue: what can be built from a name and plain numbers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, get_type_hints

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.zoo.activation import horodecki, platypus, smith_yard
from sdpsearch.channels.zoo.covariant import cloner, landau_streater
from sdpsearch.channels.zoo.damping import (
    amplitude_damping,
    damping_dephasing,
    generalized_amplitude_damping,
    multilevel_amplitude_damping,
    pure_loss,
)
from sdpsearch.channels.zoo.elementary import identity, replacer
from sdpsearch.channels.zoo.erasures import dephrasure, erasure
from sdpsearch.channels.zoo.flips import (
    bb84,
    dephasing,
    generalized_dephasing,
    pauli,
    two_pauli,
)
from sdpsearch.channels.zoo.noise import (
    depolarizing,
    depolarizing_complement,
    transpose_depolarizing,
    werner_holevo,
)

_CONSTRUCTORS: tuple[Callable[..., Any], ...] = (
    depolarizing,
    depolarizing_complement,
    transpose_depolarizing,
    erasure,
    dephrasure,
    amplitude_damping,
    generalized_amplitude_damping,
    multilevel_amplitude_damping,
    damping_dephasing,
    pure_loss,
    dephasing,
    generalized_dephasing,
    pauli,
    two_pauli,
    bb84,
    platypus,
    horodecki,
    identity,
    replacer,
    werner_holevo,
    landau_streater,
    cloner,
    smith_yard,
)


def _returning(kind: type) -> Mapping[str, Callable[..., Any]]:
    return MappingProxyType(
        {f.__name__: f for f in _CONSTRUCTORS if get_type_hints(f)["return"] is kind}
    )


#: Families by name, each built from plain numbers with defaults for all of them.
FAMILIES: Mapping[str, Callable[..., ChannelFamily]] = _returning(ChannelFamily)

#: Channels without a parameter by name, built likewise.
CHANNELS: Mapping[str, Callable[..., Channel]] = _returning(Channel)


def build(name: str, **arguments: Any) -> ChannelFamily | Channel:
    """Return the family or channel of that name, built with the given arguments.

    Args:
        name: a key of FAMILIES or CHANNELS.
        **arguments: the constructor's keyword arguments.

    Returns:
        A ChannelFamily for a name in FAMILIES, a Channel for a name in CHANNELS.

    Raises:
        ValueError: the name is unknown (the message gives the nearest ones), the
            constructor takes no such argument, or it rejects a value.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.build("erasure", d=3)
        ChannelFamily(erasure(d=3), e in [0, 1])
    """
    constructor = FAMILIES.get(name) or CHANNELS.get(name)
    if constructor is None:
        known = [*FAMILIES, *CHANNELS]
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

"""Facts: where along a family a property holds, known in closed form without an SDP."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from sdpsearch.channels.curves import complement_of
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.zoo.registry import FAMILIES
from sdpsearch.known import (
    activation,
    damping,
    erasures,
    flips,
    noise,
    orthogonal,
    spins,
    weyl,
)
from sdpsearch.known.entry import FOLKLORE, Entries, Entry

_ENTRIES: Mapping[str, Entries] = (
    noise.THRESHOLDS
    | orthogonal.THRESHOLDS
    | damping.THRESHOLDS
    | flips.THRESHOLDS
    | weyl.THRESHOLDS
    | spins.THRESHOLDS
    | erasures.THRESHOLDS
    | activation.THRESHOLDS
)
_COMPLEMENT = "complement of "
_SWAPPED = {"antidegradable": "degradable", "degradable": "antidegradable"}

#: Fractions of the domain at which a family must agree with the zoo's of that name.
_PROBES = (0.37, 0.81)


@dataclass(frozen=True)
class Fact:
    """A property of a family and the closed sets of its parameter where it holds.

    Attributes:
        family: name of the family.
        arguments: its fixed arguments.
        parameter: name of its parameter.
        domain: the interval on which the fact is stated.
        property: a property's name, "k-extendible" with the number k in place of the
            letter.
        holds: closed intervals (from, to) inside the domain; () means never.
        expression: the boundary in closed form.
        source: where it is from, or why it is true.
        status: "published", "folklore" (generally known), or "derived" (proved for this
            package and confirmed by semidefinite programming).
    """

    family: str
    arguments: Mapping[str, Any]
    parameter: str
    domain: tuple[float, float]
    property: str
    holds: tuple[tuple[float, float], ...]
    expression: str
    source: str
    status: str


def facts(family: ChannelFamily) -> tuple[Fact, ...]:
    """Return what is known in closed form about a family.

    Antidegradable, 3-extendible, signed-extendible, degradable, PPT, entanglement breaking,
    and where capacities vanish, as far as known; fact() also answers for more copies.
    Families of the zoo are recognised by name and arguments and by their channels at two
    points, so that a family that merely bears such a name gets no facts; so are their
    complements by complement_of(), for which degradable and antidegradable change places.

    Args:
        family: any family.

    Returns:
        The facts, restricted to the family's domain; () when nothing is known.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.known.thresholds import facts
        >>> [f.property for f in facts(sd.zoo.erasure(d=2))][:2]
        ['antidegradable', 'zero-capacity']
    """
    known = _facts(family, 2)
    third = tuple(f for f in _facts(family, 3) if f.property == "3-extendible")
    return known + third


def fact(family: ChannelFamily, property: str) -> Fact | None:
    """Return what is known about one property of a family.

    Args:
        family: any family.
        property: a property's name; "k-extendible" for any number k ≥ 2, e.g.
            "7-extendible"; "2-extendible" is "antidegradable".

    Returns:
        The fact, or None when nothing is known in closed form.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.known.thresholds import fact
        >>> fact(sd.zoo.erasure(d=2), "4-extendible").holds
        ((0.75, 1.0),)
    """
    copies = re.fullmatch(r"([1-9]\d*)-extendible", property)
    k = int(copies[1]) if copies else 2
    name = "antidegradable" if copies and k == 2 else property
    for known in _facts(family, k):
        if known.property == name:
            return replace(known, property=property)
    return None


def _facts(family: ChannelFamily, k: int) -> tuple[Fact, ...]:
    """Return the facts at k copies (and those that know no k)."""
    if k < 2 or not is_the_zoos(family):
        return ()
    name = family.name.removeprefix(_COMPLEMENT)
    entries: Iterable[Entry] = _ENTRIES[name](k, **family.arguments)
    if name != family.name:
        entries = [
            replace(
                entry,
                property=_SWAPPED[entry.property],
                source=f"complement of: {entry.source}",
                status=FOLKLORE if entry.status == "published" else entry.status,
            )
            for entry in entries
            if entry.property in _SWAPPED
        ]
    return tuple(_fact(family, entry) for entry in entries)


def _fact(family: ChannelFamily, entry: Entry) -> Fact:
    low, high = family.domain
    clipped = tuple(
        (max(start, low), min(end, high))
        for start, end in entry.holds
        if start <= high and end >= low
    )
    return Fact(
        family=family.name,
        arguments=MappingProxyType(dict(family.arguments)),
        parameter=family.parameter,
        domain=family.domain,
        property=entry.property,
        holds=clipped,
        expression=entry.expression,
        source=entry.source,
        status=entry.status,
    )


def is_the_zoos(family: ChannelFamily) -> bool:
    """Tell whether this is the zoo's family of that name, or its complement."""
    name = family.name.removeprefix(_COMPLEMENT)
    if name not in _ENTRIES:
        return False
    low, high = family.domain
    try:
        model = FAMILIES[name](**family.arguments)
        if name != family.name:
            model = complement_of(model)
        return model.parameter == family.parameter and all(
            model(x) == family(x)
            for x in (low + fraction * (high - low) for fraction in _PROBES)
        )
    except (TypeError, ValueError):  # other arguments or another domain: an impostor
        return False

"""Which family has which capacity on which interval, known in closed form.

Where a family is antidegradable, PPT or signed-extendible, by known.thresholds.facts(),
Q = 0. Being none of these implies nothing: Q is then unknown unless another fact tells it.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.zoo.registry import CHANNELS
from sdpsearch.known import (
    activation,
    covariant,
    damping,
    elementary,
    erasures,
    flips,
    noise,
    orthogonal,
    spins,
    weyl,
)
from sdpsearch.known.entry import SIGNED, CapacityEntries, CapacityEntry, Form, none, zero
from sdpsearch.known.thresholds import Fact, facts

#: By the name of a family, of the complement of one, or of a channel.
ENTRIES: Mapping[str, CapacityEntries] = (
    noise.CAPACITIES
    | orthogonal.CAPACITIES
    | damping.CAPACITIES
    | flips.CAPACITIES
    | weyl.CAPACITIES
    | spins.CAPACITIES
    | erasures.CAPACITIES
    | elementary.CAPACITIES
    | covariant.CAPACITIES
    | activation.CAPACITIES
)

#: Properties that imply Q = 0.
_VANISHING = ("antidegradable", "ppt", SIGNED)


@dataclass(frozen=True)
class CapacityFact:
    """The quantum capacity of a family on an interval, or a lower bound on it.

    Attributes:
        family: name of the family, or of a channel without a parameter.
        arguments: its fixed arguments.
        parameter: name of its parameter; "" for a single channel.
        domain: the closed interval on which it is stated; (0, 0) for a single channel.
        relation: "=" for Q, "≥" for a lower bound on Q.
        value: from the parameter to bits.
        expression: the same in writing.
        source: where it is from, or why it is true.
        status: "published", "folklore" or "derived", as for thresholds.Fact.
    """

    family: str
    arguments: Mapping[str, Any]
    parameter: str
    domain: tuple[float, float]
    relation: str
    value: Form = field(repr=False, compare=False)
    expression: str
    source: str
    status: str


def capacity_facts(family: ChannelFamily) -> tuple[CapacityFact, ...]:
    """Return what is known in closed form about the quantum capacity of a family.

    Families of the zoo and their complements are recognised as by thresholds.facts().

    Args:
        family: any family.

    Returns:
        Capacities ("=") first, then lower bounds ("≥"), clipped to the family's domain;
        () when nothing is known.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.capacity import capacity_facts
        >>> known = capacity_facts(sd.zoo.erasure(d=2))[0]
        >>> known.expression, known.value(0.25)
        ('(1−2e)₊ log d', 0.5)
    """
    known = facts(family)
    if not known:  # not one of the zoo's, whatever its name
        return ()
    vanishing: dict[object, Fact] = {}  # of reasons for one set the first
    for name in _VANISHING:
        for fact in known:
            if fact.property == name:
                vanishing.setdefault(fact.holds, fact)
    stated = list(ENTRIES.get(family.name, none)(**family.arguments))
    stated += [
        CapacityEntry(
            fact.holds,
            "=",
            zero,
            f"0, {fact.property} ({fact.expression})",
            fact.source,
            fact.status,
        )
        for fact in vanishing.values()
    ]
    low, high = family.domain
    found = [
        _fact(entry, family.name, family.arguments, family.parameter, domain)
        for entry in stated
        for start, end in entry.where
        if (domain := (max(low, start), min(high, end)))[0] <= domain[1]
    ]
    return tuple(sorted(found, key=lambda fact: fact.relation != "="))


def capacity_fact(family: ChannelFamily, x: float) -> CapacityFact | None:
    """Return the capacity at x, else the greatest lower bound there, None if unknown.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.capacity import capacity_fact
        >>> capacity_fact(sd.zoo.depolarizing(d=2), 0.1).relation
        '≥'
    """
    here = [f for f in capacity_facts(family) if f.domain[0] <= x <= f.domain[1]]
    exact = [fact for fact in here if fact.relation == "="]
    return exact[0] if exact else max(here, key=lambda f: f.value(x), default=None)


def channel_capacity_fact(name: str, **arguments: Any) -> CapacityFact | None:
    """Return the capacity of a zoo channel without a parameter, None when unknown.

    Args:
        name: a key of zoo.CHANNELS.
        **arguments: the constructor's arguments; its defaults stand for the rest.

    Example:
        >>> from sdpsearch.capacity import channel_capacity_fact
        >>> round(channel_capacity_fact("cloner", m=2, d=3).value(0.0), 12)
        1.0
    """
    if name not in CHANNELS or name not in ENTRIES:
        return None
    bound = inspect.signature(CHANNELS[name]).bind(**arguments)
    bound.apply_defaults()
    entry = next(ENTRIES[name](**bound.arguments), None)
    if entry is None:
        return None
    return _fact(entry, name, bound.arguments, "", (0.0, 0.0))


def _fact(
    entry: CapacityEntry,
    family: str,
    arguments: Mapping[str, Any],
    parameter: str,
    domain: tuple[float, float],
) -> CapacityFact:
    return CapacityFact(
        family=family,
        arguments=MappingProxyType(dict(arguments)),
        parameter=parameter,
        domain=domain,
        relation=entry.relation,
        value=entry.value,
        expression=entry.expression,
        source=entry.source,
        status=entry.status,
    )

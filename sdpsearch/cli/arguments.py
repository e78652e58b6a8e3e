"""From words on a command line to families, channels and properties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sdpsearch import deadline
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.curves import white_noise
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.cli.numbers import exact
from sdpsearch.cli.options import NO_CHOI, ChoiOptions
from sdpsearch.cli.targets import Found, Words, flag, look_up, single
from sdpsearch.properties import Antidegradable, Decision, Property, parse_property


@dataclass(frozen=True)
class Title:
    """What a channel is called, and where in a family it stands."""

    label: str
    parameter: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        if self.parameter is None:
            return self.label
        return f"{self.label} at {self.parameter} = {self.value}"


def family_from(
    target: str, words: Words, choi: ChoiOptions = NO_CHOI, *, any_size: bool = False
) -> ChannelFamily:
    """Return one family: named, or white noise on the channel named."""
    return _along(_only(target, words, choi, any_size=any_size))


def asks_every_dimension(words: Words) -> bool:
    """Whether the dimension is given as --d all."""
    return list(words.get("d", ())) == ["all"]


def without_dimension(words: Words) -> Words:
    """Return the options but --d."""
    return {key: values for key, values in words.items() if key != "d"}


def families_from(
    target: str, words: Words, choi: ChoiOptions = NO_CHOI
) -> list[ChannelFamily]:
    """Return one family per combination of repeated options."""
    return [_along(found) for found in look_up(target, words, choi)]


def family_and_grid(
    target: str, x: str | None, words: Words, choi: ChoiOptions = NO_CHOI
) -> tuple[ChannelFamily, str | None]:
    """Return one family and the words for its parameter, by its own name or as --x."""
    return along_and_grid(_only(target, words, choi), x)


def along_and_grid(found: Found, x: str | None) -> tuple[ChannelFamily, str | None]:
    """Return the family that was found, and the words for its parameter."""
    x, _, found = _parameter(found, x)
    return _along(found), x


def parameter_of(found: Found) -> str:
    """Return the name of the parameter; of a channel that of the white noise added."""
    return "x" if isinstance(found.thing, Channel) else found.thing.parameter


def channel_from(
    target: str, x: str | None, words: Words, choi: ChoiOptions = NO_CHOI
) -> tuple[Channel, Title]:
    """Return one channel and its title: a family's at x, or with white noise x."""
    found, title = channel_or_family(target, x, words, choi)
    if isinstance(found, ChannelFamily):
        raise ValueError(
            f"{target} is a family: give its parameter with {flag(found.parameter)}."
        )
    return found, title


def channel_or_family(
    target: str, x: str | None, words: Words, choi: ChoiOptions = NO_CHOI
) -> tuple[Channel | ChannelFamily, Title]:
    """Return one channel and its title, or a family whose parameter is not given."""
    for key, values in words.items():
        single(key, values)
    found = look_up(target, words, choi)[0]
    x, option, found = _parameter(found, x)
    if isinstance(found.thing, Channel) and x is None:
        found.refuse_rest()
        return found.thing, Title(found.title)
    family = _along(found)
    if x is None:
        return family, Title(family.label)
    return family(exact(option, x)), Title(family.label, family.parameter, x)


def target_from(
    target: str, words: Words, choi: ChoiOptions = NO_CHOI, *, noisy: bool
) -> ChannelFamily | Channel:
    """Return what a certificate may be about: a family, or a channel by itself.

    Args:
        target: as on the command line.
        words: its options.
        choi: what is said of a Choi matrix in a file.
        noisy: whether a channel stands for white noise on it, as in `threshold`.
    """
    if asks_every_dimension(words):
        words = without_dimension(words)
    found = _only(target, words, choi, any_size=True)
    if isinstance(found.thing, Channel) and not noisy:
        found.refuse_rest()
        return found.thing
    return _along(found)


def proved_as(decision: Decision, title: Title, *, as_map: bool) -> Decision:
    """Return the decision with its exact proof, about the channel with that title."""
    from sdpsearch.properties.certify import proved

    at = None if title.value is None else Fraction(title.value)
    try:
        deadline.check("a proof was looked for")
        return proved(
            decision, label=title.label, parameter=title.parameter, at=at, as_map=as_map
        )
    except deadline.OutOfTime as end:
        return replace(decision, reason=f"{decision.reason[:-1]}; {end}.")


def properties_from(names: Sequence[str] | None) -> list[Property]:
    """Return the named properties, antidegradable when none is named."""
    return [parse_property(name) for name in names] if names else [Antidegradable()]


def _only(target: str, words: Words, choi: ChoiOptions, *, any_size: bool = False) -> Found:
    """Return what is found where options are not repeated."""
    found = look_up(target, words, choi, any_size=any_size)
    if len(found) > 1:
        repeated = next(key for key in found[0].takes if len(words.get(key, ())) > 1)
        raise ValueError(
            f"Option {flag(repeated)} is given twice; this command takes one value."
        )
    return found[0]


def _along(found: Found) -> ChannelFamily:
    """Return the family found, or white noise on the channel found."""
    found.refuse_rest()
    if isinstance(found.thing, ChannelFamily):
        return found.thing
    return white_noise(found.thing, arguments={"on": found.name, **found.arguments})


def _parameter(found: Found, x: str | list[str] | None) -> tuple[str | None, str, Found]:
    """Return the words for the parameter, the option they came by, and what is left."""
    if isinstance(x, list):  # given as -x, which is read like a family's own options
        x = single("x", x)
    name = parameter_of(found)
    if name not in found.rest:
        return x, "x", found
    if x is not None:
        raise ValueError(f"Give the parameter once: {flag(name)} or --x, not both.")
    given = single(name, found.rest[name])
    rest = {key: values for key, values in found.rest.items() if key != name}
    return given, name, replace(found, rest=rest)

"""From words on a command line to families, channels, properties and grids."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from sdpsearch import deadline
from sdpsearch.channels import zoo
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily, white_noise
from sdpsearch.channels.files import SUFFIXES, load_channel
from sdpsearch.properties import Antidegradable, Decision, Property, parse_property

Words = Mapping[str, Sequence[str]]

#: Characters that a number may have.
_LONGEST = 400
#: Parameters that a grid may have.
MOST_POINTS = 10_000
#: Largest dimension or number of a family's option: Kraus operators have up to d⁴ entries.
LARGEST = 40


def is_file(target: str) -> bool:
    """Whether a target names a file rather than something in the zoo."""
    if Path(target).suffix in SUFFIXES or "/" in target:
        return True
    try:
        return Path(target).is_file()
    except OSError:  # too long for a name
        return False


def family_from(target: str, words: Words) -> ChannelFamily:
    """Return one family: a name in the zoo, or white noise on the channel in a file."""
    families = families_from(target, words)
    if len(families) > 1:
        repeated = next(key for key, values in words.items() if len(values) > 1)
        raise ValueError(
            f"Option --{repeated} is given twice; this command takes one value."
        )
    return families[0]


def families_from(target: str, words: Words) -> list[ChannelFamily]:
    """Return one family per combination of repeated options."""
    if is_file(target):
        if words:
            raise ValueError(f"A file takes no option --{next(iter(words))}.")
        path = Path(target)
        return [white_noise(load_channel(path), arguments={"on": path.name})]
    built = []
    for values in product(*words.values()):
        arguments = {k: value_of(v, k) for k, v in zip(words, values, strict=True)}
        arguments = checked_sizes(target, arguments)
        found = zoo.build(target, **arguments)
        if isinstance(found, Channel):
            found = white_noise(found, arguments={"on": target, **arguments})
        built.append(found)
    return built


@dataclass(frozen=True)
class ChoiOptions:
    """What a command line says about a Choi matrix in a file."""

    d_in: int | None
    d_out: int | None
    order: str | None
    normalised: bool


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


def channel_from(
    target: str, x: str | None, words: Words, choi: ChoiOptions
) -> tuple[Channel, Title]:
    """Return one channel and its title: of the zoo, or in a file, with white noise x."""
    if is_file(target):
        if words:
            raise ValueError(f"A file takes no option --{next(iter(words))}.")
        found = load_channel(target, **vars(choi))
        if x is None:
            return found, Title(target)
        family = white_noise(found, arguments={"on": Path(target).name})
        return family(_exact("x", x)), Title(family.label, "x", x)
    if choi.order is not None or choi.normalised:
        raise ValueError("--order and --normalised belong to a Choi matrix in a file.")
    # The zoo's replacer has options of these names too.
    sizes = {"d_in": choi.d_in, "d_out": choi.d_out}
    more = {key: [str(value)] for key, value in sizes.items() if value is not None}
    return _zoo_channel(target, x, {**words, **more})


def target_from(target: str, words: Words, *, noisy: bool) -> ChannelFamily | Channel:
    """Return what a certificate may be about: a family, or a channel by itself.

    Args:
        target: as on the command line.
        words: its options.
        noisy: whether a file stands for white noise on its channel, as in `threshold`.
    """
    if is_file(target):
        if words:
            raise ValueError(f"A file takes no option --{next(iter(words))}.")
        return family_from(target, words) if noisy else load_channel(Path(target))
    given = {key: value_of(_single(key, v), key) for key, v in words.items()}
    return zoo.build(target, **checked_sizes(target, given))


def proved_as(decision: Decision, title: Title, *, as_map: bool) -> Decision:
    """Return the decision with its exact proof, about the channel with that title."""
    from sdpsearch.properties.proving import proved

    at = None if title.value is None else Fraction(title.value)
    try:
        deadline.check("a proof was looked for")
        return proved(
            decision, label=title.label, parameter=title.parameter, at=at, as_map=as_map
        )
    except deadline.OutOfTime as end:
        return replace(decision, reason=f"{decision.reason[:-1]}; {end}.")


def _zoo_channel(target: str, x: str | None, words: Words) -> tuple[Channel, Title]:
    accepted = _accepted(target)
    fixed = {key: values for key, values in words.items() if key in accepted}
    rest = {key: values for key, values in words.items() if key not in accepted}
    given = {key: value_of(_single(key, v), key) for key, v in fixed.items()}
    family = zoo.build(target, **checked_sizes(target, given))
    if isinstance(family, Channel):
        if rest or x is not None:
            unknown = next(iter(rest), "x")
            raise ValueError(f"{target} is a single channel and takes no --{unknown}.")
        return family, Title(target)
    name, option = family.parameter, "x"
    if name in rest:
        if x is not None:
            raise ValueError(f"Give the parameter once: --{name} or --x, not both.")
        x, option = _single(name, rest.pop(name)), name
    if rest:
        zoo.build(target, **dict.fromkeys(rest))  # raises, naming what it takes
    if x is None:
        raise ValueError(f"{target} is a family: give its parameter with --{name}.")
    return family(_exact(option, x)), Title(family.label, name, x)


def _accepted(target: str) -> set[str]:
    constructor = zoo.FAMILIES.get(target) or zoo.CHANNELS.get(target)
    if constructor is None:
        zoo.build(target)  # raises, offering the nearest names
        return set()
    return set(inspect.signature(constructor).parameters)


def properties_from(names: Sequence[str] | None) -> list[Property]:
    """Return the named properties, antidegradable when none is named."""
    return [parse_property(name) for name in names] if names else [Antidegradable()]


def grid_from(text: str) -> list[float]:
    """Return the parameters that START:STOP:COUNT stands for, both ends included.

    A plain number stands for itself, several are separated by commas.
    """
    parts = text.split(":")
    if len(parts) == 1:
        words = text.split(",")
        if len(words) > MOST_POINTS:
            raise ValueError(
                f"Option --x must have at most {MOST_POINTS} values, but has {len(words)}."
            )
        return [_number("x", word) for word in words]
    if len(parts) != 3:
        raise ValueError(f"Option --x must be START:STOP:COUNT, but is {text!r}.")
    start, stop = _number("x", parts[0]), _number("x", parts[1])
    if parts[2].isdecimal() and (len(parts[2]) > 9 or int(parts[2]) > MOST_POINTS):
        raise ValueError(
            f"Option --x must have a COUNT of at most {MOST_POINTS}, but is "
            f"{shortened(text)!r}."
        )
    if not parts[2].isdecimal() or int(parts[2]) < 2:
        raise ValueError(f"Option --x must have a COUNT of at least 2, but is {text!r}.")
    if not start < stop:
        raise ValueError(f"Option --x must have START < STOP, but is {text!r}.")
    return [float(x) for x in np.linspace(start, stop, int(parts[2]))]


def value_of(word: str, name: str) -> Any:
    """Return an int, a float, an exact fraction (3/2), or a tuple of them (1,2,3)."""
    check_length(word, name)
    if "," in word:
        return tuple(value_of(part, name) for part in word.split(",") if part)
    try:
        return int(word)
    except ValueError:
        pass
    try:
        return Fraction(word) if "/" in word else float(Fraction(word))
    except (ValueError, ZeroDivisionError, OverflowError):
        raise ValueError(
            f"Option --{name} must be a finite number, but is {word!r}."
        ) from None


def check_length(word: str, name: str) -> None:
    """Refuse a number that would take long to read: 1e-99999999 has as many digits."""
    powers = re.findall(r"[eE][+-]?0*(\d+)", word)
    if len(word) > _LONGEST or any(len(p) > 3 for p in powers):
        raise ValueError(
            f"Option --{name} must be written in at most {_LONGEST} characters, powers of "
            f"ten below 1000, but is {shortened(word)!r}."
        )


def shortened(word: str) -> str:
    """Return a word, its middle left out where it would fill the screen."""
    return word if len(word) <= 60 else f"{word[:30]}…{word[-10:]}"


def checked_sizes(target: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a family's arguments; ValueError for a size that would fill the memory."""
    constructor = zoo.FAMILIES.get(target) or zoo.CHANNELS.get(target)
    known = {} if constructor is None else inspect.signature(constructor).parameters
    for key, value in arguments.items():
        whole = key in known and known[key].annotation in (int, "int")
        if whole and isinstance(value, int) and value > LARGEST:
            raise ValueError(
                f"Option --{key} must be at most {LARGEST} here, but is "
                f"{shortened(str(value))}; larger channels are built from Python."
            )
    return dict(arguments)


def _number(name: str, word: str) -> float:
    value = value_of(word, name)
    if isinstance(value, tuple):
        raise ValueError(f"Option --{name} must be one number, but is {word!r}.")
    return float(value)


def _exact(name: str, word: str) -> Fraction:
    """Return the rational number that a word writes, 0.1 being a tenth."""
    _number(name, word)  # raises for words that are no number
    return Fraction(word)


def _single(name: str, values: Sequence[str]) -> str:
    if len(values) != 1:
        raise ValueError(
            f"Option --{name} must be given once, but has {len(values)} values."
        )
    return values[0]

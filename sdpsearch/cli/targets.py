"""What a target on the command line names: the zoo's, a file's, or the user's own."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from sdpsearch.channels import zoo
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.files import load_channel, load_nearest
from sdpsearch.channels.partition_forms import ANY_DIMENSION
from sdpsearch.channels.reading import SUFFIXES
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.cli import output, own
from sdpsearch.cli.numbers import shortened, value_of
from sdpsearch.cli.options import ChoiOptions

Words = Mapping[str, Sequence[str]]

#: Largest dimension or number of a family's option: Kraus operators have up to d⁴ entries.
LARGEST = 40
#: The same where no operator is written out.
LARGEST_UNWRITTEN = 10**9


@dataclass(frozen=True)
class Found:
    """What a target names, and the options that are not its own."""

    thing: Channel | ChannelFamily
    title: str
    name: str
    takes: tuple[str, ...] = ()
    arguments: Mapping[str, Any] = field(default_factory=dict)
    rest: Words = field(default_factory=dict)

    def refuse_rest(self) -> None:
        """Raise ValueError for an option that nothing takes."""
        for key in self.rest:
            flags = ", ".join(flag(name) for name in self.takes) or "none"
            also = ""
            if isinstance(self.thing, ChannelFamily):
                also = f" (its parameter is {flag(self.thing.parameter)})"
            raise ValueError(
                f"{self.title} takes no option {flag(key)}; it takes {flags}{also}."
            )


def flag(name: str) -> str:
    """Return a name as it is written on the command line."""
    return "--" + name.replace("_", "-")


def look_up(
    target: str, words: Words, choi: ChoiOptions, *, any_size: bool = False
) -> list[Found]:
    """Return what a target names, once per combination of its repeated options.

    Args:
        target: as on the command line.
        words: its options.
        choi: what is said of a Choi matrix in a file.
        any_size: whether families that need not be written out may be of any dimension.
    """
    words = {key.replace("-", "_"): values for key, values in words.items()}
    if own.is_own(target):
        choi.refuse("a channel of your own")
        thing, options = own.load(target)
        label = own.title(target)
        return [
            Found(own.made(thing, label, given), target, label, options, given, rest)
            for given, rest in _combinations(words, options)
        ]
    if is_file(target):
        if words:
            raise ValueError(f"A file takes no option {flag(next(iter(words)))}.")
        return [Found(_loaded(Path(target), choi), target, Path(target).name)]
    if target not in {**zoo.FAMILIES, **zoo.CHANNELS} and _is_folder(target):
        raise ValueError(f"{target} is a folder; name a file in it.")
    if ":" in target:
        raise ValueError(
            f"No channel is called {target!r}; one of your own is written FILE.py:NAME."
        )
    choi.refuse("the zoo", but_sizes=True)
    accepted = _accepted(target)
    words = {**words, **choi.sizes()}  # the zoo's replacer has options of these names
    unwritten = any_size and target in ANY_DIMENSION
    largest = LARGEST_UNWRITTEN if unwritten else LARGEST
    return [
        _built(target, given, rest, accepted, largest)
        for given, rest in _combinations(words, accepted)
    ]


def space_from(target: str, words: Words) -> ChannelSpace:
    """Return the space of the zoo, or the user's own, that a target names."""
    words = {key.replace("-", "_"): values for key, values in words.items()}
    made, accepted = None, ()
    if own.is_own(target):
        made, _ = own.load(target)
    elif target in zoo.SPACES:
        accepted = tuple(inspect.signature(zoo.SPACES[target]).parameters)
    else:
        raise ValueError(
            f"No space is called {target!r}; try {', '.join(zoo.SPACES)}, or FILE.py:NAME."
        )
    for key, values in words.items():
        if key not in accepted:
            takes = ", ".join(map(flag, accepted)) or "none"
            raise ValueError(f"{target} takes no option {flag(key)}; it takes {takes}.")
        single(key, values)
    given = {key: value_of(values[0], key) for key, values in words.items()}
    if given.get("d", 0) > LARGEST:
        raise ValueError(f"Option --d must be at most {LARGEST} here, but is {given['d']}.")
    made = zoo.SPACES[target](**given) if made is None else made
    if not isinstance(made, ChannelSpace):
        raise ValueError(f"{target} must be a ChannelSpace, but is {type(made).__name__}.")
    return made


def _loaded(path: Path, choi: ChoiOptions) -> Channel:
    """Return the channel in a file; of noisy data the nearest, and say how far it is."""
    said = {key: value for key, value in vars(choi).items() if key != "nearest"}
    if not choi.nearest:
        return load_channel(path, **said)
    found = load_nearest(path, **said)
    output.say(f"{path}: the nearest channel is {found.distance:.2g} away (Frobenius norm)")
    return found.channel


def is_file(target: str) -> bool:
    """Whether a target names a file rather than something in the zoo."""
    if Path(target).suffix in SUFFIXES or "/" in target:
        return True
    try:
        return Path(target).is_file()
    except OSError:  # too long for a name
        return False


def _is_folder(target: str) -> bool:
    try:
        return bool(target) and Path(target).is_dir()
    except (OSError, ValueError):
        return False


def single(name: str, values: Sequence[str]) -> str:
    """Return the one value of an option."""
    if len(values) != 1:
        raise ValueError(
            f"Option {flag(name)} must be given once, but has {len(values)} values."
        )
    return values[0]


def _combinations(
    words: Words, accepted: tuple[str, ...]
) -> list[tuple[dict[str, Any], Words]]:
    """Return the arguments, once per combination of those repeated, and the other words."""
    fixed = {key: values for key, values in words.items() if key in accepted}
    rest = {key: values for key, values in words.items() if key not in accepted}
    return [
        ({k: value_of(v, k) for k, v in zip(fixed, values, strict=True)}, rest)
        for values in product(*fixed.values())
    ]


def _built(
    target: str,
    given: dict[str, Any],
    rest: Words,
    accepted: tuple[str, ...],
    largest: int,
) -> Found:
    _check_sizes(target, given, largest)
    made = (zoo.FAMILIES.get(target) or zoo.CHANNELS[target])(**given)
    return Found(made, target, target, accepted, given, rest)


def _accepted(target: str) -> tuple[str, ...]:
    if target in zoo.SPACES:
        raise ValueError(
            f"{target} has several parameters: ask about it with `sdpsearch region "
            f"{target}`."
        )
    constructor = zoo.FAMILIES.get(target) or zoo.CHANNELS.get(target)
    if constructor is None:
        zoo.build(target)  # raises, offering the nearest names
        return ()
    return tuple(inspect.signature(constructor).parameters)


def _check_sizes(target: str, arguments: Mapping[str, Any], largest: int) -> None:
    """Raise ValueError for a size that would fill the memory, or a matrix."""
    constructor = zoo.FAMILIES.get(target) or zoo.CHANNELS[target]
    known = inspect.signature(constructor).parameters
    for key, value in arguments.items():
        if "Any" in str(known[key].annotation):
            raise ValueError(
                f"Option {flag(key)} is a matrix, to be given from Python: write a file "
                "with the channel, or my_file.py:NAME."
            )
        whole = known[key].annotation in (int, "int")
        if whole and isinstance(value, int) and value > largest:
            way = "larger channels are built from Python"
            if target in ANY_DIMENSION and largest == LARGEST:
                way = "`sdpsearch threshold` takes any dimension of this family"
            raise ValueError(
                f"Option {flag(key)} must be at most {largest} here, but is "
                f"{shortened(str(value))}; {way}."
            )

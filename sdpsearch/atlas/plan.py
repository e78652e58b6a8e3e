"""Plan: what the atlas asks about the zoo, and what it leaves out as too long."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from sdpsearch.atlas.cost import Cost, expected, series_of
from sdpsearch.atlas.query import Query
from sdpsearch.atlas.scope import EVERY_DIMENSION, PROPERTIES, Scope
from sdpsearch.channels import zoo
from sdpsearch.channels.curves import white_noise
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.partition_forms import partition_form
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.properties import ZeroCapacity
from sdpsearch.runs.column import Column, Grid
from sdpsearch.runs.series import Series

#: Arguments that say how large a channel is, as functions of its dimension.
_SIZES: dict[str, Callable[[int], Any]] = {
    "d": lambda d: d,
    "j": lambda d: Fraction(d - 1, 2),
    "photons": lambda d: d - 1,
}


@dataclass(frozen=True)
class LeftOut:
    """A property that is not asked of a family.

    Attributes:
        property: its name.
        cost: what a decision is expected to take.
    """

    property: str
    cost: Cost


@dataclass(frozen=True, eq=False)
class Member:
    """A family of the zoo at one set of arguments, and what is asked about it.

    Attributes:
        family: the family.
        words: the command line's words for it.
        grids: the questions along it, as scans ask them.
        left_out: what is too long.
        capacity: where its capacity is bounded; None for nowhere.
    """

    family: ChannelFamily
    words: tuple[str, ...]
    grids: tuple[Grid, ...]
    left_out: tuple[LeftOut, ...]
    capacity: Query | None

    @property
    def short(self) -> str:
        """What tells it from the others of its page, e.g. "d = 3"."""
        return " = ".join(word.lstrip("-") for word in self.words[1:]) or self.words[0]

    @property
    def columns(self) -> list[Column]:
        """The questions along it, in the order of the tables."""
        found = [column for grid in self.grids for column in grid.columns]
        return sorted(found, key=lambda c: PROPERTIES.index(c.series.property.name))


@dataclass(frozen=True, eq=False)
class Page:
    """A name in the zoo, and all that is asked about it.

    Attributes:
        name: the name.
        kind: "family", "channel" (white noise is added) or "space".
        members: at standard arguments, one for each dimension.
        theorems: what is asked in large dimensions and in every one.
        regions: what is asked over a space.
    """

    name: str
    kind: str
    members: tuple[Member, ...] = ()
    theorems: tuple[Query, ...] = ()
    regions: tuple[Query, ...] = ()


@dataclass(frozen=True, eq=False)
class Plan:
    """All that the atlas asks.

    Attributes:
        scope: how much of everything.
        pages: by name in the zoo.
    """

    scope: Scope
    pages: tuple[Page, ...]

    @cached_property
    def grids(self) -> list[Grid]:
        """What is asked as scans ask."""
        return [g for page in self.pages for member in page.members for g in member.grids]

    @cached_property
    def queries(self) -> list[Query]:
        """What is asked beside."""
        found: list[Query] = []
        for page in self.pages:
            bounds = (member.capacity for member in page.members)
            found += [*filter(None, bounds), *page.theorems, *page.regions]
        return found


def plan_atlas(scope: Scope, only: Sequence[str] = ()) -> Plan:
    """Return what is asked about the zoo.

    Args:
        scope: how much.
        only: names in the zoo; all of them where none is given.

    Raises:
        ValueError: the zoo has no such name.

    Example:
        >>> from sdpsearch.atlas.scope import QUICK
        >>> [page.name for page in plan_atlas(QUICK, ["erasure"]).pages]
        ['erasure']
    """
    for name in only:
        zoo.build(name)  # raises, offering the nearest names
    names = [*zoo.FAMILIES, *zoo.CHANNELS, *zoo.SPACES]
    chosen = [name for name in names if not only or name in only]
    return Plan(scope, tuple(_page(name, scope) for name in chosen))


def _page(name: str, scope: Scope) -> Page:
    if name in zoo.SPACES:
        space = zoo.SPACES[name]()
        given = {"gap": scope.gap, "solves": scope.solves}
        asked = [_query("region", space, p, **given) for p in scope.over_spaces]
        return Page(name, "space", regions=tuple(asked))
    members = tuple(_member(*one, scope) for one in _families(name, scope))
    kind = "family" if name in zoo.FAMILIES else "channel"
    return Page(name, kind, members, theorems=tuple(_theorems(name, scope)))


def _families(name: str, scope: Scope) -> Iterator[tuple[ChannelFamily, tuple[str, ...]]]:
    """Yield the families of a name, and how the command line calls them."""
    if name in zoo.CHANNELS:
        yield white_noise(zoo.CHANNELS[name](), arguments={"on": name}), (name,)
        return
    constructor = zoo.FAMILIES[name]
    key = _size_of(name)
    if key is None:
        yield constructor(), (name,)
        return
    for d in scope.sizes:
        size = _SIZES[key](d)
        yield constructor(**{key: size}), (name, f"--{key}", str(size))


def _size_of(name: str) -> str | None:
    """Return the argument of a family that says how large it is."""
    arguments = inspect.signature(zoo.FAMILIES[name]).parameters
    return next((key for key in _SIZES if key in arguments), None)


def _member(family: ChannelFamily, words: tuple[str, ...], scope: Scope) -> Member:
    asked = [series_of(family, name) for name in scope.properties]
    cost = {series: expected(series, scope.largest) for series in asked}
    short = [s for s in asked if cost[s].seconds <= scope.seconds]
    left = tuple(LeftOut(s.property.name, cost[s]) for s in asked if s not in short)
    capacities = [s for s in short if isinstance(s.property, ZeroCapacity)]
    margins = [s for s in short if s not in capacities]
    # A capacity has no margin to draw: its threshold is all that is asked.
    middle = _even(family, 3)[1:2]
    grids = [_grid(margins, _even(family, scope.points)), _grid(capacities, middle)]
    bounds = None
    if family.d_in <= scope.bounded:
        bounds = _query("capacity", family, None, xs=_even(family, scope.bounds))
    return Member(family, words, tuple(g for g in grids if g.columns), left, bounds)


def _grid(asked: Sequence[Series], xs: Sequence[float]) -> Grid:
    channels = {x: asked[0].family(x) for x in xs} if asked else {}
    return Grid([Column(series, dict(channels)) for series in asked])


def _even(family: ChannelFamily, number: int) -> list[float]:
    """Return parameters at even distances, both ends of the domain among them."""
    low, high = family.ends
    return [float(low + (high - low) * Fraction(i, number - 1)) for i in range(number)]


def _theorems(name: str, scope: Scope) -> Iterator[Query]:
    """Yield what is asked in large dimensions, of a family that keeps one form in all."""
    if name not in zoo.FAMILIES or partition_form(zoo.FAMILIES[name]()) is None:
        return
    for asked in EVERY_DIMENSION:
        for d in scope.large:
            yield _query("threshold", zoo.FAMILIES[name](d=d), asked)
        if scope.every:
            yield _query("every-dimension", zoo.FAMILIES[name](), asked)


def _query(
    kind: str, subject: ChannelFamily | ChannelSpace, asked: str | None, **options: Any
) -> Query:
    """Return a question about something of the zoo."""
    assert subject.origin is not None, f"{subject} of the zoo has no origin"
    return Query(kind, subject.origin, asked, options)

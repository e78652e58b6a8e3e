"""The library: the suite as conic programmes with known optima, for other solvers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from sdpsearch.benchmark.instances import Instance, order
from sdpsearch.benchmark.suite import boundary, suite
from sdpsearch.benchmark.whole import whole_programme
from sdpsearch.channels.channel import Channel
from sdpsearch.conic.problem import ConicProblem
from sdpsearch.interval import Interval
from sdpsearch.properties.extendible import KExtendible

#: Order of the cone from which on a programme is called large, and beyond which no file of
#: it is written.
_LARGE, _LARGEST = 64, 216
#: Optima closer to 0 are called tiny.
_TINY = 1e-4


@dataclass(frozen=True)
class Posed:
    """A conic programme whose optimum is known.

    Attributes:
        name: of its files, without a suffix.
        form: "whole", on the whole space, or "reduced", on the face and in Young blocks.
        kinds: what is hard about it: docs/instances.md has the words.
        problem: makes the programme.
        optimum: encloses its optimum; a point where that is known in closed form.
        source: where that is from.
    """

    name: str
    form: str
    kinds: tuple[str, ...]
    problem: Callable[[], ConicProblem]
    optimum: Interval
    source: str


def library(size: str) -> Iterator[Posed]:
    """Return the programmes of a suite, in its order.

    Args:
        size: "small", "standard" or "large".

    Raises:
        ValueError: there is no such size.

    Example:
        >>> from sdpsearch.benchmark.library import library
        >>> posed = next(library("small"))
        >>> posed.form, posed.kinds, round(posed.optimum.middle, 6)
        ('whole', ('interior',), -0.014778)
    """
    return _posed(suite(size))


def _posed(instances: Iterable[Instance]) -> Iterator[Posed]:
    for instance in instances:
        size_of_cone = order(instance.question())
        if size_of_cone <= _LARGEST:
            found = _located if instance.asks == "threshold" else _decided
            yield from found(instance, ("large",) * (size_of_cone >= _LARGE))


def _located(instance: Instance, kinds: tuple[str, ...]) -> Iterator[Posed]:
    """Yield the programme of a threshold, whose optimum is −x*."""
    family = instance.subject()
    assert not isinstance(family, Channel)
    assert isinstance(instance.truth, Interval)
    low, high = instance.truth
    first, last, middle = family(0.0), family(1.0), family(0.5)
    yield Posed(
        _slug(instance.name),
        "whole",
        (*_interior(middle), *kinds),
        partial(
            whole_programme, first.choi, last.choi, (first.d_in, first.d_out), instance.k
        ),
        Interval(-high, -low),
        instance.source,
    )


def _decided(instance: Instance, kinds: tuple[str, ...]) -> Iterator[Posed]:
    """Yield how much white noise a channel can spare, less than 0 for what it lacks."""
    channel = instance.subject()
    assert isinstance(channel, Channel)
    kinds = (*_interior(channel), *kinds)
    if channel.origin is not None and channel.origin.name == "depolarizing":
        yield from _depolarized(instance, channel, kinds)
    elif instance.truth and _is_singular(channel):
        # None can be taken from a Choi operator with a kernel; any V ≥ 0 on it says so.
        yield _noisy(instance, channel, ("degenerate", *kinds), 0.0)


def _depolarized(
    instance: Instance, channel: Channel, kinds: tuple[str, ...]
) -> Iterator[Posed]:
    """Yield both forms: (1−t) D_x + t D_1 is D_x* at t = (x* − x)/(1 − x)."""
    assert channel.origin is not None
    assert channel.origin.at is not None
    family = replace(channel.origin, at=None).make()
    x = float(channel.origin.at)
    spared = (x - boundary(family, instance.k)[0]) / (1 - x)
    if abs(spared) < _TINY:
        kinds = ("tiny margin", *kinds)
    whole = _noisy(instance, channel, kinds, spared)
    programme = partial(KExtendible(instance.k).programme, channel)
    yield whole
    yield replace(whole, form="reduced", problem=programme)


def _noisy(
    instance: Instance, channel: Channel, kinds: tuple[str, ...], spared: float
) -> Posed:
    """Return the programme towards white noise, on the whole space."""
    dims = (channel.d_in, channel.d_out)
    noise = np.eye(dims[0] * dims[1]) / dims[1]
    return Posed(
        _slug(instance.name),
        "whole",
        kinds,
        partial(whole_programme, channel.choi, noise, dims, instance.k),
        Interval(spared, spared),
        instance.source,
    )


def _interior(channel: Channel) -> tuple[str, ...]:
    """Return whether an extension of full rank can be looked for."""
    return ("no interior",) if _is_singular(channel) else ("interior",)


def _is_singular(channel: Channel) -> bool:
    return channel.minimal().d_env < channel.d_in * channel.d_out


def _slug(name: str) -> str:
    """Return a name that every file system takes."""
    for sign, word in (
        ("→", "to"),
        ("e−", "e-"),
        ("−", "minus"),
        ("+", "plus"),
        ("–", " "),
    ):
        name = name.replace(sign, word)
    return re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-")

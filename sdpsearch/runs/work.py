"""Work: what is sent to where it is done, and what comes back."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sdpsearch import deadline
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.origin import Origin
from sdpsearch.properties import Decision, Property, answered, answered_together
from sdpsearch.runs.kept import Kept
from sdpsearch.runs.kept_threshold import KeptThreshold
from sdpsearch.search.findings import Findings
from sdpsearch.search.locate import COARSE_POINTS, locate, proved
from sdpsearch.search.sampler import Sampler
from sdpsearch.search.threshold import Threshold
from sdpsearch.threads import one_blas_thread


@dataclass(frozen=True, eq=False)
class Asked:
    """A property and how it is asked; whether thresholds are to be proved."""

    property: Property
    solver: str
    time_limit: float | None
    prove: bool = False


@dataclass(frozen=True, eq=False)
class Batch:
    """Points to be decided together: a family's origin and parameters, or channels.

    Attributes:
        asked: the question.
        origin: how the family was made; None where the channels themselves are sent.
        points: the parameters, exactly, or the channels.
    """

    asked: Asked
    origin: Origin | None
    points: tuple[Fraction, ...] | tuple[Channel, ...]

    def halves(self) -> tuple[Batch, Batch]:
        """Return it as two, which together are it."""
        middle = len(self.points) // 2
        first, last = self.points[:middle], self.points[middle:]
        return replace(self, points=first), replace(self, points=last)

    def channels(self) -> list[Channel]:
        """Return the channels, made here where only their origin was sent."""
        if self.origin is None:
            return [point for point in self.points if isinstance(point, Channel)]
        family = self.origin.make()
        return [family(x) for x in self.points]


@dataclass(frozen=True, eq=False)
class Search:
    """A threshold to be located, from what was decided along the family already.

    Attributes:
        asked: the question.
        family: the family, or how it was made.
        decided: the decisions that the search begins with, by parameter.
    """

    asked: Asked
    family: ChannelFamily | Origin
    decided: tuple[tuple[float, Decision | Kept], ...]

    def along(self) -> ChannelFamily:
        """Return the family, made here where only its origin was sent."""
        return self.family.make() if isinstance(self.family, Origin) else self.family


@one_blas_thread()
def decisions(batch: Batch) -> list[Decision]:
    """Return the decisions of a batch; what goes wrong is raised."""
    return [decision for decision, _ in _decided(batch, batch.channels())]


@one_blas_thread()
def kept(batch: Batch) -> list[Kept]:
    """Return what is to be kept of a batch; a point that fails leaves the others alone."""
    try:
        channels = batch.channels()
        return [Kept.of(decision, took) for decision, took in _decided(batch, channels)]
    except Exception as error:
        if len(batch.points) == 1:
            return [Kept.failure(batch.asked.property, error)]
    first, last = batch.halves()  # somebody fails: who?
    return [*kept(first), *kept(last)]


@one_blas_thread()
def located(search: Search) -> Threshold:
    """Return the threshold that a search asks for; what goes wrong is raised."""
    return _locate(search)[0]


@one_blas_thread()
def kept_threshold(search: Search) -> KeptThreshold:
    """Return what is to be kept of a threshold, also where the search fails."""
    start = time.perf_counter()
    try:
        found, seen = _locate(search)
    except Exception as error:
        took = time.perf_counter() - start
        return KeptThreshold.failure(search.asked.property, search.along(), error, took)
    return KeptThreshold.of(found, seen, time.perf_counter() - start)


def _decided(batch: Batch, channels: Sequence[Channel]) -> Iterator[tuple[Decision, float]]:
    """Yield decisions and the seconds they took, those together in equal shares."""
    asked = batch.asked
    start = time.perf_counter()
    found = answered_together(channels, asked.property, asked.solver, asked.time_limit)
    several = sum(decision is not None for decision in found)
    share = (time.perf_counter() - start) / max(several, 1)
    for channel, decision in zip(channels, found, strict=True):
        if decision is not None:
            yield decision, share
            continue
        start = time.perf_counter()
        with deadline.within(asked.time_limit):
            decision = answered(channel, asked.property, asked.solver, asked.time_limit)
        yield decision, time.perf_counter() - start


def _locate(search: Search) -> tuple[Threshold, frozenset[float]]:
    """Return the threshold, and the parameters that the search began with."""
    with deadline.within(search.asked.time_limit):
        sampler = _sampler(search)
        decided = []
        for x, known in search.decided:
            if isinstance(known, Kept):
                known = known.decision(sampler.channel(x), search.asked.property)
            decided.append((x, known))
        found = _proved(search, decided) if search.asked.prove else None
        if found is None:
            # It builds on the scan's own points, so the two cannot disagree.
            for x, known in decided:
                sampler.keep(x, known)
            found = locate(sampler, COARSE_POINTS)
    return found, frozenset(x for x, _ in decided)


def _proved(search: Search, decided: Sequence[tuple[float, Decision]]) -> Threshold | None:
    """Return the threshold proved, None where it is at odds with what was decided.

    A proof starts from evidence, which decisions that were kept have no more: the
    boundaries are located anew.
    """
    sampler = _sampler(search)
    found = proved(locate(sampler, COARSE_POINTS), sampler)
    sets = Findings(found.estimated, found.boundaries, found.method)
    if any(sets.contradicts(x, decision) for x, decision in decided):
        return None
    whole = dict(found.decisions) | dict(decided)
    return replace(found, decisions=tuple(sorted(whole.items(), key=_first)))


def _sampler(search: Search) -> Sampler:
    asked = search.asked
    return Sampler(search.along(), asked.property, asked.solver, asked.time_limit)


def _first(pair: tuple[float, Decision]) -> float:
    return pair[0]

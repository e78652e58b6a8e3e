"""Where along a family inputs transmit, Q > 0, and on what grounds between samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import groupby

import numpy as np

from sdpsearch import deadline
from sdpsearch.channels.channel import Channel
from sdpsearch.coherent.transmission import (
    Transmission,
    again,
    joint_transmissions,
    simple_transmissions,
)
from sdpsearch.interval import Interval
from sdpsearch.properties import ZeroCapacity
from sdpsearch.properties.inquiry import by_input
from sdpsearch.search.findings import Coverage
from sdpsearch.search.furthest import Furthest
from sdpsearch.search.sampler import Sampler

#: Points between two sets of zero capacity at which inputs are looked for.
_POINTS = 5
#: What is less than this part of the domain counts for nothing.
_RESOLUTION = 1e-10
#: Steps, in parts of the domain, over which an input is seen to transmit less and less.
_STEPS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
#: Gains that differ by less are the same.
_ROUNDING = 1e-12


class Positive:
    """The parameters at which inputs transmit, and what they say between themselves.

    Args:
        sampler: the family, `ZeroCapacity`, and where decisions are kept.
        asked: the question.
    """

    def __init__(self, sampler: Sampler, asked: ZeroCapacity) -> None:
        self.sampler = sampler
        self.asked = asked
        low, high = sampler.family.domain
        self.resolution = _RESOLUTION * (high - low)
        #: Stretches that inputs transmit at the ends of, and nothing is said between.
        self.unspoken: list[Interval] = []
        self._alone: dict[float, float] = {}  # how far one use reaches, by all of it
        self._sampled = False

    @property
    def coverage(self) -> Coverage:
        """On what grounds all parameters between those decided are spoken of."""
        family = self.sampler.family
        if self._sampled or not (family.affine or family.law):
            return Coverage.SAMPLED
        return Coverage.MONOTONE if family.law else Coverage.REASONS

    def mechanism(self, x: float) -> str:
        """Return what shows at x that Q > 0."""
        return self.sampler(x).mechanism or "unknown"

    def runs(self, gap: Interval, bounded: tuple[bool, bool]) -> list[Interval]:
        """Return the stretches of a gap where inputs transmit, by parameter.

        Args:
            gap: what lies between two sets of zero capacity, or between one and an end.
            bounded: whether a set of zero capacity bounds the gap below, and above.
        """
        inner = np.linspace(gap.lower, gap.upper, _POINTS + 2)
        xs = [float(x) for x in inner[int(bounded[0]) : len(inner) - int(bounded[1])]]
        shown = [self._transmits(x, simple_transmissions) for x in xs]
        if not any(shown):
            ends = (0, len(xs) - 1)
            shown = [
                i in ends and self._transmits(x, joint_transmissions)
                for i, x in enumerate(xs)
            ]
        groups = groupby(range(len(xs)), key=shown.__getitem__)
        placed = [list(group) for positive, group in groups if positive]
        found = []
        for i, places in enumerate(placed):
            low, high = places[0], places[-1]
            ends = [xs[low], xs[high]]
            # Where nothing was shown an input that is followed may transmit all the same.
            if low > 0 or bounded[0]:
                ends[0] = self._followed(xs[low], found[-1].upper if i else gap.lower)
            if high < len(xs) - 1 or bounded[1]:
                last = i == len(placed) - 1
                after = gap.upper if last else xs[placed[i + 1][0]]
                ends[1] = self._followed(xs[high], after)
            found.append(Interval(*ends))
        return self._spoken_for(found, gap, bounded)

    def _transmits(
        self, x: float, search: Callable[[Channel], Iterator[Transmission]]
    ) -> bool:
        """Whether an input is found in time that transmits at x; the decision is kept."""
        channel = self.sampler.channel(x)
        with suppress(deadline.OutOfTime):
            deadline.check("inputs were looked for")
            for found in search(channel):
                decision = by_input(self.asked, channel, found)
                if decision is not None:
                    self.sampler.keep(x, decision)
                    return True
        return False

    def _followed(self, x: float, limit: float) -> float:
        """Return how far an input that transmits at x, or one near it, does so."""
        furthest = Furthest(self.sampler, x, self.sampler(x), self.resolution)
        furthest.towards(limit)
        self._alone[furthest.x] = furthest.alone
        return furthest.x

    def _spoken_for(
        self, runs: list[Interval], gap: Interval, bounded: tuple[bool, bool]
    ) -> list[Interval]:
        """Return the runs as far as there are grounds to speak of all that is in them.

        By the family's composition law the capacity only falls along it. On an affine
        family the coherent information of one use is convex in the parameter, and so is
        the gain beside a pure input: what falls at the end of a run was larger before it.
        """
        law = self.sampler.family.law
        if law is not None and runs:
            if law.increasing and not bounded[0]:
                return [Interval(gap.lower, runs[-1].upper)]
            if not law.increasing and not bounded[1]:
                return [Interval(runs[0].lower, gap.upper)]
        return [self._spoken_of(run, gap, bounded) for run in runs]

    def _spoken_of(
        self, run: Interval, gap: Interval, bounded: tuple[bool, bool]
    ) -> Interval:
        """Return a run, to the end of the domain where what transmits in it says so."""
        low, high = (self._alone.get(x, x) for x in run)
        self.unspoken += [
            Interval(*sorted(ends))
            for ends in ((run.lower, low), (high, run.upper))
            if ends[0] != ends[1]
        ]
        if self._falls(high, -1):
            return Interval(run.lower if bounded[0] else gap.lower, run.upper)
        if self._falls(low, 1):
            return Interval(run.lower, run.upper if bounded[1] else gap.upper)
        self._sampled = self._sampled or high > low
        return run

    def _falls(self, x: float, side: int) -> bool:
        """Whether the input at x transmits more a little to that side of it."""
        known = self.sampler(x).transmission
        if not self.sampler.family.affine or known is None or known.uses > 1:
            return False
        low, high = self.sampler.family.domain
        for step in _STEPS:
            y = x + side * step * (high - low)
            if low <= y <= high and _more(again(self.sampler.channel(y), known), known):
                return True
        return False


def _more(found: Transmission, known: Transmission) -> bool:
    """Whether an input transmits more than it does elsewhere, for certain."""
    if known.singularity is None or found.singularity is None:
        return found.information.lower > known.information.upper
    return found.singularity.gain > known.singularity.gain + _ROUNDING

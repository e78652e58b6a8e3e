"""How far along a family an input that transmits, or one near it, still shows Q > 0."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from sdpsearch import deadline
from sdpsearch.coherent.transmission import (
    Transmission,
    again,
    climbed,
    joint_transmissions,
    simple_transmissions,
)
from sdpsearch.properties import Decision
from sdpsearch.properties.capacity import ZeroCapacity
from sdpsearch.properties.inquiry import by_input
from sdpsearch.search.sampler import Sampler

#: Bisections for one input: from the domain's size down to its last digits.
_HALVINGS = 60
#: Improvements of an input tried, one after the other.
_IMPROVEMENTS = 12
#: How far an input has to reach, in parts of what is left, to be followed.
_BESIDE = 1e-7


@dataclass
class Furthest:
    """A parameter at which Q > 0 is shown, moved towards one where Q = 0 or all is open.

    Attributes:
        sampler: the family, the question, and the decisions.
        x: the furthest parameter so far.
        decision: the decision there.
        resolution: steps that count for nothing.
        alone: how far one use reaches, or the code that was known, before codes of several
            uses were looked for.
    """

    sampler: Sampler
    x: float
    decision: Decision
    resolution: float
    alone: float = np.nan

    def towards(self, limit: float) -> None:
        """Move as far as inputs near the one known reach, then as far as joint ones do.

        Where the time is up that is as far as they were seen to reach.
        """
        with suppress(deadline.OutOfTime):
            self._climb(limit)
        self.alone = self.x
        self.sampler.keep(self.x, self.decision)
        with suppress(deadline.OutOfTime):
            for found in joint_transmissions(self.sampler.channel(self.x)):
                self._bisect(found, limit)
            if self.x != self.alone:
                self._climb(limit)
        self.sampler.keep(self.x, self.decision)

    def _climb(self, limit: float) -> None:
        """Move to where inputs end that are improved wherever the last one ends."""
        for _ in range(_IMPROVEMENTS):
            before = self.x
            for found in self._near():
                self._bisect(found, limit)
            if abs(self.x - before) <= self.resolution:
                return

    def _near(self) -> Iterator[Transmission]:
        """Yield the input known, one it climbs to, and others of one use."""
        known = self.decision.transmission
        assert known is not None  # Q > 0 was shown by it
        yield known
        channel = self.sampler.channel(self.x)
        if known.singularity is None:
            yield climbed(channel, known)
        if known.uses == 1:
            yield from simple_transmissions(channel)

    def _bisect(self, found: Transmission, limit: float) -> None:
        """Move to the last parameter before the limit where an input still transmits."""
        start, stop = self.x, limit
        if abs(stop - start) <= self.resolution:
            return
        # Most inputs reach no farther than the one known: that is seen at once.
        step = max(_BESIDE * abs(limit - start), self.resolution)
        if self._shown(start + step * np.sign(limit - start), found) is None:
            stop = start + step * np.sign(limit - start)
        for _ in range(_HALVINGS):
            if abs(stop - start) <= self.resolution:
                return
            deadline.check("the capacity's own threshold was narrowed")
            middle = (start + stop) / 2
            shown = self._shown(middle, found)
            if shown is None:
                stop = middle
            else:
                start, self.x, self.decision = middle, middle, shown

    def _shown(self, x: float, found: Transmission) -> Decision | None:
        asked = self.sampler.property
        assert isinstance(asked, ZeroCapacity)
        channel = self.sampler.channel(x)
        return by_input(asked, channel, again(channel, found))

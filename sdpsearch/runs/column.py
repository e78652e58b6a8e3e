"""Column: a series at the parameters of a scan, as far as it is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import TypeAlias

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.rationals import fraction
from sdpsearch.properties import Decision
from sdpsearch.runs.kept import Kept
from sdpsearch.runs.kept_threshold import KeptThreshold
from sdpsearch.runs.refine import Refinement, Seen
from sdpsearch.runs.series import Series
from sdpsearch.runs.work import Asked, Batch, Search
from sdpsearch.search.threshold import Threshold

#: An answer as it came, or what is kept of it.
Answer: TypeAlias = Decision | Kept

#: Seconds of work that one batch is meant to be, and the least and the most.
_SHARES, _LEAST, _MOST = 16, 0.1, 1.0
#: Most points of one batch.
_POINTS = 256


@dataclass(eq=False)
class Column:
    """A series at parameters.

    Attributes:
        series: the question along the family.
        channels: the channels there, by parameter.
        answers: what is answered of it.
        threshold: where the property starts and stops, once it is located.
        fresh: of the parameters those that were asked last.
    """

    series: Series
    channels: dict[float, Channel]
    answers: dict[float, Answer] = field(default_factory=dict)
    threshold: Threshold | KeptThreshold | None = None

    fresh: tuple[float, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.fresh = self.xs

    def extend(self, channels: Mapping[float, Channel]) -> None:
        """Ask at more parameters."""
        self.channels.update(channels)
        self.fresh = tuple(sorted(channels))

    @property
    def xs(self) -> tuple[float, ...]:
        """All parameters, ascending."""
        return tuple(sorted(self.channels))

    def batches(self) -> list[tuple[float, ...]]:
        """Return what is open in parts to be decided together.

        Parts are cut, of what was asked last, by what they are expected to take, and then
        left by those that are answered: whoever continues gets the parts that are missing,
        and the digits that they would have had.
        """
        if all(x in self.answers for x in self.fresh):
            return []
        xs, seconds = self.fresh, self.series.seconds
        wanted = min(max(seconds * len(xs) / _SHARES, _LEAST), _MOST)
        size = min(max(int(wanted / seconds), 1), _POINTS)
        parts = (xs[i : i + size] for i in range(0, len(xs), size))
        missing = (tuple(x for x in part if x not in self.answers) for part in parts)
        return [part for part in missing if part]

    def batch(self, xs: Sequence[float], *, here: bool) -> Batch:
        """Return the work of deciding at parameters.

        Args:
            xs: the parameters.
            here: whether it is done in this process, which has the channels.
        """
        origin = None if here else self.series.origin
        if origin is not None:
            return Batch(self._asked, origin, tuple(fraction(x) for x in xs))
        # Copies: what one question found out about a channel is not left to the next.
        return Batch(self._asked, None, tuple(copy(self.channels[x]) for x in xs))

    def search(self, *, here: bool) -> Search:
        """Return the work of locating the threshold.

        Args:
            here: whether it is done in this process, which has the channels.
        """
        family = self.series.family if here else self.series.origin
        assert family is not None, "a family without an origin does not travel"
        decided = ((x, self._begun(x, here)) for x in self.xs)
        return Search(self._asked, family, tuple(decided))

    def _begun(self, x: float, here: bool) -> Answer:
        """Return an answer for the search to begin with."""
        known = self.answers[x]
        if not isinstance(known, Kept):
            return known
        short = known.shortened()
        return short.decision(self.channels[x], self.series.property) if here else short

    def decision(self, x: float) -> Decision:
        """Return the decision at a parameter."""
        known = self.answers[x]
        if isinstance(known, Kept):
            known = known.decision(self.channels[x], self.series.property)
            self.answers[x] = known
        return known

    def located(self) -> Threshold:
        """Return the threshold, once it is located."""
        found = self.threshold
        assert found is not None
        if isinstance(found, KeptThreshold):
            decided = tuple((x, self.decision(x)) for x in self.xs)
            found = found.threshold(self.series.family, self.series.property, decided)
        return found

    @property
    def _asked(self) -> Asked:
        series = self.series
        return Asked(series.property, series.solver, series.time_limit, series.prove)


@dataclass(eq=False)
class Grid:
    """The columns along one family, at the same parameters, and how more are chosen.

    Attributes:
        columns: a property each.
        refinement: how points are added; None for none.
    """

    columns: list[Column]
    refinement: Refinement | None = None

    def extend(self) -> bool:
        """Ask at more parameters where these are called for; return whether they are."""
        if self.refinement is None:
            return False
        family = self.columns[0].series.family
        seen = [_seen(column) for column in self.columns]
        new = self.refinement.points(family.domain, self.columns[0].xs, seen)
        channels = {x: family(x) for x in new}
        for column in self.columns:
            column.extend(channels)
        return bool(new)


def _seen(column: Column) -> dict[float, Seen]:
    return {
        x: None if isinstance(one, Kept) and one.failed else (one.verdict, one.margin)
        for x, one in column.answers.items()
    }

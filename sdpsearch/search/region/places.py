"""Places: decides at points of a space on request and keeps every decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sdpsearch import deadline
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.linalg import Array
from sdpsearch.properties import (
    Decision,
    Property,
    Verdict,
    answered,
    answered_together,
)
from sdpsearch.search.region.advance import Advance

Point = tuple[float, ...]

#: Points asked about at once: beyond them nothing is gained, and somebody waits.
_TOGETHER = 64


@dataclass
class Places:
    """Decides at points, once each, and counts the solves.

    Attributes:
        space: the space.
        property: the question.
        solver: name of the backend.
        budget: conic programmes that may be solved.
        goal: the gap asked for.
        progress: called with how far it is after every decision.
        stop: asked in between whether to end with what is there.
        solves: conic programmes solved.
        asked: lines searched and points of a mesh, which some properties decide without
            a programme.
        kept: every decision by its point, in the order in which they were reached.
        gap: part of the domain that is open, None where that is not known.
        begun: when the search began.
    """

    space: ChannelSpace
    property: Property
    solver: str
    budget: int
    goal: float
    progress: Callable[[Advance], None] | None = None
    stop: Callable[[], bool] | None = None
    solves: int = 0
    asked: int = 0
    kept: dict[Point, Decision] = field(default_factory=dict)
    gap: float | None = None
    begun: float = field(default_factory=deadline.clock)

    def is_spent(self) -> bool:
        """Whether nothing further is to be asked."""
        return max(self.solves, self.asked) >= self.budget or self.is_over()

    def is_over(self) -> bool:
        """Whether the time is up, or whoever waits has had enough."""
        return deadline.is_over() or (self.stop is not None and self.stop())

    def at(self, point: Array) -> Point:
        """Return a point that rounding may have taken outside as a key, inside."""
        return tuple(float(x) for x in self.space.domain.nearest(point))

    def channel(self, point: Array) -> Channel:
        """Return the channel at a point."""
        return self.space(self.at(point))

    def decide(self, point: Array) -> Decision:
        """Return the decision at a point, from memory if it was asked before."""
        key = self.at(point)
        if key not in self.kept:
            decision = answered(self.space(key), self.property, self.solver, None)
            self.solves += decision.solves
            self.keep(key, decision)
        return self.kept[key]

    def verdict(self, key: Point) -> Verdict:
        """Return what was decided at a point, UNDECIDED where nothing was asked yet."""
        decision = self.kept.get(key)
        return Verdict.UNDECIDED if decision is None else decision.verdict

    def visit(self, points: Iterable[Array]) -> None:
        """Decide at the points that were not asked before, many at once where that goes.

        What the budget does not reach is left out.
        """
        keys = dict.fromkeys(self.at(point) for point in points)
        new = [key for key in keys if key not in self.kept]
        for start in range(0, len(new), _TOGETHER):
            if self.is_spent():
                return
            self._visit(new[start : start + _TOGETHER])

    def _visit(self, new: Sequence[Point]) -> None:
        self.asked += len(new)
        channels = [self.space(key) for key in new]
        found = answered_together(channels, self.property, self.solver, None)
        for key, decision in zip(new, found, strict=True):
            if decision is not None:
                self.solves += decision.solves
                self.keep(key, decision)
        for key in new:
            if not self.is_over():
                self.decide(self.space.check_point(key))

    def keep(self, key: Point, decision: Decision) -> None:
        """Record a decision that was reached without asking the property."""
        self.kept[key] = decision
        if self.progress is not None:
            self.progress(self._advance())

    def _advance(self) -> Advance:
        return Advance(
            name=self.property.name,
            size=len(self.space.parameters),
            solves=self.solves,
            decisions=len(self.kept),
            gap=self.gap,
            goal=self.goal,
            seconds=deadline.clock() - self.begun,
        )

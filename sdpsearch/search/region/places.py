"""Places: decides at points of a space on request and keeps every decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sdpsearch import deadline
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.linalg import Array
from sdpsearch.properties import Decision, Property, answered, answered_together

Point = tuple[float, ...]


@dataclass
class Places:
    """Decides at points, once each, and counts the solves.

    Attributes:
        space: the space.
        property: the question.
        solver: name of the backend.
        budget: conic programmes that may be solved.
        progress: called with the number of decisions so far.
        solves: conic programmes solved.
        lines: lines that were searched, which some properties do without a programme.
        kept: every decision by its point, in the order in which they were reached.
    """

    space: ChannelSpace
    property: Property
    solver: str
    budget: int
    progress: Callable[[int], None] | None = None
    solves: int = 0
    lines: int = 0
    kept: dict[Point, Decision] = field(default_factory=dict)

    def is_spent(self) -> bool:
        """Whether no further programme is to be solved, or line to be searched."""
        return max(self.solves, self.lines) >= self.budget or deadline.is_over()

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

    def visit(self, points: Iterable[Array]) -> None:
        """Decide at the points that were not asked before, at once where that goes."""
        keys = dict.fromkeys(self.at(point) for point in points)
        new = [key for key in keys if key not in self.kept]
        channels = [self.space(key) for key in new]
        found = answered_together(channels, self.property, self.solver, None)
        for key, decision in zip(new, found, strict=True):
            if decision is not None:
                self.solves += decision.solves
                self.keep(key, decision)
        for key in new:
            if not deadline.is_over():
                self.decide(self.space.check_point(key))

    def keep(self, key: Point, decision: Decision) -> None:
        """Record a decision that was reached without asking the property."""
        self.kept[key] = decision
        if self.progress is not None:
            self.progress(len(self.kept))

"""Borders: where verdicts change along the edges of a mesh, bracketed from both sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from sdpsearch.properties import Verdict
from sdpsearch.search.region.mesh import Side, between
from sdpsearch.search.region.places import Places, Point
from sdpsearch.search.sampler import signal

#: Part of an edge that a bracket between HOLDS and FAILS is narrowed to, and one at the
#: edge of what stays undecided, where every question takes all solvers there are.
_NARROW, _OPEN = 1e-3, 1e-2
#: How far beyond an estimate is asked, in units of how near the bracket is.
_BEYOND = 1e-3
_ROUNDS = 40


@dataclass
class _Gap:
    """A part of an edge with different verdicts at its ends.

    Attributes:
        side: the edge.
        ends: the ends, as shares of the edge.
        guess: where the margin vanishes, None before that was estimated.
        slow: rounds that halved nothing; a margin that misled twice is not asked again.
    """

    side: Side
    ends: tuple[float, float]
    guess: float | None = None
    slow: int = 0

    @property
    def width(self) -> float:
        return self.ends[1] - self.ends[0]


@dataclass
class Borders:
    """Where verdicts change along the edges of a mesh.

    Attributes:
        places: what decides.
        found: for every edge whose ends differ, the points next to every change and their
            verdicts, from the first end to the second.
    """

    places: Places
    found: dict[Side, list[Point]] = field(default_factory=dict)

    def find(self, sides: Iterable[Side]) -> None:
        """Narrow what lies between different verdicts on some edges, all at once."""
        gaps = [_Gap(side, (0.0, 1.0)) for side in sides if self._differ(*side)]
        done: list[_Gap] = []
        for _ in range(_ROUNDS):
            done += [gap for gap in gaps if gap.width <= self._least(gap)]
            gaps = [gap for gap in gaps if gap.width > self._least(gap)]
            if not gaps or self.places.is_spent():
                break
            gaps = self._asked(gaps)
        for gap in done + gaps:
            self.found.setdefault(gap.side, []).extend(self._ends(gap))
        for side, points in self.found.items():
            self.found[side] = sorted(set(points), reverse=side[0] > side[1])

    def _asked(self, gaps: list[_Gap]) -> list[_Gap]:
        """Ask inside every gap; return what is left of each, which may be two."""
        shares = [self._query(gap) for gap in gaps]
        points = [between(*g.side, x) for g, x in zip(gaps, shares, strict=True)]
        self.places.visit(points)
        left: list[_Gap] = []
        for gap, share, point in zip(gaps, shares, points, strict=True):
            key = self.places.at(point)
            if key not in self.places.kept:
                left.append(gap)
                continue
            ends = [self.places.verdict(end) for end in self._ends(gap)]
            verdict, (low, high) = self.places.verdict(key), gap.ends
            parts = [(low, share)] if verdict is not ends[0] else []
            parts += [(share, high)] if verdict is not ends[1] else []
            for part in parts:
                halved = part[1] - part[0] <= gap.width / 2
                left.append(_Gap(gap.side, part, gap.guess, gap.slow + (not halved)))
        return left

    def _query(self, gap: _Gap) -> float:
        """Return where to ask: beside the margin's zero, or in the middle."""
        low, high = gap.ends
        guess = self._zero(gap) if gap.slow < 2 else None
        if guess is None:
            return (low + high) / 2
        settled = gap.guess is not None and abs(guess - gap.guess) <= _NARROW / 4
        gap.guess = guess
        near, far = sorted(gap.ends, key=lambda end: abs(end - guess))
        step = _NARROW / 4 if settled else max(_BEYOND * abs(near - guess), _NARROW / 4)
        query = guess + np.sign(far - guess) * step
        return float(query) if low < query < high else (low + high) / 2

    def _zero(self, gap: _Gap) -> float | None:
        """Return where the straight line through both margins vanishes, if it does."""
        values = [signal(self.places.kept[end]) for end in self._ends(gap)]
        if not (np.all(np.isfinite(values)) and values[0] * values[1] < 0):
            return None
        low, high = gap.ends
        return low + (high - low) * values[0] / (values[0] - values[1])

    def _least(self, gap: _Gap) -> float:
        open_ = Verdict.UNDECIDED in [self.places.verdict(end) for end in self._ends(gap)]
        return _OPEN if open_ else _NARROW

    def _ends(self, gap: _Gap) -> tuple[Point, Point]:
        low, high = (self.places.at(between(*gap.side, share)) for share in gap.ends)
        return low, high

    def _differ(self, first: Point, second: Point) -> bool:
        return self.places.verdict(first) is not self.places.verdict(second)

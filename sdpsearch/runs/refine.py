"""Refinement: more parameters where a margin changes sign or bends.

The points of a round follow from the answers of the rounds before and from nothing else,
so that a scan which was cut off goes on as it would have. That is why it is not the
learner of python-adaptive, which asks for its next point by the order in which answers
came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.checks import real_number
from sdpsearch.interval import Interval
from sdpsearch.properties import Verdict

#: Most parameters along one family, whatever the budget.
MOST_POINTS = 10_000
#: Part of the domain that neighbours are at least apart where only a budget is given.
FINEST = 1e-6
#: Points of a round: at least, and as a share of those that are there.
_ROUND, _SHARE = 8, 4

#: What is looked at of an answer; None where the work on it failed.
Seen = tuple[Verdict, Interval] | None


@dataclass(frozen=True)
class Refinement:
    """How far points are added between those of a grid.

    Attributes:
        resolution: neighbours this part of the domain apart are near enough; so are those
            between which no verdict changes and the margin m, as m/(1+|m|), is a straight
            line to as much.
        budget: most points along a family, those of the grid included.
    """

    resolution: float
    budget: int

    def points(
        self,
        domain: tuple[float, float],
        xs: Sequence[float],
        columns: Iterable[Mapping[float, Seen]],
    ) -> list[float]:
        """Return the parameters of the next round, none where there is none.

        Args:
            domain: of the family.
            xs: the parameters so far, ascending.
            columns: what was seen there, once for each property.
        """
        width = domain[1] - domain[0]
        needs = np.zeros(max(len(xs) - 1, 0))
        for seen in columns:
            found = [seen.get(x) for x in xs]
            needs = np.maximum(needs, _needs(np.array(xs), found, self.resolution))
        gaps = [
            (-need, low + (high - low) / 2)
            for need, (low, high) in zip(needs, pairwise(xs), strict=True)
            if need > 0 and high - low > self.resolution * width
        ]
        gaps = [(need, x) for need, x in gaps if x not in xs]
        room = min(self.budget - len(xs), max(_ROUND, len(xs) // _SHARE))
        return sorted(x for _, x in sorted(gaps)[: max(room, 0)])


def refinement(resolution: float | None, budget: int | None) -> Refinement | None:
    """Return how points are added, None where neither argument is given.

    Raises:
        ValueError: the resolution is no part of a domain, or the budget no number of
            points.
    """
    if resolution is None and budget is None:
        return None
    if resolution is not None:
        resolution = real_number("resolution", resolution)
        if not FINEST <= resolution < 1:
            raise ValueError(
                f"Argument `resolution` must lie in [{FINEST:g}, 1), a part of the domain, "
                f"but is {resolution:g}."
            )
    if budget is not None and checks.dimension("budget", budget) > MOST_POINTS:
        raise ValueError(
            f"Argument `budget` must be at most {MOST_POINTS} points, but is {budget}."
        )
    return Refinement(
        FINEST if resolution is None else resolution,
        MOST_POINTS if budget is None else budget,
    )


def _needs(xs: np.ndarray, seen: Sequence[Seen], resolution: float) -> np.ndarray:
    """Return for each gap how much a point in it is needed: 0 for not, ∞ for a crossing."""
    values = np.array([np.nan if one is None else _bounded(one[1]) for one in seen])
    widths = np.diff(xs)
    slopes = np.diff(values) / widths
    turns = np.abs(np.diff(slopes))
    turns = np.where(np.isnan(turns), 0.0, turns)
    # What a straight line across a gap may miss, by the larger turn at its ends.
    beside = np.maximum(np.append(0.0, turns), np.append(turns, 0.0))
    missed = beside * widths / 4
    needs = np.where(missed > resolution, missed, 0.0)
    for i, (one, other) in enumerate(pairwise(seen)):
        if one is not None and other is not None and one[0] is not other[0]:
            needs[i] = np.inf
    return needs


def _bounded(margin: Interval) -> float:
    """Return a margin where all of them have room, from −1 to 1, with its sign."""
    middle = margin.middle
    if np.isinf(middle):
        return float(np.sign(middle))
    return middle / (1 + abs(middle))

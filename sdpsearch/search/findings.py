"""Findings: what a search method found along a family, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sdpsearch.interval import Interval
from sdpsearch.properties import Decision, Verdict
from sdpsearch.search.boundary import Boundary


class Coverage(Enum):
    """On what grounds something is said about the parameters between those decided."""

    CONVEX = "the family is affine and the property's set convex"
    REASONS = "the family is affine, and what decides at an end of a set decides all of it"
    MONOTONE = "by the family's composition law the property persists"
    SAMPLED = "nothing is claimed between the sampled points"


@dataclass(frozen=True)
class Findings:
    """What a search method found.

    Attributes:
        holds_on: closed sets where the property holds.
        boundaries: their ends inside the domain.
        method: how they were found, one sentence.
        coverage: what they rest on between the points that were decided.
        undecided: closed sets where the property may hold or not, boundaries' own
            brackets apart.
    """

    holds_on: tuple[Interval, ...]
    boundaries: tuple[Boundary, ...]
    method: str
    coverage: Coverage = Coverage.SAMPLED
    undecided: tuple[Interval, ...] = ()

    @property
    def is_decided(self) -> bool:
        """Whether every bracket is narrow and nothing is undecided."""
        return not self.undecided and all(b.is_narrow for b in self.boundaries)

    def contradicts(self, x: float, decision: Decision) -> bool:
        """Whether a decision is at odds with the sets, beyond what brackets leave open."""
        if decision.verdict is Verdict.UNDECIDED:
            return False
        ends = (b.bracket for b in self.boundaries)
        points = (i for i in self.holds_on if i.width == 0)
        if any(_reaches(i, x) for i in (*ends, *points)):
            return False
        inside = any(x in interval for interval in self.holds_on)
        return inside is not (decision.verdict is Verdict.HOLDS)


def _reaches(interval: Interval, x: float) -> bool:
    slack = 1e-9 * max(1.0, abs(x))
    return interval.lower - slack <= x <= interval.upper + slack

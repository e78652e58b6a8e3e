"""Affine families: the property's set is an interval, and one solve finds each end."""

from __future__ import annotations

from sdpsearch.extension.segment import Edge, Evidence, Segment
from sdpsearch.interval import Interval
from sdpsearch.properties import Verdict
from sdpsearch.search.samples import Boundary, Findings, Sampler

METHOD = "the family is affine: one conic programme per end"


def search(sampler: Sampler) -> Findings | None:
    """Return the findings on an affine family, or None when this method cannot close."""
    low, high = sampler.family.domain
    segment = sampler.property.on_segment(
        sampler.family(low),
        sampler.family(high),
        solver=sampler.solver,
        time_limit=sampler.time_limit,
    )
    if segment is None:
        return None
    sampler.solves += segment.solves
    if segment.holds is None:
        return _only_ends(sampler)
    place = _Placement(sampler)
    if segment.holds.width == 0 and segment.lower is None and segment.upper is None:
        return place.point(segment.holds.lower)
    return place.interval(segment)


def _only_ends(sampler: Sampler) -> Findings:
    """The open domain is excluded; by convexity at most one end can be left."""
    ends = sampler.family.domain
    sampler(sum(ends) / 2)
    found = tuple(Interval(x, x) for x in ends if sampler.holds(x))
    return Findings(found, (), METHOD)


class _Placement:
    """Translates positions on the segment into parameters, with decisions at them."""

    def __init__(self, sampler: Sampler) -> None:
        self.sampler = sampler
        self.low, self.high = sampler.family.domain

    def at(self, s: float) -> float:
        """Return the parameter at position s, never outside the domain."""
        return min(max(self.low + s * (self.high - self.low), self.low), self.high)

    def point(self, s: float) -> Findings | None:
        """Return an isolated point, certified to hold there and to fail beside it."""
        x = self.at(s)
        if not self.sampler.holds(x):
            return None
        sides = [self._fails_beside(s, sign) for sign in (-1, 1)]
        if None in sides:
            return None
        bracket = Interval(*(side for side in sides if side is not None))
        return Findings((Interval(x, x),), (Boundary(x, bracket),), METHOD)

    def _fails_beside(self, s: float, sign: int) -> float | None:
        step = 1e-12
        while step < 1e-6:
            x = self.at(s + sign * step)
            if self.sampler(x).verdict is Verdict.FAILS:
                return x
            step *= 4
        return None

    def interval(self, segment: Segment) -> Findings | None:
        """Return an interval from its edges; an end without edge is the domain's."""
        boundaries = []
        ends = []
        for edge, end in ((segment.lower, self.low), (segment.upper, self.high)):
            if edge is None:
                # At the very end the range of J may shrink, so the end decides for
                # itself; within rounding of the boundary the closed set includes it.
                if self.sampler(end).verdict is Verdict.FAILS:
                    return None
                ends.append(end)
                continue
            boundary = self._boundary(edge)
            if boundary is None:
                return None
            boundaries.append(boundary)
            ends.append(boundary.value)
        return Findings((Interval(*ends),), tuple(boundaries), METHOD)

    def _boundary(self, edge: Edge) -> Boundary | None:
        outside, inside = self.at(edge.outside), self.at(edge.inside)
        fails = self._decided(outside, edge.evidence_outside, Verdict.FAILS)
        holds = self._decided(inside, edge.evidence_inside, Verdict.HOLDS)
        if not (fails and holds):
            return None
        bracket = Interval(min(outside, inside), max(outside, inside))
        value = min(max(self.at(edge.estimate), bracket.lower), bracket.upper)
        return Boundary(value, bracket)

    def _decided(self, x: float, evidence: Evidence | None, wanted: Verdict) -> bool:
        """Record the decision at x, from the evidence if it suffices."""
        if evidence is not None:
            decision = self.sampler.property.from_evidence(self.sampler.family(x), evidence)
            if decision.verdict is wanted:
                self.sampler.keep(x, decision)
                return True
        return self.sampler(x).verdict is wanted

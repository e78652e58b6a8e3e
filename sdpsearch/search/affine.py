"""Affine families: the property's set is an interval, and one solve finds each end."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.extension.evidence import Evidence
from sdpsearch.extension.segment import Edge, Segment
from sdpsearch.interval import Interval
from sdpsearch.properties import Decision, Verdict
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.findings import Coverage, Findings
from sdpsearch.search.sampler import Sampler

#: How near to the point found a simple fraction is looked for.
_REACH = Fraction(1, 10**10)
#: Decisions spent on refuting what is left of a domain where nothing holds.
_REFUTATIONS = 16
#: Part of a domain beside whose end an undecided stretch is looked for first.
_NARROWEST = 1e-12


def method(sampler: Sampler) -> str:
    """Return how an affine family is searched, and on what grounds it is one."""
    grounds = sampler.family.affinity.value
    return f"the family is affine {grounds}; one conic programme per end"


def search(sampler: Sampler) -> Findings | None:
    """Return the findings on an affine family, or None when this method cannot close."""
    low, high = sampler.family.domain
    segment = sampler.property.on_segment(
        sampler.channel(low),
        sampler.channel(high),
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
    found = tuple(Interval(x, x) for x in ends if _held(sampler, x))
    left = tuple(Interval(x, x) for x in ends if sampler(x).verdict is Verdict.UNDECIDED)
    return Findings(found, (), method(sampler), Coverage.CONVEX, undecided=left)


class _Placement:
    """Translates positions on the segment into parameters, with decisions at them."""

    def __init__(self, sampler: Sampler) -> None:
        self.sampler = sampler
        self.low, self.high = sampler.family.domain

    def at(self, s: float) -> float:
        """Return the parameter at position s, never outside the domain."""
        return min(max(self.low + s * (self.high - self.low), self.low), self.high)

    def point(self, s: float) -> Findings | None:
        """Return an isolated point, certified to hold there and to fail beside it.

        Such a point is hit exactly or not at all: a simple fraction nearby goes first.
        """
        # Imported here: FLINT is needed by no other search.
        from sdpsearch.proof.digits.recognise import rational_form

        x = self.at(s)
        low, high = self.sampler.family.ends
        simple = rational_form(Fraction(x) - _REACH, Fraction(x) + _REACH)
        if simple is not None and low < simple < high:
            x = x if self.sampler.at(simple).verdict is not Verdict.HOLDS else float(simple)
        if not self.sampler.holds(x):
            return None
        sides = [self._fails_beside(s, sign) for sign in (-1, 1)]
        if None in sides:
            return None
        bracket = Interval(*(side for side in sides if side is not None))
        found = (Boundary(x, bracket),)
        told = method(self.sampler)
        return Findings((Interval(x, x),), found, told, Coverage.CONVEX)

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
                # At the very end the range of J may shrink, so the end decides for itself.
                if not _held(self.sampler, end):
                    return None
                ends.append(end)
                continue
            boundary = self._boundary(edge)
            if boundary is None:
                return None
            boundaries.append(boundary)
            ends.append(boundary.value)
        told = method(self.sampler)
        found = tuple(boundaries)
        return Findings((Interval(*ends),), found, told, Coverage.CONVEX)

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
            channel = self.sampler.channel(x)
            decision = self.sampler.property.from_evidence(channel, evidence)
            if decision.verdict is wanted:
                self.sampler.keep(x, decision)
                return True
        return self.sampler(x).verdict is wanted


def closed(sampler: Sampler, findings: Findings) -> Findings:
    """Return what sampled findings on an affine family say by convexity.

    Points where the property holds settle what lies between them and, with one that
    fails, all beyond that. Where it holds at none, every point needs a refutation: a
    witness refutes all on one side of where it vanishes, and what no witness refutes is
    left undecided.
    """
    findings = replace(findings, coverage=Coverage.CONVEX, undecided=())
    if findings.holds_on:
        return _with_open_ends(sampler, findings)
    left = Interval(*sampler.family.domain)
    for _ in range(_REFUTATIONS):
        rest = _unrefuted(sampler, left)
        if rest is None:
            return findings
        middle = (rest.lower + rest.upper) / 2
        if rest == left and sampler(middle).verdict is not Verdict.FAILS:
            break
        left = rest
        sampler(middle)
    return replace(findings, undecided=(left,))


def _held(sampler: Sampler, end: float) -> bool:
    """Whether the property holds at an end of the domain, by a proof if need be."""
    if sampler(end).verdict is Verdict.UNDECIDED:
        low, high = sampler.family.ends
        sampler.at(low if end == sampler.family.domain[0] else high, proved=True)
    return sampler.holds(end)


def _with_open_ends(sampler: Sampler, findings: Findings) -> Findings:
    """Return findings with what lies between the set and an end that does not fail."""
    inner = [findings.holds_on[0].lower, findings.holds_on[-1].upper]
    undecided = []
    for side, (end, sign) in enumerate(zip(sampler.family.domain, (1, -1), strict=True)):
        beyond = [d for x, d in sampler.decisions() if (inner[side] - x) * sign > 0]
        if not beyond or any(d.verdict is Verdict.FAILS for d in beyond):
            continue  # it reaches the end, or a boundary lies between
        if _held(sampler, end):
            inner[side] = end
            continue
        # By convexity all holds from the first point on that does.
        step = _NARROWEST * (sampler.family.domain[1] - sampler.family.domain[0])
        while step < abs(inner[side] - end):
            if sampler.holds(end + sign * step):
                inner[side] = end + sign * step
                break
            step *= 4
        undecided.append(Interval(min(end, inner[side]), max(end, inner[side])))
    sets = list(findings.holds_on)
    sets[0] = Interval(inner[0], sets[0].upper)
    sets[-1] = Interval(sets[-1].lower, inner[1])
    return replace(findings, holds_on=tuple(sets), undecided=tuple(undecided))


def _unrefuted(sampler: Sampler, left: Interval) -> Interval | None:
    """Return the part of an interval that no witness refutes, None for nothing."""
    low, high = left.lower, left.upper
    ends = [sampler.channel(x) for x in (low, high)]
    for _, decision in sampler.decisions():
        first, last = (refuted_value(decision, channel) for channel in ends)
        if first < 0 and last < 0:
            return None
        if np.isnan(first) or first * last >= 0:
            continue
        zero = left.lower + first / (first - last) * (left.upper - left.lower)
        if first < 0:
            low = max(low, zero)
        else:
            high = min(high, zero)
    return Interval(low, high) if low <= high else None


def refuted_value(decision: Decision, channel: Channel) -> float:
    """Return tr(WJ) and all it may be missed by: affine in the channel, NaN without W."""
    if decision.verdict is not Verdict.FAILS or decision.witness is None:
        return np.nan
    # Of a witness that pairs to −1 with its own channel, entries are of order one.
    size = float(np.linalg.norm(decision.witness)) * channel.d_in
    return decision.witness_value(channel) + channel.d_in * decision.residual + 1e-14 * size

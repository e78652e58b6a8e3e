"""Threshold: where along a family a property starts and stops."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.interval import Interval
from sdpsearch.proof.certificate import Certificate
from sdpsearch.properties import Decision, Property, Verdict
from sdpsearch.properties.decision import decided_at
from sdpsearch.reported import Drawn, Tabulated
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.findings import Coverage, Findings


class Occurrence(Enum):
    """How the property occurs along the family."""

    ALWAYS = "holds everywhere on the domain"
    NEVER = "found nowhere on the domain"
    ISOLATED = "holds only at isolated points"
    INTERVALS = "holds on part of the domain"
    UNDECIDED = "could not be decided anywhere it may hold"


class Extent:
    """Where a property holds, certified and estimated, however much else is known."""

    holds_on: tuple[Interval, ...]
    boundaries: tuple[Boundary, ...]
    undecided: tuple[Interval, ...]

    @cached_property
    def is_decided(self) -> bool:
        """Whether every bracket is narrow and nothing is undecided, sampled or not."""
        return not self.undecided and all(b.is_narrow for b in self.boundaries)

    @cached_property
    def estimated(self) -> tuple[Interval, ...]:
        """The sets with each end at the boundary's value, its best estimate.

        Where a bracket is wide nothing is estimated: what lies in it is undecided.
        """
        narrow = [b for b in self.boundaries if b.is_narrow]
        rising = {b.bracket.upper: b.value for b in narrow}
        falling = {b.bracket.lower: b.value for b in narrow}
        return tuple(
            Interval(rising.get(low, low), falling.get(high, high)) if low < high else i
            for i in self.holds_on
            for low, high in [i]
        )

    @cached_property
    def open_on(self) -> tuple[Interval, ...]:
        """Closed sets where the question is open: undecided, or a bracket that is wide."""
        wide = [b.bracket for b in self.boundaries if not b.is_narrow]
        joined: list[Interval] = []
        for part in sorted([*self.undecided, *wide]):
            if joined and part.lower <= joined[-1].upper:
                last = joined.pop()
                part = Interval(last.lower, max(last.upper, part.upper))
            joined.append(part)
        return tuple(joined)

    def left_of(self, domain: tuple[float, float]) -> tuple[Interval, ...]:
        """Return the closed sets of a domain where it neither holds nor is open."""
        low, high = domain
        rest: list[Interval] = []
        for start, stop in sorted([*self.estimated, *self.open_on, Interval(high, high)]):
            if start > low:
                rest.append(Interval(low, start))
            low = max(low, stop)
        return tuple(rest)


@dataclass(frozen=True, eq=False)
class Threshold(Drawn, Tabulated, Extent):
    """Where a property holds along a family.

    Attributes:
        family: the family searched.
        property: the property searched for.
        holds_on: closed sets of the parameter where it holds, () for nowhere; they end
            where that was certified, on the inner sides of the brackets.
        boundaries: their ends strictly inside the domain, each with its bracket; an
            isolated point counts once.
        decisions: everything that was evaluated, as (parameter, Decision), by parameter.
        occurrence: always, never, isolated points, intervals, or undecided.
        coverage: on what grounds the sets are claimed between the points decided.
        undecided: closed sets where the property may hold or not.
        settled: whether every bracket is narrow, nothing is undecided and nothing rests
            on samples; otherwise `holds_on` has only what was certified, or sampled.
        solves: number of conic programmes solved.
        method: how it was found, one sentence.
        certificate: all that was proved in exact arithmetic, when it was asked for.
        proof: what the certificate proves, or why there is none, one clause.
        solver: the backend that was asked.
    """

    family: ChannelFamily
    property: Property
    holds_on: tuple[Interval, ...]
    boundaries: tuple[Boundary, ...]
    decisions: tuple[tuple[float, Decision], ...]
    occurrence: Occurrence
    coverage: Coverage
    undecided: tuple[Interval, ...]
    settled: bool
    solves: int
    method: str
    certificate: Certificate | None = None
    proof: str | None = None
    solver: str | None = None

    @cached_property
    def fails_on(self) -> tuple[Interval, ...]:
        """The closed sets of the domain that are left, on the grounds of `coverage`."""
        return self.left_of(self.family.domain)

    @cached_property
    def value(self) -> float:
        """The only boundary inside the domain, as estimated within its bracket.

        Raises:
            ValueError: there are none or several; the message lists them.
        """
        if len(self.boundaries) == 1:
            return self.boundaries[0].value
        listed = ", ".join(f"{b.value:.10g}" for b in self.boundaries) or "none"
        raise ValueError(
            f"{self.family.label} has {len(self.boundaries)} boundaries of "
            f"{self.property.name} inside the domain ({listed}); it "
            f"{self.occurrence.value}: use `boundaries` or `holds_on`."
        )

    @cached_property
    def start(self) -> float:
        """Where the single set of `holds_on` begins: there the property was certified.

        Raises:
            ValueError: the sets are none or several; the message lists them.
        """
        return self._only_set().lower

    @cached_property
    def stop(self) -> float:
        """Where the single set of `holds_on` ends: there the property was certified.

        Raises:
            ValueError: the sets are none or several; the message lists them.
        """
        return self._only_set().upper

    def records(self) -> list[dict[str, Any]]:
        """Return one flat record per decision that was kept, by parameter."""
        name = self.family.parameter
        return [decided_at(name, x, decision) for x, decision in self.decisions]

    def _only_set(self) -> Interval:
        if len(self.holds_on) == 1:
            return self.holds_on[0]
        listed = ", ".join(f"[{low:.10g}, {high:.10g}]" for low, high in self.holds_on)
        raise ValueError(
            f"{self.family.label} is certified to be {self.property.name} on "
            f"{len(self.holds_on)} sets ({listed or 'none'}), not one; it "
            f"{self.occurrence.value}: use `holds_on`."
        )

    def __repr__(self) -> str:
        sets = ", ".join(f"[{i.lower:.10g}, {i.upper:.10g}]" for i in self.holds_on)
        empty = "no value" if self.occurrence is Occurrence.NEVER else "undecided values"
        sampled = ", as far as sampled" if self.coverage is Coverage.SAMPLED else ""
        return (
            f"Threshold({self.family.label} is {self.property.name} on {sets or empty}"
            f"{sampled}, {self.solves} solves)"
        )


def occurrence_of(
    family: ChannelFamily,
    findings: Findings,
    decisions: Iterable[tuple[float, Decision]],
) -> Occurrence:
    """Return how a property occurs along a family, by what was found."""
    holds_on = findings.holds_on
    if not holds_on:
        # By convexity a family that is affine is refuted between its decided points.
        covered = findings.coverage is Coverage.CONVEX
        open_points = any(d.verdict is Verdict.UNDECIDED for _, d in decisions)
        undecided = bool(findings.undecided) or (open_points and not covered)
        return Occurrence.UNDECIDED if undecided else Occurrence.NEVER
    if holds_on == (Interval(*family.domain),):
        return Occurrence.ALWAYS
    if all(interval.width == 0 for interval in holds_on):
        return Occurrence.ISOLATED
    return Occurrence.INTERVALS

"""KeptThreshold: what a run keeps of where a property starts and stops."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import TypeAlias

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.interval import Interval
from sdpsearch.proof.certificate import Certificate
from sdpsearch.properties import Decision, Property, Verdict
from sdpsearch.runs.kept import Kept, told
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.findings import Coverage
from sdpsearch.search.threshold import Extent, Occurrence, Threshold

Sample: TypeAlias = tuple[float, Verdict, Interval, str | None, int]


@dataclass(frozen=True, eq=False)
class KeptThreshold(Extent):
    """A threshold without its family, its decisions brief.

    Attributes:
        holds_on, boundaries, occurrence, coverage, undecided, settled, solves, method,
            certificate, proof, solver: as in Threshold.
        samples: what the search decided beside the points that it began with: parameter,
            verdict, margin, solver, and conic programmes solved.
        seconds: how long it took.
        failed: whether there is no answer because the work failed; the method says how.
    """

    holds_on: tuple[Interval, ...]
    boundaries: tuple[Boundary, ...]
    samples: tuple[Sample, ...]
    occurrence: Occurrence
    coverage: Coverage
    undecided: tuple[Interval, ...]
    settled: bool
    solves: int
    method: str
    certificate: Certificate | None = None
    proof: str | None = None
    solver: str | None = None
    seconds: float = 0.0
    failed: bool = False

    @classmethod
    def of(cls, found: Threshold, seen: Container[float], seconds: float) -> KeptThreshold:
        """Return what is kept of a threshold.

        Args:
            found: the threshold.
            seen: the parameters whose decisions are kept elsewhere.
            seconds: how long it took.
        """
        return cls(
            holds_on=found.holds_on,
            boundaries=found.boundaries,
            samples=tuple(
                (x, d.verdict, d.margin, d.solver, d.solves)
                for x, d in found.decisions
                if x not in seen
            ),
            occurrence=found.occurrence,
            coverage=found.coverage,
            undecided=found.undecided,
            settled=found.settled,
            solves=found.solves,
            method=found.method,
            certificate=found.certificate,
            proof=found.proof,
            solver=found.solver,
            seconds=seconds,
        )

    @classmethod
    def failure(
        cls,
        asked: Property,
        family: ChannelFamily,
        error: BaseException,
        seconds: float = 0.0,
    ) -> KeptThreshold:
        """Return what is kept where the search failed: all of the domain undecided."""
        whole = Interval(*family.domain)
        return cls(
            holds_on=(),
            boundaries=(),
            samples=(),
            occurrence=Occurrence.UNDECIDED,
            coverage=Coverage.SAMPLED,
            undecided=(whole,),
            settled=False,
            solves=0,
            method=f"the search for {asked.name} failed, {told(error)}",
            seconds=seconds,
            failed=True,
        )

    def threshold(
        self,
        family: ChannelFamily,
        property: Property,
        decided: tuple[tuple[float, Decision], ...],
    ) -> Threshold:
        """Return the threshold again.

        Args:
            family: the family.
            property: the question.
            decided: the decisions that the search began with, by parameter.
        """
        samples = [
            (x, Kept.in_passing(property, verdict, margin, solver, solves))
            for x, verdict, margin, solver, solves in self.samples
        ]
        found = [(x, kept.decision(family(x), property)) for x, kept in samples]
        return Threshold(
            family=family,
            property=property,
            holds_on=self.holds_on,
            boundaries=self.boundaries,
            decisions=tuple(sorted([*decided, *found], key=lambda pair: pair[0])),
            occurrence=self.occurrence,
            coverage=self.coverage,
            undecided=self.undecided,
            settled=self.settled,
            solves=self.solves,
            method=self.method,
            certificate=self.certificate,
            proof=self.proof,
            solver=self.solver,
        )

"""Query: a question that is no column of a scan, as what can be sent and kept.

In large dimensions and in every one channels are never written out; a capacity has bounds,
a space has regions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sdpsearch.capacity import capacity_along
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.origin import Origin
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.proof.certificate import Certificate
from sdpsearch.report.capacity import Capacities, capacities_record
from sdpsearch.report.every_dimension import every_dimension_record
from sdpsearch.report.region import region_record
from sdpsearch.report.shapes import Record
from sdpsearch.report.threshold import threshold_record
from sdpsearch.runs.identity import digest
from sdpsearch.search.every_dimension import every_dimension
from sdpsearch.search.locate import threshold
from sdpsearch.search.region.find import region
from sdpsearch.threads import one_blas_thread


@dataclass(frozen=True, eq=False)
class Query:
    """A question that is no column of a scan.

    Attributes:
        kind: "threshold", "every-dimension", "capacity" or "region".
        subject: how the family or the space was made.
        asked: the property's name, None for a capacity.
        options: how it is asked.
    """

    kind: str
    subject: Origin
    asked: str | None
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The digest of the question."""
        return digest([self.kind, self.subject, self.asked, dict(self.options)])

    @property
    def slug(self) -> str:
        """The question as the name of a file, e.g. "werner-d-1000-ppt"."""
        arguments = dict(self.subject.arguments)
        every = self.kind == "every-dimension"
        size = ["every-d"] if every else [f"d-{arguments['d']}"] if "d" in arguments else []
        return "-".join([self.subject.name, *size, self.asked or self.kind])

    def __str__(self) -> str:
        asked = "" if self.asked is None else f", {self.asked}"
        return f"{self.kind} of {self.subject}{asked}"


@one_blas_thread()
def answered(query: Query) -> Record:
    """Return the answer: its record, and the text of a certificate or None.

    Raises:
        ValueError, ProblemTooLarge: as the function that is asked.
    """
    record, proof = _ANSWERS[query.kind](query)
    return {"record": record, "certificate": None if proof is None else proof.text}


_Answer = tuple[Record, Certificate | None]


def _threshold(query: Query) -> _Answer:
    found = threshold(query.subject.make(), query.asked or "")
    return threshold_record(found), found.certificate


def _every_dimension(query: Query) -> _Answer:
    found = every_dimension(query.subject.make(), query.asked or "")
    return every_dimension_record(found), found.certificate


def _capacity(query: Query) -> _Answer:
    family: ChannelFamily = query.subject.make()
    points = capacity_along(family, query.options["xs"])
    return capacities_record(Capacities(family.label, family, points, DEFAULT_SOLVER)), None


def _region(query: Query) -> _Answer:
    space: ChannelSpace = query.subject.make()
    found = region(space, query.asked or "", **query.options)
    record = region_record(found)
    # Thousands of them, and the polytopes say what they come to.
    record["decisions"] = len(record["decisions"])
    return record, None


_ANSWERS: dict[str, Callable[[Query], _Answer]] = {
    "threshold": _threshold,
    "every-dimension": _every_dimension,
    "capacity": _capacity,
    "region": _region,
}

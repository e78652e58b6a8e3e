"""Located: a property along a member of the zoo, as found and as known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sdpsearch.atlas.plan import Member, Plan
from sdpsearch.known.thresholds import Fact, fact
from sdpsearch.properties import Verdict
from sdpsearch.runs.column import Column
from sdpsearch.runs.kept_threshold import KeptThreshold
from sdpsearch.search.compare import distance

#: How what is found stands to what is known: the same; no contradiction, but not found to
#: the last digit; or one of the two is wrong.
AGREES, OPEN, DIFFERS = "agrees", "open", "differs"

#: Ends that are decided agree with a closed form to this.
_NEAR = 1e-6
#: A decision this near to a known end does not contradict it.
_BESIDE = 1e-9


@dataclass(frozen=True, eq=False)
class Located:
    """A property along a member, as found and as known.

    Attributes:
        page: name of the page, in the zoo.
        member: the family.
        column: what was asked, answered.
        fact: the closed form, None where none is known.
    """

    page: str
    member: Member
    column: Column
    fact: Fact | None

    @property
    def asked(self) -> str:
        """The property's name."""
        return self.column.series.property.name

    @cached_property
    def found(self) -> KeptThreshold:
        """Where it holds."""
        found = self.column.threshold
        assert isinstance(found, KeptThreshold), f"{self.asked} was not located"
        return found

    @cached_property
    def difference(self) -> float | None:
        """Largest distance between found and known ends, as in a comparison."""
        if self.fact is None:
            return None
        return distance(self.found.estimated, self.fact.holds)

    @cached_property
    def standing(self) -> str | None:
        """AGREES, OPEN or DIFFERS; None where no closed form is known."""
        if self.fact is None:
            return None
        if self._is_contradicted(self.fact):
            return DIFFERS
        assert self.difference is not None
        if self.difference <= _NEAR:
            return AGREES
        return DIFFERS if self.found.is_decided else OPEN

    def _is_contradicted(self, known: Fact) -> bool:
        """Whether a decision is on the wrong side of a known end."""
        for x, verdict in self._decided():
            beside = _BESIDE * max(1.0, abs(x))
            near = any(abs(x - end) <= beside for ends in known.holds for end in ends)
            inside = any(low <= x <= high for low, high in known.holds)
            if not near and verdict is (Verdict.FAILS if inside else Verdict.HOLDS):
                return True
        return False

    def _decided(self) -> Iterable[tuple[float, Verdict]]:
        yield from ((x, one.verdict) for x, one in self.column.answers.items())
        yield from ((sample[0], sample[1]) for sample in self.found.samples)

    @property
    def certificate(self) -> str | None:
        """The name of the certificate's file, None without one."""
        return None if self.found.certificate is None else f"{self.slug}.json"

    @property
    def slug(self) -> str:
        """The question as the name of a file, e.g. "erasure-d-3-antidegradable"."""
        return f"{self.anchor}-{self.asked}"

    @property
    def anchor(self) -> str:
        """The member as the name of a place on its page, e.g. "erasure-d-3"."""
        return re.sub(r"[^\w]+", "-", " ".join(self.member.words))

    @property
    def command(self) -> str:
        """The command line that asks it again."""
        words = ["sdpsearch", "threshold", *self.member.words]
        prove = [] if self.found.certificate is None else ["--prove"]
        return " ".join([*words, "--property", self.asked, *prove])


def located(plan: Plan) -> list[Located]:
    """Return all that was located along families, page by page.

    Args:
        plan: what was asked, answered.
    """
    return [
        Located(page.name, member, column, fact(member.family, column.series.property.name))
        for page in plan.pages
        for member in page.members
        for column in member.columns
    ]

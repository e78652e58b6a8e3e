"""Kept: what a run keeps of an answer, small enough to travel, without its channel."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.making import unpickled
from sdpsearch.coherent.transmission import Transmission
from sdpsearch.interval import Interval
from sdpsearch.linalg import Array, readonly
from sdpsearch.properties import Decision, Property, Verdict

#: What there is to say of a decision whose evidence nobody asked for while it was there.
_IN_PASSING = {
    Verdict.HOLDS: "The channel is {}: certified in the search for the threshold.",
    Verdict.FAILS: "The channel is not {}: certified in the search for the threshold.",
    Verdict.UNDECIDED: "Whether the channel is {} the search for the threshold left open.",
}


@dataclass(frozen=True, eq=False)
class Kept:
    """A decision without its channel and without the evidence it was found by.

    Attributes:
        verdict, margin, residual, reason, solver, solves, obstruction, witness, mechanism,
            transmission: as in Decision.
        map: Kraus operators of its map, None without one.
        seconds: how long it took, of many decided together the share of one.
        failed: whether there is no answer because the work failed; the reason says how.
        whole: whether it is all there; a brief one has neither map nor witness, which are
            found again when they are asked for.
    """

    verdict: Verdict
    margin: Interval
    residual: float
    reason: str
    solver: str | None
    solves: int
    obstruction: Array | None = None
    witness: Array | None = None
    mechanism: str | None = None
    transmission: Transmission | None = None
    map: Array | None = None
    seconds: float = 0.0
    failed: bool = False
    whole: bool = True

    @classmethod
    def of(cls, decision: Decision, seconds: float) -> Kept:
        """Return what is kept of a decision."""
        found = decision.map
        return cls(
            verdict=decision.verdict,
            margin=decision.margin,
            residual=decision.residual,
            reason=decision.reason,
            solver=decision.solver,
            solves=decision.solves,
            obstruction=decision.obstruction,
            witness=decision.witness,
            mechanism=decision.mechanism,
            transmission=decision.transmission,
            map=None if found is None else found.kraus,
            seconds=seconds,
        )

    @classmethod
    def in_passing(
        cls,
        asked: Property,
        verdict: Verdict,
        margin: Interval,
        solver: str | None,
        solves: int,
    ) -> Kept:
        """Return what is kept of a decision of a search: the answer alone."""
        reason = _IN_PASSING[verdict].format(asked.name)
        return cls(verdict, margin, np.nan, reason, solver, solves, whole=False)

    @classmethod
    def failure(cls, asked: Property, error: BaseException, seconds: float = 0.0) -> Kept:
        """Return what is kept where the work on a question failed."""
        reason = f"Whether the channel is {asked.name} is undecided: the work failed"
        return cls(
            verdict=Verdict.UNDECIDED,
            margin=Interval(-np.inf, np.inf),
            residual=0.0,
            reason=f"{reason}, {told(error)}.",
            solver=None,
            solves=0,
            seconds=seconds,
            failed=True,
        )

    def shortened(self) -> Kept:
        """Return it without what is large, and found again when it is asked for."""
        return self if self.failed else replace(self, map=None, witness=None, whole=False)

    def decision(self, channel: Channel, property: Property) -> Decision:
        """Return the decision about a channel again."""
        made = Decision(
            channel=channel,
            property=property,
            verdict=self.verdict,
            margin=self.margin,
            map=None if self.map is None else unpickled(self.map, None, None),
            witness=None if self.witness is None else readonly(self.witness),
            residual=self.residual,
            reason=self.reason,
            solver=self.solver,
            solves=self.solves,
            obstruction=self.obstruction,
            mechanism=self.mechanism,
            transmission=self.transmission,
        )
        return made if self.whole else made.without("map", "witness")


def told(error: BaseException) -> str:
    """Return what went wrong on one line.

    Example:
        >>> told(ValueError("no such channel."))
        'ValueError: no such channel'
    """
    words = " ".join(str(error).split()).rstrip(".")
    return f"{type(error).__name__}: {words}" if words else type(error).__name__

"""Inquiry: a question about a capacity, put to mechanisms and to inputs in turn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.coherent.transmission import Transmission, searched
from sdpsearch.extension.asking import shortened
from sdpsearch.extension.memory import ProblemTooLarge
from sdpsearch.interval import Interval
from sdpsearch.linalg import is_real
from sdpsearch.properties.decision import Decision, Verdict
from sdpsearch.properties.extendible import Antidegradable
from sdpsearch.properties.ground import settled_by_proof
from sdpsearch.properties.ppt import PPT
from sdpsearch.properties.property import Property
from sdpsearch.properties.signed import SignedExtendible
from sdpsearch.properties.transmitting import reason_positive

if TYPE_CHECKING:  # the question makes the inquiry
    from sdpsearch.properties.capacity import ZeroCapacity

#: Most real numbers of a signed extension that a question about a capacity looks for.
LARGEST_SIGNED = 2_500
#: Largest order of A⊗B⊗B' of which such a programme is made to see what repeats in it.
_LARGEST_ORDER = 220
#: With so many entries of J, times the dimension of A⊗B⊗B', an exact proof that a channel
#: on the boundary is antidegradable takes less than a second.
_PROVED_ENTRIES = 65_000
#: What each mechanism says beyond Q = 0.
_PRIVATE = "so that Q = P = 0"
_QUANTUM = "so that Q = 0 (of the private capacity it says nothing)"


@dataclass
class Inquiry:
    """A question about a capacity, with what has been found on the way."""

    asked: ZeroCapacity
    channel: Channel
    solver: str
    time_limit: float | None
    solves: int = 0
    refused: list[str] = field(default_factory=list)
    margins: list[Interval] = field(default_factory=list)
    best: Transmission | None = None

    def by(self, mechanism: Property) -> Decision | None:
        """Return that the capacity vanishes by a mechanism, or None."""
        if not is_affordable(mechanism, self.channel):
            self.refused.append(f"whether it is {mechanism.name} was not asked: too large")
            return None
        options = {"solver": self.solver, "time_limit": self.time_limit}
        try:
            found = mechanism.decide(self.channel, **options)
        except ProblemTooLarge as error:
            self.refused.append(f"whether it is {mechanism.name} was not asked: {error}")
            return None
        self.solves += found.solves
        if isinstance(mechanism, Antidegradable):
            found = settled_by_proof(found, _PROVED_ENTRIES)
        if found.verdict is Verdict.HOLDS:
            return replace(by_mechanism(self.asked, found), solves=self.solves)
        self.margins.append(found.margin)
        self.refused.append(_told(found))
        return None

    def through(self, found: Transmission) -> Decision | None:
        """Return that the capacity is positive by an input, or None."""
        best = self.best
        if best is None or found.information.middle > best.information.middle:
            self.best = found
        shown = by_input(self.asked, self.channel, found)
        if shown is None:
            return None
        margin = Interval(min(self._lowest(), 0.0), 0.0)
        return replace(shown, margin=margin, solves=self.solves)

    def open(self) -> Decision:
        """Return that nothing decided, and how near everything came."""
        assert self.best is not None  # one use is always looked at
        told = "; ".join([*self.refused, _searched(self.channel, self.best)])
        highest = max((margin.upper for margin in self.margins), default=np.inf)
        return replace(
            _by_input(self.asked, self.channel, self.best),
            verdict=Verdict.UNDECIDED,
            margin=Interval(self._lowest(), max(highest, 0.0)),
            reason=f"Whether the channel has {self.asked.capacity} is open: {told}.",
            solver=self.solver,
            solves=self.solves,
            mechanism=None,
        )

    def _lowest(self) -> float:
        return max((margin.lower for margin in self.margins), default=-1.0)


def by_mechanism(asked: ZeroCapacity, found: Decision) -> Decision:
    """Return that the capacity vanishes, from a decision that a mechanism holds."""
    mechanism = found.property
    then = _QUANTUM if isinstance(mechanism, PPT) else _PRIVATE
    told = f"{then}; {found.reason.split(': ', 1)[-1]}"
    return replace(
        found,
        property=asked,
        reason=f"The channel has no {asked.capacity}: it is {mechanism.name}, {told}",
        mechanism=mechanism.name,
    )


def by_input(asked: ZeroCapacity, channel: Channel, found: Transmission) -> Decision | None:
    """Return that the capacity is positive by an input, None where that is not certain."""
    why = reason_positive(channel, found)
    if why is None:
        return None
    reason = f"The channel has {asked.capacity}: {why}."
    return replace(_by_input(asked, channel, found), reason=reason)


def _by_input(asked: ZeroCapacity, channel: Channel, found: Transmission) -> Decision:
    return Decision(
        channel=channel,
        property=asked,
        verdict=Verdict.FAILS,
        margin=Interval(-1.0, 0.0),
        map=None,
        witness=None,
        residual=0.0,
        reason="",
        solver=None,
        solves=0,
        mechanism=found.mechanism,
        transmission=found,
    )


def is_affordable(mechanism: Property, channel: Channel) -> bool:
    """Whether a mechanism takes no longer than a question about a capacity may.

    A signed extension of a large channel does where little of its programme is left when
    what repeats in it has gone.
    """
    if not isinstance(mechanism, SignedExtendible):
        return True
    inner = channel.d_out**2
    count = channel.d_in**2 * inner * (inner - 1) // 2
    if count // (2 if is_real(channel.kraus_matrix) else 1) <= LARGEST_SIGNED:
        return True
    if channel.d_in * inner > _LARGEST_ORDER:
        return False
    try:
        problem = mechanism.programme(channel)
    except (ProblemTooLarge, ValueError):  # or the face alone decides
        return True
    return shortened(problem).problem.objective.size <= LARGEST_SIGNED


def _told(found: Decision) -> str:
    """Return that a mechanism does not hold, and by how much."""
    low, high = found.margin
    name = found.property.name
    if found.verdict is Verdict.FAILS:
        return f"it is not {name} (margin {high:.2g})"
    return f"whether it is {name} is undecided (margin {low:.1g} to {high:.1g})"


def _searched(channel: Channel, best: Transmission) -> str:
    """Return how near to positive the best input comes, and which were looked at."""
    value = max(best.information.middle, 0.0)
    return (
        "no input with coherent information certain to be positive was found, "
        f"{searched(channel)} (best: {value:.1g} bits per use)"
    )

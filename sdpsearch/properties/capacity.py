"""Whether anything gets through: ZeroCapacity, and what is asked beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.coherent.transmission import (
    Transmission,
    joint_transmissions,
    searched,
    simple_transmissions,
)
from sdpsearch.extension.asking import shortened
from sdpsearch.extension.memory import ProblemTooLarge
from sdpsearch.extension.signed.map import SignedMap
from sdpsearch.interval import Interval
from sdpsearch.linalg import is_real
from sdpsearch.properties.breaking import EntanglementBreaking
from sdpsearch.properties.decision import Decision, Verdict
from sdpsearch.properties.extendible import Antidegradable
from sdpsearch.properties.ppt import PPT
from sdpsearch.properties.property import Property
from sdpsearch.properties.signed import SignedExtendible
from sdpsearch.properties.transmitting import reason_positive

if TYPE_CHECKING:  # FLINT is needed by none who asks for no proof
    from sdpsearch.proof.prove.claim import Claim

#: Most real numbers of a signed extension that a question about a capacity looks for.
LARGEST_SIGNED = 2_500
#: Largest order of A⊗B⊗B' of which such a programme is made to see what repeats in it.
_LARGEST_ORDER = 220
#: What each mechanism says beyond Q = 0.
_PRIVATE = "so that Q = P = 0"
_QUANTUM = "so that Q = 0 (of the private capacity it says nothing)"


@dataclass(frozen=True)
class ZeroCapacity(Property):
    """Q(Φ) = 0, by one of the reasons known, or Q(Φ) > 0 by an input that shows it.

    HOLDS where the channel is antidegradable, PPT or signed-extendible
    (`Decision.mechanism`; quant-ph/9701015, quant-ph/9904092, docs/signed-extensions.md);
    FAILS where a state has positive coherent information (Lloyd; Shor; Devetak,
    quant-ph/0304127) or starts to have it beside a pure one (Siddhu, 2003.10367; Singh,
    Datta, 2105.06327), `Decision.transmission`. The rest is UNDECIDED: no method decides
    every channel. The margin is the largest of the mechanisms', at most 0 where Q > 0.

    Example:
        >>> import sdpsearch as sd
        >>> family = sd.zoo.transpose_depolarizing(d=3)  # antidegradable from 4/7 on
        >>> d = sd.decide(family(0.55), sd.ZeroCapacity())
        >>> d.verdict.name, d.mechanism
        ('HOLDS', 'signed-extendible')
    """

    survives_processing: ClassVar[bool] = True

    @property
    def name(self) -> str:
        """The adjective "zero-capacity"."""
        return "zero-capacity"

    @property
    def capacity(self) -> str:
        """What vanishes, in words."""
        return "quantum capacity"

    @property
    def quick(self) -> tuple[Property, ...]:
        """Mechanisms that take no longer than a look for what gets through."""
        return Antidegradable(), PPT()

    @property
    def mechanisms(self) -> tuple[Property, ...]:
        """Every property that is known to imply this one, the quick ones first."""
        return *self.quick, SignedExtendible()

    def decide(
        self, channel: Channel, *, solver: str, time_limit: float | None = None
    ) -> Decision:
        """Answer for one channel; see `sdpsearch.decide`."""
        inquiry = _Inquiry(self, channel, solver, time_limit)
        steps = chain(
            map(inquiry.by, self.quick),
            map(inquiry.through, simple_transmissions(channel)),
            map(inquiry.by, self.mechanisms[len(self.quick) :]),
            map(inquiry.through, joint_transmissions(channel)),
        )
        found = next((found for found in steps if found is not None), None)
        return inquiry.open() if found is None else found

    def claim_about(self, decision: Decision) -> Claim | None:
        """Return that the capacity vanishes by a mechanism, or that an input transmits.

        Of an open question: that the channel is antidegradable, which exact arithmetic may
        settle on a boundary.
        """
        from sdpsearch.proof.prove.capacity import CapacityClaim

        channel = decision.channel
        if decision.verdict is Verdict.FAILS:
            return CapacityClaim(channel, transmission=decision.transmission)
        asked = next((p for p in self.mechanisms if p.name == decision.mechanism), None)
        return CapacityClaim(channel, mechanism=(asked or self.quick[0]).claim(channel))

    def signed_map(self, decision: Decision) -> SignedMap | None:
        """Return the signed map where that is the mechanism."""
        if decision.mechanism != SignedExtendible().name:
            return None
        return SignedExtendible().signed_map(decision)


@dataclass(frozen=True)
class PrivateCapacityZero(ZeroCapacity):
    """P(Φ) = 0, by one of the reasons known, or P(Φ) ≥ Q(Φ) > 0.

    HOLDS where the channel is antidegradable (entanglement-breaking ones are) or
    signed-extendible; a PPT channel may have private capacity (Horodecki, Horodecki,
    Horodecki, Oppenheim, quant-ph/0309110).

    Example:
        >>> import sdpsearch as sd
        >>> d = sd.decide(sd.zoo.erasure()(0.6), sd.PrivateCapacityZero())
        >>> d.verdict.name, d.mechanism
        ('HOLDS', 'antidegradable')
    """

    @property
    def name(self) -> str:
        """The adjective "zero-private-capacity"."""
        return "zero-private-capacity"

    @property
    def capacity(self) -> str:
        """What vanishes, in words."""
        return "private capacity"

    @property
    def quick(self) -> tuple[Property, ...]:
        """Antidegradability, and entanglement breaking, which decides on its boundary."""
        return (Antidegradable(),)

    @property
    def mechanisms(self) -> tuple[Property, ...]:
        """Every property that is known to imply this one, the quick ones first."""
        return *self.quick, SignedExtendible(), EntanglementBreaking()


@dataclass(frozen=True)
class QuantumCapacityPositive(Property):
    """Q(Φ) > 0, shown by an input: the opposite of `ZeroCapacity`.

    Example:
        >>> import sdpsearch as sd
        >>> d = sd.decide(sd.zoo.dephrasure(0.1)(0.39), sd.QuantumCapacityPositive())
        >>> d.verdict.name, d.mechanism
        ('HOLDS', 'log-singularity')
    """

    @property
    def name(self) -> str:
        """The adjective "positive-capacity"."""
        return "positive-capacity"

    def decide(
        self, channel: Channel, *, solver: str, time_limit: float | None = None
    ) -> Decision:
        """Answer for one channel; see `sdpsearch.decide`."""
        found = ZeroCapacity().decide(channel, solver=solver, time_limit=time_limit)
        verdicts = {Verdict.HOLDS: Verdict.FAILS, Verdict.FAILS: Verdict.HOLDS}
        low, high = found.margin
        return replace(
            found,
            property=self,
            verdict=verdicts.get(found.verdict, Verdict.UNDECIDED),
            margin=Interval(-high, -low),
            map=None,
            witness=None,
        )


@dataclass
class _Inquiry:
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

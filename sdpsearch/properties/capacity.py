"""Whether anything gets through: ZeroCapacity, and what is asked beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from sdpsearch.channels.channel import Channel
from sdpsearch.coherent.transmission import joint_transmissions, simple_transmissions
from sdpsearch.extension.signed.map import SignedMap
from sdpsearch.interval import Interval
from sdpsearch.properties.breaking import EntanglementBreaking
from sdpsearch.properties.decision import Decision, Verdict
from sdpsearch.properties.extendible import Antidegradable
from sdpsearch.properties.inquiry import Inquiry, by_mechanism
from sdpsearch.properties.ppt import PPT
from sdpsearch.properties.property import Property
from sdpsearch.properties.signed import SignedExtendible

if TYPE_CHECKING:  # FLINT is needed by none who asks for no proof
    from sdpsearch.proof.prove.claim import Claim


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
        inquiry = Inquiry(self, channel, solver, time_limit)
        steps = chain(
            map(inquiry.by, self.quick),
            map(inquiry.through, simple_transmissions(channel)),
            map(inquiry.by, self.mechanisms[len(self.quick) :]),
            map(inquiry.through, joint_transmissions(channel)),
        )
        found = next((found for found in steps if found is not None), None)
        return inquiry.open() if found is None else found

    def decide_together(
        self, channels: Sequence[Channel], *, solver: str
    ) -> list[Decision | None]:
        """Answer for those that are found antidegradable at once, None for the others."""
        found = self.quick[0].decide_together(channels, solver=solver)
        return [
            by_mechanism(self, answer)
            if answer is not None and answer.verdict is Verdict.HOLDS
            else None
            for answer in found
        ]

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
        """Antidegradability: PPT channels may have private capacity."""
        return (Antidegradable(),)

    @property
    def mechanisms(self) -> tuple[Property, ...]:
        """Every property that is known to imply this one, the quick ones first."""
        return *self.quick, SignedExtendible(), EntanglementBreaking()


@dataclass(frozen=True)
class QuantumCapacityPositive(Property):
    """Q(Φ) > 0, shown by an input: the opposite of `ZeroCapacity`, and proved as that is.

    Example:
        >>> import sdpsearch as sd
        >>> d = sd.decide(sd.zoo.dephrasure(0.1)(0.39), sd.QuantumCapacityPositive())
        >>> d.verdict.name, d.mechanism
        ('HOLDS', 'log-singularity')
    """

    is_opposite: ClassVar[bool] = True

    @property
    def name(self) -> str:
        """The adjective "positive-capacity"."""
        return "positive-capacity"

    def decide(
        self, channel: Channel, *, solver: str, time_limit: float | None = None
    ) -> Decision:
        """Answer for one channel; see `sdpsearch.decide`."""
        found = ZeroCapacity().decide(channel, solver=solver, time_limit=time_limit)
        return _opposite(self, found)

    def claim_about(self, decision: Decision) -> Claim | None:
        """Return what is to be proved of the opposite question."""
        zero = ZeroCapacity()
        return zero.claim_about(_opposite(zero, decision))


def _opposite(asked: Property, found: Decision) -> Decision:
    """Return the decision of the opposite question."""
    verdicts = {Verdict.HOLDS: Verdict.FAILS, Verdict.FAILS: Verdict.HOLDS}
    low, high = found.margin
    return replace(
        found,
        property=asked,
        verdict=verdicts.get(found.verdict, Verdict.UNDECIDED),
        margin=Interval(-high, -low),
        map=None,
        witness=None,
    )

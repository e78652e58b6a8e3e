"""Degradable: the question about extensions of the complementary channel's J."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sdpsearch.channels.channel import Channel
from sdpsearch.conic.problem import ConicProblem
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.plan import Plan
from sdpsearch.properties.answer import (
    decision_of,
    map_of,
    membership_of,
    missed,
    plan_of,
    programme_of,
    with_found_map,
    without_map,
)
from sdpsearch.properties.decision import Decision, Verdict, sign_verdict
from sdpsearch.properties.ground import grounded, settled
from sdpsearch.properties.property import Property
from sdpsearch.properties.together import decided_together, extensions

if TYPE_CHECKING:  # FLINT is needed by none who asks for no proof
    from sdpsearch.proof.prove.claim import Claim


@dataclass(frozen=True)
class Degradable(Property):
    """There is a channel N: B → E with N∘Φ = Φ^c, so that Q(Φ) is one-shot.

    Antidegradability of the complementary channel on the minimal environment (Devetak,
    Shor, quant-ph/0311131); margin and witness are that one's.

    Example:
        >>> import sdpsearch as sd
        >>> sd.decide(sd.zoo.dephasing()(0.2), sd.Degradable()).verdict.name
        'HOLDS'
    """

    @property
    def name(self) -> str:
        """The adjective "degradable"."""
        return "degradable"

    @property
    def has_map(self) -> bool:
        """True: N: B → E."""
        return True

    def decide(
        self, channel: Channel, *, solver: str, time_limit: float | None = None
    ) -> Decision:
        """Answer for one channel; see `sdpsearch.decide`."""
        complement = self.subject(channel)
        return self.concluded(channel, membership_of(complement, 2, solver, time_limit))

    def decide_together(
        self, channels: Sequence[Channel], *, solver: str
    ) -> list[Decision | None]:
        """Answer for those that can be decided at once, None for the others."""
        return decided_together(self, channels, extensions(2), solver)

    def concluded(self, channel: Channel, found: Membership) -> Decision:
        """Return the decision that the engine's answer about the complement comes to."""
        stated = self.stated(channel)
        found = grounded(found, channel, stated, 2)
        if sign_verdict(found.margin) is not Verdict.UNDECIDED:
            return Decision.brief(channel, self, found)
        return settled(self.detailed(channel, found), stated, 2)

    def detailed(self, channel: Channel, found: Membership) -> Decision:
        """Return the engine's answer with its map or witness and what they miss."""
        complement = self.subject(channel)
        return self.with_map(decision_of(self, channel, complement, found), found)

    def with_map(self, decision: Decision, found: Membership) -> Decision:
        """Return the decision with the map that an extension gives, if there is one."""
        if found.extension is None:
            return decision
        channel = decision.channel
        complement = self.subject(channel)
        degrading = map_of(complement.kraus_matrix, found, complement.d_out)
        if degrading is None:
            return without_map(decision)
        residual = missed(degrading, channel, complement)
        return with_found_map(decision, degrading, residual)

    def claim(self, channel: Channel) -> Claim | None:
        """Return that J of the complementary channel is 2-extendible."""
        from sdpsearch.proof.prove.extendible import ExtendibleClaim

        return ExtendibleClaim(self.stated(channel), of_complement=True)

    def programme(self, channel: Channel) -> ConicProblem:
        """Return the witness form of the complementary channel's margin."""
        return programme_of(self.subject(channel), 2)

    def plan(self, channel: Channel) -> Plan:
        """Return what deciding one channel will take, on its complement."""
        return plan_of(self.subject(channel), 2)

    def subject(self, channel: Channel) -> Channel:
        """Return the complementary channel on the minimal environment."""
        return channel.minimal().complementary

    def stated(self, channel: Channel) -> Channel:
        """Return the complementary channel on the environment of the operators given.

        An isometry takes the smallest into it: extensions and squares are the same.
        """
        return channel.complementary

"""Property: a question about a channel, and what each can be asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from sdpsearch.channels.channel import Channel
from sdpsearch.conic.problem import ConicProblem
from sdpsearch.extension.evidence import Evidence
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.plan import Plan
from sdpsearch.extension.segment import Segment
from sdpsearch.extension.signed.map import SignedMap
from sdpsearch.mapsearch import MapMargin, map_margin

if TYPE_CHECKING:  # FLINT is needed by none who asks for no proof; decisions know questions
    from sdpsearch.proof.prove.claim import Claim
    from sdpsearch.properties.decision import Decision


class Property(ABC):
    """A question about a channel whose answer is the sign of a margin."""

    #: Whether Ψ∘Φ has the property whenever Φ has, for every channel Ψ.
    survives_processing: ClassVar[bool] = False
    #: Whether mixtures of channels that have the property have it.
    is_convex: ClassVar[bool] = False
    #: Whether it is proved by certificates of the opposite: where these fail, it holds.
    is_opposite: ClassVar[bool] = False

    @property
    def has_map(self) -> bool:
        """Whether it says that a map N exists, which is searched for and then proves it."""
        return False

    @property
    def is_searched(self) -> bool:
        """Whether the search over N answers it as well."""
        return self.has_map

    @property
    @abstractmethod
    def name(self) -> str:
        """The adjective tables use, e.g. "antidegradable" or "3-extendible"."""

    @abstractmethod
    def decide(
        self, channel: Channel, *, solver: str, time_limit: float | None = None
    ) -> Decision:
        """Answer for one channel; callers use `sdpsearch.decide`, which checks first."""

    def decide_together(
        self, channels: Sequence[Channel], *, solver: str
    ) -> list[Decision | None]:
        """Answer for many channels at once, None for those to be asked one at a time.

        Only what a check decided is an answer; see `sdpsearch.decide_many`.
        """
        return [None] * len(channels)

    def concluded(self, channel: Channel, found: Membership) -> Decision:
        """Return the decision that the engine's answer about a channel comes to."""
        raise NotImplementedError(f"{self.name} is not decided by the engine")

    def detailed(self, channel: Channel, found: Membership) -> Decision:
        """Return the engine's answer with its map or witness and what they miss."""
        raise NotImplementedError(f"{self.name} is not decided by the engine")

    def subject(self, channel: Channel) -> Channel:
        """Return the channel whose Choi operator margins and witnesses are about."""
        return channel

    def stated(self, channel: Channel) -> Channel:
        """Return the subject in the form that is known most exactly, for a proof."""
        return self.subject(channel)

    def claim(self, channel: Channel) -> Claim | None:
        """Return what is to be proved of a channel, None where there are no certificates.

        Every proof goes through it: a property that returns a claim can be proved.
        """
        return None

    def claim_about(self, decision: Decision) -> Claim | None:
        """Return what is to be proved of a decision, for most of its channel alone."""
        return self.claim(decision.channel)

    def with_map(self, decision: Decision, found: Membership) -> Decision:
        """Return the decision with the map that an extension gives: none for most."""
        return decision

    def signed_map(self, decision: Decision) -> SignedMap | None:
        """Return the signed map that a decision's extension gives: none for most."""
        return None

    def searched(
        self, channel: Channel, *, language: str, solver: str, time_limit: float | None
    ) -> MapMargin:
        """Return the margin that the search over N finds, where `is_searched`."""
        return map_margin(
            self.subject(channel), language=language, solver=solver, time_limit=time_limit
        )

    def on_segment(
        self,
        first: Channel,
        last: Channel,
        *,
        solver: str,
        time_limit: float | None = None,
    ) -> Segment | None:
        """Return where (1−s) first + s last has the property, s ∈ [0, 1].

        None means that the property has no closed method: ask point by point.
        """
        return None

    def programme(self, channel: Channel) -> ConicProblem:
        """Return the conic programme, a minimisation, whose optimum is the margin.

        Raises:
            ValueError: the property, or the face alone, decides without a programme.
        """
        raise ValueError(f"{self.name} is decided without a conic programme.")

    def plan(self, channel: Channel) -> Plan:
        """Return what deciding one channel will take.

        Raises:
            ValueError: the property is decided without an extension problem.
        """
        raise ValueError(f"{self.name} is decided without an extension problem to plan.")

    def from_evidence(self, channel: Channel, evidence: Evidence) -> Decision:
        """Answer for one channel next to an edge that on_segment() found, unsolved."""
        raise NotImplementedError(f"{self.name} leaves no evidence at its edges")

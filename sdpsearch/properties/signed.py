"""SignedExtendible: zero capacity beyond antidegradability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.range import column_range
from sdpsearch.conic.problem import ConicProblem
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.extension.evidence import Evidence
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.plan import Plan
from sdpsearch.extension.segment import Segment
from sdpsearch.extension.signed.find import (
    find_signed,
    find_signed_segment,
    signed_face,
    signed_programme,
)
from sdpsearch.extension.signed.map import SignedMap, signed_map
from sdpsearch.extension.signed.plan import signed_plan
from sdpsearch.extension.signed.witness import whole_witness
from sdpsearch.interval import Interval
from sdpsearch.linalg import is_real
from sdpsearch.mapsearch import MapMargin, signed_margin
from sdpsearch.properties.answer import as_real, decision_of
from sdpsearch.properties.decision import Decision, Verdict, sign_verdict
from sdpsearch.properties.extendible import Antidegradable
from sdpsearch.properties.ground import grounded, settled_by_proof
from sdpsearch.properties.property import Property
from sdpsearch.properties.together import SIGNED, decided_together

if TYPE_CHECKING:  # FLINT is needed by none who asks for no proof
    from sdpsearch.proof.prove.claim import Claim


@dataclass(frozen=True)
class SignedExtendible(Property):
    """A Hermiticity-preserving N with N∘Φ^c = Φ contracts, so that Q(Φ) = P(Φ) = 0.

    J has a Hermitian extension σ on A⊗B⊗B', swap-invariant but not positive, with
    −J⊗1 ≤ (σF)^{T_B'} ≤ J⊗1 (docs/signed-extensions.md, which proves it; the mechanism is
    that of Zhu and Wang, 2607.24693). Antidegradable channels have one, σ ≥ 0. HOLDS comes
    with the signed map (`Decision.signed_map`), FAILS with a witness.

    Example:
        >>> import sdpsearch as sd
        >>> channel = sd.zoo.dephrasure(0.1)(0.42)  # antidegradable from 0.444 on
        >>> d = sd.decide(channel, sd.SignedExtendible())
        >>> d.verdict.name, d.signed_map.least < -0.1, d.signed_map.norm < 0.99
        ('HOLDS', True, True)
    """

    survives_processing: ClassVar[bool] = True
    is_convex: ClassVar[bool] = True

    @property
    def is_searched(self) -> bool:
        """True: over L = N*."""
        return True

    @property
    def name(self) -> str:
        """The adjective "signed-extendible"."""
        return "signed-extendible"

    def decide(
        self, channel: Channel, *, solver: str, time_limit: float | None = None
    ) -> Decision:
        """Answer for one channel; see `sdpsearch.decide`."""
        real = is_real(channel.kraus_matrix)
        found = find_signed(
            as_real(channel.choi, real),
            channel.range,
            (channel.d_in, channel.d_out),
            real=real,
            solver=solver,
            time_limit=time_limit,
        )
        decision = self.concluded(channel, found)
        if decision.verdict is not Verdict.UNDECIDED:
            return decision
        decision = _by_antidegradability(decision, solver, time_limit)
        return settled_by_proof(decision)

    def decide_together(
        self, channels: Sequence[Channel], *, solver: str
    ) -> list[Decision | None]:
        """Answer for those that can be decided at once, None for the others."""
        return decided_together(self, channels, SIGNED, solver)

    def concluded(self, channel: Channel, found: Membership) -> Decision:
        """Return the decision that the engine's answer about a channel comes to."""
        found = grounded(found, channel, channel, 2)
        if sign_verdict(found.margin) is not Verdict.UNDECIDED:
            return Decision.brief(channel, self, found)
        return self.detailed(channel, found)

    def detailed(self, channel: Channel, found: Membership) -> Decision:
        """Return the engine's answer with its witness and what it misses."""
        return decision_of(self, channel, channel, found, lifted=whole_witness)

    def from_evidence(self, channel: Channel, evidence: Evidence) -> Decision:
        """Answer for one channel from what a line solve next to it left, unsolved."""
        return self.concluded(channel, evidence.about(channel.choi))

    def claim(self, channel: Channel) -> Claim:
        """Return that J has a signed extension."""
        from sdpsearch.proof.prove.signed import SignedClaim

        return SignedClaim(channel)

    def programme(self, channel: Channel) -> ConicProblem:
        """Return the programme of the channel's margin: minimise t = −m, in σ."""
        real = is_real(channel.kraus_matrix)
        dims = (channel.d_in, channel.d_out)
        choi = as_real(channel.choi, real)
        return signed_programme(choi, channel.range, dims, real=real)

    def plan(self, channel: Channel) -> Plan:
        """Return what deciding one channel will take."""
        real = is_real(channel.kraus_matrix)
        return signed_plan(signed_face(channel.range, (channel.d_in, channel.d_out), real))

    def on_segment(
        self,
        first: Channel,
        last: Channel,
        *,
        solver: str,
        time_limit: float | None = None,
    ) -> Segment | None:
        """Return where (1−s) first + s last has the property, s ∈ [0, 1]."""
        matrix = np.hstack([first.kraus_matrix, last.kraus_matrix])
        real = is_real(matrix)
        return find_signed_segment(
            as_real(first.choi, real),
            as_real(last.choi, real),
            column_range(matrix),
            (first.d_in, first.d_out),
            real=real,
            solver=solver,
            time_limit=time_limit,
        )

    def searched(
        self, channel: Channel, *, language: str, solver: str, time_limit: float | None
    ) -> MapMargin:
        """Return the margin that the search over L = N* finds."""
        return signed_margin(
            channel, language=language, solver=solver, time_limit=time_limit
        )

    def signed_map(self, decision: Decision) -> SignedMap | None:
        """Return N of a decision that HOLDS, found again where it was pickled."""
        found = decision.membership
        if found is None:
            again = self.decide(decision.channel, solver=decision.solver or DEFAULT_SOLVER)
            found = again.membership
        if found is None:
            return None
        stacked = found.extension
        if stacked is None and found.claim is not None:
            stacked = found.claim[0]  # on the boundary, which exact arithmetic settled
        if stacked is None:
            return None
        small = decision.channel.minimal()
        sigma = found.face.extension(stacked)
        return signed_map(small.kraus_matrix, sigma, small.d_in, small.d_out)


def _by_antidegradability(
    decision: Decision, solver: str, time_limit: float | None
) -> Decision:
    """Return an open decision, closed where the channel is antidegradable."""
    other = Antidegradable().decide(decision.channel, solver=solver, time_limit=time_limit)
    solves = decision.solves + other.solves
    if other.verdict is not Verdict.HOLDS:
        return replace(decision, solves=solves)
    low = max(decision.margin.lower, other.margin.lower)
    told = other.reason[0].lower() + other.reason[1:-1]
    return replace(
        decision,
        verdict=Verdict.HOLDS,
        margin=Interval(low, max(low, decision.margin.upper)),
        residual=other.residual,
        reason=f"The channel is {decision.property.name}, for {told}.",
        solves=solves,
        membership=other.membership,
    )

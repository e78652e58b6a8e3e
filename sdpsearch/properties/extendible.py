"""KExtendible, Antidegradable: questions about extensions of J."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.range import column_range
from sdpsearch.conic.problem import ConicProblem
from sdpsearch.extension.evidence import Evidence
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.memory import check_early
from sdpsearch.extension.plan import Plan
from sdpsearch.extension.segment import Segment, find_segment
from sdpsearch.linalg import is_real
from sdpsearch.properties.answer import (
    as_real,
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

#: Most copies that can be asked for: numpy's arrays end at 64 axes, and memory before.
MAX_COPIES = 60


@dataclass(frozen=True)
class KExtendible(Property):
    """J(Φ) is the A B_1 marginal of a permutation-invariant σ ≥ 0 on A B_1 … B_k.

    k counts all copies of B, the original included; no bosonic symmetry and no PPT
    constraint is asked of σ (Doherty, Parrilo, Spedalieri, quant-ph/0308032).

    Args:
        k: number of copies, at least 1; every channel is 1-extendible.

    Raises:
        ValueError: k < 1.

    Example:
        >>> import sdpsearch as sd
        >>> channel = sd.zoo.depolarizing(d=2)(0.45)
        >>> sd.decide(channel, sd.KExtendible(3)).verdict.name
        'HOLDS'
    """

    survives_processing: ClassVar[bool] = True
    is_convex: ClassVar[bool] = True

    k: int

    def __post_init__(self) -> None:
        if checks.dimension("k", self.k) > MAX_COPIES:
            raise ValueError(f"Argument `k` must be at most {MAX_COPIES}, but is {self.k}.")

    @property
    def name(self) -> str:
        """E.g. "3-extendible"."""
        return f"{self.k}-extendible"

    @property
    def has_map(self) -> bool:
        """Whether k = 2, where the extension is a map N: E → B."""
        return self.k == 2

    def decide(
        self, channel: Channel, *, solver: str, time_limit: float | None = None
    ) -> Decision:
        """Answer for one channel; see `sdpsearch.decide`."""
        return self.concluded(channel, membership_of(channel, self.k, solver, time_limit))

    def decide_together(
        self, channels: Sequence[Channel], *, solver: str
    ) -> list[Decision | None]:
        """Answer for those that can be decided at once, None for the others."""
        return decided_together(self, channels, extensions(self.k), solver)

    def claim(self, channel: Channel) -> Claim | None:
        """Return that J is k-extendible, None for k = 1, which all are."""
        from sdpsearch.proof.prove.extendible import ExtendibleClaim

        return ExtendibleClaim(channel, copies=self.k) if self.k > 1 else None

    def programme(self, channel: Channel) -> ConicProblem:
        """Return the witness form of the channel's margin: minimise tr(WJ) = −t."""
        return programme_of(channel, self.k)

    def plan(self, channel: Channel) -> Plan:
        """Return what deciding one channel will take."""
        return plan_of(channel, self.k)

    def from_evidence(self, channel: Channel, evidence: Evidence) -> Decision:
        """Answer for one channel from what a line solve next to it left, unsolved."""
        return self.concluded(channel, evidence.about(channel.choi))

    def concluded(self, channel: Channel, found: Membership) -> Decision:
        """Return the decision that the engine's answer about a channel comes to."""
        found = grounded(found, channel, channel, self.k)
        if sign_verdict(found.margin) is not Verdict.UNDECIDED:
            return Decision.brief(channel, self, found)
        return settled(self.detailed(channel, found), channel, self.k)

    def detailed(self, channel: Channel, found: Membership) -> Decision:
        """Return the engine's answer with its map or witness and what they miss."""
        return self.with_map(decision_of(self, channel, channel, found), found)

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
        dims = (first.d_in, first.d_out)
        check_early(matrix, dims, self.k, real=real)
        return find_segment(
            as_real(first.choi, real),
            as_real(last.choi, real),
            column_range(matrix),
            dims,
            self.k,
            real=real,
            solver=solver,
            time_limit=time_limit,
            columns=as_real(matrix, real),
        )


@dataclass(frozen=True)
class Antidegradable(KExtendible):
    """There is a channel N: E → B with N∘Φ^c = Φ, so that Q(Φ) = 0.

    Equivalent to 2-extendibility of J(Φ) (Myhr, Lütkenhaus, 0812.3667; section 1.1 of
    2408.05733). HOLDS comes with the map on the minimal environment, FAILS with a witness.

    Example:
        >>> import sdpsearch as sd
        >>> d = sd.decide(sd.zoo.erasure()(0.6), sd.Antidegradable())
        >>> d.verdict.name, d.map.d_in
        ('HOLDS', 3)
    """

    k: int = field(default=2, init=False, repr=False)

    @property
    def name(self) -> str:
        """The adjective "antidegradable"."""
        return "antidegradable"

    def with_map(self, decision: Decision, found: Membership) -> Decision:
        """Return the decision with the map that an extension gives, if there is one."""
        if found.extension is None:
            return decision
        channel = decision.channel
        small = channel.minimal()
        inverse = map_of(small.kraus_matrix, found, small.d_out)
        if inverse is None:
            return without_map(decision)
        residual = missed(inverse, small.complementary, channel)
        return with_found_map(decision, inverse, residual)

"""EntanglementBreaking: J(Φ) is separable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.range import column_range
from sdpsearch.extension.memory import ProblemTooLarge
from sdpsearch.extension.segment import Segment
from sdpsearch.interval import Interval
from sdpsearch.linalg import EPS
from sdpsearch.properties.decision import Decision, Property, Verdict
from sdpsearch.properties.extendible import KExtendible
from sdpsearch.properties.transpose import PPT

#: Extensions asked for, one after the other, where PPT alone does not decide.
_LEVELS = (2, 3)


@dataclass(frozen=True)
class EntanglementBreaking(Property):
    """(Φ⊗id)(ρ) is separable for every ρ; equivalently J(Φ) is (quant-ph/0302031).

    Exact where PPT decides separability, d_in·rank Φ(1) ≤ 6 (Horodecki, quant-ph/9605038).
    Beyond, it FAILS when the channel is not PPT or not 2- or 3-extendible; it HOLDS when
    all Kraus operators given have rank one, when J is PPT of rank at most
    its largest local rank (quant-ph/0002089), or when J lies in the largest separable ball
    around the maximally mixed state (Gurvits, Barnum, quant-ph/0204159); otherwise it
    is UNDECIDED.

    Example:
        >>> import sdpsearch as sd
        >>> sd.decide(sd.zoo.depolarizing(d=2)(0.7), sd.EntanglementBreaking()).verdict.name
        'HOLDS'
    """

    survives_processing: ClassVar[bool] = True
    is_convex: ClassVar[bool] = True

    @property
    def name(self) -> str:
        """The adjective "entanglement-breaking"."""
        return "entanglement-breaking"

    def decide(
        self, channel: Channel, *, solver: str, time_limit: float | None = None
    ) -> Decision:
        """Answer for one channel; see `sdpsearch.decide`."""
        transpose = PPT().decide(channel, solver=solver, time_limit=time_limit)
        if transpose.verdict is Verdict.FAILS:
            return self._fails(transpose)
        ppt = transpose.verdict is Verdict.HOLDS
        known = _inner_criterion(channel, ppt=ppt)
        if known is not None:
            return self._says(transpose, known)
        solves, widest = 0, Interval(-1.0, transpose.margin.upper)
        held = ["PPT"] if ppt else []
        for k in _LEVELS:
            try:
                asked = KExtendible(k).decide(channel, solver=solver, time_limit=time_limit)
            except ProblemTooLarge:
                break
            solves += asked.solves
            if asked.verdict is Verdict.HOLDS:
                held.append(asked.property.name)
            if asked.verdict is Verdict.FAILS:
                return replace(self._fails(asked), solves=solves)
        known = f"it is {', '.join(held)}, but" if held else "it may be on the edge, and"
        reason = (
            f"Whether the channel is entanglement-breaking is undecided: {known} no "
            "separable decomposition is known."
        )
        return Decision(
            channel,
            self,
            Verdict.UNDECIDED,
            widest,
            None,
            None,
            0.0,
            reason,
            solver,
            solves,
        )

    def on_segment(
        self,
        first: Channel,
        last: Channel,
        *,
        solver: str,
        time_limit: float | None = None,
    ) -> Segment | None:
        """Return PPT's segment where PPT decides, else None."""
        if first.d_in * first.d_out > 6:
            return None
        return PPT().on_segment(first, last, solver=solver, time_limit=time_limit)

    def _fails(self, asked: Decision) -> Decision:
        reason = (
            f"The channel is not entanglement-breaking: it is not {asked.property.name}."
        )
        return replace(asked, property=self, reason=reason)

    def _says(self, asked: Decision, why: str) -> Decision:
        reason = f"The channel is entanglement-breaking: {why}."
        margin = Interval(max(asked.margin.lower, 0.0), max(asked.margin.upper, 0.0))
        return replace(
            asked, property=self, verdict=Verdict.HOLDS, margin=margin, reason=reason
        )


def _inner_criterion(channel: Channel, *, ppt: bool) -> str | None:
    """Return why a channel is known to be entanglement-breaking, or None.

    Args:
        channel: one that is not known to fail PPT.
        ppt: whether it is known to be PPT.
    """
    values = np.linalg.svd(channel.kraus, compute_uv=False)
    if values.shape[1] == 1 or np.all(values[:, 1] <= 8 * EPS * values[:, 0]):
        return "all its Kraus operators have rank one"
    size = channel.d_in * channel.d_out
    purity = float(np.sum(np.abs(channel.choi / channel.d_in) ** 2))
    if purity * (1 + 8 * size * EPS) <= 1 / (size - 1):
        return f"its Choi state has purity {purity:.3g} ≤ 1/(d_in·d_out − 1)"
    if not ppt:
        return None
    # The theorems count the dimensions the operator really occupies, not the names.
    output = _output_rank(channel)
    if channel.d_in * output <= 6:
        return "PPT decides separability up to 2×3"
    widest = max(channel.d_in, output)
    if channel.rank <= widest:
        return f"it is PPT with Choi rank {channel.rank} ≤ {widest}, its largest local rank"
    return None


def _output_rank(channel: Channel) -> int:
    """Return the dimension of the smallest output space that holds every output."""
    columns = channel.kraus.transpose(1, 0, 2).reshape(channel.d_out, -1)
    return column_range(columns).rank

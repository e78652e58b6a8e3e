"""EntanglementBreaking: J(Φ) is separable."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.extension.memory import ProblemTooLarge
from sdpsearch.extension.segment import Segment
from sdpsearch.interval import Interval
from sdpsearch.linalg import EPS, support
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
        if channel.d_in * _output_rank(channel) <= 6:
            return self._says(
                transpose, transpose.verdict, "PPT decides separability up to 2×3"
            )
        known = _inner_criterion(channel)
        if known is not None:
            return self._says(transpose, Verdict.HOLDS, known)
        solves, widest = 0, Interval(-1.0, transpose.margin.upper)
        tried = ["PPT"]
        for k in _LEVELS:
            try:
                asked = KExtendible(k).decide(channel, solver=solver, time_limit=time_limit)
            except ProblemTooLarge:
                break
            solves += asked.solves
            tried.append(f"{k}-extendible")
            if asked.verdict is Verdict.FAILS:
                return replace(self._fails(asked), solves=solves)
        reason = (
            "Whether the channel is entanglement-breaking is undecided: it is "
            f"{', '.join(tried)}, and no separable decomposition is known."
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

    def _says(self, asked: Decision, verdict: Verdict, why: str) -> Decision:
        reason = f"The channel is entanglement-breaking: {why}."
        return replace(asked, property=self, verdict=verdict, reason=reason)


def _inner_criterion(channel: Channel) -> str | None:
    """Return why a PPT channel is known to be entanglement-breaking, or None."""
    values = np.linalg.svd(channel.kraus, compute_uv=False)
    if values.shape[1] == 1 or np.all(values[:, 1] <= 8 * EPS * values[:, 0]):
        return "all its Kraus operators have rank one"
    # The theorem counts the dimensions the operator really occupies, not the names.
    widest = max(channel.d_in, _output_rank(channel))
    if channel.rank <= widest:
        return f"it is PPT with Choi rank {channel.rank} ≤ {widest}, its largest local rank"
    size = channel.d_in * channel.d_out
    purity = float(np.sum(np.abs(channel.choi / channel.d_in) ** 2))
    if purity * (1 + 8 * size * EPS) <= 1 / (size - 1):
        return f"its Choi state has purity {purity:.3g} ≤ 1/(d_in·d_out − 1)"
    return None


def _output_rank(channel: Channel) -> int:
    """Return the dimension of the smallest output space that holds every output."""
    return support(channel.apply(np.eye(channel.d_in)), 1e-12).rank

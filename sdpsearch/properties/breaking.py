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
from sdpsearch.proof.exact.matrix import Matrix
from sdpsearch.properties.decision import Decision, Verdict
from sdpsearch.properties.extendible import KExtendible
from sdpsearch.properties.ppt import PPT
from sdpsearch.properties.property import Property
from sdpsearch.properties.rankone import measures_and_prepares
from sdpsearch.properties.realignment import realigned_witness

#: Largest order of a Choi operator whose rank is decided over Q.
_EXACT_RANK = 36
#: Extensions asked for, one after the other, where PPT alone does not decide.
_LEVELS = (2, 3)


@dataclass(frozen=True)
class EntanglementBreaking(Property):
    """(Φ⊗id)(ρ) is separable for every ρ; equivalently J(Φ) is (quant-ph/0302031).

    Exact where PPT decides separability, d_in·rank Φ(1) ≤ 6 (Horodecki, quant-ph/9605038).
    Beyond, it FAILS when the channel is not PPT, when realignment shows entanglement in the
    filter normal form (quant-ph/0205017, 0803.0757), or when it is not 2- or 3-extendible;
    it HOLDS when all Kraus operators given have rank one, when J is PPT of rank at most
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
        entangled = realigned_witness(channel)
        if entangled is not None:
            return replace(
                transpose,
                property=self,
                verdict=Verdict.FAILS,
                margin=entangled.margin,
                witness=entangled.witness,
                reason="The channel is not entanglement-breaking: realignment shows its "
                "Choi operator entangled, in the filter normal form.",
            )
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
    if measures_and_prepares(channel):
        return "all its Kraus operators have rank one"
    size = channel.d_in * channel.d_out
    if measures_and_prepares(channel, to_rounding=True):
        return "all its Kraus operators have rank one, to rounding of its data"
    # J's own trace: that it is d_in holds to the tolerance of the input only.
    purity = float(np.sum(np.abs(channel.choi / np.trace(channel.choi).real) ** 2))
    if purity * (1 + 8 * size * EPS) <= 1 / (size - 1):
        return f"its Choi state has purity {purity:.3g} ≤ 1/(d_in·d_out − 1)"
    if not ppt:
        return None
    # The theorems count the dimensions the operator really occupies, not the names.
    rank, output = _ranks(channel)
    if channel.d_in * output <= 6:
        return "PPT decides separability up to 2×3"
    widest = max(channel.d_in, output)
    if rank <= widest:
        return f"it is PPT with Choi rank {rank} ≤ {widest}, its largest local rank"
    return None


def _ranks(channel: Channel) -> tuple[int, int]:
    """Return rank J and rank Φ(1), the latter's least upper bound that is certain.

    Floats show full ranks, or lower ones to rounding of the data: those are decided over
    Q, for one more dimension, however little weight it has, is what a theorem may turn on.
    """
    columns = channel.kraus.transpose(1, 0, 2).reshape(channel.d_out, -1)
    size = channel.d_in * channel.d_out
    seen = channel.rank, column_range(columns).rank
    if seen == (size, channel.d_out) or size > _EXACT_RANK:
        return size, channel.d_out
    # Imported here: FLINT is needed by few decisions.
    from sdpsearch.proof.exact.kernel import kernel, matrix_rows
    from sdpsearch.proof.statement.state import as_given

    statement = as_given(channel)
    if statement is None:
        return size, channel.d_out
    choi = statement.choi
    outputs = range(channel.d_out)
    sums = [{c: _block_sum(choi, b, c, channel) for c in outputs} for b in outputs]
    rank = size - kernel(matrix_rows(choi), size).columns
    return rank, channel.d_out - kernel(sums, channel.d_out).columns


def _block_sum(choi: Matrix, b: int, c: int, channel: Channel) -> tuple[int, int]:
    """Return the (b, c) entry of tr_A C, times the denominator of C."""
    d = channel.d_out
    parts = [choi.entries.get((a * d + b, a * d + c), (0, 0)) for a in range(channel.d_in)]
    return sum(re for re, _ in parts), sum(im for _, im in parts)

"""PPT: positivity of the partial transpose, decided by eigenvalues alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.extension.segment import Segment
from sdpsearch.interval import Interval
from sdpsearch.linalg import EPS, Array, hermitian_part, partial_transpose, readonly
from sdpsearch.properties.decision import Decision, Verdict
from sdpsearch.properties.pencil import positive_part
from sdpsearch.properties.property import Property

if TYPE_CHECKING:  # FLINT is needed by none who asks for no proof
    from sdpsearch.proof.prove.claim import Claim

#: Largest order of a partial transpose that is decided exactly.
_EXACT_ORDER = 64


@dataclass(frozen=True)
class PPT(Property):
    """J(Φ)^Γ ≥ 0, the partial transpose on the output (Horodecki, quant-ph/9605038).

    The margin is −min{t : (1−t)J + t 1/d_out is PPT} = λd/(1−λd) with λ = λ_min(J^Γ) and
    d = d_out. Within the rounding guard around 0 exact arithmetic decides, on the channel's
    squares where it knows them. Floating-point data that are positive when taken literally
    count as PPT; if they are not, by less than their rounding, the question stays open. A
    PPT channel has no quantum capacity (Horodecki, quant-ph/9904092).

    Example:
        >>> import sdpsearch as sd
        >>> sd.decide(sd.zoo.depolarizing(d=3)(0.8), sd.PPT()).verdict.name
        'HOLDS'
    """

    survives_processing: ClassVar[bool] = True
    is_convex: ClassVar[bool] = True

    @property
    def name(self) -> str:
        """The adjective "ppt"."""
        return "ppt"

    def decide(
        self, channel: Channel, *, solver: str, time_limit: float | None = None
    ) -> Decision:
        """Answer for one channel; no solver is needed, see `sdpsearch.decide`."""
        transposed = _transposed(channel)
        values, vectors = np.linalg.eigh(transposed)
        guard = _guard(transposed)
        low, high = float(values[0]) - guard, float(values[0]) + guard
        ends = (_margin(low, channel.d_out), _margin(high, channel.d_out))
        # J^Γ = 1/d_out is the reference point itself: there the margin is +∞, not large.
        margin = Interval(max(ends) if np.isinf(ends[1]) else ends[0], ends[1])
        witness = None
        exact, source = _exactly(channel) if low < 0 <= high else (None, "")
        if exact is False:
            verdict, margin = Verdict.FAILS, Interval(margin.lower, min(margin.upper, 0.0))
            reason = (
                f"The channel is not ppt: in exact arithmetic, from its {source}, its "
                f"partial transpose has a negative eigenvalue, {values[0]:.1e} in floating "
                "point."
            )
        elif exact is True:
            verdict, margin = Verdict.HOLDS, Interval(0.0, max(margin.upper, 0.0))
            reason = (
                f"The channel is ppt: in exact arithmetic, from its {source}, its partial "
                "transpose is positive semidefinite, and singular to rounding."
            )
        elif high < 0:
            verdict = Verdict.FAILS
            vector = vectors[:, 0]
            dims = (channel.d_in, channel.d_out)
            raw = partial_transpose(np.outer(vector, vector.conj()), dims)
            witness = readonly(hermitian_part(raw) / -float(values[0]))
            reason = (
                "The channel is not ppt: its partial transpose has eigenvalue "
                f"{values[0]:.3e}."
            )
        elif low >= 0:
            verdict = Verdict.HOLDS
            reason = (
                "The channel is ppt: the least eigenvalue of its partial transpose is "
                f"{values[0]:.3e}, with a rounding guard of {guard:.0e}."
            )
        else:
            verdict = Verdict.UNDECIDED
            reason = (
                "Whether the channel is ppt is undecided: the least eigenvalue of its "
                f"partial transpose, {values[0]:.1e}, is 0 to the rounding of the data, "
                f"{guard:.0e}."
            )
        return Decision(channel, self, verdict, margin, None, witness, 0.0, reason, None, 0)

    def claim(self, channel: Channel) -> Claim | None:
        """Return that the partial transpose of J is positive."""
        from sdpsearch.proof.prove.ppt import PPTClaim

        return PPTClaim(channel)

    def on_segment(
        self,
        first: Channel,
        last: Channel,
        *,
        solver: str,
        time_limit: float | None = None,
    ) -> Segment | None:
        """Return where (1−s) first + s last is PPT, from one matrix pencil."""
        start, end = _transposed(first), _transposed(last)
        guard = max(_guard(start), _guard(end))
        return positive_part(start, end, guard)


def _exactly(channel: Channel) -> tuple[bool | None, str]:
    """Return whether the exact channel is PPT, None where the data do not tell.

    Floats taken literally may confirm it, but what they miss it by is their rounding. The
    second is what is known exactly: where it was read from.
    """
    if channel.d_in * channel.d_out > _EXACT_ORDER:
        return None, ""
    # Imported here: FLINT is needed on the boundary only.
    from sdpsearch.proof.exact.matrix import transposed_on_b
    from sdpsearch.proof.exact.positivity import is_psd
    from sdpsearch.proof.statement.state import as_given

    statement = as_given(channel)
    if statement is None:
        return None, ""
    positive = is_psd(transposed_on_b(statement.choi, channel.d_out))
    unknown = channel.squares is None and not positive
    return None if unknown else positive, statement.source


def _transposed(channel: Channel) -> Array:
    return hermitian_part(partial_transpose(channel.choi, (channel.d_in, channel.d_out)))


def _guard(matrix: Array) -> float:
    """Bound LAPACK's eigenvalue error and the rounding of J = Σ vec K (vec K)†."""
    return 4 * matrix.shape[0] * EPS * float(np.linalg.norm(matrix, 2))


def _margin(value: float, d_out: int) -> float:
    """Return λd/(1−λd), +∞ where J^Γ reaches 1/d."""
    scaled = value * d_out
    return scaled / (1 - scaled) if scaled < 1 - 1e-15 else np.inf

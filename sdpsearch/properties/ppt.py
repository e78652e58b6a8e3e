"""PPT: positivity of the partial transpose, decided by eigenvalues alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from scipy import linalg as sla

from sdpsearch.channels.channel import Channel
from sdpsearch.extension.segment import Edge, Segment
from sdpsearch.interval import Interval
from sdpsearch.linalg import EPS, Array, hermitian_part, partial_transpose, readonly
from sdpsearch.properties.decision import Decision, Property, Verdict

if TYPE_CHECKING:  # FLINT is needed by none who asks for no proof
    from sdpsearch.proof.prove.claim import Claim

#: A peak is located to this, or to _SETTLED where it is well above zero.
_PEAK, _SETTLED = 1e-15, 1e-6
#: Looks spent on refuting what lies beside a peak.
_LOOKS = 100
#: What is left around a peak that touches zero is a point if it is narrower than this.
_NARROW = 1e-6
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
        peak = _peak(start, end, guard)
        if peak.is_empty:
            return Segment(None, None, None, 0)
        if peak.height <= 100 * guard:
            low, high = peak.left
            if not 0 < low <= high < 1 or high - low > _NARROW:
                return None
            middle = (low + high) / 2  # a single point at most: it is asked apart
            return Segment(Interval(middle, middle), None, None, 0)
        best = peak.at
        inner = (1 - best) * start + best * end
        # inner + (s−best) D ≥ 0 for s between best − 1/μ_max and best − 1/μ_min.
        values = sla.eigvalsh(end - start, inner)
        low = best - 1 / values[-1] if values[-1] > 0 else -np.inf
        high = best - 1 / values[0] if values[0] < 0 else np.inf
        lower = _edge(low, best, start, end, guard) if low > 0 else None
        upper = _edge(high, best, start, end, guard) if high < 1 else None
        holds = Interval(max(low, 0.0), min(high, 1.0))
        return Segment(holds, lower, upper, 0)


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


@dataclass(frozen=True)
class _Peak:
    """The maximum of λ_min((1−s) A + s B) over 0 ≤ s ≤ 1, and what was refuted around it.

    Attributes:
        at: where.
        height: λ_min there.
        left: ends of the part of [0, 1] that no eigenvector refutes; reversed if empty.
    """

    at: float
    height: float
    left: tuple[float, float]

    @property
    def is_empty(self) -> bool:
        """Whether every s is refuted."""
        return self.left[0] > self.left[1]


def _peak(start: Array, end: Array, guard: float) -> _Peak:
    """Maximise the concave λ_min by bisection on its slope.

    An eigenvector v of λ at s bounds λ_min(t) ≤ λ + (t − s) v†(B−A)v for every t: where
    that is negative, by more than rounding, v refutes t. Kinks are no obstacle.
    """
    low, high, left = 0.0, 1.0, (0.0, 1.0)
    at, height = 0.0, -np.inf

    def look(s: float) -> float:
        nonlocal at, height, left
        values, vectors = np.linalg.eigh((1 - s) * start + s * end)
        value, vector = float(values[0]), vectors[:, 0]
        slope = float(np.vdot(vector, (end - start) @ vector).real)
        if value > height:
            at, height = s, value
        if value < -2 * guard:
            # λ + (t−s)·slope + 2·guard < 0 on one side of this t.
            reach = (-value - 2 * guard) / abs(slope) if slope else np.inf
            left = (max(left[0], s + reach), left[1]) if slope >= 0 else left
            left = (left[0], min(left[1], s - reach)) if slope <= 0 else left
        return slope

    while high - low > _PEAK and left[0] <= left[1]:
        s = (low + high) / 2
        low, high = (s, high) if look(s) > 0 else (low, s)
        low, high = max(low, left[0]), min(high, left[1])
        if height > 100 * guard and high - low < _SETTLED:
            return _Peak(at, height, left)
    # A peak that only touches zero: what is on either side of it, as near as can be told?
    for _ in range(_LOOKS):
        far = max(left, key=lambda s: abs(s - at))
        if not left[0] <= at <= left[1] or abs(far - at) <= _PEAK:
            break
        look(at + (far - at) / 2)
        if far in left:
            break  # not refuted: as near as can be told
    return _Peak(at, height, left)


def _transposed(channel: Channel) -> Array:
    return hermitian_part(partial_transpose(channel.choi, (channel.d_in, channel.d_out)))


def _guard(matrix: Array) -> float:
    """Bound LAPACK's eigenvalue error and the rounding of J = Σ vec K (vec K)†."""
    return 4 * matrix.shape[0] * EPS * float(np.linalg.norm(matrix, 2))


def _margin(value: float, d_out: int) -> float:
    """Return λd/(1−λd), +∞ where J^Γ reaches 1/d."""
    scaled = value * d_out
    return scaled / (1 - scaled) if scaled < 1 - 1e-15 else np.inf


def _edge(value: float, inside: float, start: Array, end: Array, guard: float) -> Edge:
    """Bracket a pencil root: step out and in until the eigenvalue's sign is certain."""

    def certain(step: float, sign: int) -> float:
        while True:
            s = value + step
            lowest = float(np.linalg.eigvalsh((1 - s) * start + s * end)[0])
            if sign * lowest > 2 * guard or abs(step) > 0.1:
                return s
            step *= 4

    inward = 1e-14 if inside > value else -1e-14
    return Edge(value, outside=certain(-inward, -1), inside=certain(inward, 1))

"""PPT: positivity of the partial transpose, decided by eigenvalues alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg as sla

from sdpsearch.channels.channel import Channel
from sdpsearch.extension.segment import Edge, Segment
from sdpsearch.interval import Interval
from sdpsearch.linalg import (
    EPS,
    Array,
    hermitian_part,
    partial_transpose,
    readonly,
)
from sdpsearch.properties.decision import Decision, Property, Verdict


@dataclass(frozen=True)
class PPT(Property):
    """J(Φ)^Γ ≥ 0, the partial transpose on the output (Horodecki, Horodecki, Horodecki).

    The margin is −min{t : (1−t)J + t 1/d_out is PPT} = λd/(1−λd) with λ = λ_min(J^Γ) and
    d = d_out. Within the rounding guard around 0 exact arithmetic decides if the channel
    can be stated exactly; of other data no more is known than that they are PPT to
    rounding, which counts as HOLDS, with the margin's interval around 0. A PPT channel has
    no quantum capacity.

    Example:
        >>> import sdpsearch as sd
        >>> sd.decide(sd.zoo.depolarizing(d=3)(0.8), sd.PPT()).verdict.name
        'HOLDS'
    """

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
        exact = _exactly(channel) if low < 0 <= high else None
        if exact is False:
            verdict, margin = Verdict.FAILS, Interval(margin.lower, min(margin.upper, 0.0))
            reason = (
                "The channel is not ppt: in exact arithmetic its partial transpose has a "
                f"negative eigenvalue, {values[0]:.1e} in floating point."
            )
        elif exact is True:
            verdict, margin = Verdict.HOLDS, Interval(0.0, max(margin.upper, 0.0))
            reason = (
                "The channel is ppt: in exact arithmetic its partial transpose is positive "
                "semidefinite, and singular to rounding."
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
        else:
            verdict = Verdict.HOLDS
            reason = (
                "The channel is ppt: the least eigenvalue of its partial transpose is "
                f"{values[0]:.3e}, with a rounding guard of {guard:.0e}"
                f"{'' if low >= 0 else ': to rounding, no more is known of the data'}."
            )
        return Decision(channel, self, verdict, margin, None, witness, 0.0, reason, None, 0)

    def on_segment(
        self,
        first: Channel,
        last: Channel,
        *,
        solver: str,
        time_limit: float | None = None,
    ) -> Segment | None:
        """Return where (1−s) first + s last is PPT, from one matrix pencil."""
        # Imported here: it would double the time `import sdpsearch` takes.
        from scipy.optimize import fminbound

        start, end = _transposed(first), _transposed(last)
        guard = max(_guard(start), _guard(end))
        # λ_min is concave in s: a bounded minimiser cannot be caught in a wrong valley.
        best, depth, *_ = fminbound(
            lambda s: -np.linalg.eigvalsh((1 - s) * start + s * end)[0],
            0.0,
            1.0,
            xtol=1e-6,
            full_output=True,
        )
        best, height = float(best), -float(depth)
        if height <= 100 * guard:
            return _without_interior(start, end, guard)
        inner = (1 - best) * start + best * end
        # inner + (s−best) D ≥ 0 for s between best − 1/μ_max and best − 1/μ_min.
        values = sla.eigvalsh(end - start, inner)
        low = best - 1 / values[-1] if values[-1] > 0 else -np.inf
        high = best - 1 / values[0] if values[0] < 0 else np.inf
        lower = _edge(low, best, start, end, guard) if low > 0 else None
        upper = _edge(high, best, start, end, guard) if high < 1 else None
        holds = Interval(max(low, 0.0), min(high, 1.0))
        return Segment(holds, lower, upper, 0)


def _exactly(channel: Channel) -> bool | None:
    """Return whether the exact channel is PPT, None where no exact one is stated."""
    # Imported here: FLINT is needed on the boundary only.
    from sdpsearch.proof.exact.matrix import transposed_on_b
    from sdpsearch.proof.exact.positivity import is_psd
    from sdpsearch.proof.statement import state

    statement = state(channel)
    if not statement.is_exact:
        return None
    return is_psd(transposed_on_b(statement.choi, channel.d_out))


def _transposed(channel: Channel) -> Array:
    return hermitian_part(partial_transpose(channel.choi, (channel.d_in, channel.d_out)))


def _guard(matrix: Array) -> float:
    """Bound LAPACK's eigenvalue error and the rounding of J = Σ vec K (vec K)†."""
    return 4 * matrix.shape[0] * EPS * float(np.linalg.norm(matrix, 2))


def _margin(value: float, d_out: int) -> float:
    """Return λd/(1−λd), +∞ where J^Γ reaches 1/d."""
    scaled = value * d_out
    return scaled / (1 - scaled) if scaled < 1 - 1e-15 else np.inf


def _without_interior(start: Array, end: Array, guard: float) -> Segment | None:
    """Return the empty segment when λ_min stays negative inside, None when it may touch.

    λ_min is concave, so being clearly negative at three points around the maximum of a
    concave function that vanishes at most at an end settles the open segment.
    """
    probes = np.linspace(0.0, 1.0, 9)[1:-1]
    values = [np.linalg.eigvalsh((1 - s) * start + s * end)[0] for s in probes]
    return Segment(None, None, None, 0) if max(values) < -100 * guard else None


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

"""Where on a line of Hermitian matrices the least eigenvalue is not negative."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg as sla

from sdpsearch.extension.segment import Edge, Segment
from sdpsearch.interval import Interval
from sdpsearch.linalg import Array

#: A peak is located to this, or to _SETTLED where it is well above zero.
_PEAK, _SETTLED = 1e-15, 1e-6
#: Looks spent on refuting what lies beside a peak.
_LOOKS = 100
#: What is left around a peak that touches zero is a point if it is narrower than this.
_NARROW = 1e-6


def positive_part(start: Array, end: Array, guard: float) -> Segment | None:
    """Return where (1−s) A + s B ≥ 0 for s ∈ [0, 1], None where rounding hides it.

    Args:
        start: A, Hermitian.
        end: B, Hermitian.
        guard: how far eigenvalues of either may be off.
    """
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
    return Segment(Interval(max(low, 0.0), min(high, 1.0)), lower, upper, 0)


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

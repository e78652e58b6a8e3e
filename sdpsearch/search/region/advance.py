"""Advance: how far the search for a region is, and how long it may still take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Advance:
    """Where the search for one region stands.

    Attributes:
        name: the property's.
        size: number of parameters.
        solves: conic programmes solved.
        decisions: points decided.
        gap: part of the domain that is open, None where that is not known yet, or sampled.
        goal: the gap asked for.
        seconds: since the search began.

    Example:
        >>> Advance("ppt", 2, 30, 40, 4e-3, 1e-3, 2.0).remaining
        2.0
    """

    name: str
    size: int
    solves: int
    decisions: int
    gap: float | None
    goal: float
    seconds: float

    @property
    def remaining(self) -> float | None:
        """Seconds to go at the pace so far, None while there is no telling.

        The gap falls like n^(−2) with n solves in the plane, like n^(−1) in space (measured
        on Pauli channels).
        """
        if self.gap is None or self.gap >= 1:
            return None
        share: float = max(self.gap / self.goal, 1.0) ** ((self.size - 1) / 2)
        return self.seconds * (share - 1)

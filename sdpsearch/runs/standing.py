"""Standing: how far a scan is, how fast it goes, and what it found so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Standing:
    """How far a scan is.

    Attributes:
        total: decisions that were asked for.
        before: of these, those that the run had already.
        verdicts: how many there are of each verdict, and of those that failed.
        thresholds: how many are located.
        searches: how many thresholds are asked for.
        seconds: since it began.

    Example:
        >>> now = Standing(total=500, before=100, seconds=10.0)
        >>> now.verdicts.update(HOLDS=137, FAILS=100)
        >>> now.done, now.rate, round(now.remaining)
        (237, 13.7, 19)
    """

    total: int
    before: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    thresholds: int = 0
    searches: int = 0
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """Decisions that are there."""
        return sum(self.verdicts.values())

    @property
    def rate(self) -> float:
        """Decisions a second since it began."""
        return (self.done - self.before) / self.seconds if self.seconds > 0 else 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds that the rest of the decisions will take; None while nobody knows."""
        return (self.total - self.done) / self.rate if self.rate > 0 else None

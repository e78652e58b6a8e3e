"""What a search shares: the sampler that keeps every decision, and its findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.interval import Interval
from sdpsearch.properties import Decision, Property, Verdict


@dataclass(frozen=True)
class Boundary:
    """One end of a set where the property holds.

    Attributes:
        value: where it is.
        bracket: an interval that contains it; the property was certified to hold at one
            end and to fail at the other.
        tier: how well it is known: numerical < bracketed < recognised < exact.
        closed_form: the closed form, when one is known to the tier; below "exact" it is a
            conjecture.
        proved: the bracket that a certificate proves, exactly, from tier "bracketed" on.
    """

    value: float
    bracket: Interval
    tier: str = "numerical"
    closed_form: str | None = None
    proved: tuple[Fraction, Fraction] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", float(self.value))

    @property
    def is_narrow(self) -> bool:
        """Whether the bracket pins the value down to a millionth."""
        return self.bracket.width <= 1e-6 * max(1.0, abs(self.value))


@dataclass(frozen=True)
class Findings:
    """What a search method found."""

    holds_on: tuple[Interval, ...]
    boundaries: tuple[Boundary, ...]
    method: str


@dataclass
class Sampler:
    """Decides at parameters on request, once each, and counts the solves."""

    family: ChannelFamily
    property: Property
    solver: str
    time_limit: float | None = None
    progress: Callable[[float, int], None] | None = None
    solves: int = 0
    _kept: dict[float, Decision] = field(default_factory=dict)

    def __call__(self, x: float) -> Decision:
        """Return the decision at x, from memory if it was asked before."""
        x = float(x)
        if x not in self._kept:
            decision = self.property.decide(
                self.family(x), solver=self.solver, time_limit=self.time_limit
            )
            self.solves += decision.solves
            self.keep(x, decision)
        return self._kept[x]

    def keep(self, x: float, decision: Decision) -> None:
        """Record a decision that was reached without asking the property."""
        self._kept[float(x)] = decision
        if self.progress is not None:
            self.progress(float(x), len(self._kept))

    def decisions(self) -> tuple[tuple[float, Decision], ...]:
        """Return every decision by parameter."""
        return tuple(sorted(self._kept.items()))

    def holds(self, x: float) -> bool:
        """Whether the property was certified to hold at x."""
        return self(x).verdict is Verdict.HOLDS


def signal(decision: Decision) -> float:
    """Return a smooth function of the parameter with the margin's sign.

    A channel of margin m > 0 is a mixture of a boundary point with weight m/(1+m) of the
    reference; that weight is bounded where the margin runs to +∞. Where the margin sits
    at its floor of −1 (a face excludes the channel) it tells nothing: NaN.
    """
    margin = decision.margin.middle
    if margin == np.inf:
        return 1.0
    if not np.isfinite(margin) or margin <= -1:
        return np.nan
    return margin / (1 + margin)

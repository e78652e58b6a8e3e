"""Sampler: decides at parameters on request and keeps every decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.rationals import fraction
from sdpsearch.properties import (
    Decision,
    Property,
    Verdict,
    answered,
    answered_together,
    settle,
)


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
    _made: dict[float, Channel] = field(default_factory=dict)

    def __call__(self, x: float) -> Decision:
        """Return the decision at x, from memory if it was asked before."""
        x = float(x)
        if x not in self._kept:
            self.keep(x, self.ask(self.channel(x)))
        return self._kept[x]

    def channel(self, x: float) -> Channel:
        """Return the channel at x, made once: it keeps what was found of it."""
        if x not in self._made:
            self._made[x] = self.family(x)
        return self._made[x]

    def visit(self, xs: Iterable[float]) -> None:
        """Decide at the parameters that were not asked before, at once where that goes."""
        new = [x for x in dict.fromkeys(map(float, xs)) if x not in self._kept]
        channels = [self.channel(x) for x in new]
        found = answered_together(channels, self.property, self.solver, self.time_limit)
        for x, channel, decision in zip(new, channels, found, strict=True):
            if decision is None:
                decision = self.ask(channel)
            else:
                self.solves += decision.solves
            self.keep(x, decision)

    def ask(self, channel: Channel) -> Decision:
        """Return the decision about a channel beside the samples; its solves count too."""
        decision = answered(channel, self.property, self.solver, self.time_limit)
        self.solves += decision.solves
        return decision

    def at(self, x: Fraction, *, proved: bool = False) -> Decision:
        """Return the decision at an exact parameter, which a float may only be near.

        Args:
            x: the parameter.
            proved: whether to have an open question settled by an exact proof.
        """
        if proved:
            channel, options = self.family(x), {"time_limit": self.time_limit}
            decision = settle(channel, self.property, solver=self.solver, **options)
            self.solves += decision.solves
        elif fraction(float(x)) == x:
            return self(float(x))
        else:
            decision = self.ask(self.family(x))
        self.keep(float(x), decision)
        return decision

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

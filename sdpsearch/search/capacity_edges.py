"""Boundaries of a capacity to be proved, each with what transmits beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from sdpsearch.coherent.transmission import Transmission
from sdpsearch.properties import Verdict
from sdpsearch.search.boundary import Boundary, Tier
from sdpsearch.search.sampler import Sampler
from sdpsearch.search.threshold import Threshold

#: Steps, in parts of the domain, from where an input ceases to transmit.
ASIDE = (Fraction(1, 10**8), Fraction(1, 10**6), Fraction(1, 10**4))
#: Powers of ten by which a channel beside an exact threshold is told from it.
PLACES = (15, 12, 9)


def rises(found: Threshold, boundary: Boundary) -> bool:
    """Whether the set of zero capacity lies above a boundary."""
    low, high = found.holds_on[0]
    return abs(boundary.value - low) <= abs(boundary.value - high)


@dataclass(frozen=True)
class Edge:
    """A boundary, the mechanism's own there, the input that transmits, and the side."""

    boundary: Boundary
    zero: Boundary | None
    shown: Transmission
    at: float
    rises: bool

    @property
    def away(self) -> int:
        """The direction in which the capacity is positive."""
        return -1 if self.rises else 1


def edges_beside(found: Threshold, zero: Threshold) -> Iterator[Edge]:
    """Yield the boundaries beside which an input transmits; an isolated point has two."""
    kept = dict(found.decisions)
    for boundary in found.boundaries:
        ends = {x: kept[x].transmission for x in boundary.bracket if x in kept}
        for x, shown in ends.items():
            if shown is None or kept[x].verdict is not Verdict.FAILS:
                continue
            own = min(
                zero.boundaries, key=lambda b: abs(b.value - boundary.value), default=None
            )
            yield Edge(boundary, own, shown, x, x == boundary.bracket.lower)


def alone(sampler: Sampler, edge: Edge) -> list[tuple[float, Transmission]]:
    """Return where one use transmits last, and what, if it takes several at the edge."""
    if edge.shown.uses == 1:
        return []
    known = [
        (x, d.transmission)
        for x, d in sampler.decisions()
        if d.transmission is not None and d.transmission.uses == 1
        if d.verdict is Verdict.FAILS and (x - edge.at) * edge.away > 0
    ]
    return sorted(known, key=lambda item: abs(item[0] - edge.at))[:1]


def wide(made: Boundary, edge: Edge) -> Boundary:
    """Return a wide bracket with its value where the capacity is proved to vanish."""
    value = made.bracket.upper if edge.rises else made.bracket.lower
    return replace(made, value=value, closed_form=None, tier=Tier.BRACKETED)

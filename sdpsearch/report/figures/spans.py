"""Spans of the parameter in figures: where a property holds, what is open, Q > 0."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sdpsearch.interval import Interval
from sdpsearch.properties import Property, ZeroCapacity
from sdpsearch.report.figures import style
from sdpsearch.search.threshold import Extent, Threshold

Sets = tuple[tuple[float, float], ...]

#: What a span may mean, with how it is filled; what fails is drawn for capacities alone.
HOLDS, OPEN, TRANSMITS = "holds", "open", "Q > 0"
FILLED: dict[str, dict[str, Any]] = {
    HOLDS: {"color": style.COLOURS[0]},
    OPEN: {"facecolor": "0.93", "edgecolor": "0.55", "hatch": "///", "linewidth": 0},
    TRANSMITS: {"color": style.COLOURS[1]},
}
#: Of what is shaded behind curves.
_FAINT = {HOLDS: 0.12, OPEN: 0.5, TRANSMITS: 0.12}


@dataclass(frozen=True)
class Spans:
    """Where a property holds, where that is open, and where inputs transmit instead.

    Attributes:
        holds: the sets where it holds, as estimated.
        open: what no decision speaks about, and brackets that are wide.
        transmits: for a question about a capacity, the rest; else ().
        told: what a legend calls the sets where it holds.
    """

    holds: Sets = ()
    open: Sets = ()
    transmits: Sets = ()
    told: str = "where it holds"

    @classmethod
    def of(cls, found: Threshold) -> Spans:
        """Return the spans of a threshold."""
        return cls.within(found, found.property, found.family.domain)

    @classmethod
    def within(
        cls, found: Extent, asked: Property | None, domain: tuple[float, float]
    ) -> Spans:
        """Return the spans in a domain of a threshold that may be without its family."""
        holds, opened = _plain(found.estimated), _plain(found.open_on)
        if not isinstance(asked, ZeroCapacity):
            return cls(holds, opened)
        return cls(holds, opened, _plain(found.left_of(domain)), f"no {asked.capacity}")

    @property
    def by_meaning(self) -> dict[str, Sets]:
        """The sets by what they mean, those that are not empty."""
        every = {HOLDS: self.holds, OPEN: self.open, TRANSMITS: self.transmits}
        return {meaning: sets for meaning, sets in every.items() if sets}


def shade(axes: Any, spans: Spans) -> None:
    """Shade all spans behind what else is drawn on matplotlib axes."""
    for meaning, sets in spans.by_meaning.items():
        for i, (low, high) in enumerate(sets):
            label = "" if i else spans.told if meaning == HOLDS else meaning
            filled = {"linewidth": 0} | FILLED[meaning]
            axes.axvspan(low, high, alpha=_FAINT[meaning], zorder=0, label=label, **filled)


def _plain(sets: Iterable[Interval]) -> Sets:
    return tuple((low, high) for low, high in sets)

"""The k-ladder: where a family becomes k-extendible, against the number of copies k."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.known.thresholds import fact
from sdpsearch.properties import EntanglementBreaking
from sdpsearch.properties.extendible import KExtendible
from sdpsearch.report.figures import style
from sdpsearch.runs.rebuilt import family_of, property_of
from sdpsearch.runs.run import KeptSeries
from sdpsearch.search.boundary import Boundary

#: How much the axis shows beside the boundaries: of their distance, and at least.
_SPARE, _LEAST = 0.1, 0.01


@dataclass(frozen=True)
class Ladder:
    """All numbers in the figure of thresholds against the copies k.

    Attributes:
        title: the family.
        y_label: its parameter.
        rungs: the boundaries found, each with its k.
        known: the boundaries known in closed form, each with its k.
        limits: boundaries of being entanglement breaking, which is k-extendible for every
            k and nothing else (Doherty, Parrilo, Spedalieri, quant-ph/0308032).
    """

    title: str
    y_label: str
    rungs: tuple[tuple[int, Boundary], ...]
    known: tuple[tuple[int, float], ...]
    limits: tuple[float, ...]

    @property
    def copies(self) -> list[int]:
        """Every k that something is drawn at."""
        return sorted({k for k, _ in (*self.rungs, *self.known)})

    @property
    def span(self) -> tuple[float, float]:
        """What the axis of the parameter shows: never so little that rounding is seen."""
        found = [b.value for _, b in self.rungs]
        values = [*found, *(value for _, value in self.known), *self.limits]
        spare = max(_LEAST, _SPARE * (max(values) - min(values)))
        return min(values) - spare, max(values) + spare


def ladder(asked: Sequence[KeptSeries]) -> Ladder | None:
    """Return the ladder of one family in a run, None with boundaries at less than two k."""
    by_copies: dict[int, KeptSeries] = {}
    for one in asked:
        found = property_of(one)
        if isinstance(found, KExtendible) and one.threshold is not None:
            by_copies.setdefault(found.k, one)
    rungs = tuple((k, b) for k, one in sorted(by_copies.items()) for b in _located(one))
    if len({k for k, _ in rungs}) < 2:
        return None
    first = asked[0]
    breaking = [one for one in asked if one.property == EntanglementBreaking().name]
    return Ladder(
        title=first.label,
        y_label=f"{first.parameter} (dimensionless)",
        rungs=rungs,
        known=tuple(_known(family_of(first), sorted(by_copies))),
        limits=tuple(b.value for one in breaking[:1] for b in _located(one) if b.is_narrow),
    )


def _located(one: KeptSeries) -> tuple[Boundary, ...]:
    return () if one.threshold is None else one.threshold.boundaries


def _known(
    family: ChannelFamily | None, copies: Iterable[int]
) -> Iterator[tuple[int, float]]:
    if family is None:
        return
    low, high = family.domain
    for k in copies:
        found = fact(family, f"{k}-extendible")
        for end in sorted({end for part in found.holds for end in part} if found else ()):
            if low < end < high:
                yield k, float(end)


def draw_ladder(axes: Any, data: Ladder) -> None:
    """Draw thresholds against k on matplotlib axes, without a legend."""
    for number, limit in enumerate(data.limits):
        label = "" if number else "entanglement breaking"
        axes.axhline(limit, color="0.35", linestyle="--", linewidth=1.2, label=label)
    if data.known:
        options = {"marker": "o", "markerfacecolor": "none", "markersize": style.scaled(9)}
        ks, values = zip(*data.known, strict=True)
        axes.plot(
            ks, values, color="0.35", linestyle="none", label="closed form", **options
        )
    for number, (k, boundary) in enumerate(data.rungs):
        label = "" if number else "found"
        colour, bracket = style.COLOURS[0], boundary.bracket
        axes.plot([k, k], list(bracket), color=colour, linewidth=2)
        options = {"marker": "o", "markersize": style.scaled(5), "linestyle": "none"}
        axes.plot([k], [boundary.value], color=colour, label=label, **options)
    axes.set_ylim(*data.span)
    axes.set_xticks(data.copies)
    axes.set_xlabel("copies k")
    axes.set_ylabel(data.y_label)
    axes.set_title(data.title)

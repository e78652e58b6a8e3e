"""The figure of a comparison: where properties hold, found above known, as bars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sdpsearch.report.figures import style
from sdpsearch.report.figures.spans import FILLED, HOLDS, Sets, Spans
from sdpsearch.search.compare import Comparison

#: Height of a bar, and how far found and known stand from their property's line.
_HEIGHT, _OFF = 0.26, 0.17
_DASHES = ("--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)))


@dataclass(frozen=True)
class Bars:
    """All numbers in the figure of a comparison.

    Attributes:
        title: the family.
        x_label: its parameter.
        domain: what the axis covers.
        rows: for each property its name, the spans found, and the sets known or None.
        marks: analytic values, labelled.
    """

    title: str
    x_label: str
    domain: tuple[float, float]
    rows: tuple[tuple[str, Spans, Sets | None], ...]
    marks: tuple[tuple[str, float], ...]


def comparison_bars(comparison: Comparison) -> Bars:
    """Return what the figure of a comparison shows."""
    family = comparison.family
    return Bars(
        title=family.label,
        x_label=f"{family.parameter} (dimensionless)",
        domain=family.domain,
        rows=tuple(
            (
                row.threshold.property.name,
                Spans.of(row.threshold),
                None if row.fact is None else tuple(row.fact.holds),
            )
            for row in comparison.rows
        ),
        marks=tuple((mark.label, mark.value) for mark in comparison.marks),
    )


def draw_bars(axes: Any, data: Bars) -> None:
    """Draw where properties hold on matplotlib axes, without a legend."""
    known = {"color": style.COLOURS[4]}
    meanings: dict[str, None] = {HOLDS: None}
    for i, (_, found, fact) in enumerate(data.rows):
        for meaning, sets in found.by_meaning.items():
            meanings[meaning] = None
            _draw_sets(axes, i - _OFF, sets, FILLED[meaning])
        _draw_sets(axes, i + _OFF, fact or (), known)
        if fact is None:
            axes.text(data.domain[0], i + _OFF, " unknown", va="center", fontsize=8)
        for y, sets in ((i - _OFF, found.holds or found.open), (i + _OFF, fact)):
            if sets == ():
                axes.text(data.domain[0], y, " nowhere", va="center", fontsize=8)
    for meaning in meanings:
        label = "found" if meaning == HOLDS else meaning
        axes.barh([0], [0], height=0, label=label, **FILLED[meaning])
    axes.barh([0], [0], height=0, label="known in closed form", **known)
    for i, (label, value) in enumerate(data.marks):
        axes.axvline(
            value,
            color="0.35",
            linestyle=_DASHES[i % len(_DASHES)],
            linewidth=1.2,
            zorder=0,
            label=f"{label} ({value:.6g})",
        )
    low, high = data.domain
    pad = 0.02 * (high - low)
    axes.set_xlim(low - pad, high + pad)
    axes.set_ylim(len(data.rows) - 0.5, -0.5)
    axes.set_yticks(range(len(data.rows)), [name for name, _, _ in data.rows])
    axes.set_xlabel(data.x_label)
    axes.set_title(f"{data.title}: where each property holds")


def _draw_sets(axes: Any, y: float, sets: Sets, filled: Mapping[str, Any]) -> None:
    """Draw intervals as bars, and single points as marks that can be seen."""
    for low, high in sets:
        if high > low:
            axes.barh([y], [high - low], left=[low], height=_HEIGHT, **filled)
        else:
            colour = filled.get("color", "0.55")
            axes.plot([low], [y], marker="D", markersize=7, color=colour, linestyle="none")

"""Figures: a pure data function and a renderer for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.known.marks import Mark
from sdpsearch.properties import Decision, ZeroCapacity
from sdpsearch.report.figures import style
from sdpsearch.report.figures.curve import (
    Curve,
    Point,
    ScanFigure,
    bar,
    curve_of,
    span_of_margins,
)
from sdpsearch.report.figures.spans import Spans, shade
from sdpsearch.runs.scan import Scan
from sdpsearch.search.findings import Coverage
from sdpsearch.search.threshold import Threshold

_MARK_STYLES = ("--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)))

#: Markers nearer to each other than this part of the axis would fuse.
_GAP = 0.03
#: Markers of a curve that are so many stand close.
_FEW = 12
#: Margins up to this are on the scale of a threshold.
_LEAST = 0.5
#: What a margin is a multiple of.
MARGIN = "margin (weight of J_ref to mix in; dimensionless)"


def scan_figure(scan: Scan) -> ScanFigure:
    """Return what the figure of a scan shows; margins beyond any scale are left out."""
    curves = []
    for i, asked in enumerate(scan.properties):
        decided = [(x, row[i]) for x, row in zip(scan.xs, scan.decisions, strict=True)]
        curves.append(_curve(asked.name, decided, scan.thresholds[i]))
    data = _figure(scan.family, curves, scan.marks)
    asked = [t for t in scan.thresholds if isinstance(t.property, ZeroCapacity)]
    if len(asked) != 1:  # two would be shaded over one another
        return data
    return replace(data, spans=Spans.of(asked[0]), domain=(min(scan.xs), max(scan.xs)))


def threshold_figure(found: Threshold) -> ScanFigure:
    """Return what the figure of a threshold shows: its decisions, and where it holds."""
    curve = _curve(found.property.name, found.decisions, found)
    # Decisions beside the ends of an affine family say nothing of the curve between.
    curve = replace(curve, joined=found.coverage is Coverage.MONOTONE)
    data = _figure(found.family, [curve])
    # An affine family is decided at its boundary alone: that is no scale to draw on.
    low, high = data.y_range
    y_range = (min(low, -_LEAST), max(high, _LEAST))
    spans, domain = Spans.of(found), found.family.domain
    return replace(data, y_range=y_range, spans=spans, domain=domain)


def _figure(
    family: ChannelFamily, curves: Sequence[Curve], marks: Sequence[Mark] = ()
) -> ScanFigure:
    return ScanFigure(
        title=family.label,
        x_label=f"{family.parameter} (dimensionless)",
        y_range=span_of_margins(curves),
        curves=tuple(curves),
        marks=tuple((mark.label, mark.value) for mark in marks),
    )


def _curve(
    label: str, decided: Iterable[tuple[float, Decision]], found: Threshold
) -> Curve:
    points = [Point.of(x, decision) for x, decision in decided]
    return curve_of(label, points, found.boundaries, found.coverage)


def save_scan_figure(scan: Scan, path: str | Path) -> None:
    """Draw margin against parameter with zero crossings and analytic marks.

    Raises:
        ValueError: the file cannot be written.
    """
    figure, axes = style.canvas(7.0, 5.4)
    draw_margins(axes, scan_figure(scan))
    style.legend(axes, below=True)
    style.save(figure, [path])


def draw_margins(axes: Any, data: ScanFigure) -> None:
    """Draw margins against the parameter on matplotlib axes, without a legend."""
    axes.axhline(0.0, color="black", linewidth=0.8)
    shade(axes, data.spans)
    if data.domain is not None:
        low, high = data.domain
        pad = 0.03 * (high - low)
        axes.set_xlim(low - pad, high + pad)
    for i, curve in enumerate(data.curves):
        _draw_curve(axes, data, i, curve)
    for i, (label, value) in enumerate(data.marks):
        dash = _MARK_STYLES[i % len(_MARK_STYLES)]
        axes.axvline(
            value,
            color="0.35",
            linestyle=dash,
            linewidth=style.scaled(1.2),
            label=f"{label} ({value:.6g})",
        )
    axes.set_ylim(*data.y_range)
    axes.set_xlabel(data.x_label)
    axes.set_ylabel(MARGIN)
    axes.set_title(data.title)


def _draw_curve(axes: Any, data: ScanFigure, i: int, curve: Curve) -> None:
    colour = style.COLOURS[i % len(style.COLOURS)]
    markers = _markers(data, i, curve)
    shows = bool(markers) or curve.joined
    axes.plot(
        curve.x,
        curve.y,
        marker=style.SYMBOLS[i % len(style.SYMBOLS)],
        markevery=markers,
        markersize=style.scaled(4.5 - 0.5 * (i % 4)),
        linewidth=style.scaled(1.4),
        linestyle=style.LINES[i % len(style.LINES)] if curve.joined else "none",
        color=colour,
        label=f"margin: {curve.label}" if shows else "",
    )
    if curve.transmitting:
        axes.plot(
            curve.transmitting,
            [0.0] * len(curve.transmitting),
            marker="x",
            color=colour,
            linestyle="none",
            label=f"{curve.label}: an input transmits",
        )
    for x, low, high in curve.undecided:
        ends = bar(low, high, data.y_range)
        axes.plot([x, x], ends, color=colour, linewidth=1, alpha=0.4)
    for crossing in curve.crossings:
        axes.plot(
            [crossing],
            [0.0],
            marker="*",
            markersize=style.scaled(13),
            color=colour,
            markeredgecolor="black",
            linestyle="none",
            zorder=5,
            label=f"{curve.label}: zero at {crossing:.8g}",
        )


def _markers(data: ScanFigure, i: int, curve: Curve) -> list[int]:
    """Return at which points a curve has markers: none fuse, nor hide a crossing's star.

    Where points are dense, curves take turns, so that two that coincide keep their own.
    """
    drawn = [k for k, y in enumerate(curve.y) if np.isfinite(y) and _in_view(data, y)]
    if not drawn:
        return []
    low, high = data.domain or (curve.x[drawn[0]], curve.x[drawn[-1]])
    gap = _GAP * (high - low)
    clear = [
        k for k in drawn if all(abs(curve.x[k] - c) >= gap / 2 for c in curve.crossings)
    ]
    kept = [clear[k] for k in style.apart([curve.x[k] for k in clear], gap)]
    taking_turns = curve.joined and len(data.curves) > 1 and len(kept) > _FEW
    return kept[i % 2 :: 2] if taking_turns else kept


def _in_view(data: ScanFigure, y: float) -> bool:
    return data.y_range[0] <= y <= data.y_range[1]

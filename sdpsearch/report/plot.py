"""Figures: a pure data function and a renderer for each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sdpsearch.report import style
from sdpsearch.search.scan import Scan

_MARK_STYLES = ("--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)))

#: Intervals wider than this part of their middle are drawn as bars, not as points.
_WIDE = 1e-3
#: Margins known to exceed this are off every scale.
_BEYOND = 1e6

#: What figures are written as.
FORMATS = (".png", ".pdf", ".svg")


@dataclass(frozen=True)
class Curve:
    """One property's margin against the parameter.

    NaN in `y` breaks the line where the margin jumps to its floor of −1 or is undecided;
    `undecided` has (parameter, lower, upper) there.
    """

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    crossings: tuple[float, ...]
    undecided: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class ScanFigure:
    """All numbers in the figure of a scan."""

    title: str
    x_label: str
    y_range: tuple[float, float]
    curves: tuple[Curve, ...]
    marks: tuple[tuple[str, float], ...]


def scan_figure(scan: Scan) -> ScanFigure:
    """Return what the figure of a scan shows; margins beyond any scale are left out."""
    curves = tuple(_curve(scan, i) for i in range(len(scan.properties)))
    return ScanFigure(
        title=scan.family.label,
        x_label=f"{scan.family.parameter} (dimensionless)",
        y_range=_range([y for curve in curves for y in curve.y if np.isfinite(y)]),
        curves=curves,
        marks=tuple((mark.label, mark.value) for mark in scan.marks),
    )


def _curve(scan: Scan, index: int) -> Curve:
    xs: list[float] = []
    ys: list[float] = []
    undecided = []
    for x, row in zip(scan.xs, scan.decisions, strict=True):
        margin = row[index].margin
        if np.isinf(margin.upper) and margin.lower > _BEYOND:
            continue  # at the reference point, or as good as
        if np.isinf(margin.width) or margin.width > _WIDE * max(1.0, abs(margin.middle)):
            undecided.append((x, margin.lower, margin.upper))
            xs.append(x)
            ys.append(float("nan"))
        elif np.isfinite(margin.middle):
            if ys and np.isfinite(ys[-1]) and (ys[-1] == -1) != (margin.middle == -1):
                xs.append(x)
                ys.append(float("nan"))
            xs.append(x)
            ys.append(margin.middle)
    crossings = tuple(b.value for b in scan.thresholds[index].boundaries if b.is_narrow)
    label = scan.properties[index].name
    return Curve(label, tuple(xs), tuple(ys), crossings, tuple(undecided))


def save_scan_figure(scan: Scan, path: str | Path) -> None:
    """Draw margin against parameter with zero crossings and analytic marks.

    Raises:
        ValueError: the file cannot be written.
    """
    data = scan_figure(scan)
    figure, axes = style.canvas(7.0, 5.4)
    axes.axhline(0.0, color="black", linewidth=0.8)
    for i, curve in enumerate(data.curves):
        colour = style.COLOURS[i % len(style.COLOURS)]
        axes.plot(
            curve.x,
            curve.y,
            marker=style.SYMBOLS[i % len(style.SYMBOLS)],
            markersize=4.5 - 0.5 * (i % 4),
            linewidth=1.4,
            linestyle=style.LINES[i % len(style.LINES)],
            color=colour,
            label=f"margin: {curve.label}",
        )
        for x, low, high in curve.undecided:
            top = min(high, data.y_range[1])
            axes.plot([x, x], [low, top], color=colour, linewidth=1, alpha=0.4)
        for crossing in curve.crossings:
            axes.plot(
                [crossing],
                [0.0],
                marker="*",
                markersize=13,
                color=colour,
                markeredgecolor="black",
                linestyle="none",
                zorder=5,
                label=f"{curve.label}: zero at {crossing:.8g}",
            )
    for i, (label, value) in enumerate(data.marks):
        dash = _MARK_STYLES[i % len(_MARK_STYLES)]
        axes.axvline(
            value,
            color="0.35",
            linestyle=dash,
            linewidth=1.2,
            label=f"{label} ({value:.6g})",
        )
    axes.set_ylim(*data.y_range)
    axes.set_xlabel(data.x_label)
    axes.set_ylabel("margin (positive: the property holds)")
    axes.set_title(data.title)
    # Below the axes: nothing drawn is ever hidden behind it.
    figure.legend(fontsize=8, loc="outside lower center", ncols=2, frameon=False)
    style.save(figure, [path])


def _range(values: list[float]) -> tuple[float, float]:
    """Return limits that keep the zero crossings readable when margins run to +∞."""
    finite = np.array(values or [0.0])
    low = min(float(finite.min()), 0.0)
    high = max(float(finite.max()), 0.0)
    high = min(high, max(2 * -low, 0.5))
    pad = 0.06 * (high - low or 1.0)
    return low - pad, high + pad

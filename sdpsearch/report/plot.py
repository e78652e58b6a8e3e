"""Figures: a pure data function and a renderer for each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sdpsearch.search.scan import Scan

#: Okabe–Ito, told apart by colour-blind readers; order and line style differ too.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_MARK_STYLES = ("--", ":", "-.", (0, (5, 1, 1, 1, 1, 1)))
_SYMBOLS = ("o", "s", "^", "D", "v", "P")


#: What figures are written as.
FORMATS = (".png", ".pdf", ".svg")


@dataclass(frozen=True)
class Curve:
    """One property's margin against the parameter."""

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    crossings: tuple[float, ...]


@dataclass(frozen=True)
class ScanFigure:
    """All numbers in the figure of a scan."""

    title: str
    x_label: str
    y_range: tuple[float, float]
    curves: tuple[Curve, ...]
    marks: tuple[tuple[str, float], ...]


def scan_figure(scan: Scan) -> ScanFigure:
    """Return what the figure of a scan shows; infinite margins are left out."""
    curves = []
    for i, asked in enumerate(scan.properties):
        points = [
            (x, row[i].margin.middle)
            for x, row in zip(scan.xs, scan.decisions, strict=True)
            if np.isfinite(row[i].margin.middle)
        ]
        curves.append(
            Curve(
                asked.name,
                tuple(x for x, _ in points),
                tuple(y for _, y in points),
                tuple(b.value for b in scan.thresholds[i].boundaries),
            )
        )
    return ScanFigure(
        title=scan.family.label,
        x_label=f"{scan.family.parameter} (dimensionless)",
        y_range=_range([y for curve in curves for y in curve.y]),
        curves=tuple(curves),
        marks=tuple((mark.label, mark.value) for mark in scan.marks),
    )


def save_scan_figure(scan: Scan, path: str | Path) -> None:
    """Draw margin against parameter with zero crossings and analytic marks.

    Raises:
        ValueError: the file cannot be written.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    data = scan_figure(scan)
    figure = Figure(figsize=(7.0, 5.4), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.axhline(0.0, color="black", linewidth=0.8)
    for i, curve in enumerate(data.curves):
        colour = _COLOURS[i % len(_COLOURS)]
        axes.plot(
            curve.x,
            curve.y,
            marker=_SYMBOLS[i % len(_SYMBOLS)],
            markersize=3.5,
            linewidth=1.4,
            color=colour,
            label=f"margin: {curve.label}",
        )
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
                label=f"zero crossing at {crossing:.8g}",
            )
    for i, (label, value) in enumerate(data.marks):
        style = _MARK_STYLES[i % len(_MARK_STYLES)]
        axes.axvline(
            value,
            color="0.35",
            linestyle=style,
            linewidth=1.2,
            label=f"{label} ({value:.6g})",
        )
    axes.set_ylim(*data.y_range)
    axes.set_xlabel(data.x_label)
    axes.set_ylabel("margin (positive: the property holds)")
    axes.set_title(data.title)
    # Below the axes: nothing drawn is ever hidden behind it.
    figure.legend(fontsize=8, loc="outside lower center", ncols=2, frameon=False)
    try:
        figure.savefig(path, dpi=160)
    except (OSError, ValueError) as error:
        raise ValueError(f"Cannot write {path}: {error}.") from None


def _range(values: list[float]) -> tuple[float, float]:
    """Return limits that keep the zero crossings readable when margins run to +∞."""
    finite = np.array(values or [0.0])
    low = min(float(finite.min()), 0.0)
    high = max(float(finite.max()), 0.0)
    high = min(high, max(2 * -low, 0.5))
    pad = 0.06 * (high - low or 1.0)
    return low - pad, high + pad

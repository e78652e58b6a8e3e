"""Figures as wide as a journal's columns, in type that can be read there."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sdpsearch.report.figures import style

#: Of one column and of two, in millimetres.
WIDTHS = {"single": 86.0, "double": 178.0}
_INCH = 25.4
#: Type of 7 points and more; a legend's is 0.8 of the first. SVG keeps text as text.
_TYPE: dict[Any, Any] = {
    "font.size": 8.75,
    "axes.labelsize": 8,
    "axes.titlesize": 8.5,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "axes.linewidth": 0.7,
    "svg.fonttype": "none",
}
#: Height of what is not the legend, and of a line of it, in millimetres.
_HEIGHTS, _LINE = {"single": 64.0, "double": 88.0}, 3.9
#: Letters of an axis' label that stand beside the axes.
_LABEL = 34
_DOTS = 600


def save_journal_figure(
    draw: Callable[[Any], None], path: str | Path, width: str = "single"
) -> None:
    """Write a figure that is exactly as wide as one column, or two.

    Args:
        draw: draws on matplotlib axes, without a legend.
        path: where to; the suffix says as what: .pdf, .svg or .png.
        width: "single" for 86 mm or "double" for 178 mm.

    Raises:
        ValueError: the file cannot be written.
    """
    from matplotlib import rc_context

    columns = list(WIDTHS).index(width) + 1
    with rc_context(_TYPE):
        figure, axes = style.canvas(WIDTHS[width] / _INCH)
        draw(axes)
        axes.set_ylabel(textwrap.fill(axes.get_ylabel(), _LABEL))
        lines = -(-len(axes.get_legend_handles_labels()[1]) // columns)
        figure.set_figheight((_HEIGHTS[width] + _LINE * lines) / _INCH)
        style.legend(axes, below=True, columns=columns)
        style.save(figure, [path], _DOTS)

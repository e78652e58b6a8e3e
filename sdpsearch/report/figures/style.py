"""What all figures share: a palette for colour-blind readers, symbols, saving."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sdpsearch.writing import write_file

#: Okabe–Ito, told apart by colour-blind readers; order and line style differ too.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
SYMBOLS = ("o", "s", "^", "D", "v", "P")
#: Curves that coincide stay told apart.
LINES: tuple[Any, ...] = ("-", (0, (6, 3)), (0, (3, 2)), (0, (1, 1.5)), (0, (8, 2, 1, 2)))

#: Length of a legend's handles, in font sizes.
HANDLE = 3.8
#: The font type that printers and journals take: outlines that stay text.
TRUETYPE = 42
#: What figures are written as.
FORMATS = (".png", ".pdf", ".svg")


def canvas(width: float = 7.0, height: float = 4.8, panels: int = 1) -> tuple[Any, Any]:
    """Return a figure without a display, and its axes (an array for several panels)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, panels)
    return figure, axes


def legend(axes: Any, *, below: bool = False, columns: int = 2) -> None:
    """Explain what is drawn, with handles that show a whole period of every dash.

    Args:
        axes: where it is drawn.
        below: whether to stand below the axes of a figure that has only these, where
            nothing drawn is ever hidden.
        columns: of the legend, when below.
    """
    options: dict[str, Any] = {"fontsize": scaled(8), "handlelength": HANDLE}
    if below:
        options |= {"loc": "outside lower center", "ncols": columns, "frameon": False}
        axes.figure.legend(**options)
    else:
        axes.legend(**options)


def scaled(size: float) -> float:
    """Return a size, meant for type of 10 points, for the type that is set."""
    from matplotlib import rcParams

    return size * rcParams["font.size"] / 10


def apart(xs: Sequence[float], gap: float) -> list[int]:
    """Return the places of ascending numbers that are at least a gap apart.

    Markers at the other places would fuse with these.

    Args:
        xs: the numbers.
        gap: the least distance.
    """
    kept: list[int] = []
    for i, x in enumerate(xs):
        if not kept or x - xs[kept[-1]] >= gap:
            kept.append(i)
    return kept


def save(figure: Any, paths: Sequence[str | Path], dots: int = 160) -> None:
    """Write a figure to files.

    Args:
        figure: of matplotlib.
        paths: where to; the suffix says as what.
        dots: to an inch, of what is made of dots.

    Raises:
        ValueError: a file cannot be written.
    """
    from matplotlib import rc_context

    for path in paths:
        drawn, kind = io.BytesIO(), Path(path).suffix.lstrip(".") or "png"
        try:
            with rc_context({"pdf.fonttype": TRUETYPE, "ps.fonttype": TRUETYPE}):
                figure.savefig(drawn, dpi=dots, format=kind)
        except ValueError as error:  # a format that matplotlib does not know
            raise ValueError(f"Cannot write {path}: {error}.") from None
        write_file(path, drawn.getvalue())

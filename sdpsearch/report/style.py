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


def canvas(width: float = 7.0, height: float = 4.8, panels: int = 1) -> tuple[Any, Any]:
    """Return a figure without a display, and its axes (an array for several panels)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, panels)
    return figure, axes


def save(figure: Any, paths: Sequence[str | Path]) -> None:
    """Write a figure to files.

    Raises:
        ValueError: a file cannot be written.
    """
    for path in paths:
        drawn = io.BytesIO()
        try:
            figure.savefig(drawn, dpi=160, format=Path(path).suffix.lstrip(".") or "png")
        except ValueError as error:  # a format that matplotlib does not know
            raise ValueError(f"Cannot write {path}: {error}.") from None
        write_file(path, drawn.getvalue())

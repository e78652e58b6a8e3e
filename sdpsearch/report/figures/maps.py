"""The maps of D_x across the noise: their distances and their covariant parameters.

The paper's N_x is that of Roofeh and Karimipour, arXiv 2408.05733.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sdpsearch.antidegrading.study import OPTIMAL, PAPER, MapStudy, study_maps
from sdpsearch.channels.zoo.noise import depolarizing
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.known.maps import threshold_noise
from sdpsearch.report.figures import style
from sdpsearch.reproduce.paper import ARXIV

#: Points of the default grid of each dimension.
POINTS = 33

NUMERICAL = "numerical N"
PAIRS = (
    f"{NUMERICAL} to {PAPER}",
    f"{NUMERICAL} to {OPTIMAL}",
    f"{PAPER} to {OPTIMAL}",
)
MAPS = (NUMERICAL, PAPER, OPTIMAL)

_PAIR_STYLES = tuple(zip(PAIRS, style.COLOURS[3:6], style.LINES, strict=False))
_MAP_STYLES = tuple(zip(MAPS, style.COLOURS, style.LINES, strict=False))
_ROWS = (
    "Frobenius distance",
    "diamond distance",
    "weight a of $\\mathrm{tr}_1 W$",
    "weight c of $\\mathrm{tr}_1(\\phi W+W\\phi)$",
)

Series = dict[str, tuple[float, ...]]


@dataclass(frozen=True)
class Panel:
    """All numbers in one column of the figure; NaN where a map does not exist.

    Attributes:
        d: dimension.
        threshold: x_c.
        xs: the parameters.
        frobenius: Frobenius distance of Choi operators by pair of maps.
        diamond: diamond distance by pair.
        a: weight of tr_1 W by map.
        c: weight of tr_1(φW) + tr_1(Wφ) by map.
    """

    d: int
    threshold: float
    xs: tuple[float, ...]
    frobenius: Series
    diamond: Series
    a: Series
    c: Series


def maps_figure(
    dimensions: Sequence[int],
    xs: Sequence[float] | None = None,
    *,
    solver: str = DEFAULT_SOLVER,
    progress: Callable[[float, int], None] | None = None,
) -> tuple[Panel, ...]:
    """Return what the figure of the maps of D_x shows, one panel for each dimension.

    Args:
        dimensions: the values of d.
        xs: weights of the noise; those below x_c = d/(2(d+1)) have no map. By default
            33 from x_c to 1, and 1/2.
        solver: name of the backend to ask.
        progress: called with x and the number of points done.
    """
    panels, done = [], 0
    for d in dimensions:
        lowest = threshold_noise(d)
        if xs is None:
            grid = [float(x) for x in np.linspace(lowest, 1, POINTS)]
            grid = sorted({*grid, 0.5})
        else:
            grid = sorted(float(x) for x in xs)
        studies = []
        for x in grid:
            studies.append(study_maps(depolarizing(d)(x), solver=solver))
            done += 1
            if progress is not None:
                progress(x, done)
        panels.append(_panel(d, grid, studies))
    return tuple(panels)


def _panel(d: int, grid: Sequence[float], studies: Sequence[MapStudy]) -> Panel:
    comparisons = [
        (s.analytic[0].comparison, s.analytic[1].comparison, s.between) for s in studies
    ]
    parts = [
        (s.covariant, s.analytic[0].covariant, s.analytic[1].covariant) for s in studies
    ]
    nan = float("nan")

    def series(names: Sequence[str], rows: list, read: Callable) -> Series:
        return {
            name: tuple(nan if row[i] is None else read(row[i]) for row in rows)
            for i, name in enumerate(names)
        }

    return Panel(
        d=d,
        threshold=threshold_noise(d),
        xs=tuple(grid),
        frobenius=series(PAIRS, comparisons, lambda one: one.frobenius),
        diamond=series(PAIRS, comparisons, lambda one: one.diamond.middle),
        a=series(MAPS, parts, lambda part: part.a),
        c=series(MAPS, parts, lambda part: part.c),
    )


def save_maps_figure(panels: Sequence[Panel], *paths: str | Path) -> None:
    """Draw distances and covariant parameters against x, one column for each dimension.

    Raises:
        ValueError: a file cannot be written.
    """
    figure, blank = style.canvas(max(1.2 + 2.9 * len(panels), 6.0), 8.8)
    blank.remove()
    grid = figure.subplots(4, len(panels), sharex="col", sharey="row", squeeze=False)
    for column, panel in zip(grid.T, panels, strict=True):
        rows = (
            (panel.frobenius, _PAIR_STYLES),
            (panel.diamond, _PAIR_STYLES),
            (panel.a, _MAP_STYLES),
            (panel.c, _MAP_STYLES),
        )
        for axes, (values, styles) in zip(column, rows, strict=True):
            axes.axhline(0.0, color="black", linewidth=0.6)
            axes.axvline(panel.threshold, color="0.35", linestyle=":", linewidth=1.2)
            axes.axvline(0.5, color="0.35", linestyle="-.", linewidth=1.0)
            for name, colour, line in styles:
                axes.plot(
                    panel.xs, values[name], color=colour, linestyle=line, linewidth=1.8
                )
        column[0].set_title(f"depolarizing(d={panel.d})", fontsize=11)
        column[-1].set_xlabel("noise x (dimensionless)")
    for axes, label in zip(grid[:, 0], _ROWS, strict=True):
        axes.set_ylabel(label, fontsize=9)
    figure.align_ylabels(grid[:, 0])
    _legend(figure, columns=3 if len(panels) > 2 else 2)
    style.save(figure, paths)


def _legend(figure: Any, columns: int) -> None:
    """Explain the lines below the axes: nothing drawn is ever hidden behind it."""
    from matplotlib.lines import Line2D

    marks = [
        ("$x_c = d/(2(d+1))$: N exists from here", "0.35", ":"),
        (f"$x = 1/2$: N_x of arXiv {ARXIV} exists from here", "0.35", "-."),
    ]
    # matplotlib's stubs do not know all the dash patterns that it takes.
    lines: Any = (*_PAIR_STYLES, *_MAP_STYLES, *marks)
    handles = [
        Line2D([], [], color=colour, linestyle=line, linewidth=1.6, label=_set(name))
        for name, colour, line in lines
    ]
    figure.legend(
        handles=handles,
        fontsize=8,
        handlelength=style.HANDLE,
        loc="outside lower center",
        ncols=columns,
        frameon=False,
    )


def _set(name: str) -> str:
    """Set N_x in mathematics."""
    return name.replace("N_x", "$N_x$")

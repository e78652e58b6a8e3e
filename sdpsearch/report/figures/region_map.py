"""A map of several properties over two parameters, told apart without colour too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from sdpsearch.report.figures import style
from sdpsearch.report.figures.region import around, draw_regions, frame, region_axes
from sdpsearch.report.words import number
from sdpsearch.search.region.overlay import OPEN, RegionMap

#: One a part; what is open stays white, with dots.
_HATCHES = ("", "////", "\\\\\\\\", "xxxx", "----", "++++", "||||", "oo")
_OPEN_HATCH = ".."


def draw_region_map(axes: Any, found: RegionMap) -> None:
    """Fill every part of a map, without a legend; of three parameters draw its regions.

    Args:
        axes: matplotlib axes, of three dimensions for three parameters.
        found: the map.
    """
    from matplotlib.collections import PolyCollection

    space = found.space
    if len(space.parameters) == 3:
        draw_regions(axes, found.regions)
        return
    axes.set_title(space.label)
    axes.set_xlabel(space.parameters[0])
    axes.set_ylabel(space.parameters[1])
    frame(axes, space)
    for i, part in enumerate(found.parts):
        if not part.pieces:
            continue
        is_open = part.name == OPEN
        look: dict[str, Any] = {
            "facecolor": "white" if is_open else style.COLOURS[i % len(style.COLOURS)],
            "hatch": _OPEN_HATCH if is_open else _HATCHES[i % len(_HATCHES)],
        }
        filled = PolyCollection([around(piece) for piece in part.pieces], **look)
        filled.set(edgecolor="black", linewidth=0, antialiased=False, alpha=0.5)
        share = number(round(100 * part.volume / space.domain.volume, 2))
        sampled = ", sampled" if part.is_sampled and not is_open else ""
        filled.set_label(f"{part.label} ({share} %{sampled})")
        axes.add_collection(filled)
    for region in found.regions:
        if region.borders:
            middle = np.mean(region.borders, axis=1)
            axes.plot(*middle.T, ",", color="black")


def save_map_figure(found: RegionMap, path: str | Path) -> None:
    """Draw a map and write the figure.

    Raises:
        ValueError: the file cannot be written.
    """
    figure, axes = region_axes(found.space)
    draw_region_map(axes, found)
    style.legend(axes, below=True, columns=1)
    style.save(figure, [path])

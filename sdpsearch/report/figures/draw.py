"""Results drawn on matplotlib axes, which are imported when somebody asks."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from sdpsearch.report.figures import style
from sdpsearch.report.figures.bars import comparison_bars, draw_bars
from sdpsearch.report.figures.region import draw_regions
from sdpsearch.report.figures.region_map import draw_region_map
from sdpsearch.report.figures.scan import draw_margins, scan_figure, threshold_figure
from sdpsearch.runs.scan import Scan
from sdpsearch.search.compare import Comparison
from sdpsearch.search.region.overlay import RegionMap
from sdpsearch.search.region.region import Region
from sdpsearch.search.threshold import Threshold


def draw(found: Any, axes: Any = None) -> Any:
    """Draw a result and return the axes.

    Args:
        found: a Scan, a Threshold, a Comparison, a Region or a RegionMap.
        axes: where to; a new figure of pyplot's, which notebooks show, without them.

    Raises:
        TypeError: there is no figure of such a thing.
    """
    own = axes is None
    if own:
        from matplotlib import pyplot

        is_region = isinstance(found, Region | RegionMap)
        deep = is_region and len(found.space.parameters) == 3
        options = {"projection": "3d"} if deep else {}
        size = {"figsize": (7.0, 5.2), "layout": "constrained"}
        _, axes = pyplot.subplots(subplot_kw=options, **size)
    _onto(found, axes)
    columns = 1 if isinstance(found, RegionMap) else 2  # it says what things mean
    style.legend(axes, below=own, columns=columns)
    return axes


@singledispatch
def _onto(found: Any, axes: Any) -> None:
    raise TypeError(f"There is no figure of a {type(found).__name__}.")


@_onto.register
def _(found: Scan, axes: Any) -> None:
    draw_margins(axes, scan_figure(found))


@_onto.register
def _(found: Threshold, axes: Any) -> None:
    draw_margins(axes, threshold_figure(found))


@_onto.register
def _(found: Comparison, axes: Any) -> None:
    draw_bars(axes, comparison_bars(found))


@_onto.register
def _(found: Region, axes: Any) -> None:
    draw_regions(axes, [found])


@_onto.register
def _(found: RegionMap, axes: Any) -> None:
    draw_region_map(axes, found)

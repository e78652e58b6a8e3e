"""Regions of a space as an interactive figure: a map, or a body to be turned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sdpsearch.channels.space import ChannelSpace
from sdpsearch.linalg import Array
from sdpsearch.report.figures import style
from sdpsearch.report.figures.region import around, edges
from sdpsearch.report.html.parts import Plot
from sdpsearch.report.html.traces import GREY, LEGEND, Trace, said
from sdpsearch.report.region import share_told
from sdpsearch.report.words import margin, number
from sdpsearch.search.region.polytope import Polytope
from sdpsearch.search.region.region import Region

#: What points that were decided look like, by their verdict.
_SYMBOLS = {"HOLDS": "circle", "FAILS": "x", "UNDECIDED": "diamond-open"}
#: Height of a map and of a body, in CSS pixels.
_HEIGHT = 620
#: Where a body is looked at from.
_EYE = {"x": 1.7, "y": 1.25, "z": 0.8}


def region_plot(found: Sequence[Region]) -> Plot:
    """Return the figure of regions of one space, at least one, to be hovered over.

    Of three parameters it is turned by the pointer and by the arrow keys.
    """
    space = found[0].space
    traces = [_rim(space)]
    for i, one in enumerate(found):
        colour = style.COLOURS[i % len(style.COLOURS)]
        traces += _flat(one, colour) if len(space.parameters) == 2 else _body(one, colour)
        traces += _points(one, colour)
    told = "; ".join(f"{one.property.name} {share_told(one)}" for one in found)
    turned = " The arrow keys turn it." if len(space.parameters) == 3 else ""
    return Plot(
        {"data": traces, "layout": _layout(space)},
        f"Regions of {space.label}: {told}.{turned}",
        height=_HEIGHT,
    )


def _layout(space: ChannelSpace) -> dict[str, Any]:
    titles = [{"title": {"text": said(name)}} for name in space.parameters]
    if len(titles) == 2:
        across, up = ({**title, "constrain": "domain"} for title in titles)
        layout = {"xaxis": across, "yaxis": up | {"scaleanchor": "x", "scaleratio": 1}}
        return layout | {"legend": LEGEND | {"y": -0.12}, "hovermode": "closest"}
    scene = dict(zip(("xaxis", "yaxis", "zaxis"), titles, strict=True))
    return {
        "scene": scene | {"aspectmode": "cube", "camera": {"eye": _EYE}},
        "legend": LEGEND | {"y": 0},
        "margin": {"l": 0, "r": 0, "t": 24, "b": 0},
    }


def _lines(parts: Iterable[Array], size: int) -> Trace:
    """Return the coordinates of several lines, with gaps between them."""
    columns: list[list[float | None]] = [[] for _ in range(size)]
    for part in parts:
        for column, values in zip(columns, part.T, strict=True):
            column += [*values.tolist(), None]
    kind = "scatter" if size == 2 else "scatter3d"
    return {"type": kind, **dict(zip("xyz", columns, strict=False)), "mode": "lines"}


def _rim(space: ChannelSpace) -> Trace:
    return _lines(edges(space), len(space.parameters)) | {
        "name": "domain",
        "line": {"color": GREY, "width": 2},
        "hoverinfo": "skip",
    }


def _flat(found: Region, colour: str) -> Iterator[Trace]:
    name, sampled = said(found.property.name), found.is_sampled
    full = [_closed(piece) for piece in found.inner if not piece.is_flat]
    thin = [piece.vertices for piece in found.inner if piece.is_flat]
    if full:
        yield _lines(full, 2) | {
            "name": f"{name} holds{', sampled' if sampled else ''}",
            "fill": "toself",
            "fillcolor": f"{colour}59",
            "line": {"color": colour, "width": 0.5},
            "hoverinfo": "skip",
        }
    if thin:
        yield _lines(thin, 2) | {
            "name": name,
            "mode": "lines+markers",
            "line": {"color": colour},
        }
    outer = [_closed(piece) for piece in found.outer if not piece.is_flat]
    if outer and not sampled:  # then nothing is refuted but points
        yield _lines(outer, 2) | {
            "name": f"{name} fails outside",
            "line": {"color": colour, "width": 1.5, "dash": "dash"},
            "hoverinfo": "skip",
        }


def _closed(piece: Polytope) -> Array:
    rim = around(piece)
    return rim[[*range(len(rim)), 0]]


def _body(found: Region, colour: str) -> Iterator[Trace]:
    if found.is_sampled:
        return  # its points are all there is
    name = said(found.property.name)
    for told, pieces, opacity in (
        (f"{name} holds", found.inner, 0.75),
        (f"{name} fails outside", found.outer, 0.12),
    ):
        corners = [
            corner for piece in pieces for side in piece.triangles for corner in side
        ]
        if corners:
            xs, ys, zs = zip(*(map(float, corner) for corner in corners), strict=True)
            first = range(0, len(corners), 3)
            yield {
                "type": "mesh3d",
                "name": told,
                "x": xs,
                "y": ys,
                "z": zs,
                "i": list(first),
                "j": [i + 1 for i in first],
                "k": [i + 2 for i in first],
                "color": colour,
                "opacity": opacity,
                "flatshading": True,
                "showlegend": True,
                "hoverinfo": "skip",
            }
    thin = [piece.vertices for piece in found.inner if piece.is_flat]
    if thin:
        yield _lines(thin, 3) | {"name": name, "line": {"color": colour, "width": 5}}


def _points(found: Region, colour: str) -> Iterator[Trace]:
    """Yield what was decided, hidden until it is asked for where bodies say more."""
    if not found.decisions:
        return
    places = [point for point, _ in found.decisions]
    size = len(found.space.parameters)
    columns = dict(zip("xyz", map(list, zip(*places, strict=True)), strict=False))
    yield {
        "type": "scatter" if size == 2 else "scatter3d",
        "name": f"{said(found.property.name)}: points decided",
        **columns,
        "mode": "markers",
        "visible": True if found.is_sampled else "legendonly",
        "marker": {
            "color": colour,
            "size": 7 if size == 2 else 3,
            "symbol": [_SYMBOLS[decision.verdict.name] for _, decision in found.decisions],
        },
        "hoverinfo": "text",
        "hovertext": [
            f"{', '.join(map(number, point))}: {decision.verdict.name}, "
            f"margin {margin(decision.margin)}"
            for point, decision in found.decisions
        ],
    }

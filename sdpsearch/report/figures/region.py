"""Regions drawn: maps of two parameters, bodies of three."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sdpsearch.channels.space import ChannelSpace
from sdpsearch.linalg import Array
from sdpsearch.report.figures import style
from sdpsearch.search.region.polytope import Polytope
from sdpsearch.search.region.region import Region


def draw_regions(axes: Any, found: Sequence[Region]) -> None:
    """Draw regions of one space over one another: filled inside, outlined outside.

    Args:
        axes: matplotlib axes, of three dimensions for three parameters.
        found: the regions.
    """
    space = found[0].space
    names = space.parameters
    axes.set_title(space.label)
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])
    if len(names) == 3:
        axes.set_zlabel(names[2])
    frame(axes, space)
    for i, region in enumerate(found):
        colour = style.COLOURS[i % len(style.COLOURS)]
        name = region.property.name
        draw = _flat if len(names) == 2 else _body
        draw(axes, region, colour, name, style.LINES[i % len(style.LINES)])


def frame(axes: Any, space: ChannelSpace) -> None:
    """Draw the domain's rim."""
    for edge in edges(space):
        axes.plot(*edge.T, color="0.4", linewidth=1)
    if len(space.parameters) == 2:
        axes.set_aspect("equal")
        return
    axes.set_box_aspect((1, 1, 1))
    axes.view_init(elev=22, azim=35)


def edges(space: ChannelSpace) -> list[Array]:
    """Return the edges of a space's domain, each as its two ends."""
    sides, corners = space.domain.halfspaces, space.domain.corners
    on = np.abs(corners @ sides[:, :-1].T + sides[:, -1]) < 1e-12
    shared = len(space.parameters) - 1
    return [
        corners[[i, j]]
        for i in range(len(corners))
        for j in range(i)
        if np.sum(on[i] & on[j]) >= shared
    ]


def _flat(axes: Any, region: Region, colour: str, name: str, line: Any) -> None:
    if region.is_sampled:
        _sampled(axes, region, colour, name)
        return
    for piece in region.inner:
        if piece.is_flat:
            options = {"color": colour, "marker": "o", "linewidth": 2, "label": name}
            axes.plot(*piece.vertices.T, **options)
        else:
            options = {"facecolor": colour, "alpha": 0.35, "label": f"{name} holds"}
            axes.fill(*around(piece).T, **options)
    for piece in region.outer:
        if not piece.is_flat:
            options = {"facecolor": "none", "edgecolor": colour, "linestyle": line}
            axes.fill(*around(piece).T, label=f"{name} fails outside", **options)


def _sampled(axes: Any, region: Region, colour: str, name: str) -> None:
    """Fill the pieces that hold, and mark what is known of the border: points on it."""
    from matplotlib.collections import PolyCollection

    solid = [piece for piece in region.inner if not piece.is_flat]
    options: dict[str, Any] = {"facecolor": colour, "edgecolor": "none", "alpha": 0.35}
    if solid:
        filled = PolyCollection([around(piece) for piece in solid], **options)
        filled.set(antialiased=False, label=f"{name} holds, sampled")
        axes.add_collection(filled)
    if region.borders:
        middle = np.mean(region.borders, axis=1)
        axes.plot(*middle.T, ".", color=colour, markersize=3, label=f"{name}: its border")


def _body(axes: Any, region: Region, colour: str, name: str, _line: Any) -> None:
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection

    if region.is_sampled:
        middle = np.mean(region.borders or np.empty((0, 2, 3)), axis=1)
        axes.scatter(*middle.T, s=4, color=colour, label=f"{name}: its border, sampled")
        return
    for piece in region.inner:
        if piece.is_flat:
            axes.plot(*piece.vertices.T, color=colour, marker="o", label=name)
            continue
        options = {"facecolors": colour, "edgecolors": "0.3", "linewidths": 0.15}
        faces = Poly3DCollection(
            outward(piece), alpha=0.75, shade=True, label=f"{name} holds", **options
        )
        axes.add_collection3d(faces)


def outward(piece: Polytope) -> Array:
    """Return the triangles in the order that makes their normals, and shades, outward."""
    first, second, third = piece.triangles.transpose(1, 0, 2)
    normals = np.cross(second - first, third - first)
    inward = np.sum(normals * piece.facets[:, :-1], axis=1) < 0
    found = piece.triangles.copy()
    found[inward] = found[inward][:, ::-1]
    return found


def around(piece: Polytope) -> Array:
    """Return the vertices of a polygon in their order around it."""
    away = piece.vertices - piece.vertices.mean(axis=0)
    return piece.vertices[np.argsort(np.arctan2(away[:, 1], away[:, 0]))]


def region_axes(space: ChannelSpace) -> tuple[Any, Any]:
    """Return a figure without a display, and axes for a space's regions."""
    figure, axes = style.canvas(6.4, 5.6)
    if len(space.parameters) == 3:
        axes.remove()
        axes = figure.add_subplot(projection="3d")
    return figure, axes


def save_region_figure(found: Sequence[Region], path: str | Path) -> None:
    """Draw regions of one space and write the figure.

    Raises:
        ValueError: the file cannot be written.
    """
    figure, axes = region_axes(found[0].space)
    draw_regions(axes, found)
    style.legend(axes, below=True)
    style.save(figure, [path])

"""Any space, any property: a mesh, finer where verdicts differ, and borders on its edges.

Nothing is claimed between the points that were decided: the set is drawn as the pieces
between points with the same verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from sdpsearch.properties import Verdict
from sdpsearch.search.findings import Coverage
from sdpsearch.search.region.borders import Borders
from sdpsearch.search.region.mesh import Cell, Mesh, refine_to, sides
from sdpsearch.search.region.places import Places, Point
from sdpsearch.search.region.polytope import Polytope, hull
from sdpsearch.search.region.region import Region

#: Size of the simplices that everything is divided into before any verdict is looked at.
_COARSE = {2: 1 / 6, 3: 1 / 3}
#: Points this near to a side of the domain are on it.
_ON = 1e-12


def sample(places: Places, resolution: float) -> Region:
    """Return the region seen in a mesh.

    Args:
        places: what decides.
        resolution: size of the simplices where verdicts differ, in widths of the domain.
    """
    mesh = _mesh(places, resolution)
    borders = Borders(places)
    mixed = [cell for cell in mesh.cells if len(_verdicts(places, cell)) > 1]
    # What has all corners on sides may be unlike them everywhere inside.
    outermost = [cell for cell in mesh.cells if _is_outermost(places, cell)]
    places.visit(np.mean(cell, axis=0) for cell in outermost)
    borders.find(sorted({side for cell in mixed for side in sides(cell)}))
    return Region(
        space=places.space,
        property=places.property,
        inner=_pieces(places, mesh.cells, borders, Verdict.HOLDS),
        outer=_pieces(places, mesh.cells, borders, Verdict.HOLDS, Verdict.UNDECIDED),
        cuts=(),
        decisions=tuple(places.kept.items()),
        solves=places.solves,
        coverage=Coverage.SAMPLED,
        method=_method(places, mesh, resolution),
        goal=places.goal,
        borders=tuple(_changes(places, borders)),
    )


def _mesh(places: Places, resolution: float) -> Mesh:
    """Return a mesh, its vertices decided as far as the budget goes."""
    mesh = Mesh(places.space.domain)
    coarse = max(_COARSE[len(places.space.parameters)], resolution)
    while refine_to(mesh, coarse, lambda _cell: True, len(mesh.cells)):
        pass
    while True:
        places.visit(np.array(point) for point in mesh.points)
        left = max(0, places.budget - max(places.solves, places.asked))
        if places.is_spent() or not refine_to(
            mesh, resolution, lambda cell: len(_verdicts(places, cell)) > 1, left
        ):
            return mesh


def _is_outermost(places: Places, cell: Cell) -> bool:
    """Whether every corner is on a side of the domain."""
    limits = places.space.domain.halfspaces
    values = np.array(cell) @ limits[:, :-1].T + limits[:, -1]
    return bool(np.all(np.any(np.abs(values) <= _ON, axis=1)))


def _verdicts(places: Places, cell: Cell) -> set[Verdict]:
    return {places.verdict(point) for point in cell}


def _pieces(
    places: Places, cells: Sequence[Cell], borders: Borders, *meant: Verdict
) -> tuple[Polytope, ...]:
    """Return what of every simplex has one of some verdicts, one convex piece each.

    With what is undecided it reaches up to the points where the property fails.
    """
    found: list[Polytope] = []
    for cell in cells:
        corners = [point for point in cell if places.verdict(point) in meant]
        if len(corners) == len(cell):
            key = places.at(np.mean(cell, axis=0))
            if not _is_outermost(places, cell) or places.verdict(key) in meant:
                found.append(Polytope(np.array(cell)))
        elif corners:
            ends = [
                point
                for side in sides(cell)
                for point in _up_to(places, borders.found.get(side, []), meant)
            ]
            found.append(hull(np.array([*corners, *ends])))
    return tuple(piece for piece in found if not piece.is_flat) or _flat(places, meant)


def _flat(places: Places, meant: Sequence[Verdict]) -> tuple[Polytope, ...]:
    """Return the hull of what holds where that has no interior, none where it has."""
    points = [key for key in places.kept if places.verdict(key) in meant]
    whole = hull(np.array(points)) if points else None
    return (whole,) if whole is not None and whole.is_flat else ()


def _up_to(
    places: Places, points: Sequence[Point], meant: Sequence[Verdict]
) -> list[Point]:
    """Return the points of an edge that end what is meant."""
    inside = [places.verdict(point) in meant for point in points]
    if Verdict.UNDECIDED not in meant:
        return [point for point, yes in zip(points, inside, strict=True) if yes]
    # The neighbours of what is meant: up to where it fails.
    near = [any(inside[max(i - 1, 0) : i + 2]) for i in range(len(points))]
    return [point for point, yes in zip(points, near, strict=True) if yes]


def _changes(places: Places, borders: Borders) -> Iterator[tuple[Point, Point]]:
    """Yield neighbours with different verdicts."""
    for points in borders.found.values():
        for one, other in pairwise(points):
            if places.verdict(one) is not places.verdict(other):
                yield one, other


def _method(places: Places, mesh: Mesh, resolution: float) -> str:
    mixed = [cell for cell in mesh.cells if len(_verdicts(places, cell)) > 1]
    size = max(map(mesh.size, mixed), default=resolution)
    kind = "triangles" if len(places.space.parameters) == 2 else "tetrahedra"
    return (
        f"sampled: {len(mesh.cells)} {kind}, those with different verdicts no longer than "
        f"{size:.2g} of the domain's width; nothing is claimed between the points decided"
    )

"""Polytopes in two and three dimensions: hulls of points, and what half-spaces leave."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sdpsearch.channels.domains import Box, Simplex
from sdpsearch.linalg import Array, readonly

#: Points are flat, or one, when they are within this part of their spread.
_FLAT = 1e-9
#: A vertex is on a plane when it is within this of it.
_ON = 1e-12


@dataclass(frozen=True, eq=False)
class Polytope:
    """A convex hull of points, which may be flat, a segment or a point.

    Attributes:
        vertices: its extreme points, one a row; in the plane in their order around it.
    """

    vertices: Array

    @cached_property
    def _hull(self) -> Any:
        return qhull(self.vertices)

    @property
    def is_flat(self) -> bool:
        """Whether it has no interior."""
        return self._hull is None

    @property
    def volume(self) -> float:
        """Area or volume."""
        return 0.0 if self._hull is None else float(self._hull.volume)

    @property
    def facets(self) -> Array:
        """Rows (a, b), |a| = 1, with a·x + b ≤ 0 inside; none where it is flat."""
        size = self.vertices.shape[1] + 1
        return np.empty((0, size)) if self._hull is None else self._hull.equations

    @property
    def triangles(self) -> Array:
        """The corners of the facets' simplices: edges in the plane, triangles in space."""
        size = self.vertices.shape[1]
        none = np.empty((0, size, size))
        return none if self._hull is None else self.vertices[self._hull.simplices]

    def gains(self, points: Array) -> Array:
        """Return the volume that the hull gains by each of some points.

        It is that of the pyramids on the facets that a point sees. To what is flat, it is
        how far the point is from its plane, line or point.
        """
        size = self.vertices.shape[1]
        if self.is_flat:
            return np.linalg.norm(_beside(self.vertices, points), axis=1)
        edges = self.triangles[:, 1:] - self.triangles[:, :1]
        grams = edges @ edges.transpose(0, 2, 1)
        # Of a facet √det/(n−1)!, of a pyramid height · base / n: 1/n! in all for n ≤ 3.
        bases = np.sqrt(np.maximum(np.linalg.det(grams), 0.0)) / (1 if size == 2 else 2)
        heights = points @ self.facets[:, :-1].T + self.facets[:, -1]
        return np.maximum(heights, 0.0) @ bases / size


def hull(points: Array) -> Polytope:
    """Return the convex hull of points, at least one.

    Example:
        >>> square = hull(np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0.5, 0.5]]))
        >>> len(square.vertices), round(square.volume, 12)
        (4, 1.0)
        >>> hull(np.array([[0, 0], [0.5, 0.5], [1, 1]])).vertices.tolist()
        [[0.0, 0.0], [1.0, 1.0]]
    """
    points = np.unique(np.asarray(points, dtype=float), axis=0)
    found = qhull(points)
    if found is not None:
        return Polytope(readonly(points[found.vertices]))
    axes = _axes(points)
    inner = (points - points[0]) @ axes.T
    if len(axes) == 0:
        kept = [0]
    elif len(axes) == 1:
        kept = sorted([int(np.argmin(inner)), int(np.argmax(inner))])
    else:
        kept = list(qhull(inner).vertices)
    return Polytope(readonly(points[kept]))


def qhull(points: Array) -> Any:
    """Return scipy's hull, None for points without interior."""
    # Imported here: a threshold needs no geometry.
    from scipy.spatial import ConvexHull

    flat = len(points) <= points.shape[1] or len(_axes(points)) < points.shape[1]
    return None if flat else ConvexHull(points.astype(float))


def _axes(points: Array) -> Array:
    """Return orthonormal directions that the points spread along, one a row."""
    spread = points - points[0]
    _, sizes, axes = np.linalg.svd(spread, full_matrices=False)
    least = _FLAT * max(float(sizes[0]), 1e-6 * float(np.max(np.abs(points), initial=0.0)))
    return axes[: int(np.sum(sizes > least))]


def _beside(flat: Array, points: Array) -> Array:
    """Return the parts of points that are orthogonal to a flat set, measured from it."""
    axes = _axes(flat)
    away = points - flat[0]
    away = away - away @ axes.T @ axes
    return points - flat.mean(axis=0) if len(flat) == 1 else away


@dataclass(frozen=True, eq=False)
class Clipped:
    """What half-spaces leave of a domain: its vertices, and which planes each is on.

    Attributes:
        vertices: one a row; none where nothing is left.
        planes: whether a vertex (row) is on a plane (column).
    """

    vertices: Array
    planes: NDArray[np.bool_]

    @classmethod
    def of(cls, domain: Box | Simplex) -> Clipped:
        """Return the whole domain."""
        sides = domain.halfspaces
        values = domain.corners @ sides[:, :-1].T + sides[:, -1]
        return cls(domain.corners, np.abs(values) <= _ON)

    def cut(self, normal: Array, offset: float) -> Clipped:
        """Return the part with a·x + b ≥ 0, a of norm 1.

        New vertices are where the plane meets an edge: between two vertices, one on either
        side, that share all but one of the planes a vertex needs.
        """
        values = self.vertices @ normal + offset
        kept, gone = np.flatnonzero(values >= -_ON), np.flatnonzero(values < -_ON)
        if len(gone) == 0:
            return self
        vertices = [self.vertices[kept]]
        planes = [np.c_[self.planes[kept], np.abs(values[kept]) <= _ON]]
        inside = kept[values[kept] > _ON]
        shared = self.planes[inside].astype(int) @ self.planes[gone].T.astype(int)
        edges = np.argwhere(shared >= self.vertices.shape[1] - 1)
        near, far = inside[edges[:, 0]], gone[edges[:, 1]]
        share = values[near] / (values[near] - values[far])
        ends = self.vertices[far] - self.vertices[near]
        vertices.append(self.vertices[near] + share[:, None] * ends)
        on = np.ones(len(edges), dtype=bool)
        planes.append(np.c_[self.planes[near] & self.planes[far], on])
        left = np.vstack(planes)
        return Clipped(np.vstack(vertices), left[:, left.any(axis=0)])


def minus(piece: Polytope, other: Polytope) -> list[Polytope]:
    """Return the part of a convex piece outside another, as convex pieces.

    What lies beyond one facet of the other is cut off after another, so that they have no
    common interior.

    Example:
        >>> square = hull(np.array([[0, 0], [1, 0], [1, 1], [0, 1]]))
        >>> half = hull(np.array([[0, 0], [1, 0], [0, 1]]))
        >>> [round(part.volume, 12) for part in minus(square, half)]
        [0.5]
    """
    facets = other.facets
    values = piece.vertices @ facets[:, :-1].T + facets[:, -1]
    if np.any(np.all(values >= -_ON, axis=0)):
        return [piece]
    found: list[Polytope] = []
    rest = _clipped(piece)
    for i in np.flatnonzero(np.any(values > _ON, axis=0)):
        normal, offset = facets[i, :-1], float(facets[i, -1])
        beyond = rest.cut(normal, offset)
        part = hull(beyond.vertices) if len(beyond.vertices) else None
        if part is not None and not part.is_flat:
            found.append(part)
        inner = rest.cut(-normal, -offset)
        body = hull(inner.vertices) if len(inner.vertices) else None
        if body is None or body.is_flat:
            return [piece]
        # Made anew, or vertices that rounding keeps apart would become more and more.
        rest = _clipped(body)
    return found


def _clipped(piece: Polytope) -> Clipped:
    """Return a polytope as what half-spaces leave: its vertices, and planes they are on."""
    planes = np.unique(np.round(piece.facets, 9), axis=0)
    values = piece.vertices @ planes[:, :-1].T + planes[:, -1]
    return Clipped(piece.vertices, np.abs(values) <= 10 * _FLAT)

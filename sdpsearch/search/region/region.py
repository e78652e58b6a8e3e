"""Region: where over a space a property holds, from inside and from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sdpsearch.channels.domains import Box, Simplex
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.interval import Interval
from sdpsearch.linalg import EPS, Array
from sdpsearch.proof.certificate import Certificate
from sdpsearch.properties import Decision, Property, Verdict
from sdpsearch.reported import Drawn, Paged
from sdpsearch.search.findings import Coverage
from sdpsearch.search.region.places import Point
from sdpsearch.search.region.polytope import Polytope

#: What a facet of a hull may be off by, in roundings of its terms.
_ROUNDINGS = 64
#: Points this near to a plane of the domain are on it.
_ON = 4 * EPS


@dataclass(frozen=True, eq=False)
class Cut:
    """A half-space that a witness refutes: a·x + b < 0, |a| = 1, all charges in b.

    Attributes:
        normal: a.
        offset: b.
    """

    normal: Array
    offset: float

    def refutes(self, point: Array) -> bool:
        """Whether the property fails at a point."""
        return float(self.normal @ point) + self.offset < 0


@dataclass(frozen=True, eq=False)
class Region(Drawn, Paged):
    """Where a property holds over a space, enclosed by two polytopes.

    Attributes:
        space: the space.
        property: the question.
        inner: convex pieces of hulls of points where the property was certified to hold:
            one of a convex set, none where no point was found.
        outer: convex pieces that contain the set: what no witness refutes; of a sampled
            one, what is not between points at which the property fails.
        cuts: the half-spaces that witnesses refute.
        decisions: every decision by its point, in the order in which they were reached.
        solves: number of conic programmes solved.
        coverage: on what grounds something is said between the points decided.
        method: how it was found, one sentence.
        goal: the gap that was asked for.
        certificate: an exact proof of both polytopes, or of some that are a little smaller
            and larger; None without one.
        proof: what is proved, or why nothing is; None if no proof was asked for.
        borders: pairs of points next to each other, decided differently, of a sampled set.

    Example:
        >>> import sdpsearch as sd
        >>> found = sd.region(sd.zoo.erasure_triangle(), "antidegradable")
        >>> [found.contains(point).name for point in ((0.1, 0.2), (0.1, 0.4))]
        ['FAILS', 'HOLDS']
        >>> found.is_closed, abs(found.volume.middle - 5 / 12) < 1e-3
        (True, True)
    """

    space: ChannelSpace
    property: Property
    inner: tuple[Polytope, ...]
    outer: tuple[Polytope, ...]
    cuts: tuple[Cut, ...] = field(repr=False)
    decisions: tuple[tuple[Point, Decision], ...] = field(repr=False)
    solves: int
    coverage: Coverage
    method: str
    goal: float
    borders: tuple[tuple[Point, Point], ...] = field(default=(), repr=False)
    certificate: Certificate | None = field(default=None, repr=False)
    proof: str | None = None

    @cached_property
    def is_sampled(self) -> bool:
        """Whether nothing is certified between the points decided."""
        return self.coverage is Coverage.SAMPLED

    @cached_property
    def volume(self) -> Interval:
        """Area or volume: of what is certified to hold, and of what is not refuted.

        Of a sampled set, of the pieces between points with the same verdict: no bounds.
        """
        inner, outer = (
            sum(p.volume for p in pieces) for pieces in (self.inner, self.outer)
        )
        return Interval(inner, max(inner, outer))

    @cached_property
    def gap(self) -> float:
        """Part of the domain's volume that lies between inner and outer."""
        return self.volume.width / self.space.domain.volume

    @cached_property
    def is_closed(self) -> bool:
        """Whether the gap that was asked for was reached."""
        return self.gap <= self.goal

    def contains(self, point: Sequence[float]) -> Verdict:
        """Return whether the property holds at a point, UNDECIDED between the polytopes.

        Of a sampled set only at the points that were decided. Facets that do not lie in a
        side of the domain are charged with rounding.

        Raises:
            TypeError: it is no sequence of numbers.
            ValueError: it has another number of coordinates, or lies outside the domain.
        """
        at = self.space.check_point(point)
        decided = self._decided.get(tuple(float(x) for x in at))
        if decided is not None and decided is not Verdict.UNDECIDED:
            return decided
        if any(cut.refutes(at) for cut in self.cuts):
            return Verdict.FAILS
        return Verdict.HOLDS if self._is_inside(at) else Verdict.UNDECIDED

    @cached_property
    def _decided(self) -> dict[Point, Verdict]:
        return {point: decision.verdict for point, decision in self.decisions}

    def _is_inside(self, point: Array) -> bool:
        if self.is_sampled:
            return False
        for piece, free in zip(self.inner, self._free, strict=True):
            if piece.is_flat:
                continue
            facets = piece.facets[~free]
            values = facets[:, :-1] @ point + facets[:, -1]
            terms = np.abs(facets[:, :-1]) @ np.abs(point) + np.abs(facets[:, -1])
            if np.all(values <= -_ROUNDINGS * EPS * terms):
                return True
        return False

    @cached_property
    def _free(self) -> list[NDArray[np.bool_]]:
        """Of every inner piece, which facets no point of the domain is beyond."""
        return [_in_sides(self.space.domain, piece) for piece in self.inner]


def _in_sides(domain: Box | Simplex, piece: Polytope) -> NDArray[np.bool_]:
    sides = domain.halfspaces
    corners = piece.triangles
    values = np.abs(corners @ sides[:, :-1].T + sides[:, -1])
    return np.any(np.all(values <= _ON, axis=1), axis=1)

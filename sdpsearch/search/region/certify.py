"""Exact proofs of a region: every vertex inside, every witness that bounds the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from sdpsearch.channels.affinity import Affinity
from sdpsearch.channels.domains import Box
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.linalg import Array
from sdpsearch.proof.exact.polytope import Vector, hull_facets, value_at
from sdpsearch.proof.prove.claim import Claim
from sdpsearch.proof.prove.region import Against, HeldAt, StatedSpace
from sdpsearch.proof.statement.state import states
from sdpsearch.properties import Verdict
from sdpsearch.search.region.places import Places
from sdpsearch.search.region.polytope import qhull
from sdpsearch.search.region.region import Region

#: A point of fractions with at most this denominator is tried first where it is so near.
_SIMPLE, _NEAR = 64, Fraction(1, 10**6)
#: Coordinates are multiples of this part, but on sides of the domain that are so near.
_GRID, _ON = 2**40, Fraction(1, 10**11)
#: How far a vertex is moved towards the middle where rounding leaves no room for a proof.
_STEPS = (0.0, 1e-9, 1e-7, 1e-5)
#: A witness is of use if a vertex of the outer polytope is this near to its plane.
_USEFUL = 1e-6


def certify(region: Region, places: Places) -> Region:
    """Return the region with a certificate, or with the reason why there is none."""
    if region.is_sampled:
        return replace(region, proof="nothing is proved of a sampled set as a whole")
    claim = region.property.claim(region.space(region.space.domain.frame[0]))
    if claim is None or claim.of_complement:
        why = f"there are no certificates of regions for {region.property.name!r}"
        return replace(region, proof=why)
    stated = _stated(region.space, claim)
    if isinstance(stated, str):
        return replace(region, proof=stated)
    held = list(_held(stated, region, places))
    against = list(_against(stated, region, places))
    if not held and not against:
        return replace(region, proof="no exact extension or witness was found")
    facets, inner = _facets(held)
    made = stated.certify(held, facets, inner, against)
    if isinstance(made, str):
        return replace(region, proof=made)
    note = f"proved for {stated.frame[0].source}, in exact arithmetic"
    if region.space.affinity is Affinity.DECLARED:
        note += "; that the space is affine is declared, a hypothesis"
    return replace(region, certificate=made, proof=note)


def _stated(space: ChannelSpace, claim: Claim) -> StatedSpace | str:
    """Return the space stated exactly, or why it cannot be."""
    points = [tuple(Fraction(float(x)) for x in point) for point in space.domain.frame]
    middle = tuple(
        sum(column, Fraction(0)) / len(points) for column in zip(*points, strict=True)
    )
    *frame, between = states([space(point) for point in (*points, middle)])
    if not all(item.is_exact for item in frame):
        return "its channels are not recognised as exact ones"
    is_box = isinstance(space.domain, Box)
    names = space.parameters
    made = StatedSpace(space.label, names, tuple(points), tuple(frame), is_box, claim)
    if not made.agrees(middle, between):
        return "its channels are not exactly affine in the parameters"
    return made


def _held(stated: StatedSpace, region: Region, places: Places) -> Iterator[HeldAt]:
    """Yield a proof for every vertex of the inner polytope that has one, or near it."""
    for piece in region.inner:
        middle = piece.vertices.mean(axis=0)
        for vertex in piece.vertices:
            if places.is_over():
                return
            made = _near(stated, places, vertex, middle)
            if made is not None:
                yield made


def _near(
    stated: StatedSpace, places: Places, vertex: Array, middle: Array
) -> HeldAt | None:
    simple = tuple(Fraction(x).limit_denominator(_SIMPLE) for x in vertex)
    decision = places.decide(vertex)
    near = all(abs(x - Fraction(y)) <= _NEAR for x, y in zip(simple, vertex, strict=True))
    if near and stated.contains(simple):
        made = stated.holding(simple, decision.membership)
        if made is not None:
            return made
    for step in _STEPS:
        point = _rounded(stated, vertex + step * (middle - vertex))
        if step:
            decision = places.decide(np.array([float(x) for x in point]))
        if decision.verdict is Verdict.HOLDS and stated.contains(point):
            made = stated.holding(point, decision.membership)
            if made is not None:
                return made
    return None


def _rounded(stated: StatedSpace, point: Array) -> Vector:
    """Return a point with short coordinates, on the sides that it is within rounding of."""
    found = [Fraction(round(float(x) * _GRID), _GRID) for x in point]
    for side in stated.sides:
        off = value_at(side, found)
        if off and abs(off) <= _ON * max(abs(a) for a in side[1:]):
            last = max(i for i, a in enumerate(side[1:]) if a)
            found[last] -= off / side[last + 1]
    return tuple(found)


def _against(stated: StatedSpace, region: Region, places: Places) -> Iterator[Against]:
    """Yield the witnesses whose planes bound the outer polytope."""
    corners = [vertex for piece in region.outer for vertex in piece.vertices]
    for key, decision in region.decisions:
        if decision.verdict is not Verdict.FAILS or places.is_over():
            continue
        made = stated.refuting(decision.membership, places.channel(np.array(key)).choi)
        if made is not None and _bounds(made.function, corners):
            yield made


def _bounds(function: Vector, corners: Sequence[Array]) -> bool:
    c, *a = (float(x) for x in function)
    size = float(np.linalg.norm(a))
    if size == 0:
        return c < 0
    return not corners or min(c + np.dot(a, v) for v in corners) <= _USEFUL * size


def _facets(held: Sequence[HeldAt]) -> tuple[list[tuple[int, ...]], Fraction]:
    if not held:
        return [], Fraction(0)
    points = [item.point for item in held]
    found = qhull(np.array([[float(x) for x in point] for point in points]))
    return ([], Fraction(0)) if found is None else hull_facets(points, found.simplices)

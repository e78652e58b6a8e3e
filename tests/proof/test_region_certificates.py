"""Certificates of regions: honest ones convince both checkers, forged ones neither."""

from fractions import Fraction

import numpy as np
import pytest
import region_documents
from test_signed_certificates import CHECKERS, answers

import sdpsearch as sd
from sdpsearch.proof import checker, second
from sdpsearch.proof.exact.polytope import hull_facets, left_volume
from sdpsearch.search.region.polytope import Clipped, hull, qhull

HONEST = region_documents.honest()
RNG = np.random.default_rng(3)


@pytest.mark.parametrize("name", HONEST)
def test_honest_ones_convince_both(name):
    assert answers(HONEST[name], CHECKERS[:2]) == ["", ""]


def test_odd_ones_convince_both():
    for name, made in region_documents.welcome().items():
        assert answers(made, CHECKERS[:2]) == ["", ""], name


def test_forged_ones_convince_neither():
    for name, made in region_documents.unwelcome().items():
        first, other = answers(made, CHECKERS[:2])
        assert first, name
        assert other, name


def test_the_theorem_says_where_and_how_much():
    lines = checker.check(region_documents.makers.encode(region_documents.triangle()))
    told = "\n".join(lines)
    assert "affine in (X, Z)" in told
    assert "J(X, Z) is PPT, on the convex hull of 3 points proved, of an area of at" in told
    assert lines[-1] == "  So the set where J(X, Z) is PPT has an area of exactly 1/8."


def simple(points):
    """Return points on a grid, as fractions: some in one plane, some at one place."""
    return [tuple(Fraction(int(x), 8) for x in point) for point in points]


@pytest.mark.parametrize("size", [2, 3])
def test_volumes_of_hulls_are_exact(size):
    for count in (size + 1, 9, 20):
        points = simple(RNG.integers(0, 9, (count, size)))
        floats = np.array(points, dtype=float)
        found = qhull(np.unique(floats, axis=0))
        if found is None:
            continue
        places = [tuple(map(Fraction, x)) for x in np.unique(floats, axis=0)]
        facets, volume = hull_facets(places, found.simplices)
        assert float(volume) == pytest.approx(hull(floats).volume, abs=1e-12)
        assert checker.hull_volume(places, facets) == volume


@pytest.mark.parametrize("name", ["pauli_triangle", "dephrasure_square", "pauli_simplex"])
def test_volumes_of_what_half_spaces_leave_are_exact(name):
    domain = sd.zoo.SPACES[name]().domain
    size = domain.corners.shape[1]
    for count in (0, 2, 5, 12):
        clipped, sides = Clipped.of(domain), [-row for row in domain.halfspaces]
        for _ in range(count):
            normal = RNG.integers(-4, 5, size).astype(float)
            if not normal.any():
                continue
            offset = float(-normal @ domain.corners.mean(axis=0) + RNG.integers(-1, 9) / 32)
            sides.append(np.r_[normal, offset])
            clipped = clipped.cut(
                normal / np.linalg.norm(normal), offset / np.linalg.norm(normal)
            )
        exact = [tuple(Fraction(x) for x in (side[-1], *side[:-1])) for side in sides]
        volume = left_volume(exact)
        floats = hull(clipped.vertices).volume if len(clipped.vertices) else 0.0
        assert float(volume) == pytest.approx(floats, abs=1e-12)
        # Of the unit box only: what the checker clips from.
        assert checker.left_volume([checker.whole(side) for side in exact], size) == volume
        assert second._Region._left(Metered(), exact) == volume


class Metered(second._Region):
    """A case without a document, to measure with."""

    def __init__(self):
        self.meter = second._Meter()


def test_degenerate_ones_have_no_volume():
    one, none = Fraction(1), Fraction(0)
    square = [(none, one, none), (none, none, one), (one, -one, none), (one, none, -one)]
    flat = [*square, (-one / 2, one, none), (one / 2, -one, none)]
    point = [*square, (none, -one, -one)]
    empty = [*square, (-3 * one, one, one)]
    twice = [*square, *square, (one / 2, -one, none), (one, -2 * one, none)]
    for sides, area in ((flat, 0), (point, 0), (empty, 0), (twice, one / 2)):
        assert left_volume(sides) == area
        assert checker.left_volume([checker.whole(side) for side in sides], 2) == area
        assert second._Region._left(Metered(), sides) == area


def test_regions_are_proved_and_compared():
    space = sd.zoo.erasure_triangle()
    found = sd.region(space, "antidegradable", gap=0.01, prove=True)
    assert found.certificate.is_of_region
    verified = sd.verify(found.certificate, space, second=True)
    assert (verified.proved, verified.second) == (True, "proved")
    assert "at 4 points" in verified.compared
    # 5/12 from 1 − x − e − x/2 ≤ 1/2, known/erasures.py.
    low, high = (
        checker.rational(found.certificate._document()["claim"][side]["volume"])
        for side in ("inner", "outer")
    )
    room = Fraction(1, 10**6)
    assert Fraction(5, 12) - room < low <= Fraction(5, 12) <= high < low + 2 * room
    for other in (
        sd.zoo.dephrasure_triangle(),
        sd.zoo.erasure_triangle(d=3),
        sd.zoo.erasure(),
    ):
        assert not sd.verify(found.certificate, other).proved
    with pytest.raises(ValueError, match="a region states no map"):
        found.certificate.map()


def test_a_space_declared_affine_that_bends_is_not_proved():
    bent = sd.ChannelSpace(
        lambda p, q: sd.zoo.pauli_triangle()((p / 2 + Fraction(1, 10**14) * p * p, q / 2)),
        {"p": (0, 1), "q": (0, 0.5)},
        affine=True,
    )
    found = sd.region(bent, "ppt", gap=0.1, prove=True)
    assert found.certificate is None or not sd.verify(found.certificate, bent).proved

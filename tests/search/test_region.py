"""Regions: known areas and boundaries, sets without interior, what is open."""

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.search.region.mesh import Mesh, sides
from sdpsearch.search.region.polytope import Clipped, hull, minus

RNG = np.random.default_rng(7)


def weights(size, count):
    return RNG.dirichlet(np.ones(size + 1), count)


def depth(shares):
    """Return how far a Pauli channel is inside the antidegradable set, known/flips.py."""
    roots = np.sqrt(shares)
    return roots.sum() - 2 * roots.max()


@pytest.mark.parametrize("name", ["pauli_triangle", "pauli_simplex"])
def test_the_antidegradable_pauli_channels(name):
    space = sd.zoo.SPACES[name]()
    size = len(space.parameters)
    found = sd.region(space, "antidegradable", gap=0.05)
    assert found.is_closed
    verdicts = []
    for shares in weights(size, 300):
        verdict = found.contains(shares[1:])
        verdicts.append(verdict)
        inside = depth(shares) >= 0
        assert verdict is not (sd.Verdict.FAILS if inside else sd.Verdict.HOLDS)
    assert {sd.Verdict.HOLDS, sd.Verdict.FAILS} <= set(verdicts)
    # Without Y the set is the disc that touches the sides' middles.
    if size == 2:
        assert found.volume.lower < np.pi / (6 * np.sqrt(3)) < found.volume.upper


@pytest.mark.parametrize(
    ("name", "whole"), [("pauli_triangle", 1 / 8), ("pauli_simplex", 1 / 12)]
)
def test_the_ppt_pauli_channels_are_those_with_no_weight_above_half(name, whole):
    space = sd.zoo.SPACES[name]()
    found = sd.region(space, "ppt", gap=1e-6)
    assert found.volume.middle == pytest.approx(whole, abs=1e-9)
    assert found.solves == 0
    point = np.full(len(space.parameters), 0.1)
    for x, verdict in ((0.5 - 1e-6, "HOLDS"), (0.5 + 1e-6, "FAILS")):
        point[0] = x
        assert found.contains([*point]).name == verdict or 1 - point.sum() > 0.5


def test_erasure_with_noise_is_cut_by_one_line():
    found = sd.region(sd.zoo.erasure_triangle(), "antidegradable", gap=1e-6)
    # 1 − x − e − x/2 ≤ 1/2, known/erasures.py.
    for x in (0.01, 0.1, 0.3):
        edge = 1 / 2 - 3 * x / 2
        assert found.contains((x, edge + 1e-6)) is sd.Verdict.HOLDS
        assert found.contains((x, edge - 1e-6)) is sd.Verdict.FAILS


def test_depolarizing_with_dephasing_is_a_slice_of_the_pauli_channels():
    space = sd.zoo.depolarizing_dephasing_triangle()
    found = sd.region(space, "antidegradable", gap=1e-3)
    assert found.solves <= 40
    for _, p, x in weights(2, 200):
        flips = np.array([1 - p / 2 - 3 * x / 4, x / 4, x / 4, p / 2 + x / 4])
        fails = found.contains((p, x)) is sd.Verdict.FAILS
        assert not (fails if depth(flips) >= 0 else found.contains((p, x)) == "HOLDS")


def test_no_cut_goes_through_what_holds():
    found = sd.region(sd.zoo.dephrasure_triangle(), "signed-extendible", gap=0.02)
    held = [p for p, d in found.decisions if d.verdict is sd.Verdict.HOLDS]
    assert len(held) > 3
    assert not any(cut.refutes(np.array(point)) for cut in found.cuts for point in held)


def test_a_point_all_and_nothing():
    zoo = sd.zoo
    only = sd.region(zoo.dephrasure_triangle(), "ppt")
    assert only.inner[0].vertices.tolist() == [[0, 1]]
    assert (only.volume.upper, only.is_closed) == (0, True)
    assert only.contains((0, 1)) is sd.Verdict.HOLDS
    assert only.contains((0.2, 0.7)) is sd.Verdict.FAILS
    noisy = [zoo.depolarizing()(x) for x in (0.8, 0.9, 1)]
    every = sd.region(sd.simplex(noisy), "antidegradable")
    assert (every.gap, every.volume.lower) == (0, 0.5)
    assert every.contains((0.5, 0.5)) is sd.Verdict.HOLDS
    flips = [zoo.dephasing()(x) for x in (0.1, 0.2, 0.3)]
    none = sd.region(sd.simplex(flips), "antidegradable")
    assert (none.inner, none.volume.upper) == ((), 0)
    assert none.contains((0.3, 0.3)) is sd.Verdict.FAILS


def test_what_is_spent_stays_open():
    found = sd.region(sd.zoo.pauli_triangle(), "antidegradable", gap=1e-4, solves=10)
    assert not found.is_closed
    assert found.solves <= 16
    assert found.contains(found.outer[0].vertices[0]) is not sd.Verdict.HOLDS


def test_several_properties_are_several_regions():
    asked = ["ppt", "antidegradable"]
    ppt, wider = sd.region(sd.zoo.pauli_triangle(), asked, gap=0.05)
    assert ppt.volume.upper < wider.volume.lower


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: sd.region(sd.zoo.depolarizing(), "ppt"), TypeError, r"threshold\(\)"),
        (lambda: sd.region(sd.zoo.pauli_triangle(), "ppt", gap=1), ValueError, "`gap`"),
        (lambda: sd.region(sd.zoo.pauli_triangle(), "ppt", solves=0), ValueError, "solves"),
        (
            lambda: sd.region(sd.zoo.dephrasure_square(), "ppt", resolution=1e-9),
            ValueError,
            "`resolution` must lie in",
        ),
    ],
)
def test_mistakes_are_one_line(call, kind, message):
    with pytest.raises(kind, match=message) as error:
        call()
    assert "\n" not in str(error.value)


def test_clipping_a_box_three_times_leaves_a_prism():
    box = sd.ChannelSpace(lambda a, b, c: None, dict.fromkeys("abc", (0, 1))).domain
    normal = np.array([1, 1, 0]) / np.sqrt(2)
    cut = Clipped.of(box).cut(-normal, 1 / np.sqrt(2))
    assert hull(cut.vertices).volume == pytest.approx(0.5)
    again = cut.cut(np.array([0, 0, 1.0]), -0.5)
    assert hull(again.vertices).volume == pytest.approx(0.25)
    assert len(again.vertices) == 6
    assert len(again.cut(np.array([0, 0, -1.0]), 0.25).vertices) == 0


def test_gains_are_the_volumes_that_hulls_gain():
    points = RNG.random((12, 3))
    more = RNG.random((5, 3)) * 2
    body = hull(points)
    for gain, point in zip(body.gains(more), more, strict=True):
        assert gain == pytest.approx(hull([*points, point]).volume - body.volume, abs=1e-12)


@pytest.mark.parametrize("name", ["pauli_triangle", "dephrasure_square", "pauli_simplex"])
def test_a_mesh_fills_the_domain_and_has_no_vertex_inside_an_edge(name):
    domain = sd.zoo.SPACES[name]().domain
    mesh = Mesh(domain)
    for _ in range(12):
        chosen = RNG.choice(len(mesh.cells), 3)
        mesh.refine([mesh.cells[i] for i in chosen])
    whole = sum(hull(np.array(cell)).volume for cell in mesh.cells)
    assert whole == pytest.approx(domain.volume, abs=1e-12)
    points = set(mesh.points)
    for cell in mesh.cells:
        for side in sides(cell):
            assert tuple(np.mean(side, axis=0).tolist()) not in points


def test_a_sampled_border_is_where_the_closed_form_has_it():
    side, triangle = 0.7, sd.zoo.pauli_triangle()
    curved = sd.ChannelSpace(
        lambda p, q: triangle((p * p, q * q)), {"p": (0, side), "q": (0, side)}
    )
    found = sd.region(curved, "ppt")
    assert (found.is_sampled, found.coverage.name) == (True, "SAMPLED")
    assert len(found.borders) > 20
    for pair in found.borders:
        # No weight is above 1/2: 1 − p² − q² ≤ 1/2.
        depths = [p * p + q * q - 1 / 2 for p, q in pair]
        assert min(depths) <= 0 <= max(depths)
        assert max(depths) - min(depths) < 1e-3
    # A polygon on a quarter of the circle of radius √(1/2), beyond the square by little.
    grid = (np.arange(2000) + 0.5) / 2000 * side
    share = np.mean(grid[:, None] ** 2 + grid**2 >= 1 / 2)
    assert found.volume.middle == pytest.approx(share * side**2, rel=0.01)
    assert found.contains((0.6001, 0.6001)) is sd.Verdict.UNDECIDED
    assert found.contains(found.decisions[-1][0]) is found.decisions[-1][1].verdict


def test_degradable_on_an_affine_space_is_sampled_and_may_have_no_interior():
    found = sd.region(sd.zoo.erasure_triangle(), "degradable", resolution=1 / 4)
    # Of these only erasure with e ≤ 1/2 is: the side x = 0.
    assert found.is_sampled
    assert all(p[0] == 0 and p[1] <= 0.5 + 1e-2 for p in found.inner[0].vertices)
    assert found.volume.lower == 0


def test_a_map_counts_every_place_once():
    asked = ["ppt", "antidegradable"]
    found = sd.region_map(sd.zoo.pauli_triangle(), asked, gap=0.05)
    assert [part.name for part in found.parts] == [*asked, "open"]
    areas = [part.volume for part in found.parts]
    assert areas[0] == pytest.approx(1 / 8, abs=1e-9)
    assert sum(areas) == pytest.approx(1 / 2, abs=1e-9)
    # PPT Pauli channels are antidegradable, but the hull of some points need not show it.
    both = found.regions[1].volume
    assert both.lower - 1e-9 <= areas[0] + areas[1] <= both.upper + 1e-9
    for name, part in zip(asked, found.parts, strict=False):
        for piece in part.pieces:
            middle = piece.vertices.mean(axis=0)
            verdicts = [region.contains(middle).name for region in found.regions]
            assert verdicts[asked.index(name)] == "HOLDS"
            assert name == "ppt" or verdicts[0] != "HOLDS"


@pytest.mark.parametrize("size", [2, 3])
def test_what_is_left_of_a_body_and_what_is_taken_are_all_of_it(size):
    for _ in range(4):
        body, other = hull(RNG.random((12, size))), hull(RNG.random((9, size)) + 0.3)
        left = minus(body, other)
        points = RNG.random((400, size)) * 1.3

        def inside(piece, at):
            return np.all(at @ piece.facets[:, :-1].T + piece.facets[:, -1] < 0, axis=1)

        count = sum(inside(piece, points).astype(int) for piece in left)
        wanted = inside(body, points) & ~inside(other, points)
        assert (count == wanted).all()


def test_a_sampled_region_stops_at_its_budget():
    asked = {"resolution": 1 / 64, "solves": 40}
    found = sd.region(sd.zoo.dephrasure_square(), "ppt", **asked)
    assert len(found.decisions) <= 40 + 64


def test_who_waits_is_told_how_far_it_is_and_may_stop():
    told = []
    asked = {"gap": 1e-4, "progress": told.append, "stop": lambda: len(told) > 40}
    found = sd.region(sd.zoo.pauli_triangle(), "antidegradable", **asked)
    assert not found.is_closed
    assert 40 < len(told) <= 44
    assert [now.decisions for now in told] == list(range(1, len(told) + 1))
    gaps = [now.gap for now in told if now.gap is not None]
    assert gaps == sorted(gaps, reverse=True)
    assert told[-1].remaining > 0
    assert told[-1].goal == found.goal

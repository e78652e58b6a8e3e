"""ChannelSpace and simplex(): points, affinity, origins, mistakes in one line."""

import pickle
from fractions import Fraction

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.affinity import Affinity

SPACES = {name: make() for name, make in sd.zoo.SPACES.items()}
AFFINE = {name for name in SPACES if name.endswith(("simplex", "triangle"))}


def depolarized(p, q):
    return sd.zoo.pauli((p + 0.1, q, 0))(0.3)


@pytest.mark.parametrize("name", SPACES)
def test_spaces_of_the_zoo(name):
    space = SPACES[name]
    assert space.name == name
    assert space.affine == (name in AFFINE)
    for corner in space.domain.corners:
        assert space(corner).d_in == space(space.domain.corners.mean(axis=0)).d_in
    again = pickle.loads(pickle.dumps(space))
    assert again == space
    third = [Fraction(1, 3), *[Fraction(1, 7)] * (len(space.parameters) - 1)]
    assert again(third) == space(third)
    assert space(third).squares is not None


@pytest.mark.parametrize("name", sorted(AFFINE))
def test_affine_spaces_are_what_they_mix(name):
    space = SPACES[name]
    corners = [space(corner).choi for corner in space.domain.corners]
    weights = np.array([0.2, 0.3, 0.1])[: len(space.parameters)]
    shares = [1 - weights.sum(), *weights]
    mixed = sum(s * choi for s, choi in zip(shares, corners, strict=True))
    assert np.allclose(space(weights).choi, mixed, rtol=0, atol=1e-15)


def test_a_declared_plane_is_held_against_its_values():
    mixed = SPACES["dephrasure_triangle"]

    def plane(p, q):
        return mixed((p / 2, q / 2))

    box = {"p": (0, 1), "q": (0, 1)}
    assert sd.ChannelSpace(plane, box, affine=True).affinity is Affinity.DECLARED
    bent = sd.ChannelSpace(sd.zoo.dephrasure_square()._channel, box, affine=True)
    with pytest.raises(ValueError, match=r"off the plane by .*: leave out affine=True"):
        assert bent.affine
    assert not sd.ChannelSpace(plane, box).affine


def test_points_at_the_rim_are_inside_to_rounding():
    space = SPACES["pauli_simplex"]
    tenths = [0.1, 0.2, 1 - 0.1 - 0.2]
    assert np.trace(space(tenths).choi).real == pytest.approx(2, abs=1e-14)
    with pytest.raises(ValueError, match="must lie in"):
        space([0.1, 0.2, 0.7001])


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: sd.ChannelSpace(3, {"p": (0, 1), "q": (0, 1)}), TypeError, "callable"),
        (lambda: sd.ChannelSpace(depolarized, (0, 1)), TypeError, "a dict of parameters"),
        (lambda: sd.ChannelSpace(depolarized, {"p": (0, 1)}), ValueError, "ChannelFamily"),
        (
            lambda: sd.ChannelSpace(depolarized, {"p": (0, 1), "q": (1, 0)}),
            ValueError,
            "reversed",
        ),
        (
            lambda: sd.ChannelSpace(depolarized, {"p": (0, 1), "q": (-1, 1)})((0, -1)),
            ValueError,
            "gives no channel at p=0, q=-1: .*three weights",
        ),
        (lambda: SPACES["pauli_triangle"](X=0.1), TypeError, "takes X, Z, but got X"),
        (lambda: SPACES["pauli_triangle"]((0.1,)), ValueError, "2 coordinates"),
        (lambda: SPACES["pauli_triangle"](0.1), TypeError, "2 numbers"),
        (lambda: SPACES["pauli_triangle"]((0.1, "a")), TypeError, "must be a number"),
        (lambda: SPACES["pauli_triangle"]((0.1, np.nan)), ValueError, "must lie in"),
        (lambda: sd.simplex([sd.zoo.identity(2)] * 2), ValueError, r"mixture\(\)"),
        (
            lambda: sd.simplex([sd.zoo.identity(2)] * 2 + [sd.zoo.identity(3)]),
            ValueError,
            "equal",
        ),
        (
            lambda: sd.simplex([sd.zoo.identity(2)] * 3, ["a", "a", "b"]),
            ValueError,
            "3 different names",
        ),
        (lambda: sd.zoo.build("pauli_simplx"), ValueError, "pauli_simplex"),
    ],
)
def test_mistakes_are_one_line(call, kind, message):
    with pytest.raises(kind, match=message) as error:
        call()
    assert "\n" not in str(error.value)

"""A plan has the sizes of what is solved, and nothing is solved for it."""

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.conic.solvers import native


@pytest.mark.parametrize(
    ("channel", "property"),
    [
        (sd.random_channel(3, 3, 9, rng=0), "antidegradable"),
        (sd.random_channel(2, 3, 4, rng=0), "3-extendible"),
        (sd.zoo.amplitude_damping()(0.3), "degradable"),
        (sd.zoo.depolarizing(d=5)(0.3), "antidegradable"),
        (sd.random_channel(2, 3, 6, rng=0), "signed-extendible"),
        (sd.zoo.transpose_depolarizing(d=3)(0.55), "signed-extendible"),
        (sd.white_noise(sd.zoo.landau_streater(2))(0.3), "antidegradable"),
    ],
    ids=str,
)
def test_sizes_are_those_of_the_programme(channel, property):
    found = sd.plan(channel, property)
    programme = sd.parse_property(property).programme(channel)
    free = found.variables - programme.objective.size
    assert free >= 0  # linear identities, which the programme leaves out
    assert sum(cone.size for cone in programme.cones) == sum(
        order * (order + 1) // 2 if found.real else order**2 for order in found.blocks
    )
    assert 1 <= found.invariants <= found.variables
    assert found.bytes > 2**20


def test_nothing_is_solved(monkeypatch):
    def fail(*_, **__):
        raise AssertionError("a programme was solved")

    monkeypatch.setattr(native, "minimise", fail)
    assert sd.plan(sd.zoo.depolarizing(d=8), "antidegradable").invariants == 2


def test_symmetry_is_told():
    plain = sd.zoo.depolarizing(d=7)(0.3)
    assert sd.plan(plain, "antidegradable").charges == 43
    rng = np.random.default_rng(0)
    ginibre = rng.standard_normal((7, 7)) + 1j * rng.standard_normal((7, 7))
    unitary = np.linalg.qr(ginibre)[0]
    hidden = sd.Channel(unitary @ plain.kraus)
    found = sd.plan(hidden, "antidegradable")
    assert (found.charges, found.turned, found.invariants) == (43, True, 2)
    generic = sd.plan(sd.random_channel(5, 5, 25, rng=0), "antidegradable")
    assert (generic.charges, generic.turned) == (1, False)
    assert generic.seconds > 5 * found.seconds


def test_a_face_without_any_block_has_a_plan():
    found = sd.plan(sd.zoo.depolarizing(d=5), "degradable")
    assert (found.blocks, found.invariants) == ((), found.variables)


def test_what_needs_no_extension_has_no_plan():
    with pytest.raises(ValueError, match="ppt is decided without an extension problem"):
        sd.plan(sd.zoo.dephasing(), "ppt")


def test_what_does_not_fit_is_refused_with_the_figure():
    with pytest.raises(sd.ProblemTooLarge, match="GiB are free"):
        sd.plan(sd.random_channel(14, 14, 196, rng=0), "antidegradable")

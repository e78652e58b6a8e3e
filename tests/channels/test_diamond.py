"""The diamond distance against closed forms, an SDP, and its laws."""

import cvxpy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.diamond import diamond_distance
from sdpsearch.channels.random import random_channel, random_unitary

seeds = st.integers(0, 2**32 - 1)


def turned(angle):
    return sd.zoo.unitary(np.diag([1, np.exp(1j * angle)]))


@pytest.mark.parametrize("d", [2, 3, 4])
def test_depolarizing(d):
    """D_x − D_y = (y−x)(id − tr(·)1/d), and ‖id − tr(·)1/d‖ = 2(1−1/d²)."""
    found = diamond_distance(sd.zoo.depolarizing(d)(0.2), sd.zoo.depolarizing(d)(0.7))
    exact = 0.5 * 2 * (1 - 1 / d**2)
    assert found.lower - 1e-12 <= exact <= found.upper + 1e-12
    assert found.width < 1e-9


@pytest.mark.parametrize("angle", [1e-3, 0.3, 1.5, 3.0])
def test_two_unitaries(angle):
    """‖Ad_U − Ad_V‖ = 2√(1−ν²), ν the distance of 0 from the spectrum's convex hull."""
    found = diamond_distance(turned(0.0), turned(angle))
    exact = 2 * np.sin(angle / 2)
    assert found.lower - 1e-10 <= exact <= found.upper + 1e-10
    assert found.width < 1e-7


def test_erasure_needs_no_entanglement():
    found = diamond_distance(sd.zoo.erasure(3)(0.1), sd.zoo.erasure(3)(0.6))
    assert found.middle == pytest.approx(1.0, abs=1e-9)


def test_equal_channels():
    channel = random_channel(3, 3, 2, 1)
    assert diamond_distance(channel, channel).upper < 1e-13


def watrous(first, second):
    """Return 2 min ‖tr_B Z‖ over Z ≥ Δ, Z ≥ 0, by CVXPY."""
    d_e, d_b = first.d_in, first.d_out
    z = cvxpy.Variable((d_e * d_b, d_e * d_b), hermitian=True)
    t = cvxpy.Variable()
    reduced = cvxpy.partial_trace(z, [d_e, d_b], 1)
    constraints = [z >> 0, z - (first.choi - second.choi) >> 0, t * np.eye(d_e) >> reduced]
    problem = cvxpy.Problem(cvxpy.Minimize(2 * t), constraints)
    return problem.solve(solver="CLARABEL", tol_gap_abs=1e-9, tol_gap_rel=1e-9)


@pytest.mark.parametrize(
    ("d_in", "d_out", "ranks"),
    [(2, 2, (1, 1)), (2, 2, (2, 3)), (3, 2, (2, 2)), (2, 3, (1, 6)), (3, 2, (6, 2))],
)
def test_against_a_semidefinite_programme(d_in, d_out, ranks):
    first = random_channel(d_in, d_out, ranks[0], 3)
    second = random_channel(d_in, d_out, ranks[1], 4)
    found = diamond_distance(first, second)
    assert found.width < 1e-7
    assert found.middle == pytest.approx(watrous(first, second), abs=1e-6)


@given(seed=seeds)
@settings(max_examples=15)
def test_laws_of_a_distance(seed):
    rng = np.random.default_rng(seed)
    a, b, c = (random_channel(2, 3, 2, rng) for _ in range(3))
    ab, bc, ac = diamond_distance(a, b), diamond_distance(b, c), diamond_distance(a, c)
    assert ac.lower <= ab.upper + bc.upper
    assert 0 <= ab.lower <= ab.upper <= 2
    back = diamond_distance(b, a)
    assert abs(back.middle - ab.middle) <= 1e-6


@given(seed=seeds)
@settings(max_examples=15)
def test_processing_brings_channels_closer(seed):
    rng = np.random.default_rng(seed)
    a, b = random_channel(2, 2, 2, rng), random_channel(2, 2, 3, rng)
    plain = diamond_distance(a, b)
    after, before = random_channel(2, 3, 2, rng), random_channel(3, 2, 2, rng)
    assert diamond_distance(after @ a, after @ b).lower <= plain.upper
    assert diamond_distance(a @ before, b @ before).lower <= plain.upper
    turn = sd.zoo.unitary(random_unitary(2, rng))
    assert abs(diamond_distance(turn @ a, turn @ b).middle - plain.middle) < 1e-6


def test_other_dimensions_are_refused():
    with pytest.raises(ValueError, match=r"\(2, 2\) and \(3, 3\)"):
        diamond_distance(sd.zoo.identity(2), sd.zoo.identity(3))

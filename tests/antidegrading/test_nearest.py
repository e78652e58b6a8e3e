"""Projection onto the set of antidegrading maps."""

import cvxpy
import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.antidegrading import (
    map_errors,
    nearest_solution,
    restricted_map,
    solution_set,
)
from sdpsearch.channels.random import random_channel
from sdpsearch.known.maps import paper_map
from sdpsearch.linalg import svec

zoo = sd.zoo
CHANNELS = {
    "depolarizing": zoo.depolarizing(2)(0.6),
    "depolarizing-near-x_c": zoo.depolarizing(2)(0.36),
    "depolarizing-at-x_c": zoo.depolarizing(2)(1 / 3),
    "dephasing": zoo.dephasing()(0.5),
    "erasure": zoo.erasure()(0.6),
    "two-pauli": zoo.two_pauli()(0.5),
    "damping": zoo.amplitude_damping()(0.7),
}
by_channel = pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)


def conic(channel, target):
    """Return min ‖C − C_0‖_F over antidegrading maps, by CVXPY."""
    channel = channel.minimal()
    d_e, d_b, d_a = channel.d_env, channel.d_out, channel.d_in
    c = cvxpy.Variable((d_e * d_b, d_e * d_b), hermitian=True)
    constraints: list = [c >> 0, cvxpy.partial_trace(c, [d_e, d_b], 1) == np.eye(d_e)]
    for i in range(d_a):
        for j in range(i, d_a):
            unit = np.zeros((d_a, d_a))
            unit[i, j] = 1
            wire = np.kron(channel.complementary.apply(unit).T, np.eye(d_b))
            out = cvxpy.partial_trace(wire @ c, [d_e, d_b], 0)
            constraints.append(out == channel.apply(unit))
    problem = cvxpy.Problem(cvxpy.Minimize(cvxpy.norm(c - target.choi, "fro")), constraints)
    return problem.solve(solver="CLARABEL")


@by_channel
@pytest.mark.parametrize("full", [False, True])
def test_two_bounds_meet(channel, full):
    """The dual's value and what the map found attains, to rounding, are one number."""
    found = solution_set(channel)
    d_e, d_b = found.equations.d_e, found.equations.d_b
    target = random_channel(d_e, d_b, d_e * d_b if full else -(-d_e // d_b), 5)
    near = nearest_solution(found, target)
    assert near.residual < 1e-8
    assert near.distance.width < 1e-7
    assert nearest_solution(found, near.map).distance.upper < 1e-7
    # No farther than any other point of the set.
    assert near.distance.lower <= np.linalg.norm(found.map.choi - target.choi) + 1e-9


@pytest.mark.filterwarnings("ignore:Solution may be inaccurate:UserWarning")
@pytest.mark.parametrize("name", ["depolarizing", "depolarizing-near-x_c", "damping"])
@pytest.mark.parametrize("rank", [2, 4])
def test_against_a_conic_solver(name, rank):
    """Where the set has an interior; on a face Clarabel loses half its digits."""
    channel = CHANNELS[name]
    found = solution_set(channel)
    target = random_channel(found.equations.d_e, 2, rank, 5)
    near = nearest_solution(found, target)
    assert near.distance.middle == pytest.approx(conic(channel, target), abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_on_the_disc(seed):
    """Dephasing at p=1/2: the entries on the face are 1, 1, c; c is cut to |c| ≤ 1."""
    found = solution_set(zoo.dephasing()(0.5))
    basis = found.range_basis
    target = random_channel(2, 2, 4, seed)
    near = nearest_solution(found, target)
    given = basis.conj().T @ target.choi @ basis
    got = basis.conj().T @ near.map.choi @ basis
    fixed = found.map.choi
    null = np.linalg.svd(found.fixed.T)[2][2:]
    free = null @ svec(given, False)
    centre = found.fixed @ (found.fixed.T @ svec(basis.conj().T @ fixed @ basis, False))
    radius = np.sqrt(2.0)  # |c| = 1 in svec's norm
    free = free * min(1.0, radius / np.linalg.norm(free))
    assert np.max(np.abs(svec(got, False) - centre - null.T @ free)) < 1e-9


@by_channel
def test_a_point_of_the_set_is_its_own_nearest(channel):
    found = solution_set(channel)
    near = nearest_solution(found, found.map)
    assert near.distance.upper < 1e-9


@pytest.mark.parametrize(("d", "x"), [(2, 0.5), (3, 0.5), (3, 0.8), (4, 0.6)])
def test_the_papers_map_is_in_the_set(d, x):
    channel = zoo.depolarizing(d)(x)
    map = restricted_map(paper_map(d, x), channel, channel.minimal())
    near = nearest_solution(solution_set(channel), map)
    assert near.distance.upper == 0
    assert near.map is map


@pytest.mark.parametrize("size", [1e-3, 1e-6])
def test_a_perturbed_map_comes_back(size):
    """A map moved out of the set by `size` is at most that far from it."""
    channel = zoo.depolarizing(3)(0.6)
    found = solution_set(channel)
    noise = random_channel(9, 3, 27, 1)
    choi = (1 - size) * found.map.choi + size * noise.choi
    target = sd.Channel.from_choi(choi, d_in=9, d_out=3)
    assert map_errors(target, channel.minimal()).residual > size / 100
    near = nearest_solution(found, target)
    assert 0 < near.distance.upper <= size * np.linalg.norm(noise.choi - found.map.choi)
    assert near.residual < 1e-10
    # Inside the cone the nearest solution is the projection on the equations.
    missed = found.equations.residual(target.choi)
    assert near.distance.middle == pytest.approx(missed, rel=1e-6)


def test_other_dimensions_are_refused():
    with pytest.raises(ValueError, match=r"= \(2, 2\), but has \(3, 3\)"):
        nearest_solution(solution_set(zoo.dephasing()(0.5)), zoo.identity(3))

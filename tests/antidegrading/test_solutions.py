"""The set of antidegrading maps: its dimension where it can be found by hand.

By hand: dephasing at p=1/2 reads out a basis, N is fixed on |+><+| and |-><-|, and
positivity leaves N(|+><-|) = c|0><1| with |c| ≤ 1: a disc. Erasure at e=1/2: N fixes every
state of the space and the flag, hence is the identity on the space, and only the coherence
between space and flag may shrink by c, |c| ≤ 1: a disc. Where Φ^c is injective onto all
of L(E) — Werner–Holevo in d=3, amplitude damping — N is fixed on every operator.
"""

from dataclasses import replace

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.antidegrading import map_errors, solution_set
from sdpsearch.antidegrading.equations import Equations
from sdpsearch.channels.random import random_antidegradable
from sdpsearch.linalg import smat, svec
from sdpsearch.properties.decision import with_claimed_map

zoo = sd.zoo
KNOWN = {
    "dephasing": (zoo.dephasing()(0.5), 2, 6),
    "erasure": (zoo.erasure()(0.5), 2, 40),
    "erasure-3": (zoo.erasure(d=3)(0.5), 2, 105),
    "werner-holevo": (zoo.werner_holevo(3), 0, 0),
    "damping-edge": (zoo.amplitude_damping()(0.5), 0, 0),
    "damping": (zoo.amplitude_damping()(0.7), 0, 0),
    "depolarizing-2-edge": (zoo.depolarizing(2)(1 / 3), 0, 36),
    "depolarizing-3-edge": (zoo.depolarizing(3)(0.375), 0, 576),
    "depolarizing-4-edge": (zoo.depolarizing(4)(0.4), 0, 3600),
    "depolarizing-2": (zoo.depolarizing(2)(0.34), 36, 36),
    "depolarizing-3": (zoo.depolarizing(3)(0.6), 576, 576),
    "depolarizing-4": (zoo.depolarizing(4)(0.9), 3600, 3600),
    "depolarizing-end": (zoo.depolarizing(2)(1.0), 36, 36),
    "transposing-3-edge": (zoo.transpose_depolarizing(3)(4 / 7), 0, 56),
    "transposing-3": (zoo.transpose_depolarizing(3)(0.7), 0, 56),
    "transposing-4-edge": (zoo.transpose_depolarizing(4)(0.6), 0, 495),
    # Larger than a point for d ≥ 4: only the O(d)-covariant solution is unique.
    "transposing-4": (zoo.transpose_depolarizing(4)(0.8), 19, 495),
    "replacer-pure": (zoo.replacer(2, state=np.diag([1, 0])), 0, 0),
}


@pytest.mark.parametrize(("channel", "dimension", "linear"), KNOWN.values(), ids=KNOWN)
def test_dimensions_known_by_hand(channel, dimension, linear):
    found = solution_set(channel)
    assert (found.dimension, found.linear_dimension) == (dimension, linear)
    assert found.unique is (dimension == 0)
    assert found.gap < 1e-9
    assert found.residual < 1e-12
    assert found.equations.residual(found.map.choi) < 1e-11


@pytest.mark.parametrize("d", [2, 3])
@pytest.mark.parametrize("step", [1e-3, 1e-6])
def test_both_sides_of_x_c(d, step):
    lowest = d / (2 * (d + 1))
    with pytest.raises(ValueError, match="not antidegradable"):
        solution_set(zoo.depolarizing(d)(lowest - step))
    found = solution_set(zoo.depolarizing(d)(lowest + step))
    assert found.certified
    assert found.dimension == d**2 * (d**2 - 1) ** 2


@pytest.mark.parametrize("solver", ["qics", "clarabel", "scs"])
def test_at_x_c_every_solver_finds_the_one_map(solver):
    found = solution_set(zoo.depolarizing(2)(1 / 3), solver=solver)
    assert found.unique
    assert not found.certified
    assert "taken to be 0" in found.reason


def test_a_rough_answer_leaves_it_open():
    """A margin known to 1e-6 only does not tell the boundary from its neighbours."""
    channel = zoo.two_pauli()(1 / 3)
    decision = with_claimed_map(sd.decide(channel, sd.Antidegradable()))
    assert solution_set(channel, decision).unique
    rough = solution_set(channel, replace(decision, margin=sd.Interval(-1e-6, 1e-6)))
    assert (rough.dimension, rough.unique) == (None, None)
    assert "not decided" in repr(rough)
    assert "margin in" in rough.reason
    with pytest.raises(ValueError, match="no antidegrading map to start from"):
        solution_set(channel, replace(decision, residual=1e-3))


@pytest.mark.parametrize("name", ["dephasing", "erasure"])
@pytest.mark.parametrize("factor", [1.0, 0.3, 0.6j, -1.0])
def test_the_discs(name, factor):
    """Multiplying the free coherence by c, |c| ≤ 1, stays in the set, |c| > 1 does not."""
    channel = KNOWN[name][0].minimal()
    found = solution_set(channel)
    basis, fixed = found.range_basis, found.fixed
    inner = basis.conj().T @ found.map.choi @ basis
    assert inner.shape == (2, 2)
    assert fixed.shape == (4, 2)
    # The fixed part alone (c = 0) and its two independent directions span a disc of
    # positive 2×2 matrices: its radius is where the determinant vanishes.
    centre = smat(fixed @ (fixed.T @ svec(inner, False)), 2, False)
    null = np.linalg.svd(fixed.T)[2][2:]
    direction = smat(null[0] * np.real(factor) + null[1] * np.imag(factor), 2, False)
    radius = np.sqrt(np.linalg.det(centre).real / -np.linalg.det(direction).real)
    for scale, inside in ((0.999, True), (1.001, False)):
        matrix = centre + scale * radius * direction
        assert (np.linalg.eigvalsh(matrix)[0] >= 0) is np.bool_(inside)
        choi = basis @ matrix @ basis.conj().T
        assert found.equations.residual(choi) < 1e-11


@pytest.mark.parametrize("seed", range(5))
def test_equations_of_random_channels(seed):
    """P projects, its complement has the stated dimension, N solves the equations."""
    channel = random_antidegradable(2, 2, 2, seed).minimal()
    equations = Equations(channel)
    found = solution_set(channel)
    assert equations.residual(found.map.choi) < 1e-10
    rng = np.random.default_rng(seed)
    order = equations.d_e * equations.d_b
    raw = rng.normal(size=(order, order)) + 1j * rng.normal(size=(order, order))
    matrix = raw + raw.conj().T
    once = equations.project(matrix)
    assert np.max(np.abs(equations.project(once) - once)) < 1e-12
    everything = equations.fixed_on(np.eye(order))
    assert order**2 - everything.rank == equations.dimension
    # What is left over changes neither N∘Φ^c nor the trace.
    shifted = found.map.choi + 1e-3 * (matrix - once)
    tensor = shifted.reshape(equations.d_e, equations.d_b, equations.d_e, equations.d_b)
    rho = np.array([[0.3, 0.2j], [-0.2j, 0.7]])
    wired = channel.complementary.apply(rho)
    out = np.einsum("ebfc,ef->bc", tensor, wired)
    assert np.max(np.abs(out - channel.apply(rho))) < 1e-10
    assert np.max(np.abs(np.einsum("ebfb->ef", tensor) - np.eye(equations.d_e))) < 1e-10


def test_points_of_the_set_are_antidegrading_maps():
    channel = zoo.transpose_depolarizing(4)(0.8).minimal()
    found = solution_set(channel)
    basis = found.range_basis
    null = np.linalg.svd(found.fixed.T)[2][found.fixed.shape[1] :]
    assert null.shape[0] == found.dimension
    for row in null[[0, 7, 18]]:
        step = basis @ smat(row, basis.shape[1], False) @ basis.conj().T
        choi = found.map.choi + 0.02 * step
        other = sd.Channel.from_choi(choi, d_in=found.map.d_in, d_out=4)
        assert map_errors(other, channel).residual < 1e-12
        assert np.linalg.norm(other.choi - found.map.choi) == pytest.approx(0.02, rel=1e-6)


def test_no_map_is_told_in_one_line():
    with pytest.raises(ValueError, match="not antidegradable") as caught:
        solution_set(zoo.identity(2))
    assert "\n" not in str(caught.value)

"""Cones that others imply go, the answer stays, and it comes back inside all cones."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import sdpsearch as sd
from sdpsearch.conic.implied import essential_of
from sdpsearch.conic.problem import ConicProblem, Orthant, PsdCone, Status
from sdpsearch.conic.solvers import native
from sdpsearch.direct_sum import hermitian_coordinates
from sdpsearch.extension.facial_reduction import face_of
from sdpsearch.extension.line import Line
from sdpsearch.extension.sectors.find import sector_face
from sdpsearch.symmetry.charges import charges_of


def programme(maps, orthant, real):
    """Min c·x, tr = 1: one PSD cone for each stack of matrices G_1, …, and an orthant."""
    rows = [np.asarray(orthant, dtype=float)]
    rows += [hermitian_coordinates(np.asarray(m), real).T for m in maps]
    cones = [Orthant(len(orthant)), *(PsdCone(len(m[0]), real) for m in maps)]
    n = rows[0].shape[1]
    c = np.random.default_rng(5).random(n)
    operator = sparse.csr_array(np.vstack(rows))
    return ConicProblem(c, np.ones((1, n)), np.ones(1), operator, tuple(cones))


def units(order, real):
    """E_ab + E_ba, and i E_ab − i E_ba unless real: a basis of the Hermitian matrices."""
    found = []
    for a in range(order):
        for b in range(a + 1):
            for phase in (1,) if real or a == b else (1, 1j):
                unit = np.zeros((order, order), dtype=float if real else complex)
                unit[a, b] += phase
                unit[b, a] += np.conj(phase)
                found.append(unit)
    return np.array(found)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), real=st.booleans(), order=st.integers(2, 4))
def test_principal_submatrices_go_in_any_order_and_phase(seed, real, order):
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, order + 1))
    at = rng.permutation(order)[:size]
    angles = rng.random(size) * 2 * np.pi
    phases = np.sign(np.cos(angles)) if real else np.exp(1j * angles)
    whole = units(order, real)
    part = phases[:, None] * whole[:, at][:, :, at] * phases.conj()
    problem = programme([part, whole], np.zeros((0, len(whole))), real)
    found = essential_of(problem)
    assert found.problem.cones == (PsdCone(order, real),)
    # T is G_part as a function of G_whole.
    rows = found.implied @ problem.operator.toarray()[found.kept]
    assert np.allclose(rows, problem.operator.toarray()[~found.kept], atol=1e-12)


def test_sums_of_entries_go_and_differences_stay():
    entries = [[1, 0, 0], [0, 2, 0], [1, 1, 0], [3, 0, 0], [1, -1, 0], [0, 1, 1]]
    found = essential_of(programme([], entries, True))
    assert found.problem.operator.toarray().tolist() == [
        [1, 0, 0],
        [0, 2, 0],
        [1, -1, 0],
        [0, 1, 1],
    ]


@pytest.mark.parametrize("off", [1e-9, 1e-3])
def test_what_is_implied_only_nearly_stays(off):
    whole = units(3, True)
    part = whole[:, :2, :2].copy()
    part[0, 1, 1] += off
    assert essential_of(programme([part, whole], np.zeros((0, 6)), True)) is None


def test_a_larger_block_that_holds_another_is_not_implied_by_it():
    large = units(2, True)
    large[:, 1, 1] *= 2  # its corner alone is the other's
    small = units(2, True)
    assert essential_of(programme([small, large], np.zeros((0, 3)), True)) is None


STAY = np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.2, 0.7]])
COHERENCES = np.sqrt(np.outer(STAY.diagonal(), STAY.diagonal())) * (0.9 + 0.1 * np.eye(3))
CHANNELS = {
    "diagonal unitaries": sd.zoo.cldui(STAY, COHERENCES),
    "damping": sd.zoo.multilevel_amplitude_damping(d=3)(0.3),
}


@pytest.mark.parametrize("k", [2, 3])
@pytest.mark.parametrize("name", CHANNELS)
def test_the_answer_comes_back_inside_all_cones(name, k):
    channel = sd.white_noise(CHANNELS[name])(0.01)
    columns = channel.kraus_matrix.real
    face = sector_face(columns, k, True, charges_of(columns, (3, 3)))
    choi = face.coordinates(channel.choi.real)
    problem = Line(face, choi, face.reference_marginal - choi).problem()
    found = essential_of(problem)
    assert found.problem.operator.shape[0] < problem.operator.shape[0]
    small = native.solve(found.problem, tolerance=1e-11)
    large = native.solve(problem, tolerance=1e-11)
    assert small.status is large.status is Status.SOLVED
    assert small.y[0] == pytest.approx(large.y[0], abs=1e-9)
    lifted = found.lifted(small)
    assert max(lifted.primal_residual, lifted.dual_residual) < 1e-9
    least = min(cone.least(part) for cone, part in problem.parts(lifted.z))
    assert least > 0
    # The start moves likewise, and stays one.
    x, z = found.problem.start
    assert np.allclose(x, problem.start[0])
    assert np.allclose(found.problem.operator.T @ z, problem.operator.T @ problem.start[1])


@pytest.mark.parametrize(("d_out", "left"), [(2, 1), (3, 2)])
def test_a_pair_of_qubits_needs_its_symmetric_block_alone(d_out, left):
    # <a,[bc]|S(W)|a',[bc']> has the sign of the pairs' order: around three letters the
    # signs of the antisymmetric pairs multiply to -1, and no phases make them all 1.
    channel = sd.random_channel(2, d_out, 2 * d_out, rng=0)
    face = face_of(channel.range, (2, d_out), 2, False)
    choi = face.coordinates(channel.choi)
    problem = Line(face, choi, face.reference_marginal - choi).problem()
    found = essential_of(problem)
    assert len((problem if found is None else found.problem).cones) == left


@pytest.mark.parametrize("smallest", [1e-6, 1e-12, 1e-16, 0.0])
@pytest.mark.parametrize("real", [True, False])
def test_a_multiplier_beside_the_boundary_comes_back_as_one(smallest, real):
    """Sharing it takes inverses, which have no digits there: then nothing is shared."""
    rng = np.random.default_rng(7)
    order = 12
    whole = units(order, real)
    part = whole[:, :9][:, :, :9]
    problem = programme([part, whole], np.eye(1, len(whole)), real)
    found = essential_of(problem)
    half = rng.standard_normal((order, order)) + (
        0 if real else 1j * rng.standard_normal((order, order))
    )
    turn = np.linalg.qr(half)[0]
    values = np.array([1.0] * 4 + [smallest] * 8)
    z = hermitian_coordinates((turn * values) @ turn.conj().T, real)
    z = np.concatenate([[1.0], z])
    given_ = native.solve(found.problem)
    lifted = found.lifted(replace(given_, z=z))
    pushed = problem.operator.T @ lifted.z - found.problem.operator.T @ z
    assert np.abs(pushed).max() < 1e-12
    least = min(cone.least(part) for cone, part in problem.parts(lifted.z))
    assert least > -1e-14

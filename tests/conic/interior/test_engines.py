"""The own interior point beside QICS on all shapes of lines: one x*, brackets that meet."""

import numpy as np
import pytest
from scipy import sparse

import sdpsearch as sd
from sdpsearch.channels.random import random_channel
from sdpsearch.conic.interior import method
from sdpsearch.conic.problem import ConicProblem, Orthant, Status
from sdpsearch.conic.solvers import Attempt, backend
from sdpsearch.extension.facial_reduction import face_of
from sdpsearch.extension.line import InteriorPoint, Line, solve_line

#: d_a, d_b, k, Choi rank, real.
SHAPES = [
    (2, 2, 2, 4, False),
    (2, 2, 3, 4, True),
    (2, 2, 6, 4, False),
    (2, 2, 3, 3, False),
    (2, 3, 2, 6, False),
    (3, 2, 2, 5, False),
    (2, 3, 3, 5, True),
    (3, 3, 2, 9, True),
    (3, 3, 2, 6, False),
    (3, 3, 3, 9, False),
    (1, 3, 2, 3, False),
    (4, 2, 3, 7, False),
]


def line_of(d_a, d_b, k, rank, real, seed):
    channel = random_channel(d_a, d_b, rank, rng=seed)
    if real:
        stacked = channel.kraus.real.reshape(-1, d_a)
        channel = sd.Channel(np.linalg.qr(stacked)[0].reshape(channel.kraus.shape))
    face = face_of(channel.range, (d_a, d_b), k, real)
    choi = channel.choi.real if real else channel.choi
    marginal = face.coordinates(choi)
    if face.free.shape[1]:
        marginal = face.bound @ (face.bound.T @ marginal)
    return Line(face, marginal, face.reference_marginal - marginal)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_repeated_corrections_lead_to_the_same_point_sooner(shape, monkeypatch):
    problem = line_of(*shape, 0).problem()
    found = []
    for many in (np.inf, 0):
        monkeypatch.setattr(method, "_MANY", many)
        found.append(backend("native").solve(problem, tolerance=1e-10))
    once, repeated = found
    assert repeated.status is Status.SOLVED
    assert repeated.y == pytest.approx(once.y, abs=2e-9)
    assert repeated.iterations < once.iterations


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_single_precision_at_first_leads_to_the_same_point_as_soon(shape, monkeypatch):
    problem = line_of(*shape, 0).problem()
    found = []
    for large in (np.inf, 0):
        monkeypatch.setattr(method, "_LARGE", large)
        found.append(backend("native").solve(problem, tolerance=1e-10))
    double, single = found
    assert single.status is Status.SOLVED
    assert single.y == pytest.approx(double.y, abs=2e-9)
    assert single.iterations <= double.iterations + 1


@pytest.mark.parametrize("skew", [1e-3, 1e-5])
def test_what_single_precision_cannot_factor_double_does(skew, monkeypatch):
    # Minimise the sum of two slacks that differ by little: H is the worse conditioned,
    # 1e-10 is singular to single precision.
    monkeypatch.setattr(method, "_LARGE", 0)
    rows = np.array([[1.0, 1.0], [1.0, 1.0 + skew]])
    problem = ConicProblem(
        rows.sum(axis=0),
        np.zeros((0, 2)),
        np.zeros(0),
        sparse.csr_array(rows),
        (Orthant(2),),
        constant=-np.ones(2),
    )
    found = backend("native").solve(problem, tolerance=1e-9)
    assert found.status is Status.SOLVED
    assert problem.objective @ found.x == pytest.approx(2.0, abs=1e-7)


def test_a_start_far_from_the_central_path_is_given_up():
    # At e = 0 the flag is never up, at e = 1 always: the start that the line comes with
    # is feasible, and leads nowhere.
    stays = np.outer([8, 8, 6, 8, 7], [8, 8, 6, 8, 7]) + np.eye(5, dtype=int)
    moves = [
        [65, 4, 2, 4, 1],
        [2, 65, 6, 2, 1],
        [1, 1, 37, 33, 4],
        [1, 3, 4, 65, 3],
        [19, 2, 4, 1, 50],
    ]
    family = sd.zoo.with_erasure(
        sd.white_noise(sd.zoo.cldui(np.divide(moves, 76), stays / 76))(0.1)
    )
    found = sd.threshold(family, "antidegradable", solver="native")
    assert found.solves <= 3
    assert found.boundaries[0].bracket.width < 1e-8


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_both_find_the_same_point(shape, seed):
    line = line_of(*shape, seed)
    assert line.face.blocks
    inside = InteriorPoint(1.0, line.face.reference, line.face.weights.min())
    found = {}
    for solver in ("native", "qics"):
        answer = solve_line(line, solver=Attempt(solver, 1e-10))
        upper = answer.upper(inside)
        assert upper is not None
        found[solver] = (answer.lower(), answer.estimate, upper.position)
    own, other = found["native"], found["qics"]
    assert own[1] == pytest.approx(other[1], abs=2e-9)
    assert own[0] <= other[2]
    assert other[0] <= own[2]
    assert own[2] - own[0] < 1e-8

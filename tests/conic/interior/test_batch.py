"""Programmes solved at once: the optimum of each, and none of them touched by another."""

from dataclasses import replace

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_channel
from sdpsearch.conic.interior.batch import method
from sdpsearch.conic.interior.batch.cones import cones_of
from sdpsearch.conic.interior.batch.forming import Compressed
from sdpsearch.conic.interior.batch.method import minimise_all
from sdpsearch.conic.interior.batch.programmes import Programmes
from sdpsearch.conic.interior.batch.system import System
from sdpsearch.conic.interior.schur import Gram
from sdpsearch.conic.solvers import native
from sdpsearch.extension.facial_reduction import face_of
from sdpsearch.extension.line import Line

SHAPES = [
    (2, 2, 2, 4, False),
    (2, 2, 3, 4, True),
    (2, 2, 2, 3, False),
    (2, 3, 2, 5, True),
    (3, 3, 2, 9, False),
]


def problem_of(d_a, d_b, k, rank, real, seed):
    channel = random_channel(d_a, d_b, rank, rng=seed)
    if real:
        stacked = channel.kraus.real.reshape(-1, d_a)
        channel = sd.Channel(np.linalg.qr(stacked)[0].reshape(channel.kraus.shape))
    face = face_of(channel.range, (d_a, d_b), k, real)
    marginal = face.coordinates(channel.choi.real if real else channel.choi)
    direction = face.reference_marginal - marginal
    return Line(face, marginal, direction / np.linalg.norm(direction)).problem()


def together(problems):
    """Return problems of one shape as programmes, each with an operator of its own."""
    first = problems[0]
    return Programmes(
        objective=np.array([p.objective for p in problems]),
        normal=np.array([p.equalities[0] for p in problems]),
        start=tuple(
            np.array(part) for part in zip(*(p.start for p in problems), strict=True)
        ),
        orders=tuple(cone.order for cone in first.cones),
        real=first.compressions[0].real,
        operator=np.array([p.operator.toarray() for p in problems]),
        forming=forming_of(problems),
    )


def forming_of(problems):
    """Return how H is formed of problems of one shape, each with factors of its own."""
    first = problems[0].compressions[0]
    each = ([c.factor for c in p.compressions] for p in problems)
    factors = tuple(np.array(factor) for factor in zip(*each, strict=True))
    return Compressed(Gram(first.size, first.real), factors)


def shared(programmes):
    """Return programmes with the first one's operator for all."""
    forming = programmes.forming
    one = Compressed(forming.gram, tuple(factor[0] for factor in forming.factors))
    return replace(programmes, operator=programmes.operator[0], forming=one)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_each_is_solved_as_it_is_alone(shape):
    problems = [problem_of(*shape, seed=i) for i in range(3)]
    programmes = together(problems)
    found = minimise_all(programmes, 1e-10, lambda: False)
    for i, problem in enumerate(problems):
        alone = native.solve(problem)
        value = problem.objective @ found.x[i]
        assert value == pytest.approx(problem.objective @ alone.x, abs=1e-8)
        assert found.y[i] == pytest.approx(value, abs=1e-8)
        claimed = replace(alone, x=found.x[i], y=found.y[i : i + 1], z=found.z[i])
        assert claimed.primal_residual < 1e-9
        assert claimed.dual_residual < 1e-8


def test_one_operator_for_all_is_as_one_for_each():
    programmes = together([problem_of(2, 2, 2, 4, False, seed=i) for i in range(4)])
    each = minimise_all(programmes, 1e-10, lambda: False)
    one = minimise_all(shared(programmes), 1e-10, lambda: False)
    assert one.y == pytest.approx(each.y, abs=1e-9)


@pytest.mark.parametrize("bad", ["start", "objective"])
def test_one_that_cannot_be_solved_leaves_the_others_alone(bad):
    programmes = together([problem_of(2, 2, 2, 4, False, seed=i) for i in range(4)])
    right = minimise_all(programmes, 1e-10, lambda: False)
    if bad == "start":  # outside the cone
        programmes.start[0][2] *= -1
    else:
        programmes.objective[2] = np.nan
    found = minimise_all(programmes, 1e-10, lambda: False)
    others = [0, 1, 3]
    assert found.y[others] == pytest.approx(right.y[others], abs=1e-9)
    assert found.y[2] != pytest.approx(right.y[2], abs=1e-3)


def test_a_singular_schur_complement_is_raised_and_a_lost_one_told():
    y, rng = np.eye(3, dtype=complex), np.random.default_rng(0)
    scales = np.array([y, np.diag([1, 1, 0]), np.full((3, 3), np.nan), 2 * y])
    normal = rng.standard_normal((4, 9))
    cones, operator = cones_of((3,), False), np.eye(9)
    with np.errstate(invalid="ignore"):
        forming = Compressed(Gram(3, False), (y,))
        found = System.of(forming, cones, operator, normal, [scales], normal)
    assert list(found.fine) == [True, True, False, True]
    assert np.isfinite(found.solved[[0, 1, 3]]).all()
    # For R = 1 and Y = 1 it is the identity, raised by ρaaᵀ, ρ = 1/‖a‖².
    assert found.solved[0] == pytest.approx(normal[0] / 2)
    assert np.array_equal(found.begun[[0, 1, 3]], found.solved[[0, 1, 3]])
    alone = found.solve(normal, refine=False)
    assert alone[[0, 1, 3]] == pytest.approx(found.solved[[0, 1, 3]], rel=1e-9)


def test_time_that_is_over_leaves_what_is_there(monkeypatch):
    programmes = together([problem_of(2, 2, 2, 4, False, seed=i) for i in range(2)])
    asked = []
    found = minimise_all(programmes, 1e-10, lambda: len(asked) == 2 or asked.append(0))
    assert np.isfinite(found.y).all()
    right = minimise_all(programmes, 1e-10, lambda: False)
    assert found.y != pytest.approx(right.y, abs=1e-6)
    monkeypatch.setattr(method, "_ITERATIONS", 2)
    stopped = minimise_all(programmes, 1e-10, lambda: False)
    assert stopped.y == pytest.approx(found.y, abs=0)

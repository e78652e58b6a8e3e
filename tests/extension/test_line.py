"""Brackets from one line solve contain the exact threshold, whatever the solver."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from sdpsearch.conic.solvers import SOLVERS
from sdpsearch.extension.checks import pairing, prove_extension, psd_margin, shifted_witness
from sdpsearch.extension.facial_reduction import full_face
from sdpsearch.extension.line import InteriorPoint, Line, solve_line
from sdpsearch.linalg import svec

#: (d, k, solver, width of the bracket that it must reach). First-order steps leave more.
CASES = [
    *((d, 2, "qics", 1e-8) for d in (2, 3, 4)),
    (2, 3, "qics", 1e-8),
    (2, 5, "qics", 1e-8),
    (3, 3, "qics", 1e-8),
    *((d, 2, "scs", 1e-7) for d in (2, 3)),
    (2, 3, "scs", 1e-7),
]
IDS = [f"d{d}-k{k}-{solver}" for d, k, solver, _ in CASES]


def depolarizing_line(d, k):
    """Return J_x = (1−x) |Ω><Ω| + x 1⊗1/d with the threshold (1−1/k) d/(d+1)."""
    omega = np.eye(d).reshape(-1)
    start = np.outer(omega, omega)
    face = full_face(d, d, k, True)
    direction = np.eye(d * d) / d - start
    exact = Fraction(k - 1, k) * Fraction(d, d + 1)
    return Line(face, svec(start, True), svec(direction, True)), exact


@pytest.fixture(scope="module")
def answers():
    """Solve each case once."""
    kept = {}

    def answer(d, k, solver):
        if (d, k, solver) not in kept:
            line, exact = depolarizing_line(d, k)
            kept[d, k, solver] = solve_line(line, solver=solver), exact
        return kept[d, k, solver]

    return answer


@pytest.mark.parametrize(("d", "k", "solver", "width"), CASES, ids=IDS)
def test_bracket_contains_the_exact_threshold(answers, d, k, solver, width):
    answer, exact = answers(d, k, solver)
    inside = InteriorPoint(1.0, answer.line.face.reference, answer.line.face.weights.min())
    lower, upper = answer.lower(), answer.upper(inside).position
    # Rational comparison: 1/d and the thresholds are not floats.
    slack = Fraction(4, 10**16)
    assert Fraction(lower) <= exact + slack
    assert Fraction(upper) >= exact - slack
    assert upper - lower < width
    assert answer.estimate == pytest.approx(float(exact), abs=width)


@pytest.mark.parametrize(("d", "k", "solver", "width"), CASES, ids=IDS)
def test_upper_end_comes_with_an_extension(answers, d, k, solver, width):
    answer, _ = answers(d, k, solver)
    face = answer.line.face
    point = answer.upper(InteriorPoint(1.0, face.reference, face.weights.min()))
    marginal = answer.line.at(point.position)
    assert face.operator.T @ point.extension == pytest.approx(marginal, abs=1e-14)
    assert min(np.linalg.eigvalsh(b)[0] for b in face.block_matrices(point.extension)) > 0


@pytest.mark.parametrize(("d", "k", "solver", "width"), CASES, ids=IDS)
def test_witness_refutes_below_and_only_below(answers, d, k, solver, width):
    answer, exact = answers(d, k, solver)
    assert answer.refutes(0.0)
    assert answer.refutes(float(exact) - width)
    assert not answer.refutes(float(exact) + 1e-15)
    assert not answer.refutes(1.0)


@pytest.mark.parametrize("solver", SOLVERS)
def test_reversed_line_is_the_same_line(solver):
    line, _ = depolarizing_line(2, 2)
    back = line.reversed()
    assert back.at(1.0) == pytest.approx(line.at(0.0))
    assert back.at(0.25) == pytest.approx(line.at(0.75))
    # Beyond x = 1 the line leaves the positive operators at x = d²/(d²−1) = 4/3, and
    # 2-extendible states of that kind end there too or earlier.
    answer = solve_line(back, solver=solver)
    furthest = 1 - answer.lower()
    assert 1.0 < furthest <= 4 / 3 + 1e-6


@pytest.mark.parametrize("scale", [1e-6, 1e6], ids=["short", "long"])
def test_scaling_the_direction_scales_the_answer(scale):
    line, exact = depolarizing_line(2, 2)
    scaled = Line(line.face, line.start, scale * line.direction)
    answer = solve_line(scaled, solver="qics")
    assert answer.lower() * scale == pytest.approx(float(exact), abs=1e-8)
    assert Fraction(answer.lower()) * Fraction(scale) <= exact + Fraction(1, 10**15)


NOISE = [1e-6, 1e-3, 0.1, 1.0, 10.0]


@pytest.mark.parametrize("size", NOISE)
@pytest.mark.parametrize("seed", range(5))
def test_a_corrupted_answer_never_bounds_wrongly(answers, size, seed):
    answer, exact = answers(2, 2, "qics")
    rng = np.random.default_rng(seed)
    face, line = answer.line.face, answer.line
    witness = answer.witness + size * rng.standard_normal(answer.witness.size)
    extension = answer.extension + size * rng.standard_normal(answer.extension.size)
    shift = size * rng.standard_normal()
    bad = replace(
        answer,
        estimate=answer.estimate + shift,
        witness=shifted_witness(face, witness),
        extension=extension,
    )
    assert bad.lower() <= float(exact)
    upper = bad.upper(InteriorPoint(1.0, face.reference, face.weights.min()))
    assert upper is None or upper.position >= float(exact) - 1e-16
    assert not bad.refutes(float(exact))
    assert line is bad.line


def test_shifted_witness_is_positive_on_every_block():
    face = full_face(2, 3, 2, False)
    rng = np.random.default_rng(0)
    for _ in range(20):
        witness = shifted_witness(face, rng.standard_normal(face.operator.shape[1]))
        blocks = face.block_matrices(face.operator @ witness)
        assert min(np.linalg.eigvalsh(b)[0] for b in blocks) > -1e-15


def test_a_witness_that_needs_no_shift_is_left_alone():
    face = full_face(2, 2, 2, True)
    one = svec(np.eye(4), True)
    assert np.array_equal(shifted_witness(face, one), one)


def test_no_witness_from_numbers_that_are_not_finite():
    face = full_face(2, 2, 2, True)
    assert shifted_witness(face, np.full(10, np.nan)) is None


@pytest.mark.parametrize("depth", [1e-2, 1e-6, 1e-10])
def test_prove_extension_floor_is_below_the_least_eigenvalue(depth):
    face = full_face(2, 2, 2, True)
    rng = np.random.default_rng(1)
    vectors = [rng.standard_normal((n, n - 1)) for n in face.orders]
    blocks = [v @ v.T + depth * np.eye(len(v)) for v in vectors]
    stacked = np.concatenate([svec(block, True) for block in blocks])
    proof = prove_extension(face, stacked, face.operator.T @ stacked)
    assert depth - 1e-12 < proof.floor < depth


def test_prove_extension_rejects_what_has_no_extension():
    line, exact = depolarizing_line(2, 2)
    face = line.face
    for x in np.linspace(0, float(exact) - 1e-9, 7):
        assert prove_extension(face, face.reference, line.at(x)).floor <= 0


def test_psd_margin_is_the_worst_block():
    face = full_face(2, 2, 2, True)
    blocks = [np.eye(face.orders[0]), -3 * np.eye(face.orders[1])]
    stacked = np.concatenate([svec(block, True) for block in blocks])
    assert psd_margin(face, stacked) == pytest.approx(-3)


def test_pairing_bounds_its_rounding():
    rng = np.random.default_rng(2)
    for _ in range(200):
        left, right = rng.standard_normal((2, 50)) * 10.0 ** rng.integers(-8, 8, (2, 50))
        value, error = pairing(left, right)
        exact = sum(Fraction(a) * Fraction(b) for a, b in zip(left, right, strict=True))
        assert abs(Fraction(value) - exact) <= Fraction(error)

"""Every backend on programmes with known optimum, and on programmes without one."""

import sys
from types import ModuleType

import numpy as np
import pytest
from scipy import sparse

from sdpsearch.conic.problem import ConicProblem, PsdCone, Solution, Status
from sdpsearch.conic.solvers import DEFAULT_SOLVER, SOLVERS, backend
from sdpsearch.linalg import smat, svec

TOLERANCE = 1e-9

pytestmark = pytest.mark.parametrize("solver", SOLVERS)
FIELDS = pytest.mark.parametrize("real", [True, False], ids=["real", "complex"])


def hermitian(order, real, seed=0):
    rng = np.random.default_rng(seed)
    matrix = rng.standard_normal((order, order))
    if not real:
        matrix = matrix + 1j * rng.standard_normal((order, order))
    return (matrix + matrix.conj().T) / 2


def over_one_cone(objective, constraint, value, real, order=3):
    """Return: minimise tr(C X) subject to tr(A X) = b, X ≥ 0."""
    cone = PsdCone(order, real)
    return ConicProblem(
        objective=svec(objective, real),
        equalities=svec(constraint, real)[None, :],
        right_side=np.array([float(value)]),
        operator=sparse.csr_array(sparse.eye_array(cone.size)),
        cones=(cone,),
    )


def solve(solver, problem, **settings):
    return backend(solver).solve(problem, tolerance=TOLERANCE, **settings)


@FIELDS
@pytest.mark.parametrize("order", [1, 2, 5])
def test_least_eigenvalue(solver, real, order):
    matrix = hermitian(order, real, seed=order)
    found = solve(solver, over_one_cone(matrix, np.eye(order), 1, real, order))
    values, vectors = np.linalg.eigh(matrix)
    assert found.status is Status.SOLVED
    assert svec(matrix, real) @ found.x == pytest.approx(values[0], abs=1e-7)
    assert found.y[0] == pytest.approx(values[0], abs=1e-7)  # the dual optimum
    optimal = np.outer(vectors[:, 0], vectors[:, 0].conj())
    assert smat(found.x, order, real) == pytest.approx(optimal, abs=1e-4)
    assert max(found.primal_residual, found.dual_residual, abs(found.gap)) < 1e-7


@FIELDS
def test_dual_variable_is_the_slack_of_the_least_eigenvalue(solver, real):
    matrix = hermitian(3, real)
    found = solve(solver, over_one_cone(matrix, np.eye(3), 1, real))
    slack = matrix - np.linalg.eigvalsh(matrix)[0] * np.eye(3)
    assert smat(found.z, 3, real) == pytest.approx(slack, abs=1e-6)


def test_mixed_cones_keep_their_order(solver):
    # min t subject to t ≥ λ_max of three blocks, complex and real in turn.
    blocks = [hermitian(2, False, 1), hermitian(3, True, 2), hermitian(2, False, 3)]
    reals = [False, True, False]
    ones = [svec(np.eye(len(m)), r) for m, r in zip(blocks, reals, strict=True)]
    data = [svec(m, r) for m, r in zip(blocks, reals, strict=True)]
    # Variables (t, s) with s = 1 fixed: G = [1, −M] for each block.
    operator = np.column_stack([np.concatenate(ones), -np.concatenate(data)])
    problem = ConicProblem(
        objective=np.array([1.0, 0.0]),
        equalities=np.array([[0.0, 1.0]]),
        right_side=np.ones(1),
        operator=sparse.csr_array(operator),
        cones=tuple(PsdCone(len(m), r) for m, r in zip(blocks, reals, strict=True)),
    )
    found = solve(solver, problem)
    tops = [np.linalg.eigvalsh(m)[-1] for m in blocks]
    assert found.x[0] == pytest.approx(max(tops), abs=1e-7)
    # Only the block that is largest carries weight, and its weight is one.
    weights = [np.trace(z).real for z in problem.matrices(found.z)]
    expected = np.eye(3)[int(np.argmax(tops))]
    assert weights == pytest.approx(expected, abs=1e-5)


def test_several_equalities(solver):
    # min X_00 + X_11 subject to X_01 = 1: the optimum 2 at the all-ones matrix.
    flip = np.array([[0, 1], [1, 0]]) / 2
    problem = over_one_cone(np.eye(2), flip, 1, True, order=2)
    problem = ConicProblem(
        objective=problem.objective,
        equalities=np.vstack([problem.equalities, svec(np.diag([1.0, -1.0]), True)]),
        right_side=np.array([1.0, 0.0]),
        operator=problem.operator,
        cones=problem.cones,
    )
    found = solve(solver, problem)
    assert found.status is Status.SOLVED
    assert smat(found.x, 2, True) == pytest.approx(np.ones((2, 2)), abs=1e-7)


@FIELDS
def test_input_is_left_alone(solver, real):
    problem = over_one_cone(hermitian(3, real), np.eye(3), 1, real)
    operator = problem.operator
    arrays = [problem.objective, problem.equalities, problem.right_side, operator.data]
    arrays += [operator.indices, operator.indptr]
    before = [array.copy() for array in arrays]
    solve(solver, problem)
    assert problem.operator is operator
    for array, copy in zip(arrays, before, strict=True):
        assert np.array_equal(array, copy)


def test_read_only_input_is_accepted(solver):
    problem = over_one_cone(hermitian(3, True), np.eye(3), 1, True)
    for array in (problem.objective, problem.equalities, problem.right_side):
        array.flags.writeable = False
    assert solve(solver, problem).status is Status.SOLVED


def test_the_same_problem_twice_gives_the_same_answer(solver):
    problem = over_one_cone(hermitian(4, False), np.eye(4), 1, False, order=4)
    assert np.array_equal(solve(solver, problem).x, solve(solver, problem).x)


ENDLESS = {
    "trace-minus-one": (np.eye(3), np.eye(3), -1, Status.PRIMAL_INFEASIBLE),
    "zero-equals-one": (np.eye(3), np.zeros((3, 3)), 1, Status.PRIMAL_INFEASIBLE),
    "downhill-for-ever": (-np.eye(3), np.diag([1.0, -1.0, 0.0]), 0, Status.UNBOUNDED),
}


@FIELDS
@pytest.mark.parametrize(
    ("objective", "constraint", "value", "status"), ENDLESS.values(), ids=ENDLESS.keys()
)
def test_no_optimum(solver, objective, constraint, value, status, real):
    found = solve(solver, over_one_cone(objective, constraint, value, real))
    assert found.status is status
    assert found.message


NONSENSE = {
    "nan-objective": (np.nan * np.ones((3, 3)), np.eye(3), 1),
    "nan-equality": (np.eye(3), np.nan * np.ones((3, 3)), 1),
    "nan-right-side": (np.eye(3), np.eye(3), np.nan),
    "infinite-right-side": (np.eye(3), np.eye(3), np.inf),
}


@pytest.mark.parametrize(
    ("objective", "constraint", "value"), NONSENSE.values(), ids=NONSENSE.keys()
)
def test_data_that_are_not_numbers_fail_quietly(
    solver, objective, constraint, value, capfd
):
    cone = PsdCone(3, True)
    rows = np.array([objective.ravel(), constraint.ravel()])[:, [0, 1, 2, 4, 5, 8]]
    problem = ConicProblem(
        objective=rows[0],
        equalities=rows[1:],
        right_side=np.array([float(value)]),
        operator=sparse.csr_array(sparse.eye_array(cone.size)),
        cones=(cone,),
    )
    found = solve(solver, problem)
    assert found.status not in (Status.SOLVED, Status.INACCURATE)
    assert not found.is_usable
    assert capfd.readouterr().out == ""


def test_iteration_limit(solver):
    problem = over_one_cone(hermitian(6, False), np.eye(6), 1, False, order=6)
    found = solve(solver, problem, max_iterations=1)
    assert found.status is Status.ITERATION_LIMIT
    assert found.iterations <= 1


def test_time_limit(solver):
    problem = over_one_cone(hermitian(20, False), np.eye(20), 1, False, order=20)
    found = solve(solver, problem, time_limit=1e-9)
    assert found.status is Status.TIME_LIMIT


def test_nothing_is_printed(solver, capfd):
    solve(solver, over_one_cone(hermitian(3, True), np.eye(3), 1, True))
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_solution_names_its_backend_and_keeps_its_problem(solver):
    problem = over_one_cone(hermitian(3, True), np.eye(3), 1, True)
    found = solve(solver, problem)
    assert isinstance(found, Solution)
    assert (found.solver, found.problem is problem) == (solver, True)
    assert found.iterations > 0
    assert 0 < found.seconds < 60


def test_residuals_are_measured_not_claimed(solver):
    problem = over_one_cone(hermitian(3, True), np.eye(3), 1, True)
    found = solve(solver, problem)
    moved = Solution(
        problem, found.x + 0.1, found.y, -found.z, Status.SOLVED, 1, 0.1, solver, "lie"
    )
    assert moved.primal_residual > 0.1
    assert moved.dual_residual > 0.1


def test_nearest_name_is_offered(solver):
    misspelt = solver[:-1] + "z"
    with pytest.raises(ValueError, match=f"did you mean '{solver}'") as caught:
        backend(misspelt)
    assert repr(misspelt) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_default_is_registered(solver):
    assert DEFAULT_SOLVER in SOLVERS
    assert callable(backend(solver).solve)


def test_a_backend_is_one_line_of_registration(solver, monkeypatch):
    module = ModuleType("house_backend")
    module.solve = backend(solver).solve
    monkeypatch.setitem(sys.modules, "house_backend", module)
    monkeypatch.setitem(SOLVERS, "house", ("house_backend", "another name"))
    assert backend("house") is module


def test_shapes_must_fit(solver):
    problem = over_one_cone(np.eye(3), np.eye(3), 1, True)
    pieces = dict(vars(problem))
    with pytest.raises(ValueError, match="`operator` must have shape"):
        ConicProblem(**pieces | {"cones": (PsdCone(4, True),)})
    with pytest.raises(ValueError, match="`equalities` must have shape"):
        ConicProblem(**pieces | {"right_side": np.ones(2)})
    assert backend(solver)

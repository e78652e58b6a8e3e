"""What every backend owes, on programmes with known optimum and on ones without.

A registered backend is tested here without further ado; one that is less exact than an
interior point says so in PRECISION.
"""

import sys

import numpy as np
import pytest
from scipy import sparse

from sdpsearch.conic.problem import ConicProblem, Orthant, PsdCone, Solution, Status
from sdpsearch.conic.solvers import OWN, SOLVERS, backend
from sdpsearch.linalg import hermitian_basis, smat, svec

#: Tolerance asked for.
TOLERANCE = 1e-9
#: Residuals and gap that must come back, relative to the data; a first-order method
#: stops by other norms than the largest eigenvalue.
PRECISION = {"scs": 1e-7}
USUAL_PRECISION = 2e-8

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


def with_known_optimum(cones, variables, equalities, density, seed, shift=0.0):
    """Return a random problem and its optimum, strictly feasible on both sides.

    c and b follow from a chosen x with G x + g > 0 and a chosen z > 0 of half the rank
    each, complementary, so that c·x = b·y − g·z; g is random, of size `shift`.
    """
    rng = np.random.default_rng(seed)
    slack, dual = [], []
    for cone in cones:
        if isinstance(cone, Orthant):
            first, values = np.arange(cone.size) < 1, 0.5 + rng.random(cone.size)
            slack.append(np.where(first, values, 0))
            dual.append(np.where(first, 0, values))
            continue
        start = rng.standard_normal((cone.order, cone.order))
        if not cone.real:
            start = start + 1j * rng.standard_normal((cone.order, cone.order))
        q = np.linalg.qr(start)[0]
        half = (cone.order + 1) // 2
        values = 0.5 + rng.random(cone.order)
        slack.append(svec((q[:, :half] * values[:half]) @ q[:, :half].conj().T, cone.real))
        dual.append(svec((q[:, half:] * values[half:]) @ q[:, half:].conj().T, cone.real))
    slack, dual = np.concatenate(slack), np.concatenate(dual)
    x = rng.standard_normal(variables)
    x[0] = 1.0
    operator = rng.standard_normal((slack.size, variables))
    operator *= rng.random(operator.shape) < density
    constant = shift * rng.standard_normal(slack.size)
    # The first column is moved so that G x + g is the chosen slack.
    operator[:, 0] += slack - operator @ x - constant
    matrix = rng.standard_normal((equalities, variables))
    y = rng.standard_normal(equalities)
    problem = ConicProblem(
        objective=matrix.T @ y + operator.T @ dual,
        equalities=matrix,
        right_side=matrix @ x,
        operator=sparse.csr_array(operator),
        cones=tuple(cones),
        constant=constant,
    )
    return problem, float(problem.objective @ x)


def solve(solver, problem, **settings):
    return backend(solver).solve(problem, tolerance=TOLERANCE, **settings)


def assert_optimal(found, optimum=None, scale=1.0):
    """Check the three conditions of Karush, Kuhn and Tucker to the backend's precision."""
    within = scale * PRECISION.get(found.solver, USUAL_PRECISION)
    assert found.status is Status.SOLVED
    assert found.primal_residual < within
    assert found.dual_residual < within
    assert abs(found.gap) < within
    if optimum is not None:
        assert found.problem.objective @ found.x == pytest.approx(optimum, abs=within)
        problem = found.problem
        dual = problem.right_side @ found.y - problem.constant @ found.z
        assert dual == pytest.approx(optimum, abs=within)


@FIELDS
@pytest.mark.parametrize("order", [1, 2, 5])
def test_least_eigenvalue(solver, real, order):
    matrix = hermitian(order, real, seed=order)
    found = solve(solver, over_one_cone(matrix, np.eye(order), 1, real, order))
    values, vectors = np.linalg.eigh(matrix)
    assert_optimal(found, values[0])
    assert found.y[0] == pytest.approx(values[0], abs=1e-7)
    optimal = np.outer(vectors[:, 0], vectors[:, 0].conj())
    assert smat(found.x, order, real) == pytest.approx(optimal, abs=1e-4)
    slack = matrix - values[0] * np.eye(order)
    assert smat(found.z, order, real) == pytest.approx(slack, abs=1e-6)


CONES = {
    "real": [PsdCone(4, True)],
    "complex": [PsdCone(4, False)],
    "real-and-complex": [PsdCone(3, True), PsdCone(3, False), PsdCone(2, True)],
    "complex-first": [PsdCone(2, False), PsdCone(4, True), PsdCone(2, False)],
    "orders-of-one": [PsdCone(1, False), PsdCone(3, False), PsdCone(1, True)],
    "orthant": [Orthant(6)],
    "orthants-between": [PsdCone(3, False), Orthant(3), PsdCone(2, True), Orthant(1)],
}


@pytest.mark.parametrize("shift", [0.0, 1.0], ids=["linear", "affine"])
@pytest.mark.parametrize("density", [1.0, 0.3], ids=["dense", "sparse"])
@pytest.mark.parametrize("cones", CONES.values(), ids=CONES.keys())
def test_random_problem_with_known_optimum(solver, cones, density, shift):
    problem, optimum = with_known_optimum(cones, 7, 2, density, seed=3, shift=shift)
    assert_optimal(solve(solver, problem), optimum)


def test_no_equalities(solver):
    problem, optimum = with_known_optimum(CONES["real-and-complex"], 6, 0, 1.0, seed=4)
    assert_optimal(solve(solver, problem), optimum)


def test_several_equalities_one_of_them_twice(solver):
    problem, optimum = with_known_optimum(CONES["complex"], 8, 3, 1.0, seed=5)
    pieces = dict(vars(problem))
    pieces["equalities"] = problem.equalities[[0, 1, 2, 1]]
    pieces["right_side"] = problem.right_side[[0, 1, 2, 1]]
    assert_optimal(solve(solver, ConicProblem(**pieces)), optimum)


@pytest.mark.parametrize("value", [3.0, -2.0])
def test_one_variable_in_a_cone_of_order_one(solver, value):
    one = np.ones((1, 1))
    cone = PsdCone(1, True)
    problem = ConicProblem(
        np.array([value]), one, np.ones(1), sparse.csr_array(one), (cone,)
    )
    found = solve(solver, problem)
    assert_optimal(found, value)
    assert found.x == pytest.approx([1.0], abs=1e-7)


@FIELDS
@pytest.mark.parametrize("scale", [1e-3, 1e3], ids=["small", "large"])
@pytest.mark.parametrize("what", ["objective", "equality", "right_side"])
def test_badly_scaled_data(solver, real, scale, what):
    matrix = hermitian(3, real)
    factor = dict.fromkeys(("objective", "equality", "right_side"), 1.0)
    factor[what] = scale
    if what == "equality":  # tr X = 1, written badly
        factor["right_side"] = scale
    constraint = factor["equality"] * np.eye(3)
    problem = over_one_cone(
        factor["objective"] * matrix, constraint, factor["right_side"], real
    )
    trace = factor["right_side"] / factor["equality"]
    optimum = factor["objective"] * trace * np.linalg.eigvalsh(matrix)[0]
    # Residuals are absolute; what the solver was asked for is relative to the data.
    assert_optimal(solve(solver, problem), optimum, scale=max(10.0, 10.0 * scale))


@FIELDS
def test_badly_scaled_variables(solver, real):
    order = 3
    basis = hermitian_basis(order, real)
    scales = 10.0 ** np.linspace(-2, 2, basis.shape[1])
    matrix = hermitian(order, real)
    problem = ConicProblem(
        objective=svec(matrix, real) * scales,
        equalities=svec(np.eye(order), real)[None, :] * scales,
        right_side=np.ones(1),
        operator=sparse.csr_array(sparse.diags_array(scales)),
        cones=(PsdCone(order, real),),
    )
    assert_optimal(solve(solver, problem), np.linalg.eigvalsh(matrix)[0], scale=1e2)


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


@FIELDS
@pytest.mark.parametrize("frozen", [False, True], ids=["writeable", "read-only"])
def test_input_is_left_alone(solver, real, frozen):
    problem, optimum = with_known_optimum([PsdCone(3, real)], 5, 2, 0.5, seed=1)
    operator = problem.operator
    arrays = [problem.objective, problem.equalities, problem.right_side, operator.data]
    arrays += [operator.indices, operator.indptr, problem.constant]
    before = [array.tobytes() for array in arrays]
    for array in arrays:
        array.flags.writeable = not frozen
    assert_optimal(solve(solver, problem), optimum)
    assert problem.operator is operator
    after = [problem.objective, problem.equalities, problem.right_side, operator.data]
    after += [operator.indices, operator.indptr, problem.constant]
    assert all(a is b for a, b in zip(after, arrays, strict=True))
    assert [array.tobytes() for array in arrays] == before


def test_the_same_problem_twice_gives_the_same_answer(solver):
    problem = over_one_cone(hermitian(4, False), np.eye(4), 1, False, order=4)
    first, second = solve(solver, problem), solve(solver, problem)
    for name in ("x", "y", "z"):
        assert np.array_equal(getattr(first, name), getattr(second, name))


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
    "nan-objective": (np.nan, 1, 1, 1, 0),
    "nan-equality": (1, np.nan, 1, 1, 0),
    "nan-right-side": (1, 1, np.nan, 1, 0),
    "infinite-right-side": (1, 1, np.inf, 1, 0),
    "nan-operator": (1, 1, 1, np.nan, 0),
    "nan-constant": (1, 1, 1, 1, np.nan),
}


@pytest.mark.parametrize("factors", NONSENSE.values(), ids=NONSENSE.keys())
def test_data_that_are_not_numbers_fail_quietly(solver, factors, capfd):
    problem = over_one_cone(np.ones((3, 3)), np.ones((3, 3)), 1, True)
    objective, equality, value, operator, constant = factors
    problem = ConicProblem(
        objective=objective * problem.objective,
        equalities=equality * problem.equalities,
        right_side=value * problem.right_side,
        operator=operator * problem.operator,
        cones=problem.cones,
        constant=problem.constant + constant,
    )
    found = solve(solver, problem)
    assert found.status is Status.FAILED
    assert not found.is_usable
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("size", [1e-200, 1e200], ids=["tiny", "huge"])
@pytest.mark.parametrize("what", ["objective", "equalities", "right_side", "operator"])
def test_absurd_numbers_raise_nothing(solver, what, size):
    pieces = dict(vars(over_one_cone(hermitian(3, False), np.eye(3), 1, False)))
    pieces[what] = pieces[what] * size
    found = solve(solver, ConicProblem(**pieces), max_iterations=200)
    assert isinstance(found.status, Status)


def test_iteration_limit(solver):
    problem = over_one_cone(hermitian(6, False), np.eye(6), 1, False, order=6)
    found = solve(solver, problem, max_iterations=1)
    assert found.status is Status.ITERATION_LIMIT
    assert found.iterations <= 1


def test_time_limit(solver):
    problem = over_one_cone(hermitian(8, False), np.eye(8), 1, False, order=8)
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


def test_a_package_that_is_not_installed_is_named_when_solving(solver, monkeypatch):
    monkeypatch.setitem(sys.modules, solver, None)
    found = backend(solver)  # late: asking for it is free
    problem = over_one_cone(hermitian(2, True), np.eye(2), 1, True, order=2)
    if solver == OWN:  # it stands on none
        assert found.solve(problem, tolerance=TOLERANCE).status is Status.SOLVED
        return
    with pytest.raises(ImportError, match=f"python -m pip install {solver}") as caught:
        found.solve(problem, tolerance=TOLERANCE)
    assert "\n" not in str(caught.value)

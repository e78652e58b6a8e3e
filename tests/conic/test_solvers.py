"""The registry of backends, and the nouns they share; see test_conformance.py."""

import sys
from types import ModuleType

import numpy as np
import pytest
from scipy import sparse

from sdpsearch.conic.problem import ConicProblem, PsdCone, Solution, Status, failed
from sdpsearch.conic.solvers import DEFAULT_SOLVER, SOLVERS, backend


@pytest.fixture
def problem():
    """Minimise tr X subject to tr X = 1, X ≥ 0 real of order 2."""
    trace = np.array([1.0, 0.0, 1.0])
    eye = sparse.csr_array(sparse.eye_array(3))
    return ConicProblem(trace, trace[None, :], np.ones(1), eye, (PsdCone(2, True),))


def test_default_is_registered():
    assert DEFAULT_SOLVER in SOLVERS


@pytest.mark.parametrize("solver", SOLVERS)
def test_nearest_name_is_offered(solver):
    misspelt = solver[:-1] + "z"
    with pytest.raises(ValueError, match=f"did you mean '{solver}'") as caught:
        backend(misspelt)
    assert repr(misspelt) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_backend_is_one_line_of_registration(problem, monkeypatch):
    asked = []

    def solve(problem, **settings):
        asked.append(settings)
        return failed(problem, "house", "nobody at home")

    module = ModuleType("house_backend")
    module.solve = solve
    monkeypatch.setitem(sys.modules, "house_backend", module)
    monkeypatch.setitem(SOLVERS, "house", ("house_backend", "another one"))
    found = backend("house").solve(problem, tolerance=1e-3, time_limit=7.0)
    assert found.message == "nobody at home"
    assert asked == [{"tolerance": 1e-3, "max_iterations": None, "time_limit": 7.0}]


def test_a_missing_package_is_named_once_it_is_needed(problem, monkeypatch):
    monkeypatch.setitem(SOLVERS, "house", ("house_that_was_never_built", "none"))
    late = backend("house")
    with pytest.raises(ImportError, match="'house_that_was_never_built'") as caught:
        late.solve(problem, tolerance=1e-9)
    assert "python -m pip install house" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_residuals_are_measured_not_claimed(problem):
    lie = Solution(
        problem=problem,
        x=np.array([0.6, 0.0, 0.6]),
        y=np.ones(1),
        z=np.array([-0.3, 0.0, 0.0]),
        status=Status.SOLVED,
        iterations=1,
        seconds=0.1,
        solver="house",
        message="a lie",
    )
    assert lie.primal_residual == pytest.approx(0.2)
    assert lie.dual_residual == pytest.approx(0.3)
    assert lie.gap == pytest.approx(0.2)


def test_shapes_must_fit(problem):
    pieces = dict(vars(problem))
    with pytest.raises(ValueError, match="`operator` must have shape"):
        ConicProblem(**pieces | {"cones": (PsdCone(3, True),)})
    with pytest.raises(ValueError, match="`equalities` must have shape"):
        ConicProblem(**pieces | {"right_side": np.ones(2)})
    with pytest.raises(ValueError, match=r"`constant` must have shape \(3,\)"):
        ConicProblem(**pieces | {"constant": np.ones(2)})

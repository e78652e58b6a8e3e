"""CVXPY as a researcher writes it: σ ≥ 0 whose k marginals on A B_j are all J.

That is k-extendibility: averaged over the copies such a σ is permutation-invariant. Ways
are FORM/SOLVER, or FORM/SOLVER/TOLERANCE:

- feasibility: minimise 0; the status is the verdict;
- margin: maximise t with σ − t 1 ≥ 0; the verdict is t ≥ 0;
- primal: minimise x with marginals (1−x) J_0 + x J_1.
"""

from __future__ import annotations

import warnings

import cvxpy as cp
import numpy as np
from clock import cvxpy_clock
from measure import CLAIMS, matrix, missed

PACKAGES = ("cvxpy", "scs", "clarabel", "numpy")
CLOCK = cvxpy_clock()

_TOLERANCES = {
    "SCS": lambda t: {"eps_abs": t, "eps_rel": t, "max_iters": 200_000},
    "CLARABEL": lambda t: {"tol_gap_abs": t, "tol_gap_rel": t, "tol_feas": t},
}


def answer(question, way):
    form, solver, *tolerance = way.split("/")
    options = _TOLERANCES[solver](float(tolerance[0])) if tolerance else {}
    choi, k = matrix(question["choi"]), question["k"]
    dims = (question["d_in"],) + (question["d_out"],) * k
    x, t = cp.Variable(), cp.Variable()
    goal, target, constraints = cp.Minimize(0), choi, []
    real = not np.iscomplexobj(choi)
    if form == "primal":
        last = matrix(question["last_choi"])
        real = real and not np.iscomplexobj(last)
        goal, target, constraints = cp.Minimize(x), (1 - x) * choi + x * last, [x >= 0]
    order = int(np.prod(dims))
    sigma = cp.Variable((order, order), **{"symmetric" if real else "hermitian": True})
    if form == "margin":
        goal = cp.Maximize(t)
        constraints.append(sigma - t * np.eye(order) >> 0)
    else:
        constraints.append(sigma >> 0)
    constraints += [_marginal(sigma, dims, j) == target for j in range(1, k + 1)]
    problem = cp.Problem(goal, constraints)
    CLOCK.spent = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        problem.solve(solver=solver, **options)
    found = {"said": problem.status, "solver_seconds": CLOCK.spent}
    if form == "primal":
        return found | {"value": None if x.value is None else float(x.value)}
    claim = CLAIMS.get(problem.status)
    if form == "margin":
        found["margin"] = None if claim is None else float(t.value)
        claim = None if claim is None else bool(t.value >= 0)
    residual = missed(sigma.value, choi, dims) if claim else None
    return found | {"verdict": claim, "residual": residual}


def _marginal(sigma, dims, copy):
    """Return the marginal on A B_copy as an expression."""
    for axis in reversed(range(1, len(dims))):
        if axis != copy:
            sigma = cp.partial_trace(sigma, dims, axis)
            dims = dims[:axis] + dims[axis + 1 :]
    return sigma

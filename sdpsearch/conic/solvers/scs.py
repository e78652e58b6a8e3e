"""SCS (O'Donoghue, Chu, Parikh, Boyd, 1312.3039): first-order, complex PSD cone `cs`."""

from __future__ import annotations

import time
from importlib import import_module
from typing import Any

import numpy as np
from scipy import sparse

from sdpsearch.conic.problem import (
    Cone,
    ConicProblem,
    Orthant,
    PsdCone,
    Solution,
    Status,
    failed,
)

NAME = "scs"

_STATUS = {
    1: Status.SOLVED,
    2: Status.INACCURATE,
    -1: Status.UNBOUNDED,
    -2: Status.PRIMAL_INFEASIBLE,
    -6: Status.UNBOUNDED,
    -7: Status.PRIMAL_INFEASIBLE,
}


def solve(
    problem: ConicProblem,
    *,
    tolerance: float = 1e-10,
    max_iterations: int | None = None,
    time_limit: float | None = None,
) -> Solution:
    """Solve with SCS; its cones are written in the very svec coordinates used here."""
    if not problem.is_finite:
        return failed(problem, NAME, "the data are not finite")
    scs: Any = import_module(NAME)  # it tells no types
    rows = problem.operator.shape[0]
    order = _in_their_order(problem)
    matrix = sparse.vstack([sparse.csr_array(problem.equalities), -problem.operator[order]])
    data = {
        "A": sparse.csc_matrix(matrix),
        "b": np.concatenate([problem.right_side, problem.constant[order]]).astype(float),
        "c": np.array(problem.objective, dtype=float),
    }
    psd = [c for c in problem.cones if isinstance(c, PsdCone)]
    cone = {
        "z": problem.right_side.shape[0],
        "l": sum(c.size for c in problem.cones if isinstance(c, Orthant)),
        "s": [c.order for c in psd if c.real],
        "cs": [c.order for c in psd if not c.real],
    }
    settings: dict[str, float | bool] = {
        "verbose": False,
        "eps_abs": tolerance,
        "eps_rel": tolerance,
        "eps_infeas": min(tolerance, 1e-9),
        "max_iters": 100_000 if max_iterations is None else max_iterations,
        "time_limit_secs": time_limit or 0.0,
    }
    start = time.perf_counter()
    try:
        found = scs.SCS(data, cone, **settings).solve()
    except Exception as error:  # raised where its workspace cannot be set up
        return failed(problem, NAME, str(error), time.perf_counter() - start)
    seconds = time.perf_counter() - start
    info = found["info"]
    count = problem.right_side.shape[0]
    duals = np.empty(rows)
    duals[order] = found["y"][count:]
    return Solution(
        problem=problem,
        x=found["x"],
        y=-found["y"][:count],
        z=duals,
        status=_status(info, settings["max_iters"]),
        iterations=int(info["iter"]),
        seconds=seconds,
        solver=NAME,
        message=str(info["status"]),
    )


def _status(info: dict[str, Any], limit: float) -> Status:
    value = info["status_val"]
    if value == 2:
        reached = info["iter"] >= limit
        return Status.ITERATION_LIMIT if reached else Status.TIME_LIMIT
    return _STATUS.get(value, Status.FAILED)


def _in_their_order(problem: ConicProblem) -> np.ndarray:
    """Return the row order that SCS wants: orthants, real cones, complex cones."""

    def kind(pair: tuple[Cone, np.ndarray]) -> int:
        cone = pair[0]
        return 0 if isinstance(cone, Orthant) else 1 if cone.real else 2

    parts = problem.parts(np.arange(problem.operator.shape[0]))
    return np.concatenate([rows for _, rows in sorted(parts, key=kind)])

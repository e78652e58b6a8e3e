"""This package's own interior point, for small dense problems."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from sdpsearch.conic.interior.method import minimise
from sdpsearch.conic.problem import ConicProblem, Solution, Status, failed

NAME = "native"

_ITERATIONS = 100


def solve(
    problem: ConicProblem,
    *,
    tolerance: float = 1e-10,
    max_iterations: int | None = None,
    time_limit: float | None = None,
) -> Solution:
    """Solve by the interior point of conic/interior."""
    if not problem.is_finite:
        return failed(problem, NAME, "the data are not finite")
    begun = time.perf_counter()
    until = np.inf if time_limit is None else begun + time_limit
    iterations = _ITERATIONS if max_iterations is None else max_iterations
    try:
        with np.errstate(all="ignore"):
            found = minimise(problem, tolerance, iterations, until)
            if found.status is Status.STALLED and problem.start is not None:
                # Feasible, but too far from the central path; the method's own is on it.
                done, bare = found.iterations, replace(problem, start=None)
                found = minimise(bare, tolerance, iterations - done, until)
                found = replace(found, iterations=done + found.iterations)
    except (np.linalg.LinAlgError, ValueError) as error:
        return failed(problem, NAME, str(error), time.perf_counter() - begun)
    return Solution(
        problem=problem,
        x=found.x,
        y=found.y,
        z=found.z,
        status=found.status,
        iterations=found.iterations,
        seconds=time.perf_counter() - begun,
        solver=NAME,
        message=found.message,
    )

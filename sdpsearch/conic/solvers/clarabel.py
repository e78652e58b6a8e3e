"""Clarabel (Goulart and Chen, 2405.12762): interior point, real PSD cones.

A Hermitian H ≥ 0 of order n is handed over as the real symmetric

    E(H) = [[Re H, −Im H], [Im H, Re H]] ≥ 0          of order 2n.

Where Clarabel holds c = Aᵀy + (EG)ᵀZ with Z ≥ 0, the multiplier of G itself is
z = E*(Z) = (Z₁₁ + Z₂₂) + i (Z₂₁ − Z₁₂) = [1 −i] Z [1 −i]† ≥ 0: nothing is lost, whether
or not Z has the block form of E, and the factor 2 of E*E = 2 is in its place.
"""

from __future__ import annotations

import time
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from scipy import sparse

from sdpsearch.conic.embedding import real_order, real_rows
from sdpsearch.conic.problem import Cone, ConicProblem, Orthant, Solution, Status, failed
from sdpsearch.linalg import times

NAME = "clarabel"

_STATUS = {
    "Solved": Status.SOLVED,
    "AlmostSolved": Status.INACCURATE,
    "PrimalInfeasible": Status.PRIMAL_INFEASIBLE,
    "AlmostPrimalInfeasible": Status.PRIMAL_INFEASIBLE,
    "DualInfeasible": Status.UNBOUNDED,
    "AlmostDualInfeasible": Status.UNBOUNDED,
    "InsufficientProgress": Status.STALLED,
    "MaxIterations": Status.ITERATION_LIMIT,
    "MaxTime": Status.TIME_LIMIT,
}
#: How far from the tolerances INACCURATE reaches.
_NEARLY = 1e3
#: What is added to the diagonal of Clarabel's linear system: so much, and this share of
#: its largest entry. With the defaults (1e-8 and ε²) two in five small problems with a
#: complex cone stopped short of 1e-9, with these 1 in 80; real cones do not mind.
_REGULARIZATION = (1e-6, 1e-15)


def solve(
    problem: ConicProblem,
    *,
    tolerance: float = 1e-10,
    max_iterations: int | None = None,
    time_limit: float | None = None,
) -> Solution:
    """Solve with Clarabel; whatever it cannot work with becomes Status.FAILED."""
    if not problem.is_finite:
        return failed(problem, NAME, "the data are not finite")
    clarabel: Any = import_module(NAME)  # it makes its names at run time
    count, variables = problem.equalities.shape
    embed = _embedding(problem.cones)
    settings = clarabel.DefaultSettings()
    _set(settings, tolerance, max_iterations, time_limit)
    start = time.perf_counter()
    try:
        # Clarabel wants  minimise q·x  subject to  b − M x = s  in its cones.
        matrix = sparse.vstack(
            [sparse.csr_array(problem.equalities), -(embed @ problem.operator)]
        )
        constant = times(embed, problem.constant)
        cones: list[Any] = [clarabel.ZeroConeT(count)] if count else []
        cones += [
            clarabel.NonnegativeConeT(cone.size)
            if isinstance(cone, Orthant)
            else clarabel.PSDTriangleConeT(real_order(cone))
            for cone in problem.cones
        ]
        solver = clarabel.DefaultSolver(
            sparse.csc_matrix((variables, variables)),
            np.array(problem.objective, dtype=float),
            sparse.csc_matrix(matrix, dtype=float),
            np.concatenate([problem.right_side, constant]).astype(float),
            cones,
            settings,
        )
        found = solver.solve()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic inside Rust is no Exception
        message = f"{type(error).__name__}: {error}"
        return failed(problem, NAME, message, time.perf_counter() - start)
    duals = np.array(found.z)
    return Solution(
        problem=problem,
        x=np.array(found.x),
        y=-duals[:count],
        z=times(embed.T, duals[count:]),
        status=_STATUS.get(str(found.status), Status.FAILED),
        iterations=int(found.iterations),
        seconds=time.perf_counter() - start,
        solver=NAME,
        message=str(found.status),
    )


def _set(
    settings: Any, tolerance: float, max_iterations: int | None, time_limit: float | None
) -> None:
    settings.verbose = False
    settings.max_threads = 1  # as fast at these sizes, and the same twice
    constant, share = _REGULARIZATION
    settings.static_regularization_constant = constant
    settings.static_regularization_proportional = share
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
    # AlmostSolved is what misses these by little, not what reaches Clarabel's 5e-5.
    near = _NEARLY * tolerance
    settings.reduced_tol_gap_abs = settings.reduced_tol_gap_rel = near
    settings.reduced_tol_feas = near
    if max_iterations is not None:
        settings.max_iter = max_iterations
    if time_limit is not None:
        settings.time_limit = time_limit


@lru_cache(maxsize=64)
def _embedding(cones: tuple[Cone, ...]) -> sparse.csr_array:
    return sparse.csr_array(sparse.block_diag([real_rows(cone) for cone in cones]))

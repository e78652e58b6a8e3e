"""QICS (He, Saunderson, Fawzi, 2410.17803): interior point with complex PSD cones."""

from __future__ import annotations

import time
from functools import lru_cache

import numpy as np
from scipy import sparse

from sdpsearch.conic.problem import ConicProblem, PsdCone, Solution, Status
from sdpsearch.linalg import hermitian_basis

NAME = "qics"

_STATUS = {
    "optimal": Status.SOLVED,
    "near_optimal": Status.INACCURATE,
    "pinfeas": Status.PRIMAL_INFEASIBLE,
    "dinfeas": Status.UNBOUNDED,
    "near_pinfeas": Status.PRIMAL_INFEASIBLE,
    "near_dinfeas": Status.UNBOUNDED,
}
_EXIT = {"max_iter": Status.ITERATION_LIMIT, "max_time": Status.TIME_LIMIT}


def solve(
    problem: ConicProblem,
    *,
    tolerance: float = 1e-10,
    max_iterations: int | None = None,
    time_limit: float | None = None,
) -> Solution:
    """Solve with QICS; a crash inside it becomes Status.FAILED with its message."""
    import qics
    from qics.cones import PosSemidefinite

    embed = _embedding(problem.cones)
    start = time.perf_counter()
    try:
        # QICS rescales its input in place: everything handed over is a fresh array.
        model = qics.Model(
            c=problem.objective.reshape(-1, 1).astype(float),
            A=np.array(problem.equalities, dtype=float),
            b=problem.right_side.reshape(-1, 1).astype(float),
            G=sparse.csr_matrix(-(embed @ problem.operator)),
            h=np.zeros((embed.shape[0], 1)),
            cones=[
                PosSemidefinite(cone.order, iscomplex=not cone.real)
                for cone in problem.cones
            ],
        )
        with np.errstate(all="ignore"):
            info = qics.Solver(
                model,
                verbose=0,
                tol_gap=tolerance,
                tol_feas=tolerance,
                max_iter=max_iterations or 100,
                max_time=time_limit or 1e9,  # pyright: ignore[reportArgumentType]
            ).solve()
    except (ValueError, ArithmeticError, AssertionError, TypeError) as error:
        return _failed(problem, time.perf_counter() - start, str(error))
    status = _EXIT.get(info["exit_status"], Status.STALLED)
    status = _STATUS.get(info["sol_status"], status)
    return Solution(
        problem=problem,
        x=np.ravel(info["x_opt"]),
        y=-np.ravel(info["y_opt"]),
        z=embed.T @ np.ravel(info["z_opt"].vec),
        status=status,
        iterations=int(info["num_iter"]),
        seconds=time.perf_counter() - start,
        solver=NAME,
        message=f"{info['sol_status']}, {info['exit_status']}",
    )


def _failed(problem: ConicProblem, seconds: float, message: str) -> Solution:
    variables, rows = problem.objective.shape[0], problem.operator.shape[0]
    return Solution(
        problem=problem,
        x=np.full(variables, np.nan),
        y=np.full(problem.right_side.shape[0], np.nan),
        z=np.full(rows, np.nan),
        status=Status.FAILED,
        iterations=0,
        seconds=seconds,
        solver=NAME,
        message=message,
    )


@lru_cache(maxsize=64)
def _embedding(cones: tuple[PsdCone, ...]) -> sparse.csr_array:
    """Return the isometry from svec coordinates to QICS's interleaved full matrices."""
    return sparse.csr_array(sparse.block_diag([_interleave(c) for c in cones]))


def _interleave(cone: PsdCone) -> sparse.csr_array:
    basis = hermitian_basis(cone.order, cone.real)
    if cone.real:
        return basis
    coo = sparse.coo_array(basis)
    row, col = coo.coords
    data = np.array(coo.data)
    shape = (2 * basis.shape[0], basis.shape[1])
    matrix = sparse.csr_array(
        (
            np.concatenate([np.real(data), np.imag(data)]),
            (np.concatenate([2 * row, 2 * row + 1]), np.concatenate([col, col])),
        ),
        shape=shape,
    )
    matrix.eliminate_zeros()
    return matrix

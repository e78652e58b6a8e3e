"""QICS (He, Saunderson, Fawzi, 2410.17803): interior point with complex PSD cones."""

from __future__ import annotations

import time
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from scipy import sparse

from sdpsearch.conic.compression import Compression
from sdpsearch.conic.problem import (
    Cone,
    ConicProblem,
    Orthant,
    PsdCone,
    Solution,
    Status,
    failed,
)
from sdpsearch.linalg import hermitian_basis, times
from sdpsearch.threads import one_numba_thread

NAME = "qics"

_STATUS = {
    "optimal": Status.SOLVED,
    "near_optimal": Status.INACCURATE,
    "pinfeas": Status.PRIMAL_INFEASIBLE,
    "dinfeas": Status.UNBOUNDED,
    "near_pinfeas": Status.PRIMAL_INFEASIBLE,
    "near_dinfeas": Status.UNBOUNDED,
}
#: From this order of X on the fast congruence beats QICS's own.
_WORTHWHILE = 9
#: Up to this many entries a cone's coefficient matrices are multiplied densely, a complex
#: one counted as the six real products it costs.
_DENSE_ENTRIES = 900_000

_EXIT = {"max_iter": Status.ITERATION_LIMIT, "max_time": Status.TIME_LIMIT}


def solve(
    problem: ConicProblem,
    *,
    tolerance: float = 1e-10,
    max_iterations: int | None = None,
    time_limit: float | None = None,
) -> Solution:
    """Solve with QICS; a crash inside it becomes Status.FAILED with its message."""
    if not problem.is_finite:
        return failed(problem, NAME, "the data are not finite")
    qics: Any = import_module(NAME)  # it tells no types
    embed = _embedding(problem.cones)
    start = time.perf_counter()
    try:
        cones = _cones(problem)
        # QICS rescales its input in place: everything handed over is a fresh array.
        model = qics.Model(
            c=problem.objective.reshape(-1, 1).astype(float),
            A=np.array(problem.equalities, dtype=float),
            b=problem.right_side.reshape(-1, 1).astype(float),
            G=sparse.csr_matrix(-(embed @ problem.operator)),
            h=times(embed, problem.constant).reshape(-1, 1).astype(float),
            cones=cones,
        )
        with np.errstate(all="ignore"):
            solver = qics.Solver(
                model,
                verbose=0,
                tol_gap=tolerance,
                tol_feas=tolerance,
                max_iter=100 if max_iterations is None else max_iterations,
                max_time=1e9 if time_limit is None else time_limit,
            )
            _tell_scaling(model)
            # numba's threads would only wait for each other.
            with one_numba_thread():
                info: dict[str, Any] = solver.solve()
    except Exception as error:  # QICS meets bad numerics with many kinds
        message = f"{type(error).__name__}: {error}"
        return failed(problem, NAME, message, time.perf_counter() - start)
    status = _EXIT.get(info["exit_status"], Status.STALLED)
    status = _STATUS.get(info["sol_status"], status)
    return Solution(
        problem=problem,
        x=info["x_opt"].ravel(),
        y=-info["y_opt"].ravel(),
        z=times(embed.T, info["z_opt"].vec.ravel()),
        status=status,
        iterations=int(info["num_iter"]),
        seconds=time.perf_counter() - start,
        solver=NAME,
        message=f"{info['sol_status']}, {info['exit_status']}",
    )


def _cones(problem: ConicProblem) -> list[Any]:
    """Return QICS cones that form their part of the Schur complement the fastest way."""
    sizes = [compression.size for compression in problem.compressions]
    if min(sizes, default=0) >= _WORTHWHILE:
        pairs = zip(problem.cones, problem.compressions, strict=True)
        return [_compressed_cone()(cone, compression) for cone, compression in pairs]
    return [_usual_cone(cone, problem.objective.shape[0]) for cone in problem.cones]


def _usual_cone(cone: Cone, variables: int) -> Any:
    if isinstance(cone, Orthant):
        return _their_cones().NonNegOrthant(cone.size)
    products = variables * cone.order**2 * (1 if cone.real else 6)
    kind = _dense_cone() if products <= _DENSE_ENTRIES else _their_cones().PosSemidefinite
    return kind(cone.order, iscomplex=not cone.real)


# QICS's own congruence runs over all pairs of non-zeros, in code that numba compiles on
# first use. The two cones below replace it by matrix products. Should a later QICS call
# its method otherwise, its own is used: slower, not wrong.


def _their_cones() -> Any:
    return import_module("qics.cones")


@lru_cache(maxsize=1)
def _compressed_cone() -> type:
    """Return a PSD cone of QICS that forms <A_p, Z A_q Z> by Compression."""

    class CompressedCone(_their_cones().PosSemidefinite):
        def __init__(self, cone: PsdCone, compression: Compression) -> None:
            super().__init__(cone.order, iscomplex=not cone.real)  # pyright: ignore[reportUnknownMemberType]
            self.compression = compression
            self.row_scale = np.ones(1)

        def base_congr(self, A: Any, X: Any, X_rt2: Any) -> Any:
            product = self.compression.congruence(X)
            product *= self.row_scale
            product *= self.row_scale[:, None]
            return product

    return CompressedCone


@lru_cache(maxsize=1)
def _dense_cone() -> type:
    """Return a PSD cone of QICS that forms <A_p, Z A_q Z> from the matrices L†A_pL."""

    class DenseCone(_their_cones().PosSemidefinite):
        matrices: np.ndarray | None = None

        def base_congr(self, A: Any, X: Any, X_rt2: Any) -> Any:
            if self.matrices is None:
                dense = A.toarray() if hasattr(A, "toarray") else A
                rows = np.ascontiguousarray(dense)
                kind = complex if self.iscomplex else float
                self.matrices = rows.view(kind).reshape(-1, self.n, self.n)
            turned = X_rt2.conj().T @ (self.matrices @ X_rt2)
            flat = turned.reshape(len(turned), -1).view(float)
            return flat @ flat.T

    return DenseCone


def _tell_scaling(model: Any) -> None:
    """Tell the compressed cones by what QICS has scaled their rows."""
    for cone, rows in zip(model.cones, model.cone_idxs, strict=True):
        if hasattr(cone, "row_scale"):
            cone.row_scale = 1.0 / (model.c_scale.ravel() * model.h_scale[rows][0, 0])


@lru_cache(maxsize=64)
def _embedding(cones: tuple[Cone, ...]) -> sparse.csr_array:
    """Return the isometry from svec coordinates to QICS's interleaved full matrices."""
    return sparse.csr_array(sparse.block_diag([_interleave(c) for c in cones]))


def _interleave(cone: Cone) -> sparse.csr_array:
    if isinstance(cone, Orthant):
        return sparse.csr_array(sparse.eye_array(cone.size))
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

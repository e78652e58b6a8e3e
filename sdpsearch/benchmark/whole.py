"""The threshold of a line of Choi operators on the whole space, reduced in no way."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from sdpsearch.conic.problem import ConicProblem, PsdCone
from sdpsearch.linalg import Array, coordinate_count, is_real, smat, svec


def whole_programme(
    first: Array, last: Array, dims: tuple[int, int], k: int
) -> ConicProblem:
    """Return the programme whose optimum is −x*, x* the least x with an extension.

        minimise  tr(V J_0)   subject to  tr(V (J_1 − J_0)) = 1,  (1/k) Σ_j V_(AB_j)⊗1 ≥ 0,

    is the dual of: minimise x with tr_(B_2…B_k) σ = (1−x) J_0 + x J_1 for a
    permutation-invariant σ ≥ 0 on A B_1 … B_k (derived here). Where no J on the line has
    full rank, no σ is strictly positive, and the optimum need not be attained.

    Args:
        first: J_0, shape (d_A d_B, d_A d_B).
        last: J_1, likewise.
        dims: (d_A, d_B).
        k: number of copies.

    Returns:
        The programme in svec coordinates of V, with one cone of order d_A d_B^k.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.benchmark.whole import whole_programme
        >>> from sdpsearch.conic.solvers import native
        >>> line = sd.zoo.depolarizing(d=2)
        >>> posed = whole_programme(line(0).choi, line(1).choi, (2, 2), 2)
        >>> round(float(posed.objective @ native.solve(posed).x), 8)
        -0.33333333
    """
    real = is_real(first, last)
    if real:
        first, last = first.real, last.real
    order, size = dims[0] * dims[1] ** k, dims[0] * dims[1]
    units = [smat(unit, size, real) for unit in np.eye(coordinate_count(size, real))]
    columns = [svec(_spread(unit, dims, k), real)[:, None] for unit in units]
    operator = sparse.hstack([sparse.csr_array(column) for column in columns])
    slope = svec(last - first, real)
    return ConicProblem(
        objective=svec(first, real),
        equalities=slope[None, :],
        right_side=np.ones(1),
        operator=sparse.csr_array(operator),
        cones=(PsdCone(order, real),),
    )


def _spread(witness: Array, dims: tuple[int, int], k: int) -> Array:
    """Return (1/k) Σ_j V_(AB_j)⊗1."""
    shape = (dims[0],) + (dims[1],) * k
    lifted = np.kron(witness, np.eye(dims[1] ** (k - 1))).reshape(shape + shape)
    n, order = len(shape), dims[0] * dims[1] ** k
    placed = [lifted.swapaxes(1, j).swapaxes(n + 1, n + j) for j in range(1, k + 1)]
    return np.mean(placed, axis=0).reshape(order, order)

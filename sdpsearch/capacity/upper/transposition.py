"""The transposition bound Q(Φ) ≤ log₂ ‖Θ∘Φ‖_⋄ of Holevo and Werner, quant-ph/9912067.

For the Hermitian Choi operator X = J(Θ∘Φ) = J(Φ)^Γ of a map that preserves Hermiticity,
Watrous's programme (0901.4709) for the diamond norm reads

    ‖Θ∘Φ‖_⋄ = min { ‖tr_B Y‖_∞ : −Y ≤ X ≤ Y },

so that every feasible Y gives a bound. Y = |X| needs no programme, and is optimal where
tr |X|/d_in, the value of the maximally entangled input, reaches it (on covariant
channels). Otherwise the programme is solved; its Y is shifted until it is feasible.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from sdpsearch.capacity.upper.bound import UpperBound
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop import as_channel
from sdpsearch.conic.problem import ConicProblem, PsdCone
from sdpsearch.conic.solvers import DEFAULT_SOLVER, attempts, backend
from sdpsearch.linalg import (
    Array,
    coordinate_count,
    dagger,
    hermitian_part,
    is_real,
    partial_trace,
    partial_transpose,
    psd_floor,
    smat,
    svec,
)

#: Choi operators of a larger order keep the bound from Y = |X|.
LARGEST = 24
#: The programme is not worth solving where |X| is that close to optimal.
_CLOSE = 1e-9


@dataclass(frozen=True)
class TranspositionBound:
    """An upper bound on log₂ ‖Θ∘Φ‖_⋄, so on Q(Φ).

    Attributes:
        bits: the bound, from a feasible Y recomputed in numpy, whatever a solver said.
        method: where that Y is from.
    """

    bits: float
    method: str


def transposition_bound(
    channel: Any, *, solver: str = DEFAULT_SOLVER, time_limit: float | None = None
) -> TranspositionBound:
    """Return log₂ ‖Θ∘Φ‖_⋄, an upper bound on the quantum capacity of Φ.

    It is 0 for PPT channels and no others, and log₂ d for the identity.

    Args:
        channel: Φ, a Channel or anything as_channel() takes.
        solver: backend, as in decide().
        time_limit: seconds the solver may take.

    Raises:
        ValueError: the data is not a channel, or the solver is unknown.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.capacity import transposition_bound
        >>> round(transposition_bound(sd.zoo.depolarizing(d=2)(0.2)).bits, 9)
        0.765534746
    """
    found = as_channel(channel)
    tries = attempts(solver)
    dims = (found.d_in, found.d_out)
    x = hermitian_part(partial_transpose(found.choi, dims))
    values, vectors = np.linalg.eigh(x)
    norm = _norm_bound((vectors * np.abs(values)) @ dagger(vectors), x, dims)
    method = "Y = |J^Γ|"
    entangled = float(np.sum(np.abs(values))) / found.d_in
    if norm - entangled > _CLOSE and x.shape[0] <= LARGEST:
        for attempt in tries:
            y = _solve(x, dims, attempt.solver, attempt.tolerance, time_limit)
            if y is None:
                continue
            better = _norm_bound(y, x, dims)
            if better < norm:
                norm, method = better, f"Y by {attempt}"
            break
    return TranspositionBound(float(np.log2(max(1.0, norm))), method)


def bound(channel: Channel, *, solver: str, time_limit: float | None = None) -> UpperBound:
    """Return the transposition bound as one of the upper bounds on Q(Φ)."""
    found = transposition_bound(channel, solver=solver, time_limit=time_limit)
    reason = (
        "transposition bound log ‖Θ∘Φ‖_⋄ (Holevo, Werner, quant-ph/9912067), with "
        f"{found.method} checked feasible"
    )
    return UpperBound(found.bits, "transposition", reason, True)


def _norm_bound(y: Array, x: Array, dims: tuple[int, int]) -> float:
    """Return ‖tr_B Y'‖ for the least shift Y' = Y + δ1 with −Y' ≤ X ≤ Y'."""
    shift = max(0.0, -psd_floor(hermitian_part(y - x)), -psd_floor(hermitian_part(y + x)))
    return shift * dims[1] - psd_floor(-hermitian_part(partial_trace(y, dims, 1)))


def _solve(
    x: Array, dims: tuple[int, int], solver: str, tolerance: float, limit: float | None
) -> Array | None:
    """Return Y from the programme over (svec Y, t)."""
    real = is_real(x)
    order = x.shape[0]
    count = coordinate_count(order, real)
    one, data = sparse.eye_array(count), svec(x, real)
    zero = sparse.csr_array((count, 1))
    units = (smat(unit, order, real) for unit in np.eye(count))
    trace = np.array([svec(partial_trace(u, dims, 1), real) for u in units]).T
    eye = sparse.csr_array(svec(np.eye(dims[0]), real)[:, None])
    operator = sparse.vstack(
        [
            sparse.hstack([one, zero]),
            sparse.hstack([one, zero]),
            sparse.hstack([-sparse.csr_array(trace), eye]),
        ]
    )
    problem = ConicProblem(
        objective=np.eye(count + 1)[count],
        equalities=np.zeros((0, count + 1)),
        right_side=np.zeros(0),
        operator=sparse.csr_array(operator),
        cones=(PsdCone(order, real), PsdCone(order, real), PsdCone(dims[0], real)),
        constant=np.concatenate([-data, data, np.zeros(eye.shape[0])]),
    )
    found = backend(solver).solve(problem, tolerance=tolerance, time_limit=limit)
    return smat(found.x[:count], order, real) if found.is_usable else None

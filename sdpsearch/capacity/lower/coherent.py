"""The coherent information of one use, Q_1 = max_ρ I_c(Φ, ρ), or a lower bound on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sdpsearch.capacity.lower.cone import maximise_by_qics
from sdpsearch.channels import checks
from sdpsearch.channels.interop import as_channel
from sdpsearch.coherent.ascent import climb, multi_start
from sdpsearch.coherent.information import Outputs
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.linalg import Array, readonly
from sdpsearch.properties import Degradable, Verdict, settle
from sdpsearch.threads import one_blas_thread

MAXIMUM, LOWER_BOUND = "certified maximum", "lower bound"

#: A gap above this has the optimum polished by ascent.
_TOLERANCE = 1e-8
DEFAULT_STARTS = 8


@dataclass(frozen=True, eq=False)
class CoherentMaximum:
    """A state with large coherent information, and what that says about the maximum.

    Attributes:
        kind: "certified maximum" for a degradable channel, where I_c is concave and
            `upper` bounds it over all states; "lower bound" otherwise, and where
            rounding leaves no finite bound.
        value: I_c(Φ, ρ) in bits, computed from the state.
        upper: λ_max(∇I_c(ρ)), recomputed from the state with a rounding guard and
            without the solver; None for a lower bound.
        state: ρ, shape (d_in, d_in), read-only.
        method: what found the state, in its own words.
    """

    kind: str
    value: float
    upper: float | None
    state: Array
    method: str

    @property
    def gap(self) -> float:
        """Duality gap upper − value in bits; +∞ for a lower bound."""
        return np.inf if self.upper is None else self.upper - self.value


@one_blas_thread()
def maximise_coherent_information(
    channel: Any,
    *,
    degradable: bool | None = None,
    solver: str = DEFAULT_SOLVER,
    starts: int = DEFAULT_STARTS,
    seed: int = 0,
    time_limit: float | None = None,
) -> CoherentMaximum:
    """Maximise I_c(Φ, ρ) = S(Φ(ρ)) − S(Φ^c(ρ)) over input states ρ.

    For a degradable channel I_c is concave (Yard, Hayden, Devetak, quant-ph/0501045) and
    the global maximum is found as a conic programme, by QICS, with the duality gap
    λ_max(∇I_c(ρ)) − I_c(ρ), which needs no solver to compute. Otherwise
    local ascents from the maximally mixed and from random states give a lower bound.

    Args:
        channel: Φ, a Channel or anything as_channel() takes.
        degradable: whether Φ is degradable, where that is known; True makes the answer
            as good as that knowledge. decide() is asked when not given.
        solver: backend for that question.
        starts: number of local ascents for a channel that is not known degradable.
        seed: of the random starts.
        time_limit: seconds each solver may take.

    Raises:
        ValueError: the data is not a channel, the solver is unknown, or starts < 1.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.capacity import maximise_coherent_information
        >>> found = maximise_coherent_information(sd.zoo.dephasing()(0.11))
        >>> found.kind, round(found.value, 9), found.gap < 1e-9
        ('certified maximum', 0.500084042, True)
    """
    found = as_channel(channel)
    checks.dimension("starts", starts)
    if degradable is None:
        asked = settle(found, Degradable(), solver=solver, time_limit=time_limit)
        degradable = asked.verdict is Verdict.HOLDS
    outputs = Outputs.of(found)
    if not degradable:
        rho = multi_start(outputs, starts, seed)
        value = outputs.coherent_information(rho)
        method = f"best of {starts} local ascents (L-BFGS, seed {seed})"
        return CoherentMaximum(LOWER_BOUND, value, None, readonly(rho), method)
    rho, method = maximise_by_qics(outputs, time_limit)
    if rho is None:
        rho = np.eye(found.d_in) / found.d_in
    best = _certified(outputs, rho, method)
    if best.gap > _TOLERANCE:
        polished = _certified(outputs, climb(outputs, rho), f"{method}; then L-BFGS")
        best = min(best, polished, key=lambda candidate: candidate.gap)
    return best


def _certified(outputs: Outputs, rho: Array, method: str) -> CoherentMaximum:
    value = outputs.coherent_information(rho)
    # Rounding may put the bound of an exact optimum below its value.
    upper = max(value, outputs.bound(rho))
    if not np.isfinite(upper):  # an output next to singular: rounding eats the bound
        return CoherentMaximum(LOWER_BOUND, value, None, readonly(rho), method)
    return CoherentMaximum(MAXIMUM, value, float(upper), readonly(rho), method)

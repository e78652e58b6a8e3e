"""Two-sided bounds on the quantum capacity, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sdpsearch.capacity.lower.coherent import (
    DEFAULT_STARTS,
    CoherentMaximum,
    maximise_coherent_information,
)
from sdpsearch.capacity.lower.transmitted import transmitted
from sdpsearch.capacity.upper import BOUNDS
from sdpsearch.capacity.upper.bound import UpperBound
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop import as_channel
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.extension.memory import ProblemTooLarge
from sdpsearch.properties import (
    PPT,
    Antidegradable,
    Decision,
    Degradable,
    Property,
    SignedExtendible,
    Verdict,
    check_options,
    settle,
)
from sdpsearch.properties.inquiry import is_affordable
from sdpsearch.reported import Reported
from sdpsearch.threads import one_blas_thread

#: Bounds that close meet; a degradable channel's gap is far below it.
MEETING = 1e-6
#: Coherent information below this is rounding, and no reason to call Q positive.
_ROUNDING = 1e-12

_ZERO = {
    "ppt": "PPT channels have no quantum capacity (Horodecki, Horodecki, Horodecki, "
    "quant-ph/9904092)",
    "antidegradable": "no cloning leaves antidegradable channels no quantum capacity "
    "(Bennett, DiVincenzo, Smolin, quant-ph/9701015)",
    "signed-extendible": "its outputs are told apart no better than its environment's, "
    "however they are encoded (docs/signed-extensions.md)",
}
#: Lower bounds that say nothing: their bits, their names and reasons.
_TRIVIAL = 0.0, "trivial", "no capacity is negative"
_OPEN = (
    0.0,
    "open",
    "no capacity is negative; whether Q = 0 is open: no input with coherent information "
    "> 0 was found, of one use or several, and no reason for Q = 0",
)
#: How a verdict that holds was reached.
_CERTIFIED = "by a checked certificate"
_SHOWN = {"ppt": "by the eigenvalues of J^Γ, to rounding"}
_DEGRADABLE = (
    "one use is all of Q for degradable channels (Devetak, Shor, quant-ph/0311131), and "
    "its maximum is bounded by duality"
)


@dataclass(frozen=True, eq=False)
class CapacityBounds(Reported):
    """A lower and an upper bound on the quantum capacity Q(Φ), in bits.

    Attributes:
        channel: Φ.
        lower: lower bound on Q, at least 0.
        upper: the least of `upper_bounds`.
        lower_name: what tables call the lower bound.
        lower_reason: why it is one.
        positive: whether Q > 0 is shown, be it less than can be told from 0.
        upper_name: what tables call the upper bound.
        upper_reason: why it is one.
        checked: whether the upper bound rests on what was recomputed here alone.
        upper_bounds: every upper bound that was computed.
        maximum: the state behind the lower bound; None where Q is known to be zero.
        decisions: the verdicts asked for.
    """

    channel: Channel
    lower: float
    upper: float
    lower_name: str
    lower_reason: str
    positive: bool
    upper_name: str
    upper_reason: str
    checked: bool
    upper_bounds: tuple[UpperBound, ...]
    maximum: CoherentMaximum | None
    decisions: tuple[Decision, ...]

    @property
    def exact(self) -> bool:
        """Whether the bounds meet within 1e-6 bits, so that Q is known."""
        return bool(self.upper - self.lower <= MEETING)

    def __repr__(self) -> str:
        return f"CapacityBounds(Q in [{self.lower:.9g}, {self.upper:.9g}])"


@one_blas_thread()
def quantum_capacity(
    channel: Any,
    *,
    solver: str = DEFAULT_SOLVER,
    starts: int = DEFAULT_STARTS,
    seed: int = 0,
    time_limit: float | None = None,
    known: Mapping[str, str] | None = None,
) -> CapacityBounds:
    """Bound the quantum capacity of a channel from both sides.

    PPT or antidegradable: 0. Degradable: the coherent information of one use, a concave
    maximisation with a certified gap. Otherwise, and where a verdict is undecided, the
    best coherent information found below, and above the transposition bound
    log ‖Θ∘Φ‖_⋄ (Holevo, Werner, quant-ph/9912067) and log min(d_in, d_out). Where no
    coherent information of one use is found: signed-extendible, 0, and else singularities
    and codes of several uses. Being none of these does not imply Q > 0: only a positive
    lower bound does, and between Q is open.

    Args:
        channel: Φ, a Channel or anything as_channel() takes.
        solver: backend for the verdicts and the transposition bound, as in decide().
        starts: number of local ascents where Φ is not known to be degradable.
        seed: of their random starts.
        time_limit: seconds each solver may take.
        known: "antidegradable", "degradable" or "signed-extendible", to the reason why Φ
            is that: used where the verdict is undecided, as at a threshold, and named in
            the reason.

    Raises:
        ValueError: the data is not a channel, the solver is unknown, or starts < 1.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.capacity import quantum_capacity
        >>> found = quantum_capacity(sd.zoo.erasure(d=2)(0.2))
        >>> round(found.lower, 9), found.exact, found.upper_name
        (0.6, True, 'degradable')
    """
    found = as_channel(channel)
    check_options(solver, time_limit)
    given = {} if known is None else known
    decisions: list[Decision] = []

    def asked(property: Property) -> tuple[str | None, bool]:
        """Return why the property holds, None where it is not known to, and if checked."""
        if not is_affordable(property, found):
            return given.get(property.name), False
        try:
            decision = settle(found, property, solver=solver, time_limit=time_limit)
        except ProblemTooLarge:
            return given.get(property.name), False
        decisions.append(decision)
        if decision.verdict is Verdict.HOLDS:
            return f"{property.name} {_SHOWN.get(property.name, _CERTIFIED)}", True
        undecided = decision.verdict is Verdict.UNDECIDED
        return given.get(property.name) if undecided else None, False

    def vanishing(*mechanisms: Property) -> CapacityBounds | None:
        """Return that Q = 0 by the first mechanism that holds."""
        for property in mechanisms:
            why, checked = asked(property)
            if why is not None:
                reason = f"{why}; {_ZERO[property.name]}"
                zero = UpperBound(0.0, property.name, reason, checked)
                return _bounds(found, [zero], _TRIVIAL, None, decisions)
        return None

    nothing = vanishing(PPT(), Antidegradable())
    if nothing is not None:
        return nothing
    why, checked = asked(Degradable())
    maximum = maximise_coherent_information(
        found,
        degradable=why is not None,
        starts=starts,
        seed=seed,
        time_limit=time_limit,
    )
    lower = _lower(found, maximum)
    if maximum.upper is None:
        if lower is None:
            nothing = vanishing(SignedExtendible())
            if nothing is not None:
                return nothing
            lower = transmitted(found, seed)
        uppers = [
            bound(found, solver=solver, time_limit=time_limit) for bound in BOUNDS.values()
        ]
    else:
        reason = f"{why}; {_DEGRADABLE}"
        width = BOUNDS["dimension"](found, solver=solver)
        uppers = [width, UpperBound(maximum.upper, "degradable", reason, checked)]
    return _bounds(found, uppers, lower or _OPEN, maximum, decisions)


def _bounds(
    channel: Channel,
    uppers: list[UpperBound],
    below: tuple[float, str, str],
    maximum: CoherentMaximum | None,
    decisions: list[Decision],
) -> CapacityBounds:
    # The last named wins a tie: it says more than the dimension does.
    least = min(reversed(uppers), key=lambda bound: bound.bits)
    lower, name, reason = below
    return CapacityBounds(
        channel=channel,
        # Rounding may put a state's value above a bound it attains.
        lower=float(min(lower, least.bits)),
        upper=float(least.bits),
        lower_name=name,
        lower_reason=reason,
        positive=below not in (_TRIVIAL, _OPEN),
        upper_name=least.name,
        upper_reason=least.reason,
        checked=least.checked,
        upper_bounds=tuple(uppers),
        maximum=maximum,
        decisions=tuple(decisions),
    )


def _lower(channel: Channel, maximum: CoherentMaximum) -> tuple[float, str, str] | None:
    """Return what one use transmits, its name and its reason; None if nothing is found."""
    if not maximum.value > _ROUNDING:
        return None
    if maximum.upper is not None:
        reason = "coherent information of one use at its certified maximum"
        return maximum.value, "coherent information", reason
    d = channel.d_in
    if np.allclose(maximum.state, np.eye(d) / d, rtol=0, atol=1e-6):
        reason = (
            "coherent information at the maximally mixed input; local ascents found no "
            "better state, a lower bound"
        )
        return maximum.value, "hashing", reason
    reason = "best coherent information that local ascents found, a lower bound"
    return maximum.value, "coherent information", reason

"""decide() and settle(): a question put to a property, its options checked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from sdpsearch import deadline
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.checks import real_number
from sdpsearch.channels.interop import as_channel
from sdpsearch.conic.solvers import DEFAULT_SOLVER, attempts
from sdpsearch.interval import Interval
from sdpsearch.properties.crosscheck import cross_checked
from sdpsearch.properties.decision import Decision, Verdict
from sdpsearch.properties.names import Asked, as_property
from sdpsearch.properties.property import Property
from sdpsearch.threads import one_blas_thread


@one_blas_thread()
def decide(
    channel: Any,
    property: Asked,
    *,
    solver: str = DEFAULT_SOLVER,
    time_limit: float | None = None,
    cross_check: bool | str = False,
    prove: bool | str = False,
) -> Decision:
    """Decide whether a channel has a property, with a certificate that was re-checked.

    The verdict never rests on the solver's status: HOLDS comes from an extension
    repaired to the exact marginals and checked positive, FAILS from a witness checked
    against every extension, both with a rounding guard (see `sdpsearch.extension.line`);
    otherwise the answer is UNDECIDED with its reason.

    Args:
        channel: a Channel or anything as_channel() takes.
        property: Antidegradable(), Degradable(), KExtendible(k), PPT(), … or its name,
            e.g. "antidegradable" or "3-extendible".
        solver: name of the backend, with a preset after a colon ("scs:fast"; "accurate"
            otherwise), or several separated by commas ("qics,clarabel"): the next is
            asked only when the ones before left the answer open, and the reason says so.
        time_limit: seconds the whole call may take, building, every solver and proofs
            included; reaching it gives UNDECIDED, or what was certified till then.
        cross_check: True to ask the independent search over N as well, on another
            solver, or its language/solver, e.g. "picos/cvxopt"; the comparison is in
            `Decision.cross_check`.
        prove: whether to prove the verdict in exact arithmetic; the certificate is in
            `Decision.certificate`, and can settle what floating point leaves undecided.
            "map" has (anti)degradability proved by the exact map N where the channel is
            stated exactly, rather than by an extension.

    Raises:
        ValueError: the data is not a channel, or the solver or the property is unknown.
        TypeError: `property` is neither a property nor a name.
        ProblemTooLarge: the problem needs more memory than the machine has free.
        FormulationsDisagreeError: a cross-check contradicts the verdict.

    Example:
        >>> import sdpsearch as sd
        >>> d = sd.decide(sd.zoo.amplitude_damping()(0.6), "antidegradable")
        >>> d.verdict.name, d.residual < 1e-12
        ('HOLDS', True)
    """
    question = as_property(property)
    check_options(solver, time_limit)
    if prove not in (True, False, "map"):
        raise ValueError(
            f'Argument `prove` must be True, False or "map", but is {prove!r}.'
        )
    if prove == "map" and not question.has_map:
        raise ValueError(
            f'Argument `prove` must be True, not "map": no map proves {question.name}.'
        )
    asked = as_channel(channel)
    with deadline.within(time_limit):
        decision = answered(asked, question, solver, time_limit)
        try:
            if cross_check is not False:
                search = cross_check if isinstance(cross_check, str) else None
                found = cross_checked(decision, solver=search, time_limit=time_limit)
                decision = replace(decision, cross_check=found)
            if not prove:
                return decision
            deadline.check("a proof was looked for")
            # Imported here: FLINT is needed by none who asks for no proof.
            from sdpsearch.properties.certify import proved

            return proved(decision, as_map=prove == "map")
        except deadline.OutOfTime as end:
            return replace(decision, reason=f"{decision.reason[:-1]}; {end}.")


def answered(
    channel: Channel, property: Property, solver: str, time_limit: float | None
) -> Decision:
    """Return a property's answer, UNDECIDED with the reason when the time is up."""
    try:
        deadline.check("the question was put")
        return _timed(property.decide(channel, solver=solver, time_limit=time_limit))
    except deadline.OutOfTime as end:
        reason = f"Whether the channel is {property.name} is undecided: {end}."
        return Decision(
            channel=channel,
            property=property,
            verdict=Verdict.UNDECIDED,
            margin=Interval(-1.0, np.inf),
            map=None,
            witness=None,
            residual=0.0,
            reason=reason,
            solver=solver,
            solves=0,
        )


def _timed(decision: Decision) -> Decision:
    """Return the decision; one that is open when the time is up says so."""
    if decision.verdict is not Verdict.UNDECIDED:
        return decision
    try:
        deadline.check("it was still open")
    except deadline.OutOfTime as end:
        return replace(decision, reason=f"{decision.reason[:-1]}; {end}.")
    return decision


def settle(
    channel: Any,
    property: Asked,
    *,
    solver: str = DEFAULT_SOLVER,
    time_limit: float | None = None,
) -> Decision:
    """Decide, with an exact proof only where floating point leaves the answer open.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.properties import settle
        >>> channel = sd.zoo.amplitude_damping()(0.5)
        >>> settle(channel, sd.Antidegradable()).verdict.name
        'HOLDS'
    """
    with deadline.within(time_limit):
        decision = decide(channel, property, solver=solver)
        if decision.verdict is not Verdict.UNDECIDED or deadline.is_over():
            return decision
        # Imported here: FLINT is needed by none who asks for no proof.
        from sdpsearch.properties.certify import proved

        try:
            return proved(decision)
        except deadline.OutOfTime:
            return decision


def check_options(solver: str, time_limit: float | None) -> None:
    """Raise ValueError for an unknown solver or a time limit that is no positive number."""
    attempts(solver)
    if time_limit is None:
        return
    if not isinstance(time_limit, (int, float)) or not time_limit > 0:
        raise ValueError(
            f"Argument `time_limit` must be a positive number, but is {time_limit!r}."
        )
    real_number("time_limit", time_limit)

"""What floats took for zero in an answer, confirmed or settled in exact arithmetic.

A face in special position (more vectors than a count of equations guarantees), a linear
identity, a direction left out of the range: each is there to rounding of the data and no
further, while HOLDS depends on it. All three are decided over Q, from the channel's squares
where it knows them, else from its floats, every one taken literally. A face that floats
have to rounding only is one that no float could do better: there HOLDS is a statement to
rounding of the data, and its reason says so, as long as what was taken for zero is nothing
but their last digits. FAILS needs none of this: a witness pays for what the face may have
been taken wrong.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.extension.membership import Membership
from sdpsearch.interval import Interval
from sdpsearch.properties.decision import Decision, Verdict, with_claimed_map
from sdpsearch.properties.qubit import by_criterion, failing_qubit
from sdpsearch.properties.rankone import measures_and_prepares
from sdpsearch.properties.zeros import (
    confirmed_face,
    is_affordable,
    is_graded,
    is_last_digits,
    is_scalar,
    takes_for_granted,
)

#: Margins of the two-qubit criterion that are rounding of the data.
_EDGE = 1e-14
#: A map that misses the output by more is none.
_MAP_RESIDUAL = 1e-9
#: Margins in here are as good as a solver in floats will get them.
_NEAR = 1e-3
#: Largest dimension of A⊗B⊗B' on which a proof that nobody asked for is tried.
_PROVED_DIMENSION = 64
#: Why a channel has extensions to any number of copies, in exact arithmetic.
_PREPARED = "all its Kraus operators have rank one exactly, so that outputs can be copied"
_NEARLY_PREPARED = (
    "all its Kraus operators have rank one, to rounding of its data, so that outputs can "
    "be copied"
)


def grounded(
    found: Membership, channel: Channel, stated: Channel, copies: int
) -> Membership:
    """Return an answer without the HOLDS that would rest on something taken for zero.

    Args:
        found: the engine's answer about the channel or its complement.
        channel: the channel given.
        stated: the one whose extension is asked for, up to an isometry of its output, with
            squares if they are known.
        copies: k.
    """
    if found.margin.lower <= 0:
        return found
    if found.face.is_full and np.isinf(found.margin.upper) and is_scalar(stated):
        reason = "J is the reference point of its face, exactly"
        return replace(found, margin=Interval(np.inf, np.inf), reason=reason)
    if not takes_for_granted(found, channel):
        return found
    exact = stated.squares is not None
    told = "exact Kraus operators" if exact else "literal floats"
    if measures_and_prepares(stated):
        reason = f"{found.reason}, and {_PREPARED}"
        return replace(found, reason=reason)
    affordable = is_affordable(stated, copies)
    confirmed = confirmed_face(found, stated, copies) if affordable else None
    if confirmed:
        margin = found.margin
        if found.face.bound.shape[1] == 1:
            margin = Interval(np.inf, np.inf)  # J_ref is all that the face leaves of J
        reason = f"{found.reason}, on a face decided exactly from its {told}"
        return replace(found, margin=margin, reason=reason)
    literal_qubit = not exact and channel.d_in == channel.d_out == 2  # at its word
    graded = is_graded(channel)
    last_digits = not graded and is_last_digits(found, channel)
    if confirmed is None and last_digits and not (literal_qubit or failing_qubit(stated)):
        return replace(found, reason=f"{found.reason}, to rounding of its data")
    if exact:
        why = "its face is not, or not shown to be, in exact arithmetic what floats show"
    else:
        why = (
            f"to rounding of its data it is ({found.reason}), but the floats themselves do "
            "not say so: state it exactly (from_squares, a family of the zoo), or add a "
            "little white noise, e.g. white_noise(channel)(1e-12)"
        )
    margin = Interval(-1.0, found.margin.upper)
    return replace(
        found,
        margin=margin,
        extension=None,
        reason=why,
        is_fragile=True,
        held=not (exact or graded),
    )


def settled(decision: Decision, stated: Channel, copies: int) -> Decision:
    """Return the decision, by exact arithmetic where floats are the wrong tool for it.

    That is where something was taken for zero and turned out not to be confirmed, or
    where the Kraus operators' weights differ by more than a solver can see. Other open
    questions, on a boundary, are left to proofs that were asked for.

    Args:
        decision: the engine's, open or not.
        stated: as in grounded().
        copies: k.
    """
    found = decision.membership
    if decision.verdict is not Verdict.UNDECIDED or found is None:
        return decision
    qubit = stated.d_in == stated.d_out == 2
    lost = found.is_fragile or is_graded(decision.channel)
    near = decision.margin.lower >= -_NEAR and decision.margin.upper <= _NEAR
    if not (lost or near):
        return decision  # a failure of the solver, which another may mend
    if measures_and_prepares(stated):
        return _concluded(decision, True, _PREPARED)
    floats = stated.squares is None and not qubit
    if floats and measures_and_prepares(stated, to_rounding=True):
        return _concluded(decision, True, _NEARLY_PREPARED)
    if qubit and copies == 2:
        said = by_criterion(stated, -1.0 if lost else _EDGE)
        return decision if said is None else _concluded(decision, *said)
    if not lost:
        return decision
    failing = failing_qubit(stated)
    if failing is not None:
        return _concluded(decision, False, failing)
    if not is_affordable(stated, copies):
        return decision
    # Imported here: FLINT is needed by few decisions.
    from sdpsearch.proof.prove.point import prove_as_stated

    piece = prove_as_stated(stated, copies)
    if isinstance(piece, str):
        return decision
    how = f"decided in exact arithmetic from its {piece.statement.source}"
    return _concluded(decision, piece.holds, how)


def settled_by_proof(decision: Decision, entries: int = 0) -> Decision:
    """Return an open decision on a boundary, closed where its exact channel is proved.

    Only a channel that knows its squares is exactly on a boundary.

    Args:
        decision: the decision.
        entries: the largest product of the dimension of A⊗B⊗B' and the entries of J with
            which a proof is tried where that dimension is not small.
    """
    channel = decision.channel
    near = decision.margin.lower >= -_NEAR and decision.margin.upper <= _NEAR
    size = channel.d_in * channel.d_out**2
    small = size <= _PROVED_DIMENSION or size * np.count_nonzero(channel.choi) <= entries
    known = channel.squares is not None and small
    if decision.verdict is not Verdict.UNDECIDED or not (near and known):
        return decision
    claim = decision.property.claim(channel)
    piece = None if claim is None else claim.at_point(decision.membership, holds=True)
    if piece is None or isinstance(piece, str) or piece.statement.radius:
        return decision
    how = f"decided in exact arithmetic from its {piece.statement.source}"
    return _concluded(decision, piece.holds, how)


def _concluded(decision: Decision, holds: bool, how: str) -> Decision:
    found, margin = decision.membership, decision.margin
    if not holds and found is not None and found.held:
        # Two answers to one question, a rounding apart, are none.
        return replace(
            decision, reason=f"{decision.reason[:-1]} (taken literally it fails)."
        )
    if holds:
        margin = Interval(max(margin.lower, 0.0), max(margin.upper, 0.0))
    else:
        margin = Interval(min(margin.lower, 0.0), min(margin.upper, 0.0))
    negated = "" if holds else "not "
    concluded = replace(
        decision,
        verdict=Verdict.HOLDS if holds else Verdict.FAILS,
        margin=margin,
        reason=(
            f"The channel is {negated}{decision.property.name}: {how}, where a solver's "
            "floats cannot tell."
        ),
    )
    if not holds:
        return concluded
    # The solver's own extension proves nothing here; its map is as good as its residual.
    found = with_claimed_map(concluded)
    return found if found.residual <= _MAP_RESIDUAL else concluded

"""What floats took for zero in an answer, confirmed or settled in exact arithmetic.

A face in special position (more vectors than a count of equations guarantees), a linear
identity, a direction left out of the range: each is there to rounding of the data and no
further, while HOLDS depends on it. Where the channel knows its squares all three are
decided over Q; of a qubit's channel in floats every float is taken literally. Where neither
is possible, HOLDS is a statement to rounding of the data, and its reason says so. FAILS
needs none of this: a witness pays for what the face may have been taken wrong.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.extension.membership import Membership
from sdpsearch.interval import Interval
from sdpsearch.properties.decision import Decision, Verdict

#: Largest dimension of A⊗B^k on which a face is decided over Q; and for floats read
#: literally, whose generic faces have long numbers, of qubits' channels only.
_EXACT_DIMENSION = 250
_LITERAL_DIMENSION = 130
#: Kraus operators below this (as amplitudes, relative to the largest) weigh no more than
#: what is taken for zero on a face, and are lost in a solver.
_GRADED = 1e-6


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
    if found.margin.lower <= 0 or not _takes_for_granted(found, channel):
        return found
    affordable = _is_affordable(channel, stated, copies)
    confirmed = _confirmed(found, stated, copies) if affordable else None
    if confirmed:
        margin = found.margin
        if found.face.bound.shape[1] == 1:
            margin = Interval(np.inf, np.inf)  # J_ref is all that the face leaves of J
        told = "exact Kraus operators" if stated.squares is not None else "literal floats"
        reason = f"{found.reason}, on a face decided exactly from its {told}"
        return replace(found, margin=margin, reason=reason)
    if confirmed is None and not is_graded(channel):
        return replace(found, reason=f"{found.reason}, to rounding of its data")
    exact = stated.squares is not None
    if confirmed is None:
        why = "some of its Kraus operators weigh less than the rounding of the others"
    elif exact:
        why = "its face is another one in exact arithmetic than to rounding"
    else:
        why = (
            "to rounding of its data it is, taken literally its face is another one (where "
            "Kraus operators depend on each other to rounding, ask about minimal())"
        )
    margin = Interval(-1.0, found.margin.upper)
    return replace(found, margin=margin, extension=None, reason=why, is_fragile=exact)


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
    channel = decision.channel
    if not (found.is_fragile or is_graded(channel)):
        return decision
    if not _is_affordable(channel, stated, copies):
        return decision
    # Imported here: FLINT is needed by few decisions.
    from sdpsearch.proof.member import prove_as_stated

    piece = prove_as_stated(stated, copies)
    if isinstance(piece, str):
        return decision
    margin = decision.margin
    if piece.holds:
        margin = Interval(max(margin.lower, 0.0), max(margin.upper, 0.0))
    else:
        margin = Interval(min(margin.lower, 0.0), min(margin.upper, 0.0))
    negated = "" if piece.holds else "not "
    return replace(
        decision,
        verdict=Verdict.HOLDS if piece.holds else Verdict.FAILS,
        margin=margin,
        reason=(
            f"The channel is {negated}{decision.property.name}: decided in exact "
            f"arithmetic from its {piece.statement.source}, where floats cannot tell."
        ),
    )


def _takes_for_granted(found: Membership, channel: Channel) -> bool:
    """Whether rounding might hide a larger range, a smaller face or a broken identity."""
    face = found.face
    if channel.range.cut > 0 and not channel.range.is_full:
        return True  # so are dependent Kraus operators
    return not face.is_full and (not face.is_generic or found.identities is not None)


def is_graded(channel: Channel) -> bool:
    """Whether some Kraus operators weigh too little beside others for floats to tell."""
    values = np.linalg.svd(channel.kraus_matrix, compute_uv=False)[: channel.rank]
    return bool(values[-1] < _GRADED * values[0])


def _is_affordable(channel: Channel, stated: Channel, copies: int) -> bool:
    """Whether the face is decided exactly in a moment."""
    size = stated.d_in * stated.d_out**copies
    if stated.squares is not None:
        return size <= _EXACT_DIMENSION
    return channel.d_in * channel.d_out <= 4 and size <= _LITERAL_DIMENSION


def _confirmed(found: Membership, stated: Channel, copies: int) -> bool | None:
    """Whether the exact face is the one found and J satisfies its identities exactly.

    None where no exact channel is stated.
    """
    # Imported here: FLINT is needed by few decisions.
    from sdpsearch.proof.exact.matrix import pairing
    from sdpsearch.proof.faces import find_face
    from sdpsearch.proof.statement import as_given

    statement = as_given(stated)
    if statement is None:
        return None
    exact = find_face([statement], copies)
    orders = {diagram: exact.order(diagram) for diagram in exact.diagrams}
    if orders != {block.diagram: block.order for block in found.face.blocks}:
        return False
    return all(
        pairing(direction, statement.choi) == 0 for direction in exact.free_directions()
    )

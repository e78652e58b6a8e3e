"""What floats took for zero in an answer: where, how much, and whether it is so exactly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.schur_weyl import Diagram
from sdpsearch.linalg import EPS

#: Largest dimension of A⊗B^k on which a face is decided over Q.
_EXACT_DIMENSION = 250
#: Largest product of that dimension with the entries of J where these are floats read
#: literally: their numbers grow long.
LITERAL_ENTRIES = 5_000
#: Kraus operators below this (as amplitudes, relative to the largest) weigh no more than
#: what is taken for zero on a face, and are lost in a solver.
_GRADED = 1e-6
#: What entries that were computed in floats miss, after the few steps that made them.
_LAST_DIGITS = 10 * EPS


def takes_for_granted(found: Membership, channel: Channel) -> bool:
    """Whether rounding might hide a larger range, a smaller face or a broken identity."""
    face = found.face
    # Nothing can be missing from a range that is all of the space.
    if not channel.range.is_full and (channel.range.cut > 0 or _lacks_weights(channel)):
        return True  # so are dependent Kraus operators
    return not face.is_full and (not face.is_generic or found.identities is not None)


def _lacks_weights(channel: Channel) -> bool:
    """Whether exact Kraus entries are nonzero where their floats are 0."""
    squares = channel.squares
    return squares is not None and bool(np.any((squares != 0) & (channel.kraus == 0)))


def is_graded(channel: Channel) -> bool:
    """Whether some Kraus operators weigh too little beside others for floats to tell."""
    values = np.linalg.svd(channel.kraus_matrix, compute_uv=False)[: channel.rank]
    return bool(values[-1] < _GRADED * values[0])


def is_affordable(stated: Channel, copies: int) -> bool:
    """Whether the face is decided exactly in a moment."""
    size = stated.d_in * stated.d_out**copies
    if stated.squares is not None:
        return size <= _EXACT_DIMENSION
    return size * np.count_nonzero(stated.choi) <= LITERAL_ENTRIES


def is_scalar(stated: Channel) -> bool:
    """Whether J is certainly a multiple of 1, J_ref on the face that is the whole cone."""
    # Imported here: FLINT is needed by few decisions.
    from sdpsearch.proof.exact.matrix import combine, equal, identity
    from sdpsearch.proof.statement.state import as_given

    statement = as_given(stated)
    if statement is None or len(set(statement.scales)) > 1:
        return False
    choi = statement.choi
    corner = Fraction(choi.entries.get((0, 0), (0, 0))[0], choi.denominator)
    return equal(choi, combine([(corner, identity(choi.rows))], choi.rows))


def is_last_digits(found: Membership, channel: Channel) -> bool:
    """Whether all that was taken for zero is of the size of the data's last digits."""
    identities = (found.identities or 0.0) / channel.d_in  # per unit of trace, as J has d_a
    taken = max(found.face.leak, identities, channel.range.cut)
    return taken <= _LAST_DIGITS


def confirmed_face(found: Membership, stated: Channel, copies: int) -> bool | None:
    """Whether the exact face is the one found and J satisfies its identities exactly.

    None where floats taken literally differ, as they may in their last digits, and where
    nothing is stated.
    """
    # Imported here: FLINT is needed by few decisions.
    from sdpsearch.proof.statement.face import find_face
    from sdpsearch.proof.statement.state import as_given

    statement = as_given(stated)
    if statement is None:
        return None
    exact = find_face([statement], copies)
    if not found.face.real:
        exact = replace(exact, real=False)  # to be counted alike
    orders = {diagram: exact.order(diagram) for diagram in exact.diagrams}
    shown = Counter[Diagram]()
    for block in found.face.blocks:  # many of one diagram, where charges divide the face
        shown[block.diagram] += block.order
    # Between charges, where a divided face does not look, J satisfies what there is to.
    unseen = exact.identities - found.face.free.shape[1]
    same = (
        orders == shown
        and (unseen == 0 or (unseen > 0 and found.face.charges > 1))
        and exact.admits(statement.choi)
    )
    if same and found.face.forced:
        # Imported here: FLINT is needed by few decisions.
        from sdpsearch.proof.statement.signed import signed_orders

        same = signed_orders(exact) == found.face.orders
    return None if not same and stated.squares is None else same

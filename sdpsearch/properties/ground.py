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

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from sys import float_info
from typing import TYPE_CHECKING

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.exact.criteria import exact_two_qubit_margin
from sdpsearch.extension.membership import Membership
from sdpsearch.interval import Interval
from sdpsearch.linalg import EPS, Array
from sdpsearch.properties.decision import Decision, Verdict

if TYPE_CHECKING:
    from sdpsearch.proof.exact.matrix import Matrix

#: Largest dimension of A⊗B^k on which a face is decided over Q, and largest product of it
#: with the entries of J where these are floats read literally: their numbers grow long.
_EXACT_DIMENSION = 250
_LITERAL_ENTRIES = 5_000
#: Kraus operators below this (as amplitudes, relative to the largest) weigh no more than
#: what is taken for zero on a face, and are lost in a solver.
_GRADED = 1e-6
#: What entries that were computed in floats miss, after the few steps that made them.
_LAST_DIGITS = 10 * EPS
#: Margins of the two-qubit criterion that are rounding of the data.
_EDGE = 1e-14
#: Margins in here are as good as a solver in floats will get them.
_NEAR = 1e-3


#: Why a channel has extensions to any number of copies, in exact arithmetic.
_PREPARED = "all its Kraus operators have rank one exactly, so that outputs can be copied"
_NEARLY_PREPARED = (
    "all its Kraus operators have rank one, to rounding of its data, so that outputs can "
    "be copied"
)


def measures_and_prepares(channel: Channel, *, to_rounding: bool = False) -> bool:
    """Whether every Kraus operator given has rank one, decided exactly unless told.

    Such a channel measures, and prepares a state that the outcome names: for K = |b><a|,
    J = Σ |a*><a*|⊗|b><b| and Σ |a*><a*|⊗|b><b|^⊗k extends it. Floats count as the dyadic
    numbers they are; of squares, products of two compare like the entries'.
    """
    kraus = channel.kraus if channel.squares is None else channel.squares
    test = _nearly_has_rank_one if to_rounding else _has_rank_one
    return all(test(operator) for operator in kraus)


def _nearly_has_rank_one(operator: Array) -> bool:
    """Whether another matrix of rank one has every entry but for its last digits."""
    operator = operator / np.max(np.abs(operator), initial=float_info.min)
    row, column = divmod(int(np.argmax(np.abs(operator))), operator.shape[1])
    products = operator[row, column] * operator
    minors = products - np.outer(operator[:, column], operator[row])
    # An entry's own size counts: small ones are no less known than large ones.
    return bool(np.all(np.abs(minors) <= 8 * EPS * np.abs(products)))


def _has_rank_one(operator: Array) -> bool:
    floats = operator.dtype.kind == "c"
    size = np.abs(operator.astype(complex))
    # Exact entries may be too small for floats, all of them even.
    largest = np.argmax(size if size.any() else operator != 0)
    row, column = divmod(int(largest), size.shape[1])
    minors = size[row, column] * size - np.outer(size[:, column], size[row])
    if np.any(np.abs(minors) > 1e-12 * size[row, column] ** 2):
        return False  # by far: the exact question need not be asked
    # Over the integers, real and imaginary part apart.
    parts = (operator.real, operator.imag) if floats else (operator, operator * 0)
    real, imag = (_fractions(part) for part in parts)

    def product(p: tuple[int, int], q: tuple[int, int]) -> tuple[Fraction, Fraction]:
        return (
            real[p] * real[q] - imag[p] * imag[q],
            real[p] * imag[q] + imag[p] * real[q],
        )

    return all(
        product((row, column), (i, j)) == product((i, column), (row, j))
        for i in range(operator.shape[0])
        for j in range(operator.shape[1])
        if i != row and j != column
    )


def _fractions(array: Array) -> Array:
    return np.vectorize(Fraction, otypes=[object])(array)


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
    exact = stated.squares is not None
    told = "exact Kraus operators" if exact else "literal floats"
    if measures_and_prepares(stated):
        reason = f"{found.reason}, and {_PREPARED}"
        return replace(found, reason=reason)
    affordable = _is_affordable(stated, copies)
    confirmed = _confirmed(found, stated, copies) if affordable else None
    if confirmed:
        margin = found.margin
        if found.face.bound.shape[1] == 1:
            margin = Interval(np.inf, np.inf)  # J_ref is all that the face leaves of J
        reason = f"{found.reason}, on a face decided exactly from its {told}"
        return replace(found, margin=margin, reason=reason)
    literal_qubit = not exact and channel.d_in == channel.d_out == 2  # at its word
    graded = is_graded(channel)
    last_digits = not graded and _is_last_digits(found, channel)
    if confirmed is None and last_digits and not (literal_qubit or _failing_qubit(stated)):
        return replace(found, reason=f"{found.reason}, to rounding of its data")
    if exact:
        why = "its face is not, or not shown to be, in exact arithmetic what floats show"
    else:
        why = (
            f"to rounding of its data it is ({found.reason}), but the floats themselves do "
            "not say so: state it exactly (from_squares, a family of the zoo), or, where "
            "Kraus operators depend on each other, ask about minimal()"
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
        return _by_criterion(decision, stated, -1.0 if lost else _EDGE)
    if not lost:
        return decision
    failing = _failing_qubit(stated)
    if failing is not None:
        return _concluded(decision, False, failing)
    if not _is_affordable(stated, copies):
        return decision
    # Imported here: FLINT is needed by few decisions.
    from sdpsearch.proof.prove.point import prove_as_stated

    piece = prove_as_stated(stated, copies)
    if isinstance(piece, str):
        return decision
    how = f"decided in exact arithmetic from its {piece.statement.source}"
    return _concluded(decision, piece.holds, how)


def _by_criterion(decision: Decision, stated: Channel, least: float) -> Decision:
    """Return an open decision about two copies of a qubit by the two-qubit criterion.

    Where its margin is at most `least`, the question is left to a proof that is asked for.
    """
    # Imported here: FLINT is needed by few decisions.
    from sdpsearch.proof.statement.state import as_given

    statement = as_given(stated)
    if statement is None:
        return decision
    margin = exact_two_qubit_margin(_entries(statement.choi, range(4)), statement.scales)
    if abs(margin) <= least:
        return decision
    how = f"the two-qubit criterion (1310.3530) says so, exactly, of its {statement.source}"
    return _concluded(decision, margin >= 0, how)


def _failing_qubit(stated: Channel) -> str | None:
    """Return why a part of the channel is not 2-extendible, exactly; None where none shows.

    What a channel makes of inputs in the span of two basis vectors is extendible if the
    channel is. Where that lies in the span of two output basis vectors the two-qubit
    criterion decides: for Kraus operators that are diagonal, or nearly so.
    """
    operators = stated.kraus if stated.squares is None else stated.squares
    reached = [set(np.nonzero(operators[:, :, a])[1]) for a in range(stated.d_in)]
    pairs = [
        (a, c, sorted(int(b) for b in reached[a] | reached[c]))
        for a, c in combinations(range(stated.d_in), 2)
        if len(reached[a] | reached[c]) == 2
    ]
    if not pairs or np.count_nonzero(stated.choi) > _LITERAL_ENTRIES:
        return None
    # Imported here: FLINT is needed by few decisions.
    from sdpsearch.proof.statement.state import as_given

    statement = as_given(stated)
    if statement is None:
        return None
    for a, c, outputs in pairs:
        places = [x * stated.d_out + b for x in (a, c) for b in outputs]
        scales = [statement.scales[b] for b in outputs]
        if exact_two_qubit_margin(_entries(statement.choi, places), scales) < 0:
            return (
                f"of inputs in the span of |{a}> and |{c}> it makes a qubit's channel, of "
                "which the two-qubit criterion (1310.3530) says so, exactly, of its "
                f"{statement.source}"
            )
    return None


def _entries(choi: Matrix, places: Sequence[int]) -> list[list[tuple[Fraction, Fraction]]]:
    """Return a submatrix as pairs of fractions."""

    def entry(p: int, q: int) -> tuple[Fraction, Fraction]:
        re, im = choi.entries.get((p, q), (0, 0))
        return Fraction(re, choi.denominator), Fraction(im, choi.denominator)

    return [[entry(p, q) for q in places] for p in places]


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
    return replace(
        decision,
        verdict=Verdict.HOLDS if holds else Verdict.FAILS,
        margin=margin,
        reason=(
            f"The channel is {negated}{decision.property.name}: {how}, where floats "
            "cannot tell."
        ),
    )


def _takes_for_granted(found: Membership, channel: Channel) -> bool:
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


def _is_affordable(stated: Channel, copies: int) -> bool:
    """Whether the face is decided exactly in a moment."""
    size = stated.d_in * stated.d_out**copies
    if stated.squares is not None:
        return size <= _EXACT_DIMENSION
    return size * np.count_nonzero(stated.choi) <= _LITERAL_ENTRIES


def _is_last_digits(found: Membership, channel: Channel) -> bool:
    """Whether all that was taken for zero is of the size of the data's last digits."""
    identities = found.identities or 0.0
    taken = max(found.face.leak, identities, channel.range.cut)
    return taken <= _LAST_DIGITS


def _confirmed(found: Membership, stated: Channel, copies: int) -> bool | None:
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
    same = (
        orders == {block.diagram: block.order for block in found.face.blocks}
        and exact.identities == found.face.free.shape[1]
        and exact.admits(statement.choi)
    )
    return None if not same and stated.squares is None else same

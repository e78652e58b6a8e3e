"""The signed answer for one operator: how deep inside E_k, or how far outside.

With J_ref the marginal of the maximally mixed state on the face, the margin is

    m(J) = −min { t : (1−t) J + t J_ref ∈ E_k },

positive inside, zero on the boundary, negative outside, never below −1, and +∞ for
J ∝ J_ref. Both its bounds are checked (see `line`), and their signs are the verdict.

Linear identities tr(WJ) = 0 that all extensions on a face satisfy are the exception: J
satisfies them on a set without interior, so floats can refute it there, never confirm it.
Such an answer is marked (`Membership.identities`) for exact arithmetic to settle.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sdpsearch import deadline
from sdpsearch.channels.range import Range
from sdpsearch.conic.problem import ConicProblem
from sdpsearch.conic.solvers import Attempt, attempts
from sdpsearch.extension.checks import (
    prove_extension,
    psd_margin,
    refuted_by,
    shifted_witness,
)
from sdpsearch.extension.face import Face
from sdpsearch.extension.facial_reduction import face_of
from sdpsearch.extension.identities import identity_part, rounding
from sdpsearch.extension.line import InteriorPoint, Line, LineAnswer, solve_line
from sdpsearch.extension.membership import (
    Membership,
    broken_identity,
    excluded,
    if_sharp,
    left_open,
    reason_for,
    refuted,
)
from sdpsearch.interval import Interval
from sdpsearch.linalg import Array


def find_membership(
    choi: Array,
    span: Range,
    dims: tuple[int, int],
    k: int,
    *,
    real: bool,
    solver: str,
    time_limit: float | None = None,
    columns: Array | None = None,
) -> Membership:
    """Decide whether `choi` is k-extendible on its second factor.

    Args:
        choi: J on A⊗B.
        span: its range R.
        dims: (d_a, d_b).
        k: number of copies.
        real: whether J and R are real.
        solver: name of the backend.
        time_limit: seconds for the solver.
        columns: M where J = M M†, whose zeros may show a symmetry.

    Raises:
        ProblemTooLarge: the problem needs more memory than the machine has.
    """
    face = face_of(span, dims, k, real, columns, (choi,))
    found = membership_on(face, choi, solver=solver, time_limit=time_limit)
    is_open = found.margin.lower <= 0 <= found.margin.upper
    if not (face.orders and face.is_turned and is_open) or deadline.is_over():
        return found
    face = face_of(span, dims, k, real)
    again = membership_on(face, choi, solver=solver, time_limit=time_limit)
    return replace(again, solves=found.solves + again.solves)


def membership_on(
    face: Face, choi: Array, *, solver: str, time_limit: float | None = None
) -> Membership:
    """Decide membership of J on the face that its range leaves, which may be empty."""
    if face.orders:
        marginal = face.coordinates(choi)
        return margin_on(face, marginal, solver=solver, time_limit=time_limit)
    if not face.is_certain:
        return left_open(face, "the face is empty, or not, within rounding of the data")
    return excluded(face)


def margin_programme(
    choi: Array,
    span: Range,
    dims: tuple[int, int],
    k: int,
    *,
    real: bool,
    columns: Array | None = None,
) -> ConicProblem:
    """Return the witness form of the margin; its optimum is −t* = m(J).

    Args:
        choi: J on A⊗B.
        span: its range R.
        dims: (d_a, d_b).
        k: number of copies.
        real: whether J and R are real.
        columns: M where J = M M†, whose zeros may show a symmetry.

    Raises:
        ValueError: the face decides, and there is no programme to write down.
        ProblemTooLarge: the problem needs more memory than the machine has.
    """
    return programme_on(face_of(span, dims, k, real, columns, (choi,)), choi)


def programme_on(face: Face, choi: Array) -> ConicProblem:
    """Return the programme of J's margin on its face.

    Raises:
        ValueError: the face decides, and there is no programme to write down.
    """
    if not face.orders:
        raise ValueError("The face alone decides this channel: it is empty.")
    marginal = face.coordinates(choi)
    component = identity_part(face, marginal)
    if np.linalg.norm(component) > rounding(face, marginal):
        raise ValueError("A linear identity alone decides this channel.")
    direction = face.reference_marginal - (marginal - component)
    if np.linalg.norm(direction) <= rounding(face, marginal):
        raise ValueError("The channel is the reference point of its face: margin +∞.")
    return Line(face, marginal - component, direction).problem()


def margin_on(
    face: Face, marginal: Array, *, solver: str, time_limit: float | None = None
) -> Membership:
    """Decide membership of the operator with the given coordinates on a known face."""
    component = identity_part(face, marginal)
    violation = float(np.linalg.norm(component))
    if violation > 0:
        # Identities hold to rounding only: their W is a witness like any other.
        witness = shifted_witness(face, -component / violation)
        if witness is not None and refuted_by(face, witness, marginal):
            found = refuted(face, witness, broken_identity(violation))
            return replace(found, obstruction=face.lift(component))
    if violation > rounding(face, marginal):
        reason = f"{broken_identity(violation)}, too little to tell from rounding"
        return replace(left_open(face, reason), obstruction=face.lift(component))
    found = _margin_along(face, marginal - component, solver, time_limit)
    if face.free.shape[1]:
        found = replace(found, identities=violation)
    return if_sharp(found)


def _margin_along(
    face: Face, marginal: Array, solver: str, time_limit: float | None
) -> Membership:
    """Return the margin of an operator that satisfies the face's identities."""
    apart = float(np.linalg.norm(marginal - face.reference_marginal))
    if apart <= rounding(face, marginal):
        proof = prove_extension(face, face.reference, marginal)
        if proof.floor > 0:
            # J = J_ref + δ: (1+T)J − T J_ref has an extension while the correction for
            # (1+T)δ, of norm at most (1+T)‖δ‖/gain, leaves σ_ref positive.
            depth = proof.floor * face.gain / max(apart, rounding(face, marginal))
            margin = Interval(max(0.0, depth - 1), np.inf)
            reason = "J is the reference point of its face, to rounding"
            return Membership(face, margin, proof.extension, None, None, 0, reason)
    line = Line(face, marginal, face.reference_marginal - marginal)
    found = None
    made: list[Attempt] = []
    for attempt in attempts(solver):
        answer = solve_line(line, solver=attempt, time_limit=time_limit)
        made.append(attempt)
        found = _narrowed(found, _from_answer(face, marginal, answer), marginal)
        if found.margin.lower > 0 or found.margin.upper < 0 or deadline.is_over():
            break
    assert found is not None
    if len(made) == 1:
        return found
    escalated = f"{found.reason}; asked in turn: {', '.join(map(str, made))}"
    return replace(found, reason=escalated)


def _from_answer(face: Face, marginal: Array, answer: LineAnswer) -> Membership:
    """Turn the bracket of t* on the line to J_ref into a margin with its certificate."""
    lower, upper, extension = -1.0, max(-1.0, -answer.lower()), None
    claim = None
    if answer.extension is not None and answer.witness is not None:
        depth = max(0.0, -answer.estimate)
        mixed = (answer.extension + depth * face.reference) / (1 + depth)
        claim = (mixed, answer.witness)
    reference = InteriorPoint(1.0, face.reference, face.reference_spread[0])
    found = answer.upper(reference)
    if found is not None:
        # An extension of (1−t)J + tJ_ref with t < 0 is moved along to one of J itself.
        depth = max(0.0, -found.position)
        mixed = (found.extension + depth * face.reference) / (1 + depth)
        proof = prove_extension(face, mixed, marginal)
        lower = max(-1.0, -found.position)
        if lower > 0:
            extension = proof.extension if proof.floor > 0 else None
            lower = lower if proof.floor > 0 else 0.0
    margin = Interval(lower, max(lower, upper))
    return Membership(
        face=face,
        margin=margin,
        extension=extension,
        witness=answer.witness if margin.upper < 0 else None,
        solution=answer.solution,
        solves=1,
        reason=reason_for(margin, answer.solution),
        claim=claim,
        solver=answer.solution.solver,
    )


def _narrowed(first: Membership | None, second: Membership, marginal: Array) -> Membership:
    """Return the second answer, its margin cut down to what the first one proved.

    Of what the two claim the one that misses less stays: a second solver is no better for
    being asked later.
    """
    if first is None:
        return second
    claims = [found.claim for found in (first, second) if found.claim is not None]
    best = min(
        claims, key=lambda claim: _missed(second.face, claim[0], marginal), default=None
    )
    lower = max(first.margin.lower, second.margin.lower)
    margin = Interval(lower, max(lower, min(first.margin.upper, second.margin.upper)))
    assert second.solution is not None
    reason = reason_for(margin, second.solution)
    solves = first.solves + 1
    return replace(second, margin=margin, solves=solves, reason=reason, claim=best)


def _missed(face: Face, stacked: Array, marginal: Array) -> float:
    """Return by how much claimed blocks miss a marginal, or positivity."""
    off = float(np.linalg.norm(marginal - face.marginal_of(stacked)))
    return max(off, -psd_margin(face, stacked))

"""The answer to whether one operator is k-extendible, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sdpsearch.conic.problem import Solution
from sdpsearch.extension.face import Face
from sdpsearch.interval import Interval
from sdpsearch.linalg import Array

NOWHERE = Interval(-1.0, -1.0)
#: On what HOLDS and FAILS rest.
REPAIRED = "an extension was repaired to the exact marginal and checked positive"
CHECKED = "a witness was checked against every extension"


@dataclass(frozen=True)
class Membership:
    """Whether J ∈ E_k, and why.

    Attributes:
        face: the face J lives on.
        margin: checked interval around m(J).
        extension: stacked coordinates of a checked extension, when margin.lower > 0.
        witness: coordinates on Herm(R) of W with S_λ(W) ≥ 0 checked and tr(WJ) < 0,
            when margin.upper < 0.
        solution: the solver's claim; None when the face alone decided, and where many
            programmes were solved at once.
        solves: number of conic programmes solved for it.
        reason: one sentence.
        obstruction: where extensions satisfy linear identities that J violates, the
            component of J, on A⊗B, that they forbid.
        claim: the solver's own extension and witness, unproved: where an exact proof
            starts; None when the face alone decided.
        identities: largest tr(WJ), for J of trace d_a, of linear identities that J
            satisfies to rounding and the answer takes for granted; None without any.
        is_fragile: whether the question was left open because an answer would turn on
            something that is zero to rounding only, which no better solve will change.
        held: whether it is so to rounding of the data, and open for what that hides.
        solver: the backend that was asked; None when the face alone decided.
    """

    face: Face
    margin: Interval
    extension: Array | None
    witness: Array | None
    solution: Solution | None
    solves: int
    reason: str
    obstruction: Array | None = None
    claim: tuple[Array, Array] | None = None
    identities: float | None = None
    is_fragile: bool = False
    held: bool = False
    solver: str | None = None


def left_open(face: Face, reason: str) -> Membership:
    """Return that rounding alone leaves the question open."""
    margin = Interval(-1.0, np.inf)
    return Membership(face, margin, None, None, None, 0, reason, is_fragile=True)


def refuted(face: Face, witness: Array, reason: str) -> Membership:
    """Return that a checked witness refutes every operator of the face."""
    return Membership(face, NOWHERE, None, witness, None, 0, reason)


def broken_identity(violation: float) -> str:
    """Return the reason where J has that component in the free directions."""
    return f"a linear identity of all extensions is violated by {violation:.1e}"


def excluded(face: Face) -> Membership:
    """Return that nothing is an extension, since the face has no blocks."""
    why = "no vector has all its marginals in the range of J"
    return refuted(face, -face.identity, why)


def if_sharp(found: Membership) -> Membership:
    """Take back HOLDS on a face that some vectors belong to only approximately."""
    if found.margin.lower <= 0 or found.face.is_sharp:
        return found
    reason = (
        "the face has no clear edge (a sine of "
        f"{found.face.leak:.1e} was taken for zero), so an extension on it proves nothing"
    )
    margin = Interval(-1.0, found.margin.upper)
    return replace(found, margin=margin, extension=None, reason=reason, is_fragile=True)


def reason_for(margin: Interval, solution: Solution) -> str:
    """Return why a margin is what it is."""
    if margin.lower > 0:
        return REPAIRED
    if margin.upper < 0:
        return CHECKED
    said = f"{solution.solver}: {solution.status.value} ({solution.message})"
    return f"the checked margin [{margin.lower:.1e}, {margin.upper:.1e}] contains 0; {said}"

"""The one core problem: how far along a line is an operator k-extendible?

    x* = min { x : J_0 + x D ∈ E_k },       E_k = marginals of S_k-invariant σ ≥ 0,

solved in witness form on a face,

    maximise −tr(W J_0)   subject to   tr(W D) = 1,   S_λ(W) ≥ 0 for all λ,

and then bracketed without trusting the solver. With E_k closed and convex:

- below: W' = W + δ·1 with S_λ(W') ≥ 0 checked (S_λ(1) = 1) refutes every x with
  tr(W'(J_0 + x D)) < 0;
- above: the solver's dual variable Z, moved a little towards a known interior point of
  the line and repaired to the exact marginal, proves x if it is checked positive.

Faces are found numerically. What a witness says is about the true face, so it pays for
the angle between the two (`Face.charge`); an extension on the face given has its marginal
off the true range by that face's leak, so HOLDS needs one that is sharp (`Face.is_sharp`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch.conic.problem import ConicProblem, Solution
from sdpsearch.conic.solvers import Attempt, attempts
from sdpsearch.extension.asking import answer_of
from sdpsearch.extension.checks import (
    pairing,
    prove_extension,
    refuted_by,
    shifted_witness,
)
from sdpsearch.extension.face import Face
from sdpsearch.linalg import Array


@dataclass(frozen=True)
class InteriorPoint:
    """A point of the line with a strictly positive extension.

    Attributes:
        position: its x.
        extension: stacked block coordinates, positive definite on the face.
        floor: a checked lower bound on its least eigenvalue.
    """

    position: float
    extension: Array
    floor: float


@dataclass(frozen=True)
class Line:
    """The line J_0 + x D inside Herm(R) of a face, free directions removed.

    Attributes:
        face: where it lies.
        start: svec coordinates of J_0.
        direction: svec coordinates of D.
    """

    face: Face
    start: Array
    direction: Array

    def at(self, x: float) -> Array:
        """Return the coordinates of J_0 + x D."""
        return self.start + x * self.direction

    def reversed(self) -> Line:
        """Return the line seen from x = 1: J_1 + y (J_0 − J_1), y = 1 − x."""
        return Line(self.face, self.start + self.direction, -self.direction)

    def problem(self) -> ConicProblem:
        """Return the programme that the face makes of it."""
        return self.face.form(self.start, self.direction).problem


@dataclass(frozen=True)
class LineAnswer:
    """Where the solver says the line enters E_k.

    Attributes:
        line: the line.
        solution: the solver's claim.
        estimate: x* as claimed, NaN when the solver returned nothing.
        witness: coordinates of W with S_λ(W) ≥ 0 checked, or None.
        extension: stacked coordinates of the claimed σ at the estimate, or None.
    """

    line: Line
    solution: Solution
    estimate: float
    witness: Array | None
    extension: Array | None

    def lower(self) -> float:
        """Return a checked lower bound on x*: no smaller x is k-extendible."""
        if self.witness is None:
            return -np.inf
        slope, slope_error = pairing(self.witness, self.line.direction)
        value, value_error = pairing(self.witness, self.line.start)
        value_error += self.line.face.charge(self.witness)
        if slope <= slope_error:
            return -np.inf
        # Both errors move the zero of value + x·slope; take the worst corner.
        worst = value + value_error
        return -worst / (slope + slope_error if worst < 0 else slope - slope_error)

    def refutes(self, x: float) -> bool:
        """Whether the checked witness alone shows that J_0 + x D is not in E_k."""
        if self.witness is None:
            return False
        return refuted_by(self.line.face, self.witness, self.line.at(x))

    def upper(self, inside: InteriorPoint) -> InteriorPoint | None:
        """Return a checked point of E_k as near to the estimate as rounding allows."""
        if self.extension is None or not np.isfinite(self.estimate):
            return None
        start = prove_extension(self.line.face, self.extension, self.line.at(self.estimate))
        if inside.floor <= 0:
            return None
        share = max(1e-15, 1.1 * max(0.0, -start.floor) / inside.floor)
        while share < 1:
            x = self.estimate + share * (inside.position - self.estimate)
            mixed = (1 - share) * self.extension + share * inside.extension
            proof = prove_extension(self.line.face, mixed, self.line.at(x))
            if proof.floor > 0:
                return InteriorPoint(x, proof.extension, proof.floor)
            share *= 2
        return None


def solve_line(
    line: Line,
    *,
    solver: str | Attempt,
    time_limit: float | None = None,
) -> LineAnswer:
    """Solve the line problem once with a backend and check the witness it returns."""
    attempt = attempts(solver)[0] if isinstance(solver, str) else solver
    scale = float(np.linalg.norm(line.direction))
    form = line.face.form(line.start, line.direction / scale)
    solution = answer_of(form.problem, attempt, time_limit)
    if not solution.is_usable:
        return LineAnswer(line, solution, np.nan, None, None)
    found = form.read(solution)
    return LineAnswer(
        line=line,
        solution=solution,
        estimate=found.estimate / scale,
        witness=shifted_witness(line.face, found.witness),
        extension=found.extension,
    )

"""A line problem in witness form, the smaller one where every block is unconstrained.

    maximise −tr(W J_0)   subject to   tr(W D) = 1,   S_λ(W) ≥ 0 for all λ;

its dual variable is the extension.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sdpsearch.conic.problem import ConicProblem, Solution
from sdpsearch.extension.face import Face
from sdpsearch.extension.form import Reading
from sdpsearch.linalg import Array

#: Multiple of the least β that makes the start of a line positive.
ROOM = 1.2


@dataclass(frozen=True)
class WitnessForm:
    """The line J_0 + x D on a face, as a programme in W.

    Attributes:
        face: where it lies.
        start: coordinates of J_0.
        direction: coordinates of D.
    """

    face: Face
    start: Array
    direction: Array

    @cached_property
    def problem(self) -> ConicProblem:
        """The witness form; the variables are W in the bound directions."""
        face = self.face
        if face.free.shape[1] == 0:
            objective, direction, operator = self.start, self.direction, face.operator
            compressions = face.compressions
        else:
            bound = face.bound
            objective, direction = bound.T @ self.start, bound.T @ self.direction
            operator = type(face.operator)(face.operator @ bound)
            compressions = ()
        return ConicProblem(
            objective=objective,
            equalities=direction[None, :],
            right_side=np.ones(1),
            operator=operator,
            cones=face.cones,
            compressions=compressions,
            start=self._start(direction),
        )

    def read(self, solution: Solution) -> Reading:
        """Return x*, W and σ as a solver claims them."""
        size = float(np.linalg.norm(solution.x))
        variables = solution.x / size if size > 0 else solution.x
        witness = variables if self.face.free.shape[1] == 0 else self.face.bound @ variables
        return Reading(-float(solution.y[0]), witness, solution.z)

    def _start(self, direction: Array) -> tuple[Array, Array] | None:
        """Return W with tr(WD) = 1 and S(W) > 0, and σ_ref: both are known beforehand.

        W = D/‖D‖² + β1, which has tr(WD) = 1 because D is the difference of two operators
        of one trace; None where it is not.
        """
        face = self.face
        bound = None if face.free.shape[1] == 0 else face.bound
        unit = direction / float(direction @ direction)
        whole = unit if bound is None else bound @ unit
        least = min(
            float(np.linalg.eigvalsh(stack).min())
            for stack in face.layout.stacks(face.blocks_of(whole))
        )
        one = face.identity if bound is None else bound.T @ face.identity
        start = unit + max(-ROOM * least, 0.1 * float(np.linalg.norm(unit))) * one
        value = float(start @ direction)
        return (start / value, face.reference) if abs(value - 1) < 0.1 else None

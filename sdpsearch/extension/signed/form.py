"""A line of signed extensions with σ as the variable: fewer than a witness has.

    minimise x   subject to   P(σ) ± R(σ) ≥ 0 on their supports,   tr_B' σ = J_0 + x D;

σ = L(J_0) + x L(D) + a combination of the σ without marginal, where L(J) is the shortest σ
with marginal J. The dual variables are the Z_± of a witness.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from sdpsearch.conic.congruence import Congruence
from sdpsearch.conic.problem import ConicProblem, Solution
from sdpsearch.extension.form import Reading
from sdpsearch.extension.identities import rounding_of
from sdpsearch.extension.witness_form import ROOM
from sdpsearch.linalg import Array, svec, times

if TYPE_CHECKING:  # the face makes its form
    from sdpsearch.extension.signed.face import SignedFace

#: Up to this many variables forming H by structure saves nothing.
_FEW = 60


@dataclass(frozen=True)
class ExtensionForm:
    """The line J_0 + x D on a face, as a programme in σ.

    Attributes:
        face: where it lies.
        start: coordinates of J_0 on the ordinary face.
        direction: coordinates of D there.
    """

    face: SignedFace
    start: Array
    direction: Array

    @cached_property
    def problem(self) -> ConicProblem:
        """The programme; the first variable is x."""
        face, variables = self.face, self.face.variables
        first = self._shortest(self.direction)
        operator = sparse.csr_array(
            sparse.hstack([sparse.csr_array(first[:, None]), variables.operator])
        )
        objective = np.zeros(operator.shape[1])
        objective[0] = 1.0
        congruence = variables.congruence
        if congruence is not None and objective.size > _FEW:
            blocks = tuple(face.block_matrices(first))
            congruence = Bordered(operator, blocks, congruence, face.real)
        else:
            congruence = None
        return ConicProblem(
            objective=objective,
            equalities=np.zeros((0, objective.size)),
            right_side=np.zeros(0),
            operator=operator,
            cones=face.cones,
            constant=self._shortest(self.start),
            congruence=congruence,
            start=self._start(operator),
        )

    def read(self, solution: Solution) -> Reading:
        """Return x*, (W, Z) and the blocks of σ as a solver claims them."""
        problem = solution.problem
        extension = times(problem.operator, solution.x) + problem.constant
        witness = self.face.witness(solution.z)
        size = float(np.linalg.norm(witness))
        return Reading(
            float(solution.x[0]), witness / size if size > 0 else witness, extension
        )

    def _shortest(self, marginal: Array) -> Array:
        """Return the blocks of L(J)."""
        base = self.face.base
        sigma = base.repair(np.zeros(base.layout.size), marginal)
        return self.face.stacked(base.extension(sigma))

    def _start(self, operator: sparse.csr_array) -> tuple[Array, Array] | None:
        """Return a strictly feasible pair, None unless the line leads to J_ref.

        There σ_ref is interior. Z = ±R(S(D))/2‖D‖² pairs with every σ as D/‖D‖² does, and
        β1 makes it positive.
        """
        face, base = self.face, self.face.base
        way = base.reference_marginal - self.start
        square = float(self.direction @ self.direction)
        x = float(way @ self.direction) / square
        off = float(np.linalg.norm(way - x * self.direction))
        size = float(np.linalg.norm(self.start))
        if x <= 0 or off > rounding_of(self.start.size, face.tilt, size):
            return None
        inside = np.zeros(operator.shape[1])
        inside[0] = x
        missing = face.reference - self._shortest(self.start + x * self.direction)
        # P ± R of an orthonormal basis is orthogonal: R is an isometry, P vanishes there.
        inside[1:] = times(operator.T, missing)[1:] / 2
        turned = face.turning(base.blocks_of(self.direction / square))
        least = min(
            float(np.linalg.eigvalsh(stack).min()) for stack in face.layout.stacks(turned)
        )
        ones = face.layout.scalars(np.ones(2))
        return inside, turned + max(-ROOM * least, 0.1 * np.linalg.norm(turned)) * ones


@dataclass(frozen=True, eq=False)
class Bordered:
    """H with one variable more, in front, than is formed by structure.

    Attributes:
        operator: G.
        first: the matrices of its first column.
        rest: how H is formed for the others.
        real: whether all is real.
    """

    operator: sparse.csr_array
    first: tuple[Array, ...]
    rest: Congruence
    real: bool

    def schur(self, scalings: list[Array]) -> Array:
        """Return H, its lower triangle at least."""
        moved = [
            svec(t @ g @ t, self.real) for t, g in zip(scalings, self.first, strict=True)
        ]
        border = times(self.operator.T, np.concatenate(moved))
        found = np.empty((border.size, border.size))
        found[0] = found[:, 0] = border
        found[1:, 1:] = self.rest.schur(scalings)
        return found

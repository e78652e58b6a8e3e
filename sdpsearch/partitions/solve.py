"""Solving a programme in floats: a guess for what `polish` and `round` make exact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flint import fmpq_mat
from scipy import sparse

from sdpsearch.conic.problem import ConicProblem, PsdCone, Solution
from sdpsearch.conic.solvers import attempts, backend
from sdpsearch.linalg import Array, svec
from sdpsearch.partitions.combination import fraction
from sdpsearch.partitions.exact import Vector
from sdpsearch.partitions.programme import Programme


@dataclass(frozen=True)
class Guess:
    """What a solver says: never more than where to look.

    Attributes:
        witness: coefficients of W.
        extension: matrices of σ on the blocks that are live.
        value: the optimum.
    """

    witness: Array
    extension: list[Array]
    value: float


def floats(vector: Vector) -> Array:
    """Return rationals as floats."""
    return np.array([float(fraction(x)) for x in vector])


def dense(matrix: fmpq_mat) -> Array:
    """Return a rational matrix in floats."""
    return floats(matrix.entries()).reshape(matrix.nrows(), matrix.ncols())


class Floats:
    """A programme in orthonormal coordinates of its blocks, so that it is well scaled."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        lower = [np.linalg.cholesky(dense(unit)) for unit in programme.units]
        self._inverse = [np.linalg.inv(factor) for factor in lower]
        self._weights = floats(programme.weights)
        columns = [self._stacked(blocks) for blocks in programme.operators]
        self._operator = np.array(columns).T
        self._scales = np.linalg.norm(self._operator, axis=0)
        self._cones = tuple(PsdCone(len(factor), real=True) for factor in lower)

    def _stacked(self, blocks: list[fmpq_mat]) -> Array:
        turned = (
            inverse @ dense(block) @ inverse.T
            for inverse, block in zip(self._inverse, blocks, strict=True)
        )
        return np.concatenate([svec((m + m.T) / 2, True) for m in turned])

    def line(self, first: Vector, slope: Vector, sign: int) -> Guess | None:
        """Minimise tr(W J_0) subject to S(W) ≥ 0 and sign·tr(W ΔJ) = 1.

        The optimum is −sign·t for the last t ≥ or ≤ which J_0 + tΔJ has an extension.
        """
        start, steps = floats(first) / self._scales, sign * floats(slope) / self._scales
        return self._solved(start, steps[None], np.ones(1), np.zeros(len(self._operator)))

    def point(self, choi: Vector, costs: list[fmpq_mat]) -> Guess | None:
        """Minimise tr(Cσ) over the extensions σ of one operator: the dual of this."""
        goal = floats(choi) / self._scales
        none = np.zeros((0, len(goal)))
        return self._solved(goal, none, np.zeros(0), self._stacked(costs))

    def centre(self, choi: Vector) -> Guess | None:
        """Return the analytic centre of the extensions of one operator."""
        return self.point(choi, [unit - unit for unit in self.programme.units])

    def _solved(
        self, objective: Array, equalities: Array, right: Array, constant: Array
    ) -> Guess | None:
        problem = ConicProblem(
            objective,
            equalities,
            right,
            sparse.csr_array(self._operator / self._scales),
            self._cones,
            constant=constant,
        )
        usable = (
            found
            for attempt in attempts("native")
            for found in [
                backend(attempt.solver).solve(problem, tolerance=attempt.tolerance)
            ]
            if found.is_usable
        )
        best = next(usable, None)
        return None if best is None else self._guess(best)

    def _guess(self, found: Solution) -> Guess:
        blocks = found.problem.matrices(found.z)
        extension = [
            inverse.T @ block @ inverse / weight
            for inverse, block, weight in zip(
                self._inverse, blocks, self._weights, strict=True
            )
        ]
        value = float(found.problem.objective @ found.x)
        return Guess(found.x / self._scales, extension, value)

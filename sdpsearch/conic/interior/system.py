"""The linear system of one iteration: the Schur complement, factored, and directions."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from scipy import linalg, sparse

from sdpsearch.conic.interior.cones import Matrices
from sdpsearch.conic.interior.schur import Gram
from sdpsearch.conic.interior.stack import Scaling, Stack
from sdpsearch.conic.problem import ConicProblem
from sdpsearch.linalg import Array

#: Up to this many entries G is held densely: its products are faster then.
_DENSE = 200_000
#: What the diagonal of H is raised by, in units of its mean, until H is positive.
_SPARE = (0.0, 1e-15, 1e-14, 1e-13, 1e-12)


class Programme:
    """A problem as the method uses it: equalities independent, G fast, H's structure.

    Attributes:
        c, g: the objective and the constant.
        a, b: equalities, each a combination of the problem's.
        combinations: those, as columns.
        contradiction: a combination of the equalities that says 0 = 1, or None.
    """

    def __init__(self, problem: ConicProblem) -> None:
        self.c, self.g = problem.objective, problem.constant
        self.combinations, self.contradiction = _independent(problem)
        self.a = self.combinations.T @ problem.equalities
        self.b = self.combinations.T @ problem.right_side
        self.operator, self.adjoint = _fast(problem.operator)
        self.stack = Stack(problem)
        known, self.congruence = problem.compressions, problem.congruence
        self.gram = Gram(known[0].size, known[0].real) if known else None
        self.coefficients = (
            []
            if known or self.congruence is not None
            else [
                part.coefficients(sparse.csr_array(problem.operator[part.rows]))
                for part in self.stack.parts
            ]
        )
        self.turned = np.array([self.into(row) for row in self.a]).reshape(self.a.shape)
        weight = float(np.vdot(self.a, self.a))
        self.inverse_weight = len(self.a) / weight if weight else 0.0

    def slack(self, x: Array) -> Array:
        """Return G x + g."""
        return self.operator @ x + self.g

    def into(self, vector: Array) -> Array:
        """Return a vector in the coordinates of H."""
        return vector if self.gram is None else self.gram.into(vector)

    def back(self, vector: Array) -> Array:
        """Return a vector of H's coordinates in those of x."""
        return vector if self.gram is None else self.gram.back(vector)

    def schur(self, scaling: Scaling, *, single: bool) -> Array:
        """Return H = Gᵀ(Θ·Θ)G, its lower triangle at least.

        In single precision where that is asked for and makes it faster.
        """
        if self.gram is not None:
            factors = [
                part.factor @ scale.conj().T
                for part, scale in zip(self.stack.parts, scaling.scales, strict=True)
                if isinstance(part, Matrices) and part.factor is not None
            ]
            return self.gram.form([_in_single(f) for f in factors] if single else factors)
        if self.congruence is not None:
            return self.congruence.schur([r.conj().T @ r for r in scaling.scales])
        total = np.zeros((len(self.c),) * 2)
        for part, scale, known in zip(
            self.stack.parts, scaling.scales, self.coefficients, strict=True
        ):
            part.add_schur(total, scale, known)
        return total


@dataclass(frozen=True, eq=False)
class Direction:
    """A solution of the linear system.

    Attributes:
        dx, dy: as in the programme.
        moved: G dx.
        inner, outer: ds̃ and dz̃ of every part.
    """

    dx: Array
    dy: Array
    moved: Array
    inner: list[Array]
    outer: list[Array]


@dataclass(frozen=True, eq=False)
class System:
    """H + ρAᵀA of one scaling, factored.

    On the solution's face H tends to 0; A dx is known, and adding it there costs nothing.
    """

    programme: Programme
    scaling: Scaling
    factor: Array
    rho: float
    solved: Array
    schur: Array
    raised: int

    @classmethod
    def of(
        cls, programme: Programme, scaling: Scaling, raised: int, *, single: bool
    ) -> System | None:
        """Return the system, None where H is not positive to rounding.

        Args:
            programme: the programme.
            scaling: where it is.
            raised: how often H had to be raised before: it is no better conditioned now,
                and to form and factor it in vain costs as much as an iteration.
            single: whether single precision will do, if H is positive to its rounding.
        """
        if single:
            system = cls._tried(programme, scaling, 0, single=True)
            if system is not None:
                return system
        for times in range(raised, len(_SPARE)):
            system = cls._tried(programme, scaling, times, single=False)
            if system is not None:
                return system
        return None

    @classmethod
    def _tried(
        cls, programme: Programme, scaling: Scaling, times: int, *, single: bool
    ) -> System | None:
        # LAPACK reads the lower triangle of H as the upper one of its transpose.
        h = programme.schur(scaling, single=single).T
        size = float(h.trace()) / len(h)
        if not isfinite(size):
            return None
        if single:
            h = h.astype(np.float32, copy=False)
        if times:
            h[np.diag_indices(len(h))] += _SPARE[times] * size
        rho = size * programme.inverse_weight
        syr, potrf = (
            (linalg.blas.ssyr, linalg.lapack.spotrf)
            if single
            else (linalg.blas.dsyr, linalg.lapack.dpotrf)
        )
        for row in programme.turned:
            h = syr(rho, row, a=h, lower=0, overwrite_a=1)
        factor, failed = potrf(h, lower=0, clean=0, overwrite_a=1)
        if failed:
            return None
        solved = _solve(factor, programme.turned.T)
        schur = programme.turned @ solved
        return cls(programme, scaling, factor, rho, solved, schur, times)

    @property
    def is_single(self) -> bool:
        """Whether it is factored in single precision."""
        return self.factor.dtype == np.float32

    def direction(
        self,
        push: Array,
        equality: Array,
        inner: list[Array] | None,
        wanted: list[Array],
        *,
        refine: bool,
    ) -> Direction:
        """Return the direction.

        Args:
            push: what H dx − Aᵀdy is to be.
            equality: what A dx is to be.
            inner: what s misses G x + g by, scaled; None for nothing.
            wanted: what ds̃ + dz̃ is to be.
            refine: whether to correct it once by G itself, for what forming H has lost.
        """
        programme, right = self.programme, self.programme.into(push)
        u, dy = _solve(self.factor, right), np.zeros(0)
        if refine or self.raised:
            u = u + _solve(self.factor, right - self._exact(u))
        if len(equality):
            missing = equality - programme.turned @ u
            one = len(equality) == 1
            dy = missing / self.schur[0] if one else np.linalg.solve(self.schur, missing)
            u = u + self.solved @ dy
            dy = dy - self.rho * equality
        dx = programme.back(u)
        moved = programme.operator @ dx
        ways = programme.stack.inward(self.scaling, moved)
        if inner is not None:
            ways = [way + known for way, known in zip(ways, inner, strict=True)]
        outer = [want - way for want, way in zip(wanted, ways, strict=True)]
        return Direction(dx, dy, moved, ways, outer)

    def _exact(self, u: Array) -> Array:
        programme, stack = self.programme, self.programme.stack
        inner = stack.inward(self.scaling, programme.operator @ programme.back(u))
        found = programme.into(programme.adjoint @ stack.outward(self.scaling, inner))
        return found + self.rho * (programme.turned.T @ (programme.turned @ u))


def _solve(factor: Array, right: Array) -> Array:
    if right.shape[-1] == 0:
        return right
    if factor.dtype == np.float32:
        found: Array = linalg.lapack.spotrs(factor, right.astype(np.float32), lower=0)[0]
        return found.astype(float)
    return linalg.lapack.dpotrs(factor, right, lower=0)[0]


def _in_single(matrix: Array) -> Array:
    return matrix.astype(np.complex64 if np.iscomplexobj(matrix) else np.float32)


def _independent(problem: ConicProblem) -> tuple[Array, Array | None]:
    """Return orthonormal combinations of the equalities that say all they say.

    With them a combination that says 0 = 1, where there is one.
    """
    left, values, _ = np.linalg.svd(problem.equalities, full_matrices=False)
    left = left[:, values > 1e-12 * max(values, default=0.0)]
    beside = problem.right_side - left @ (left.T @ problem.right_side)
    size = max(1.0, float(np.linalg.norm(problem.right_side)))
    return left, beside if np.linalg.norm(beside) > 1e-9 * size else None


def _fast(operator: sparse.csr_array) -> tuple[Any, Any]:
    """Return G and its transpose, dense where that makes products faster."""
    if operator.shape[0] * operator.shape[1] <= _DENSE:
        dense = operator.toarray()
        return dense, np.ascontiguousarray(dense.T)
    return operator, operator.T

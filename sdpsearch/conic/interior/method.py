"""A primal–dual interior point in Nesterov–Todd scaling, with a second-order correction.

minimise c·x subject to A x = b, G x + g = s ∈ K; each iteration solves

    Gᵀdz + Aᵀdy = c − Aᵀy − Gᵀz,   A dx = b − A x,   G dx − ds = s − G x − g,
    ds̃ + dz̃ = C  in the scaling of (s, z),

first with C = −Λ, then with what Λ∘C = σμ1 − Λ² − ds̃∘dz̃ makes of that direction (Mehrotra,
SIAM J. Optim. 2, 575), σ fixed: with the correction a bold σ takes as few iterations as one
that is computed from the first step's length, and costs no eigenvalues.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
from scipy import linalg

from sdpsearch.conic.interior.parts import Entries, Matrices, dense_if_small, parts_of
from sdpsearch.conic.interior.schur import Gram
from sdpsearch.conic.problem import ConicProblem, Status
from sdpsearch.linalg import Array

#: By how much an iteration aims to cut the gap, and how near to the boundary it may step.
_SIGMA, _NEAR = 0.05, 0.95
#: From this relative gap on directions are refined: H is as ill-conditioned as 1/μ².
_REFINED = 1e-6
#: Shares that the diagonal of H is raised by where it is not positive to rounding.
_SPARE = (0.0, 1e-14, 1e-12)
#: Iterations without progress that are waited for.
_PATIENCE = 6
#: What a certificate of infeasibility may be off by, relative to its value.
_CERTAIN = 1e-8
#: A relative gap below this counts as inaccurate, above as stalled.
_INACCURATE = 1e-5


@dataclass(frozen=True, eq=False)
class Outcome:
    """Where the method ended."""

    x: Array
    y: Array
    z: Array
    status: Status
    iterations: int
    message: str


@dataclass(eq=False)
class _State:
    """An iterate: s and z by roots too, and how far it is from optimal."""

    x: Array
    y: Array
    z: Array
    s: Array
    roots: list[Array]


@dataclass(eq=False)
class _Direction:
    dx: Array
    dy: Array
    ds: Array
    inner: list[Array]
    outer: list[Array]


def minimise(
    problem: ConicProblem, tolerance: float, max_iterations: int, until: float
) -> Outcome:
    """Solve a problem whose data are finite.

    Args:
        problem: the problem.
        tolerance: on the gap and the residuals, relative to the data.
        max_iterations: at most.
        until: time.perf_counter() at which to stop.
    """
    return _Method(problem, tolerance).run(max_iterations, until)


class _Method:
    def __init__(self, problem: ConicProblem, tolerance: float) -> None:
        self.problem, self.tolerance = problem, tolerance
        self.c, self.g = problem.objective, problem.constant
        self.independent, self.contradiction = _independent(problem)
        self.a = self.independent.T @ problem.equalities
        self.b = self.independent.T @ problem.right_side
        self.operator, self.adjoint = dense_if_small(problem.operator)
        self.parts = parts_of(problem)
        self.degree = sum(part.degree for part in self.parts)
        structured = problem.compressions
        self.gram = Gram(structured[0].size, structured[0].real) if structured else None
        self.coefficients = [] if structured else self._coefficients()
        self.turned = (
            self.a
            if self.gram is None
            else np.array([self.gram.into(row) for row in self.a]).reshape(self.a.shape)
        )
        weight = float(np.vdot(self.a, self.a))
        self.inverse_weight = len(self.a) / weight if weight else 0.0
        self.size_b = max(1.0, _norm(self.b), _norm(self.g))
        self.size_c = max(1.0, _norm(self.c))

    def _coefficients(self) -> list[Array]:
        rows = self.problem.operator
        made: list[Array] = []
        for part in self.parts:
            mine = rows[part.rows].toarray()
            made.append(part.coefficients(mine) if isinstance(part, Matrices) else mine)
        return made

    # --- The iteration ---

    def run(self, max_iterations: int, until: float) -> Outcome:
        if self.contradiction is not None:
            x, z = (np.full(n, np.nan) for n in self.problem.operator.shape[::-1])
            status = Status.PRIMAL_INFEASIBLE
            return Outcome(x, self.contradiction, z, status, 0, status.value)
        state = self._start()
        best, best_error, waited = state, np.inf, 0
        status, message, done = Status.ITERATION_LIMIT, "iteration limit", 0
        for done in range(max_iterations + 1):
            gap, error = self._errors(state)
            if error < best_error:
                waited = 0 if error < 0.9 * best_error else waited + 1
                best, best_error = state, error
            else:
                waited += 1
            if error <= self.tolerance:
                status, message = Status.SOLVED, "optimal"
                break
            found = self._impossible(state)
            if found is not None:
                status, message, best = found, found.value, state
                break
            if time.perf_counter() > until:
                status, message = Status.TIME_LIMIT, "time limit"
                break
            if waited > _PATIENCE:
                message = "no more progress"
                break
            if done == max_iterations:
                break
            following = self._step(state, gap < _REFINED)
            if isinstance(following, str):
                message = following
                waited = _PATIENCE + 1
                break
            state = following
        if waited > _PATIENCE:
            near = best_error <= _INACCURATE
            status = Status.INACCURATE if near else Status.STALLED
        y = self.independent @ best.y
        return Outcome(best.x, y, best.z, status, done, message)

    def _start(self) -> _State:
        problem = self.problem
        if problem.start is not None:
            x, z = (np.array(v, dtype=float) for v in problem.start)
            s = self._slack(x)
            roots = [part.root(z[part.rows]) for part in self.parts]
            inside = [part.root(s[part.rows]) for part in self.parts]
            if not any(root is None for root in (*roots, *inside)):
                y = np.linalg.lstsq(self.a.T, self.c - self.adjoint @ z, rcond=None)[0]
                return _State(x, y, z, s, roots)
        unit = np.concatenate([part.unit() for part in self.parts])
        x = np.linalg.lstsq(self.a, self.b, rcond=None)[0]
        s, z = self.size_b * unit, self.size_c * unit
        roots = [part.root(z[part.rows]) for part in self.parts]
        return _State(x, np.zeros(len(self.b)), z, s, roots)

    def _slack(self, x: Array) -> Array:
        return self.operator @ x + self.g

    def _errors(self, state: _State) -> tuple[float, float]:
        """Return the relative gap, and the largest of it and the residuals."""
        primal = float(self.c @ state.x)
        dual = float(self.b @ state.y - self.g @ state.z)
        gap = abs(primal - dual) / max(1.0, abs(primal))
        off = max(_norm(self.b - self.a @ state.x), _norm(self._slack(state.x) - state.s))
        dual_off = _norm(self.c - self.a.T @ state.y - self.adjoint @ state.z)
        return gap, max(gap, off / self.size_b, 0.1 * dual_off / self.size_c)

    def _impossible(self, state: _State) -> Status | None:
        """Return that there is no solution where an iterate proves it, to rounding."""
        rises = float(self.b @ state.y - self.g @ state.z)
        if rises > self.size_c:
            off = _norm(self.a.T @ state.y + self.adjoint @ state.z)
            if off <= _CERTAIN * rises:
                return Status.PRIMAL_INFEASIBLE
        falls = -float(self.c @ state.x)
        if falls > self.size_b:
            off = max(_norm(self.a @ state.x), _norm(self.operator @ state.x - state.s))
            if off <= _CERTAIN * falls:
                return Status.UNBOUNDED
        return None

    def _step(self, state: _State, refine: bool) -> _State | str:
        """Return the next iterate, or why there is none."""
        scales: list[Array] = []
        diagonals: list[Array] = []
        for part, dual in zip(self.parts, state.roots, strict=True):
            primal = part.root(state.s[part.rows])
            found = None if primal is None else part.scaling(primal, dual)
            if found is None:
                return "an iterate left the cone by rounding"
            scales.append(found[0])
            diagonals.append(found[1])
        mu = sum(float(d @ d) for d in diagonals) / self.degree
        system = _System.of(self, scales)
        if system is None:
            return "the Schur complement is not positive to rounding"
        equality = self.b - self.a @ state.x
        slack = self._slack(state.x) - state.s
        feasible = not np.any(slack)
        inner = self._inward(scales, slack)
        base = self.a.T @ state.y - self.c
        if not feasible:
            base = base - self._outward(scales, inner)
        wanted = [part.affine(d) for part, d in zip(self.parts, diagonals, strict=True)]
        first = system.direction(base, equality, slack, inner, wanted, refine)
        wanted = [
            part.corrected(d, ds, dz, _SIGMA * mu)
            for part, d, ds, dz in zip(
                self.parts, diagonals, first.inner, first.outer, strict=True
            )
        ]
        extra = [
            w - part.affine(d)
            for part, d, w in zip(self.parts, diagonals, wanted, strict=True)
        ]
        push = base + self._outward(scales, extra)
        move = system.direction(push, equality, slack, inner, wanted, refine)
        primal, dual = (
            min(1.0, _NEAR * min(map(_reach, self.parts, diagonals, way)))
            for way in (move.inner, move.outer)
        )
        roots = [
            part.moved(scale, d, dz, dual)
            for part, scale, d, dz in zip(
                self.parts, scales, diagonals, move.outer, strict=True
            )
        ]
        if any(root is None for root in roots):
            return "an iterate left the cone by rounding"
        x = state.x + primal * move.dx
        s = self._slack(x)
        if not feasible and primal < 1:
            s = state.s + primal * move.ds
        z = np.concatenate(
            [part.value(root) for part, root in zip(self.parts, roots, strict=True)]
        )
        return _State(x, state.y + dual * move.dy, z, s, roots)

    def _inward(self, scales: list[Array], stacked: Array) -> list[Array]:
        return [
            part.inward(scale, stacked[part.rows])
            for part, scale in zip(self.parts, scales, strict=True)
        ]

    def _outward(self, scales: list[Array], scaled: list[Array]) -> Array:
        """Return Gᵀ of R† X R, in the coordinates of x."""
        stacked = [
            part.outward(scale, matrix)
            for part, scale, matrix in zip(self.parts, scales, scaled, strict=True)
        ]
        return self.adjoint @ np.concatenate(stacked)


def _independent(problem: ConicProblem) -> tuple[Array, Array | None]:
    """Return orthonormal combinations of the equalities that say all they say.

    With them a combination that says 0 = 1, where there is one.
    """
    left, values, _ = np.linalg.svd(problem.equalities, full_matrices=False)
    left = left[:, values > 1e-12 * max(values, default=0.0)]
    beside = problem.right_side - left @ (left.T @ problem.right_side)
    contradicts = _norm(beside) > 1e-9 * max(1.0, _norm(problem.right_side))
    return left, beside if contradicts else None


def _reach(part: Matrices | Entries, diagonal: Array, way: Array) -> float:
    return part.reach(diagonal, way)


def _norm(vector: Array) -> float:
    return float(np.linalg.norm(vector))


@dataclass(eq=False)
class _System:
    """The Schur complement of one iteration, factored, and the directions it gives.

    ρ AᵀA is added to it: on the solution's face H tends to 0, and A dx is known anyway.
    """

    method: _Method
    scales: list[Array]
    factor: Array
    rho: float
    solved: Array = field(init=False)
    schur: Array = field(init=False)

    @classmethod
    def of(cls, method: _Method, scales: list[Array]) -> _System | None:
        for spare in _SPARE:
            # LAPACK reads the lower triangle of h as the upper one of its transpose.
            h = _formed(method, scales).T
            n = len(h)
            size = float(np.trace(h)) / n
            if not np.isfinite(size):
                return None
            if spare:
                h[np.diag_indices(n)] *= 1 + spare
            rho = size * method.inverse_weight
            for row in method.turned:
                h = linalg.blas.dsyr(rho, row, a=h, lower=0, overwrite_a=1)
            factor, failed = linalg.lapack.dpotrf(h, lower=0, clean=0, overwrite_a=1)
            if not failed:
                system = cls(method, scales, factor, rho)
                system.solved = system._solve(method.turned.T)
                system.schur = method.turned @ system.solved
                return system
        return None

    def _solve(self, right: Array) -> Array:
        if right.shape[-1] == 0:
            return right
        return linalg.lapack.dpotrs(self.factor, right, lower=0)[0]

    def _exact(self, u: Array) -> Array:
        """Return (H + ρAᵀA)u from G itself, without what forming H has lost."""
        method = self.method
        moved = method.operator @ self._back(u)
        inner = method._inward(self.scales, moved)
        found = self._into(method._outward(self.scales, inner))
        return found + self.rho * (method.turned.T @ (method.turned @ u))

    def _into(self, vector: Array) -> Array:
        gram = self.method.gram
        return vector if gram is None else gram.into(vector)

    def _back(self, vector: Array) -> Array:
        gram = self.method.gram
        return vector if gram is None else gram.back(vector)

    def direction(
        self,
        push: Array,
        equality: Array,
        slack: Array,
        inner: list[Array],
        wanted: list[Array],
        refine: bool,
    ) -> _Direction:
        method, right = self.method, self._into(push)
        u = self._solve(right)
        if refine:
            u = u + self._solve(right - self._exact(u))
        dx, dy = u, np.zeros(0)
        if len(equality):
            missing = equality - method.turned @ u
            one = len(equality) == 1
            dy = missing / self.schur[0] if one else np.linalg.solve(self.schur, missing)
            dx = u + self.solved @ dy
            dy = dy - self.rho * equality
        dx = self._back(dx)
        moved = method.operator @ dx
        ways = [
            way + known
            for way, known in zip(method._inward(self.scales, moved), inner, strict=True)
        ]
        outer = [want - way for want, way in zip(wanted, ways, strict=True)]
        return _Direction(dx, dy, moved + slack, ways, outer)


def _formed(method: _Method, scales: list[Array]) -> Array:
    if method.gram is not None:
        factors = [
            part.factor @ scale.conj().T
            for part, scale in zip(method.parts, scales, strict=True)
        ]
        return method.gram.form(factors)
    n = len(method.c)
    total = np.zeros((n, n))
    for part, scale, known in zip(method.parts, scales, method.coefficients, strict=True):
        if isinstance(part, Matrices):
            total += part.schur(scale, known)
        else:
            weighted = scale[:, None] * known
            total += weighted.T @ weighted
    return total

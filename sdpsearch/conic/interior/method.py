"""A primal–dual interior point in Nesterov–Todd scaling, with a second-order correction.

minimise c·x subject to A x = b, G x + g = s ∈ K; each iteration solves

    Gᵀdz + Aᵀdy = c − Aᵀy − Gᵀz,   A dx = b − A x,   G dx − ds = s − G x − g,
    ds̃ + dz̃ = C  in the scaling of (s, z),

first with C = −Λ, then with what Λ∘C = σμ1 − Λ² − ds̃∘dz̃ makes of that direction (Mehrotra,
SIAM J. Optim., 1992), σ fixed: with the correction a bold σ takes as few iterations as one
that is computed from the first step's length, and costs no eigenvalues. It is repeated,
while that makes steps longer, where factoring costs more than all that.
"""

from __future__ import annotations

import time
from math import sqrt

import numpy as np

from sdpsearch.conic.interior.iterate import Outcome, State
from sdpsearch.conic.interior.system import Direction, Programme, System
from sdpsearch.conic.problem import ConicProblem, Status
from sdpsearch.linalg import Array
from sdpsearch.watching import Teller

#: By how much an iteration aims to cut the gap, and how near to the boundary it may step.
_SIGMA, _NEAR = 0.05, 0.95
#: Variables from which on the correction is repeated (whatever their number where H is
#: formed by a structure of its own), how often, up to which step; and what the numbers
#: above are where steps are nearly whole.
_MANY, _CORRECTIONS, _WHOLE = 2_000, 4, 0.99
_BOLD, _NEARER, _NEARLY = 0.005, 0.995, 0.9
#: From so many variables on H is formed and factored in single precision, in half the time,
#: up to this relative gap: what a direction misses by that the next one makes up for.
_LARGE, _ROUGH = 200, 1e-4
#: From this relative gap on directions are refined: H is as ill-conditioned as 1/μ².
_REFINED = 1e-6
#: Part of the tolerance that is aimed at: an iteration more narrows brackets tenfold.
_FURTHER = 0.1
#: Iterations without progress that are waited for.
_PATIENCE = 6
#: What a certificate of infeasibility may be off by, relative to its value; and an error
#: that counts as inaccurate, a larger one as stalled.
_CERTAIN, _INACCURATE = 1e-8, 1e-5


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
    programme = Programme(problem)
    if programme.contradiction is not None:
        x, z = (np.full(n, np.nan) for n in reversed(problem.operator.shape))
        status = Status.PRIMAL_INFEASIBLE
        return Outcome(x, programme.contradiction, z, status, 0, status.value)
    return _Method(programme, tolerance).run(problem.start, max_iterations, until)


class _Method:
    def __init__(self, programme: Programme, tolerance: float) -> None:
        self.programme, self.stack = programme, programme.stack
        self.tolerance = tolerance
        self.size_b = max(1.0, _norm(programme.b), _norm(programme.g))
        self.size_c = max(1.0, _norm(programme.c))
        is_dear = programme.congruence is not None or len(programme.c) >= _MANY
        self.corrections = _CORRECTIONS if is_dear else 1
        self.raised = 0
        self.length = 0.0  # the shorter of the last step's two
        self.single = len(programme.c) >= _LARGE

    def run(
        self, start: tuple[Array, Array] | None, max_iterations: int, until: float
    ) -> Outcome:
        state = self._told(start) or self._start()
        best, best_error, waited, done = state, np.inf, 0, 0
        told = Teller(_FURTHER * self.tolerance)
        while True:
            gap, error = self._errors(state)
            told.after(done, gap)
            waited = 0 if error < 0.9 * best_error else waited + 1
            self.single = self.single and gap > _ROUGH and not waited
            if error < best_error:
                best, best_error = state, error
            stopped = self._stopped(state, error, best_error, waited, until)
            if stopped is None and done == max_iterations:
                stopped = Status.ITERATION_LIMIT, "iteration limit"
            if stopped is None:
                following = self._step(state, gap < _REFINED)
                if isinstance(following, str):
                    stopped = self._stalled(best_error), following
                else:
                    state, done = following, done + 1
                    continue
            status, message = stopped
            if status in (Status.PRIMAL_INFEASIBLE, Status.UNBOUNDED):
                best = state  # what proves it
            y = self.programme.combinations @ best.y
            return Outcome(best.x, y, best.z, status, done, message)

    def _stopped(
        self, state: State, error: float, best: float, waited: int, until: float
    ) -> tuple[Status, str] | None:
        if error <= _FURTHER * self.tolerance:
            return Status.SOLVED, "optimal"
        impossible = self._impossible(state)
        if impossible is not None:
            return impossible, impossible.value
        if time.perf_counter() > until:
            return Status.TIME_LIMIT, "time limit"
        if waited > _PATIENCE:
            return self._stalled(best), "no more progress"
        return None

    def _stalled(self, error: float) -> Status:
        if error <= self.tolerance:
            return Status.SOLVED
        return Status.INACCURATE if error <= _INACCURATE else Status.STALLED

    def _told(self, start: tuple[Array, Array] | None) -> State | None:
        """Return the start that the problem comes with, if it is strictly feasible."""
        if start is None:
            return None
        p, (x, z) = self.programme, start
        s = p.slack(x)
        roots = self.stack.roots(z)
        if roots is None or self.stack.roots(s) is None:
            return None
        y = np.linalg.lstsq(p.a.T, p.c - p.adjoint @ z, rcond=None)[0]
        return State(x, y, z, s, roots, None)

    def _start(self) -> State:
        p, unit = self.programme, self.stack.unit()
        x = np.linalg.lstsq(p.a, p.b, rcond=None)[0]
        s, z = self.size_b * unit, self.size_c * unit
        roots = self.stack.roots(z)
        assert roots is not None
        return State(x, np.zeros(len(p.b)), z, s, roots, p.slack(x) - s)

    def _errors(self, state: State) -> tuple[float, float]:
        """Return the relative gap, and the largest of it and the residuals."""
        p = self.programme
        primal = float(p.c @ state.x)
        dual = float(p.b @ state.y - p.g @ state.z)
        gap = abs(primal - dual) / max(1.0, abs(primal))
        off = _norm(p.b - p.a @ state.x)
        if state.slack is not None:
            off = max(off, _norm(state.slack))
        dual_off = _norm(p.c - p.a.T @ state.y - p.adjoint @ state.z)
        return gap, max(gap, off / self.size_b, 0.1 * dual_off / self.size_c)

    def _impossible(self, state: State) -> Status | None:
        """Return that there is no solution where an iterate proves it, to rounding."""
        p = self.programme
        rises = float(p.b @ state.y - p.g @ state.z)
        if rises > self.size_c:
            off = _norm(p.a.T @ state.y + p.adjoint @ state.z)
            if off <= _CERTAIN * rises:
                return Status.PRIMAL_INFEASIBLE
        falls = -float(p.c @ state.x)
        if falls > self.size_b:
            off = max(_norm(p.a @ state.x), _norm(p.operator @ state.x - state.s))
            if off <= _CERTAIN * falls:
                return Status.UNBOUNDED
        return None

    def _step(self, state: State, refine: bool) -> State | str:
        """Return the next iterate, or why there is none."""
        p, stack = self.programme, self.stack
        scaling = stack.scaling(state.s, state.roots)
        if scaling is None:
            return "an iterate left the cone by rounding"
        system = System.of(p, scaling, self.raised, single=self.single)
        if system is None:
            return "the Schur complement is not positive to rounding"
        # H gets no better conditioned: what was tried in vain is not tried again.
        self.raised, self.single = system.raised, system.is_single
        equality, inner = p.b - p.a @ state.x, None
        # Gᵀ R†(−Λ)R is −Gᵀz: what the first direction is pushed by needs no z at all.
        push = p.a.T @ state.y - p.c
        if state.slack is not None:
            inner = stack.inward(scaling, state.slack)
            push = push - p.adjoint @ stack.outward(scaling, inner)
        move, (primal, dual) = self._move(system, push, equality, inner, refine)
        self.length = min(primal, dual)
        roots = stack.moved(scaling, move.outer, dual)
        if roots is None:
            return "an iterate left the cone by rounding"
        x = state.x + primal * move.dx
        s, slack = p.slack(x), None
        if state.slack is not None and primal < 1:  # ds = G dx + slack
            whole, s = s, state.s + primal * (move.moved + state.slack)
            slack = whole - s
        y = state.y + dual * move.dy
        return State(x, y, stack.value(roots), s, roots, slack)

    def _move(
        self,
        system: System,
        push: Array,
        equality: Array,
        inner: list[Array] | None,
        refine: bool,
    ) -> tuple[Direction, tuple[float, float]]:
        """Return the direction, corrected, and how far s and z go along it."""
        p, stack, scaling = self.programme, self.stack, system.scaling
        affine = stack.affine(scaling)
        move = system.direction(push, equality, inner, affine, refine=refine)
        is_bold = self.corrections > 1 and self.length >= _NEARLY
        target = (_BOLD if is_bold else _SIGMA) * scaling.mean(stack.degree)
        reached, best = (0.0, 0.0), 0.0
        for _ in range(self.corrections):
            wanted = stack.corrected(scaling, move.inner, move.outer, target)
            more = [want - known for want, known in zip(wanted, affine, strict=True)]
            pushed = push + p.adjoint @ stack.outward(scaling, more)
            tried = system.direction(pushed, equality, inner, wanted, refine=refine)
            far = stack.reach(scaling, tried.inner), stack.reach(scaling, tried.outer)
            score = sum(min(1.0, length) for length in far)
            if score <= best:
                break
            move, reached, best = tried, far, score
            if min(far) > _WHOLE:
                break
        near = _NEARER if self.corrections > 1 and min(reached) >= _NEAR else _NEAR
        return move, (min(1.0, near * reached[0]), min(1.0, near * reached[1]))


def _norm(vector: Array) -> float:
    return sqrt(vector @ vector)  # np.linalg.norm takes longer to say the same

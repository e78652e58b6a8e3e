"""The steps of `interior.method`, formula by formula, for many programmes at once.

Small matrices cost more in calls than in arithmetic; here a call serves all of them. A
programme leaves when it is done, or when rounding ends its progress.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sdpsearch.conic.interior.batch.cones import Flags, StackedCone, cones_of
from sdpsearch.conic.interior.batch.programmes import (
    Claims,
    Programmes,
    adjoint,
    apply,
    norms,
    paired,
)
from sdpsearch.conic.interior.batch.system import System
from sdpsearch.linalg import Array

#: As in `interior.method`: how far an iteration aims, how near to the boundary it may step,
#: from which gap on it is refined, and what part of the tolerance is aimed at.
_SIGMA, _NEAR, _REFINED, _FURTHER = 0.05, 0.95, 1e-6, 0.1
#: Iterations without progress that are waited for, and iterations in all: the few
#: programmes that take more are better solved by themselves.
_PATIENCE, _ITERATIONS = 2, 30


@dataclass(frozen=True, eq=False)
class _State:
    """Iterates: z by its roots too, s = G x; x in the coordinates of H."""

    x: Array
    y: Array
    z: Array
    s: Array
    roots: list[Array]

    def taken(self, kept: Flags) -> _State:
        """Return some of them."""
        roots = [root[kept] for root in self.roots]
        return _State(self.x[kept], self.y[kept], self.z[kept], self.s[kept], roots)


def minimise_all(
    programmes: Programmes, tolerance: float, is_over: Callable[[], bool]
) -> Claims:
    """Solve programmes whose data are finite.

    Args:
        programmes: the programmes.
        tolerance: on the gap and the residuals, relative to the data.
        is_over: asked before every iteration whether no time is left.
    """
    found = Claims.none(programmes)
    with np.errstate(all="ignore"):
        method = _Method(programmes, tolerance)
        places = np.arange(len(programmes))
        state, fine = method.begin(programmes.start)
        best, least = state, np.full(len(places), np.inf)
        waited = np.zeros(len(places), dtype=int)
        for done in range(_ITERATIONS + 1):
            gap, error = method.errors(state)
            waited = np.where(error < 0.9 * least, 0, waited + 1)
            best = _better(state, best, error < least)
            least = np.fmin(error, least)
            leaving = (least <= _FURTHER * tolerance) | (waited > _PATIENCE) | ~fine
            if done == _ITERATIONS or is_over():
                leaving[:] = True
            if leaving.any():
                kept, gone = ~leaving, best.taken(leaving)
                found.enter(places[leaving], method.back(gone.x), gone.y, gone.z)
                if not kept.any():
                    break
                method.keep(kept)
                state, best, gap = state.taken(kept), best.taken(kept), gap[kept]
                places, least, waited = places[kept], least[kept], waited[kept]
            state, fine = method.step(state, refine=bool(np.any(gap < _REFINED)))
    return found


def _better(new: _State, old: _State, which: Flags) -> _State:
    if which.all():
        return new
    column = which[:, None]
    x, z = np.where(column, new.x, old.x), np.where(column, new.z, old.z)
    # Only what is handed out is needed of the best; steps go on from the last.
    return _State(x, np.where(which, new.y, old.y), z, new.s, [])


class _Method:
    """The programmes that are left, in the coordinates of H, and one step of them."""

    def __init__(self, programmes: Programmes, tolerance: float) -> None:
        self.cones: tuple[StackedCone, ...] = cones_of(programmes.orders, programmes.real)
        self.degree = sum(programmes.orders)
        self.forming = programmes.forming
        self.c = self.forming.into(programmes.objective)
        self.a = self.forming.into(programmes.normal)
        self.operator = self.forming.into(programmes.operator)
        self.size_c = np.maximum(1.0, norms(self.c))

    def back(self, x: Array) -> Array:
        """Return x in the coordinates of the programmes."""
        return self.forming.back(x)

    def keep(self, kept: Flags) -> None:
        """Forget the programmes that left."""
        self.c, self.a, self.size_c = self.c[kept], self.a[kept], self.size_c[kept]
        self.forming = self.forming.taken(kept)
        if self.operator.ndim == 3:
            self.operator = self.operator[kept]

    def begin(self, start: tuple[Array, Array]) -> tuple[_State, Flags]:
        """Return the states at the start, and which of them are strictly feasible."""
        x, z = self.forming.into(start[0]), start[1]
        s = apply(self.operator, x)
        fine = np.ones(len(x), dtype=bool)
        roots: list[Array] = []
        for cone in self.cones:
            root, inside = cone.roots(z)
            fine &= inside & cone.roots(s)[1]
            roots.append(root)
        rest = self.c - adjoint(self.operator, z)
        y = paired(self.a, rest) / paired(self.a, self.a)
        return _State(x, y, z, s, roots), fine

    def errors(self, state: _State) -> tuple[Array, Array]:
        """Return the relative gaps, and the largest of gap and residuals."""
        primal = paired(self.c, state.x)
        gap = np.abs(primal - state.y) / np.maximum(1.0, np.abs(primal))
        off = np.abs(1 - paired(self.a, state.x))
        rest = self.c - self.a * state.y[:, None] - adjoint(self.operator, state.z)
        dual_off = 0.1 * norms(rest) / self.size_c
        return gap, np.maximum(gap, np.maximum(off, dual_off))

    def step(self, state: _State, *, refine: bool) -> tuple[_State, Flags]:
        """Return the next iterates, and which of them rounding has not stopped."""
        fine = np.ones(len(state.x), dtype=bool)
        scales: list[Array] = []
        diagonals: list[Array] = []
        for cone, root in zip(self.cones, state.roots, strict=True):
            primal, inside = cone.roots(state.s)
            scale, diagonal, scaled = cone.scaling(primal, root)
            fine &= inside & scaled
            scales.append(scale)
            diagonals.append(diagonal)
        push = self.a * state.y[:, None] - self.c
        system = System.of(self.forming, self.cones, self.operator, self.a, scales, push)
        fine &= system.fine
        equality = 1 - paired(self.a, state.x)
        pairs = list(zip(self.cones, diagonals, strict=True))
        affine = [cone.on_diagonal(-diagonal) for cone, diagonal in pairs]
        # A direction that only shows where the boundary lies is good enough as it is.
        first = system.direction(system.begun, equality, affine)
        squares = np.sum([paired(d, d) for d in diagonals], axis=0)
        target = _SIGMA * squares / self.degree
        each = zip(pairs, first.inner, first.outer, strict=True)
        wanted = [
            cone.corrected(diagonal, ds, dz, target) for (cone, diagonal), ds, dz in each
        ]
        more = [want - known for want, known in zip(wanted, affine, strict=True)]
        u = system.solve(push + system.pushed(more), refine=refine)
        move = system.direction(u, equality, wanted)
        primal = _length(pairs, move.inner)
        dual = _length(pairs, move.outer)
        roots: list[Array] = []
        for (cone, diagonal), scale, dz in zip(pairs, scales, move.outer, strict=True):
            root, inside = cone.moved(scale, diagonal, dz, dual)
            fine &= inside
            roots.append(root)
        x = state.x + primal[:, None] * move.dx
        fine &= np.isfinite(x).all(axis=1)
        z = np.concatenate(
            [cone.value(root) for cone, root in zip(self.cones, roots, strict=True)], axis=1
        )
        y = state.y + dual * move.dy
        return _State(x, y, z, apply(self.operator, x), roots), fine


def _length(pairs: list[tuple[StackedCone, Array]], directions: list[Array]) -> Array:
    reaches = [
        cone.reach(diagonal, direction)
        for (cone, diagonal), direction in zip(pairs, directions, strict=True)
    ]
    return np.minimum(1.0, _NEAR * np.min(reaches, axis=0))

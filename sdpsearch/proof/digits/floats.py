"""The float64 phase: an infeasible predictor-corrector method that stops centred.

HKM direction with Mehrotra's corrector. What the multiprecision phase needs is not a
small gap but a point close to the central path: its power series converges like
(distance from the path)^order, so the last steps only centre.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.linalg import LinAlgError
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from sdpsearch.linalg import Array, times
from sdpsearch.proof.digits.schur import schur_complement
from sdpsearch.proof.digits.sparse import SparseMap

TARGET = 1e-6  # μ relative to tr T tr Z / m²; below, float64 no longer centres well
CENTRED = 1e-7
LIMIT = 60


@dataclass(frozen=True)
class FloatPoint:
    """Where the float phase stopped.

    Attributes:
        x: primal value.
        y: dual variables, with Z(y) > 0.
        blocks: T > 0.
        off: ‖Z^½TZ^½ − μ‖/μ, and infeasibility relative to μ.
        iterations: Newton systems solved.
    """

    x: float
    y: Array
    blocks: list[Array]
    off: float
    iterations: int


class _Scaled:
    """The problem in orthonormal bases, where float64 sees its true condition."""

    def __init__(self, data: SparseMap, start: Array, direction: Array) -> None:
        self.data = data
        self.start = start
        self.direction = direction
        self.frames = orthonormal_frames(data)
        self.total = sum(data.orders)

    def raw(self, blocks: list[Array]) -> list[Array]:
        """Return T in the integer bases."""
        return [f.T @ t @ f for f, t in zip(self.frames, blocks, strict=True)]

    def dual(self, y: Array) -> list[Array]:
        """Return Σ y_i G_i."""
        stacked, ends = times(self.data.matrix, y), self.data.ends
        return [
            f @ stacked[low:high].reshape(len(f), len(f)) @ f.T
            for f, low, high in zip(self.frames, ends, ends[1:], strict=False)
        ]

    def traces(self, blocks: list[Array]) -> Array:
        """Return Σ_λ tr(G_iλ T_λ)."""
        stacked = np.concatenate([t.ravel() for t in self.raw(blocks)])
        return times(self.data.matrix.T, stacked)

    def schur(self, left: list[Array], right: list[Array]) -> Array:
        """Return the Schur complement."""
        return schur_complement(self.data, self.raw(left), self.raw(right), np.matmul)


def orthonormal_frames(data: SparseMap) -> list[NDArray[np.floating]]:
    """Return F with F B†B F† = 1 for every block's integer basis B."""
    return [np.linalg.inv(np.linalg.cholesky(g.astype(float))) for g in data.grams]


def float_point(data: SparseMap, start: Array, direction: Array) -> FloatPoint:
    """Return an interior point, centred and nearly feasible unless `off` is large."""
    problem = _Scaled(data, start, direction)
    y = data.begin() * 2 / np.linalg.norm(direction)
    size = max(1.0, float(np.linalg.norm(start)))
    x = 0.0
    blocks: list[Array] = [size * np.eye(len(f)) for f in problem.frames]
    last = best = FloatPoint(x, y, problem.raw(blocks), np.inf, 0)
    patience, goal = 4, None
    for iteration in range(1, LIMIT + 1):
        try:
            z = problem.dual(y)
            inverses = [_inverse(s) for s in z]
            mu, relative, residual, off = _measured(problem, x, y, blocks, z)
            last = FloatPoint(x, y, problem.raw(blocks), np.inf, iteration)
            # Once μ is small it stays, and full Newton steps centre and mend at once.
            least = mu * TARGET / relative if goal is None else goal
            if goal is None and mu < 2 * least:
                goal = least
            if goal is not None:
                off += abs(mu / goal - 1) + residual / relative
                patience = 4 if off < best.off / 2 else patience - 1
                if off < best.off:
                    best = replace(last, off=off)
                if patience == 0 or off < CENTRED:
                    break
            centring = goal is not None
            x, y, blocks = _step(problem, x, y, blocks, z, inverses, mu, least, centring)
        except (ValueError, FloatingPointError):  # LinAlgError is a ValueError
            break
    return best if np.isfinite(best.off) else last


def _measured(
    problem: _Scaled, x: float, y: Array, blocks: list[Array], z: list[Array]
) -> tuple[float, float, float, float]:
    products = [t @ s for t, s in zip(blocks, z, strict=True)]
    mu = sum(float(np.trace(p)) for p in products) / problem.total
    if not np.isfinite(mu) or mu <= 0:
        raise FloatingPointError("the iterate left the cone")
    scale = sum(float(np.trace(t)) for t in blocks) * sum(float(np.trace(s)) for s in z)
    gap = problem.start + x * problem.direction - problem.traces(blocks)
    residual = max(
        float(np.abs(gap).max()) / (1 + float(np.abs(problem.start).max())),
        abs(1 - float(y @ problem.direction)),
    )
    off = sum(float(np.trace(e @ e)) for e in (p - mu * np.eye(len(p)) for p in products))
    return mu, mu * problem.total**2 / scale, residual, np.sqrt(max(off, 0.0)) / mu


def _step(
    problem: _Scaled,
    x: float,
    y: Array,
    blocks: list[Array],
    z: list[Array],
    inverses: list[Array],
    mu: float,
    least: float,
    centring: bool,
) -> tuple[float, Array, list[Array]]:
    d = problem.direction
    missing = problem.start + x * d - problem.traces(blocks)
    short = 1 - float(y @ d)
    factor = _factor(problem.schur(blocks, inverses))
    along = cho_solve(factor, d)

    def newton(
        target: float, second: list[Array] | None
    ) -> tuple[float, Array, list[Array], list[Array]]:
        right = [target * s - t for s, t in zip(inverses, blocks, strict=True)]
        if second is not None:
            right = [
                r - _sym(c @ s) for r, c, s in zip(right, second, inverses, strict=True)
            ]
        base = cho_solve(factor, problem.traces(right) - missing)
        dx = (float(d @ base) - short) / float(d @ along)
        dy = base - dx * along
        dz = problem.dual(dy)
        dt = [
            r - _sym(t @ m @ s)
            for r, t, m, s in zip(right, blocks, dz, inverses, strict=True)
        ]
        return dx, dy, dt, dz

    if centring:
        dx, dy, dt, dz = newton(least, None)
    else:
        _, _, dt, dz = newton(0.0, None)
        primal, dual = _reach(blocks, dt, 1.0), _reach(z, dz, 1.0)
        after = sum(
            float(np.sum((t + primal * a) * (s + dual * b)))
            for t, a, s, b in zip(blocks, dt, z, dz, strict=True)
        )
        sigma = min(1.0, max(1e-4, (after / problem.total / mu)) ** 3)
        second = [a @ b for a, b in zip(dt, dz, strict=True)]
        dx, dy, dt, dz = newton(max(sigma * mu, least), second)
    primal, dual = _reach(blocks, dt, 0.95), _reach(z, dz, 0.95)
    moved = [_sym(t + primal * a) for t, a in zip(blocks, dt, strict=True)]
    return x + primal * dx, y + dual * dy, moved


def _sym(matrix: Array) -> Array:
    return (matrix + matrix.T) / 2


def _inverse(matrix: Array) -> Array:
    lower = np.linalg.inv(np.linalg.cholesky(_sym(matrix)))
    return lower.T @ lower


def _factor(matrix: Array) -> tuple[Array, bool]:
    """Cholesky, with a ridge of rounding size where the matrix has none to spare."""
    try:
        return cho_factor(matrix)
    except LinAlgError:
        return cho_factor(matrix + 1e-13 * np.diag(np.diag(matrix)))


def _reach(blocks: list[Array], steps: list[Array], share: float) -> float:
    """Return the step to `share` of the way to the boundary, at most 1."""
    worst = 0.0
    for block, step in zip(blocks, steps, strict=True):
        lower = np.linalg.inv(np.linalg.cholesky(_sym(block)))
        worst = min(worst, float(np.linalg.eigvalsh(lower @ step @ lower.T)[0]))
    return min(1.0, share / -worst) if worst < 0 else 1.0

"""Power series of the central path through an iterate, in arb.

From an iterate (T_0, Z_0) near the central path, one factorisation gives the series of

    H(T(s) Z(s)) = (1−s)^(e+1) H_0 + μ(s) 1,    μ(s) = (μ_0 − μ_1)(1−s)^e + μ_1,

H(X) = sym(Z_0^½ X Z_0^−½), where what was off-centre, and what was infeasible, fades as
(1−s)^(e+1). Order by order, with C_k = Σ_{0<j<k} T_j Z_{k−j} and w_k, μ_k the
coefficients of (1−s)^(e+1) and μ(s),

    T_k = −sym((C_k + T_0 Z_k) Z_0⁻¹) + w_k (T_0 − μ_0 Z_0⁻¹) + μ_k Z_0⁻¹,

a linear system in y_k with the Schur complement of the HKM direction. Under strict
complementarity the central path is analytic at μ = 0 (e = 1), so p orders turn μ_0 into
about μ_0^(p+1). Where it is not, it is usually analytic in √μ (e = 2). An iterate off
the path by δ adds a pole at s = 2 with weight δ: hence e = 0, which only centres, first.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, log2
from typing import Any

import numpy as np
from flint import arb, arb_mat, ctx, fmpq

from sdpsearch.proof.digits.bigfloat import (
    array,
    horner,
    identity,
    is_positive,
    log_norm,
    logarithm,
    mid,
    mids,
    multiply,
    symmetric,
    vector,
)
from sdpsearch.proof.digits.schur import schur_complement
from sdpsearch.proof.digits.sparse import Numbers, SparseMap

ORDER = 24
NEAR = 2.0**-4  # ‖Z^½TZ^½ − μ‖/μ of an iterate accepted as near the path


@dataclass
class Point:
    """An iterate (x, y, T, Z), or one coefficient of a series of them."""

    x: Any
    y: Numbers
    t: list[arb_mat]
    z: list[arb_mat]


class Problem:
    """The line with its data at the working precision of the moment."""

    def __init__(self, data: SparseMap) -> None:
        self.line = data.line
        self.data = data
        self.total = sum(data.orders)

    @property
    def start(self) -> Numbers:
        """The b_i at the working precision."""
        return vector([arb(fmpq(b.numerator, b.denominator)) for b in self.line.start])

    @property
    def direction(self) -> Numbers:
        """The d_i at the working precision."""
        values = self.line.direction
        return vector([arb(fmpq(d.numerator, d.denominator)) for d in values])

    def dual(self, y: Numbers) -> list[arb_mat]:
        """Return Z = Σ y_i G_i."""
        stacked, data = self.data.stacked(y), self.data
        return [
            mid(arb_mat(n, n, stacked[low : low + n * n].tolist()) / data.denominator)
            for low, n in zip(data.ends, data.orders, strict=False)
        ]

    def traces(self, blocks: Sequence[arb_mat]) -> Numbers:
        """Return Σ_λ tr(G_iλ T_λ)."""
        stacked = vector([entry for block in blocks for entry in block.entries()])
        return self.data.traces(stacked) / arb(self.data.denominator)

    def missing(self, point: Point) -> Numbers:
        """Return b + x d − tr(G T)."""
        return self.start + self.direction * point.x - self.traces(point.t)


def centred(
    problem: Problem, point: Point, goal: float, deadline: float | None
) -> Point | None:
    """Return the point at the same μ with T Z = μ·1 to about the final accuracy."""
    before = _centrality(problem, point)
    series, _ = _series(problem, point, goal, 0, deadline)
    for shift in (float("inf"), 8.0, 4.0, 2.0, 1.0, 0.5, 0.25):
        moved = _at(problem, series, shift)
        if _centrality(problem, moved) < before and is_interior(moved):
            return moved
    return None


def predicted(
    problem: Problem, point: Point, goal: float, exponent: int, deadline: float | None
) -> Point | None:
    """Return the point on the series with the least μ at which it can be trusted."""
    series, remainder = _series(problem, point, goal, exponent, deadline)
    if remainder < goal + log2(NEAR):
        moved = _at(problem, series, float("inf"))
        if _centrality(problem, moved) < NEAR and is_interior(moved):
            return moved
    # 1 − s = 2^−shift: the largest for which the iterate itself is near the path.
    low, high, found = 0.0, (log_mu(problem, point) - goal) / exponent, None
    for _ in range(10):
        shift = (low + high) / 2
        moved = _at(problem, series, shift)
        if _centrality(problem, moved) < NEAR and is_interior(moved):
            low, found = shift, moved
        else:
            high = shift
    return found


def is_interior(point: Point) -> bool:
    """Whether T > 0 and Z > 0."""
    return all(is_positive(matrix) for matrix in [*point.t, *point.z])


def _at(problem: Problem, series: list[Point], shift: float) -> Point:
    s = (1 - arb(2) ** arb(-shift)).mid() if shift < float("inf") else arb(1)
    y = mids(horner([p.y for p in series], s))
    t = [mid(horner([p.t[i] for p in series], s)) for i in range(len(series[0].t))]
    return Point(horner([p.x for p in series], s).mid(), y, t, problem.dual(y))


def _series(
    problem: Problem, point: Point, goal: float, exponent: int, deadline: float | None
) -> tuple[list[Point], float]:
    """Return the power series in s and log2 of its first neglected ‖C_k‖.

    Exponent 0 keeps μ and only centres: s = 1 is the path itself.
    """
    mu = _mu(problem, point)
    drop = mu - arb(2) ** int(goal)
    inverses = [
        symmetric(z.solve(identity(z.nrows()), algorithm="approx")) for z in point.z
    ]
    solver = Newton(problem, point, inverses, logarithm(mu))
    off = [mid(t - s * mu) for t, s in zip(point.t, inverses, strict=True)]
    missing, short = problem.missing(point), 1 - point.y @ problem.direction
    series, remainder = [point], float("inf")
    for k in range(1, ORDER + 2):
        cross = [_cross(series, block) for block in range(len(off))] if k > 1 else None
        if cross is not None:
            remainder = max(log_norm(c) for c in cross)
            late = deadline is not None and time.monotonic() > deadline
            if remainder < goal + log2(NEAR) or k > ORDER or late:
                break
        fade = comb(exponent + 1, k) * (-1) ** k
        slope = drop * (comb(exponent, k) * (-1) ** k)
        right = [mid(o * fade + s * slope) for o, s in zip(off, inverses, strict=True)]
        if cross is not None:
            terms = zip(right, cross, inverses, strict=True)
            right = [mid(r - symmetric(c * s)) for r, c, s in terms]
        series.append(solver.step(right, missing * -fade, short * -fade))
    return series, remainder


def _cross(series: list[Point], block: int) -> arb_mat:
    """Return C_k = Σ_{0<j<k} T_j Z_{k−j} of the next order k."""
    k = len(series)
    total = series[1].t[block] * series[k - 1].z[block]
    for j in range(2, k):
        total = total + series[j].t[block] * series[k - j].z[block]
    return mid(total)


class Newton:
    """Linear systems with one Schur complement, inverted roughly and refined."""

    def __init__(
        self, problem: Problem, point: Point, inverses: list[arb_mat], level: float
    ) -> None:
        self.problem, self.point, self.inverses = problem, point, inverses
        left, right = ([array(m) for m in ms] for ms in (point.t, inverses))
        n = problem.data.count
        schur = schur_complement(problem.data, left, right, multiply)
        self.matrix = mid(arb_mat(n, n, schur.ravel().tolist()))
        self.direction = problem.direction
        with ctx.workprec(int(-2 * min(level, 0.0) + 128)):
            self.rough = mid(self.matrix.solve(identity(n), algorithm="approx"))
        self.along = self._refined(self.direction)
        self.curvature = self.direction @ self.along

    def step(self, right: list[arb_mat], missing: Numbers, short: Any) -> Point:
        """Return the coefficient with T_k = right − sym(T_0 Z_k Z_0⁻¹)."""
        base = self._refined(self.problem.traces(right) - missing)
        x = ((self.direction @ base - short) / self.curvature).mid()
        y = mids(base - self.along * x)
        z = self.problem.dual(y)
        t = [
            mid(r - symmetric(mid(a * b) * c))
            for r, a, b, c in zip(right, self.point.t, z, self.inverses, strict=True)
        ]
        return Point(x, y, t, z)

    def _refined(self, right: Numbers) -> Numbers:
        left, solution, last = arb_mat(len(right), 1, right.tolist()).mid(), None, 0.0
        floor = log_norm(left) - ctx.prec + 16
        for sweep in range(20):
            change = mid(self.rough * left)
            solution = change if solution is None else mid(solution + change)
            left = mid(arb_mat(len(right), 1, right.tolist()) - self.matrix * solution)
            size = log_norm(left)
            if size < floor or (sweep > 0 and size > last - 4):
                break
            last = size
        assert solution is not None
        return vector(solution.entries())


def _mu(problem: Problem, point: Point) -> Any:
    pairs = zip(point.t, point.z, strict=True)
    total: Any = sum((vector(t.entries()) @ vector(z.entries()) for t, z in pairs), arb(0))
    return (total / problem.total).mid()


def log_mu(problem: Problem, point: Point) -> float:
    """Return log2 of μ = Σ tr(TZ)/m."""
    return logarithm(_mu(problem, point))


def _centrality(problem: Problem, point: Point) -> float:
    """Return ‖Z^½TZ^½ − μ‖/μ = tr((TZ − μ)²)^½/μ, infinite where that is no norm."""
    mu, total = _mu(problem, point), arb(0)
    for t, z in zip(point.t, point.z, strict=True):
        off = mid(t * z) - identity(t.nrows()) * mu
        total += vector(off.entries()) @ vector(off.transpose().entries())
    ratio = float(total / mu**2)
    return float(np.sqrt(ratio)) if mu > 0 and ratio >= 0 else float("inf")

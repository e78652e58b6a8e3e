"""The linear systems of one iteration of many programmes: Schur complements, directions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from sdpsearch.conic.interior.batch.cones import Flags, StackedCone
from sdpsearch.conic.interior.batch.forming import Forming
from sdpsearch.conic.interior.batch.programmes import adjoint, apply, paired
from sdpsearch.linalg import Array

#: What the diagonal of H is raised by, in units of its mean, until H is positive.
_SPARE = (1e-15, 1e-14, 1e-13, 1e-12)


@dataclass(frozen=True, eq=False)
class Direction:
    """Solutions of the linear systems: dx, dy, and ds̃ and dz̃ of every cone."""

    dx: Array
    dy: Array
    inner: list[Array]
    outer: list[Array]


@dataclass(frozen=True, eq=False)
class System:
    """H + ρaaᵀ of each programme, factored; in the coordinates of H.

    Attributes:
        cones: the cones.
        operator: G.
        normal: a.
        scales: R of every cone.
        factors: LAPACK's, one of each programme.
        rho: ρ.
        solved: (H + ρaaᵀ)⁻¹ a.
        begun: the same of what the first direction is pushed by.
        fine: which of them could be factored.
    """

    cones: tuple[StackedCone, ...]
    operator: Array
    normal: Array
    scales: list[Array]
    factors: list[Array]
    rho: Array
    solved: Array
    begun: Array
    fine: Flags

    @classmethod
    def of(
        cls,
        forming: Forming,
        cones: tuple[StackedCone, ...],
        operator: Array,
        normal: Array,
        scales: list[Array],
        push: Array,
    ) -> System:
        """Return the systems for the scalings R of every cone, and a first push."""
        h = forming.form(scales)
        size = np.trace(h, axis1=1, axis2=2) / h.shape[-1]
        rho = size / paired(normal, normal)
        h += (rho[:, None] * normal)[:, :, None] * normal[:, None, :]
        factors: list[Array] = []
        fine = np.isfinite(rho)
        for i in range(len(h)):
            # numpy's own for stacks would give up on all of them for one.
            factor = _factored(h[i]) if fine[i] else None
            if factor is None and fine[i]:
                own = [scale[i : i + 1] for scale in scales]
                factor = _raised(forming.alone(i), own, rho[i], normal[i], size[i])
            fine[i] = factor is not None
            factors.append(np.eye(h.shape[-1]) if factor is None else factor)
        solved = _solve(factors, np.stack([normal, push], axis=1))
        begun, solved = solved[:, 1], solved[:, 0]
        return cls(cones, operator, normal, scales, factors, rho, solved, begun, fine)

    def solve(self, push: Array, *, refine: bool) -> Array:
        """Return (H + ρaaᵀ)⁻¹ of a push.

        Args:
            push: what H dx − a dy is to be.
            refine: whether to correct it once by G itself, for what forming H has lost.
        """
        u = _solve(self.factors, push[:, None])[:, 0]
        if refine:
            u = u + _solve(self.factors, (push - self._exact(u))[:, None])[:, 0]
        return u

    def direction(self, u: Array, equality: Array, wanted: list[Array]) -> Direction:
        """Return the directions.

        Args:
            u: what solve() made of a push.
            equality: what a·dx is to be.
            wanted: what ds̃ + dz̃ is to be, for every cone.
        """
        missing = equality - paired(self.normal, u)
        dy = missing / paired(self.normal, self.solved)
        u = u + self.solved * dy[:, None]
        dy = dy - self.rho * equality
        inner = self._inward(u)
        outer = [want - way for want, way in zip(wanted, inner, strict=True)]
        return Direction(u, dy, inner, outer)

    def pushed(self, scaled: list[Array]) -> Array:
        """Return GᵀR† X R."""
        parts = zip(self.cones, self.scales, scaled, strict=True)
        stacked = [cone.outward(scale, x) for cone, scale, x in parts]
        return adjoint(self.operator, np.concatenate(stacked, axis=1))

    def _inward(self, u: Array) -> list[Array]:
        moved = apply(self.operator, u)
        pairs = zip(self.cones, self.scales, strict=True)
        return [cone.inward(scale, moved) for cone, scale in pairs]

    def _exact(self, u: Array) -> Array:
        along = self.rho * paired(self.normal, u)
        return self.pushed(self._inward(u)) + along[:, None] * self.normal


def _factored(matrix: Array) -> Array | None:
    """Return a symmetric matrix factored, in its place; None where it is not positive."""
    # LAPACK reads the lower triangle as the upper one of the transpose.
    upper, failed = linalg.lapack.dpotrf(matrix.T, lower=0, clean=0, overwrite_a=1)
    return None if failed else upper


def _raised(
    alone: Forming, scales: list[Array], rho: float, normal: Array, size: float
) -> Array | None:
    """Return one H + ρaaᵀ factored, raised by as little of H's mean as that takes."""
    plain = alone.form(scales)[0] + rho * np.outer(normal, normal)
    for spare in _SPARE:
        h = plain.copy()
        h[np.diag_indices(len(h))] += spare * size
        factor = _factored(h)
        if factor is not None:
            return factor
    return None


def _solve(factors: list[Array], rights: Array) -> Array:
    """Return the solutions for some right sides of each, shape (N, number, n)."""
    solve = linalg.lapack.dpotrs
    pairs = zip(factors, rights, strict=True)
    return np.array([solve(factor, right.T, lower=0)[0].T for factor, right in pairs])

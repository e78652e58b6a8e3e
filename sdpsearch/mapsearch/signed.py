"""How far the channel can be moved before L with Φ^c*∘L = Φ* gains or loses a contraction.

Φ is signed-extendible iff there is a unital, Hermiticity-preserving L: L(B) → L(E) with

    Σ <a_i|Φ^c*(L(X_i)†L(X_j))|a_j> ≤ Σ <a_i|Φ*(X_i†X_j)|a_j>     for all X_i, a_i

(docs/signed-extensions.md). With the kernels g = <b|V†(Y†X⊗1)V|a>, k = <b|V†(Y†⊗L(X))V|a>,
rows (b, Y) and columns (a, X) running over matrix units, that is

    [[g, k], [k†, g]] ≥ 0,

linear in L and in Φ. With k also (k + k†)/2 does, from which L is found again, so that
k† = k may be asked for and the inequality is g ± k ≥ 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sdpsearch import deadline
from sdpsearch.channels.channel import Channel
from sdpsearch.interval import Interval
from sdpsearch.linalg import (
    EPS,
    Array,
    coordinate_count,
    dagger,
    hermitian_part,
    psd_floor,
    smat,
    svec,
)
from sdpsearch.mapsearch.equations import Equations, independent
from sdpsearch.mapsearch.languages import check_language, solve
from sdpsearch.mapsearch.margin import MapMargin, without_vectors
from sdpsearch.mapsearch.programme import Answer, Inequality, Programme, unembedded

#: Eigenvalues of the kernels at the reference below this, relative to the largest, are 0.
_ZERO = 1e-9


def signed_margin(
    channel: Channel,
    *,
    language: str = "cvxpy",
    solver: str | None = None,
    time_limit: float | None = None,
) -> MapMargin:
    """Return the margin of signed extendibility by searching over L.

    Arguments and errors are those of `map_margin`.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.mapsearch import signed_margin
        >>> signed_margin(sd.zoo.dephrasure(0.1)(0.42)).margin.lower > 0.05
        True
    """
    check_language(language)
    deadline.check("the search over L was set up")
    equations = Equations.of(channel)
    if equations.order == 0:
        return without_vectors(equations)
    if equations.at_reference:
        found = Interval(equations.depth_at_reference, np.inf)
        told = "J is its own reference, to rounding"
        return MapMargin(found, None, 0.0, "none", told, found.lower > 0)
    deadline.check("the search over L was handed to a solver")
    kernels = Kernels(equations, channel.d_in)
    limit = deadline.remaining(time_limit)
    answer = solve(kernels.programme(), language, solver, limit)
    lower, upper = kernels.bounds(answer)
    margin = Interval(lower, max(lower, upper))
    rounded = lower > 0 and kernels.takes_for_granted
    return MapMargin(margin, None, 0.0, answer.solver, answer.message, rounded)


@dataclass(frozen=True, eq=False)
class Kernels:
    """The matrix inequality of a channel, in svec(c) and t as the equations are.

    Attributes:
        equations: those of N, c not positive here.
        d_a: dimension of A.
    """

    equations: Equations
    d_a: int

    def _kernels(self, coordinates: Array) -> tuple[Array, Array]:
        """Return g, of N∘Φ^c as it is read off c itself, and k."""
        e, d_a, d_b = self.equations, self.d_a, self.equations.d_b
        inner = smat(coordinates, e.order, e.real)
        wide = np.kron(e.frame, np.eye(d_b)) @ e.allowed
        sigma = (wide @ inner @ dagger(wide)).reshape((d_a, d_b, d_b) * 2)
        order = d_a * d_b**2
        # σ[a, p, q; b, r, s]: with Y = |p><r|, X = |s><q| the two kernels are
        k = np.einsum("apqbrs->bprasq", sigma).reshape(order, order)
        marginal = np.einsum("agibxi->bxag", sigma)
        g = np.einsum("bxag,ps->bpxasg", marginal, np.eye(d_b)).reshape(order, order)
        return g, k

    @cached_property
    def basis(self) -> Array:
        """Orthonormal c whose k is Hermitian, as columns of coordinates."""
        e = self.equations
        skew: list[Array] = []
        for c in np.eye(coordinate_count(e.order, e.real)):
            k = self._kernels(c)[1]
            skew.append((k - dagger(k)).ravel())
        gram = np.array(skew).conj() @ np.array(skew).T
        values, vectors = np.linalg.eigh(gram.real)
        return vectors[:, values <= _ZERO * max(1.0, float(values[-1]))]

    def _pair(self, coordinates: Array) -> tuple[Array, Array]:
        g, k = self._kernels(coordinates)
        g, k = hermitian_part(g), hermitian_part(k)
        return g + k, g - k

    @cached_property
    def _supports(self) -> tuple[Array, ...]:
        """What g ± k leave at the most mixed c, as isometries.

        For c ≥ 0 both are positive (Kadison–Schwarz), so that what vanishes there
        vanishes for every c.
        """
        found: list[Array] = []
        for both in self._pair(self.equations.reference):
            values, vectors = np.linalg.eigh(both)
            found.append(vectors[:, values > _ZERO * values[-1]])
        return tuple(found)

    @property
    def takes_for_granted(self) -> bool:
        """Whether some directions are zero to rounding of the data only."""
        e = self.equations
        whole = self.d_a * e.d_b**2
        orders = tuple(q.shape[1] for q in self._supports)
        return e.order < whole or orders != (whole, whole - self.d_a)

    def _reduced(self, coordinates: Array) -> list[Array]:
        pairs = zip(self._supports, self._pair(coordinates), strict=True)
        return [hermitian_part(dagger(q) @ both @ q) for q, both in pairs]

    @cached_property
    def _operators(self) -> tuple[Array, ...]:
        """Coordinates in the basis to those of the reduced g ± k."""
        made = [self._reduced(c) for c in self.basis.T]
        real = self.equations.real
        return tuple(np.array([svec(pair[i], real) for pair in made]).T for i in (0, 1))

    @cached_property
    def _equations(self) -> tuple[Array, Array, Array]:
        """The equations for coordinates in the basis, none to spare."""
        matrix, column, right = self.equations.whole
        return independent(matrix @ self.basis, column, right)

    def programme(self) -> Programme:
        """Return minimise t over (coordinates in the basis, t)."""
        matrix, column, right = self._equations
        inequalities: list[Inequality] = []
        for q, operator in zip(self._supports, self._operators, strict=True):
            rows = operator.shape[0]
            factor = np.hstack([operator, np.zeros((rows, 1))])
            real = self.equations.real
            inequalities.append(Inequality(q.shape[1], real, factor, np.zeros(rows)))
        return Programme(
            objective=np.concatenate([np.zeros(matrix.shape[1]), [1.0]]),
            equalities=np.hstack([matrix, column[:, None]]),
            right_side=right,
            inequalities=tuple(inequalities),
        )

    def bounds(self, answer: Answer) -> tuple[float, float]:
        """Return bounds on the margin, recomputed from whatever a solver returned."""
        lower, upper = -1.0, np.inf
        if answer.x is not None and np.all(np.isfinite(answer.x)):
            lower = self._proved(answer.x)
        if answer.matrix_duals is not None:
            real = self.equations.real
            duals = [unembedded(dual, real) for dual in answer.matrix_duals]
            if all(np.all(np.isfinite(dual)) for dual in duals):
                upper = min(self._refuted(duals, sign) for sign in (1, -1))
        return lower, upper

    def _proved(self, x: Array) -> float:
        """Return a margin for which a checked c exists, as near to the claim as it goes."""
        e = self.equations
        claimed, t = self.basis @ x[:-1], float(x[-1])
        inverse = np.linalg.pinv(e.matrix, rcond=1e-11)
        matrix, column, right = e.whole
        if not e.sharp:
            return -1.0
        for share in 10.0 ** np.arange(-11.0, 0.5, 0.5):
            s = t + share * (1 - t)
            mixed = (1 - share) * claimed + share * e.reference
            for _ in range(2):
                mixed = mixed + inverse @ (e.right - s * e.column - e.matrix @ mixed)
            missed = float(np.linalg.norm(right - s * column - matrix @ mixed))
            rest = self._norm * ((missed + 2 * e.tilt * e.trace) / e.gain + self._rounding)
            floor = min(psd_floor(both) for both in self._reduced(mixed))
            if missed <= e.noise and floor > rest:
                return max(-1.0, -s)
        return -1.0

    def _refuted(self, duals: list[Array], sign: int) -> float:
        """Return a margin that Z_± ≥ 0 rule out to be exceeded.

        With A†y + G†Z = 0 and slope a·y = 1, t = b·y + tr Z_±(g ± k) ≥ b·y. Languages count
        their multipliers with either sign.
        """
        e = self.equations
        matrix, column, right = self._equations
        gradient, size = np.zeros(matrix.shape[1]), 0.0
        for dual, operator in zip(duals, self._operators, strict=True):
            values, vectors = np.linalg.eigh(hermitian_part(dual))
            positive = (vectors * np.clip(sign * values, 0, None)) @ dagger(vectors)
            gradient = gradient + operator.T @ svec(positive, e.real)
            size += float(np.linalg.norm(positive)) * self._norm
        y = np.linalg.lstsq(matrix.T, -gradient, rcond=None)[0]
        slope = float(column @ y)
        if slope <= 0:
            return np.inf
        off = float(np.linalg.norm(matrix.T @ y + gradient))
        size += float(np.linalg.norm(y))
        charge = (off + 3 * size * e.tilt) * self._largest + size * self._rounding
        return (charge - float(right @ y)) / slope

    @property
    def _largest(self) -> float:
        """‖c‖ ≤ √d_b tr c for every contraction: k is no larger than g = j⊗1."""
        return float(np.sqrt(self.equations.d_b)) * self.equations.trace

    @property
    def _norm(self) -> float:
        """A bound on ‖kernels‖/‖c‖: two of norm ‖c‖, and two of at most d_b‖c‖."""
        return float(np.sqrt(2 * (self.equations.d_b**2 + 1)))

    @property
    def _rounding(self) -> float:
        return 16 * self.d_a * self.equations.d_b**2 * EPS * self._largest

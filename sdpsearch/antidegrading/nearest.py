"""The antidegrading map nearest to a given map, in the Frobenius norm of Choi operators.

With C = Q X Q† on the range of the solution set S, least squares over X ≥ 0 with
P(X) = κ, P projecting onto what the equations fix in X, has the smooth concave dual

    D(Y) = ⟨Y, κ⟩ − ½‖(X_0 + Y)_+‖² + ½‖C_0‖²,    X_0 = Q†C_0Q,  Y = P(Y),

maximised by a semismooth Newton method (Qi, Sun, SIAM J. Matrix Anal. Appl. 28, 360
(2006)), whose generalised Hessians are solved by conjugate gradients. Q makes Slater's
condition hold, so the maximum is attained. Every value of D is a lower bound on half
the squared distance. Its large terms cancel where C_0 is near S, so it is summed as

    D(Y) = ⟨Y, κ − X_0⟩ − ½‖Y‖² + ½‖(X_0 + Y)_−‖² + ½‖C_0 − Q X_0 Q†‖².
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sdpsearch.antidegrading.solutions import SolutionSet
from sdpsearch.channels.channel import Channel
from sdpsearch.interval import Interval
from sdpsearch.linalg import (
    Array,
    dagger,
    hermitian_part,
    smat,
    svec,
    trace_preserving,
)

#: The Newton method stops when the equations hold to this.
_TOLERANCE = 1e-12
_STEPS, _INNER_STEPS = 60, 400


@dataclass(frozen=True, eq=False)
class Nearest:
    """The point of a solution set nearest to a map.

    Attributes:
        map: the nearest antidegrading map found.
        distance: ‖C_N − C_0‖_F between the dual's lower bound and what `map` attains.
        residual: largest entry of J(N∘Φ^c) − J(Φ) for `map`.
    """

    map: Channel
    distance: Interval
    residual: float


def nearest_solution(solutions: SolutionSet, target: Channel) -> Nearest:
    """Return the antidegrading map whose Choi operator is nearest to that of `target`.

    Args:
        solutions: the set to project on.
        target: any channel on the same minimal environment.

    Raises:
        ValueError: `target` has other dimensions.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.antidegrading import nearest_solution, solution_set
        >>> half = solution_set(sd.zoo.dephasing()(0.5))
        >>> nearest_solution(half, half.map).distance.upper < 1e-9
        True
    """
    equations = solutions.equations
    dims, given = (equations.d_e, equations.d_b), (target.d_in, target.d_out)
    if dims != given:
        raise ValueError(
            f"Argument `target` must have (d_in, d_out) = {dims}, but has {given}."
        )
    if equations.residual(target.choi) < _TOLERANCE:
        found, dual = target, 0.0
    else:
        choi, dual = _Projection(solutions, target.choi).run()
        choi = trace_preserving(choi, dims)
        found = Channel.from_choi(choi, d_in=dims[0], d_out=dims[1])
    upper = float(np.linalg.norm(found.choi - target.choi))
    channel = equations.channel
    missed = (found @ channel.complementary).choi - channel.choi
    lower = min(upper, float(np.sqrt(max(0.0, 2 * dual))))
    return Nearest(found, Interval(lower, upper), float(np.max(np.abs(missed))))


class _Projection:
    """The dual problem for one target."""

    def __init__(self, solutions: SolutionSet, target: Array) -> None:
        self.solutions = solutions
        self.basis = solutions.range_basis
        self.start = hermitian_part(self._down(target))
        self.fixed = self._project(hermitian_part(self._down(solutions.map.choi)))
        self.missed = self.fixed - self._project(self.start)
        within = self.basis @ self.start @ dagger(self.basis)
        self.outside = float(np.linalg.norm(hermitian_part(target) - within)) ** 2 / 2

    def run(self) -> tuple[Array, float]:
        """Return the nearest C and the best dual value."""
        y = np.zeros_like(self.fixed)
        value, gradient, spectrum = self._dual(y)
        for _ in range(_STEPS):
            size = float(np.linalg.norm(gradient))
            if size <= _TOLERANCE:
                break
            damping = 1e-3 * min(1.0, size)
            step = _conjugate_gradients(
                lambda h, s=spectrum, e=damping: self._curvature(h, s) + e * h,
                gradient,
                # Beyond that conjugate gradients lose the direction to rounding.
                min(0.1, max(size, 1e-4)),
            )
            slope = float(np.vdot(gradient, step).real)
            # Rises smaller than this are lost in the value's rounding.
            rounding = 1e-14 * (
                abs(value) + float(np.linalg.norm(y) * np.linalg.norm(step))
            )
            length, ahead = 1.0, self._dual(self._project(y + step))
            while ahead[0] < value + 1e-4 * length * slope - rounding and length > 1e-8:
                length /= 2
                ahead = self._dual(self._project(y + length * step))
            shrunk = float(np.linalg.norm(ahead[1])) < size
            if length <= 1e-8 or (slope < rounding and not shrunk):
                break
            y = self._project(y + length * step)
            value, gradient, spectrum = ahead
        values, vectors = spectrum
        positive = (vectors * np.maximum(values, 0)) @ dagger(vectors)
        return self.basis @ positive @ dagger(self.basis), value + self.outside

    def _dual(self, y: Array) -> tuple[float, Array, tuple[Array, Array]]:
        values, vectors = np.linalg.eigh(self.start + y)
        positive = (vectors * np.maximum(values, 0)) @ dagger(vectors)
        cut = np.minimum(values, 0)
        value = float(np.vdot(y, self.missed - y / 2).real) + float(cut @ cut) / 2
        return value, self.fixed - self._project(positive), (values, vectors)

    def _curvature(self, h: Array, spectrum: tuple[Array, Array]) -> Array:
        """Return −D'' applied to h: the projection onto X ≥ 0 differentiated."""
        values, vectors = spectrum
        kept = np.maximum(values, 0)
        gaps = np.abs(values)[:, None] + np.abs(values)[None, :]
        weights = (kept[:, None] + kept[None, :]) / np.where(gaps > 0, gaps, 1)
        inner = dagger(vectors) @ h @ vectors
        return self._project(vectors @ (weights * inner) @ dagger(vectors))

    def _project(self, inner: Array) -> Array:
        """Return P(X) for X in Herm(q)."""
        fixed = self.solutions.fixed
        if fixed is None:
            return self.solutions.equations.project(inner)
        order = self.basis.shape[1]
        return smat(fixed @ (fixed.T @ svec(inner, False)), order, False)

    def _down(self, matrix: Array) -> Array:
        return dagger(self.basis) @ matrix @ self.basis


def _conjugate_gradients(
    operator: Callable[[Array], Array], right: Array, accuracy: float
) -> Array:
    """Solve operator(x) = right in the real inner product Re tr(x†y)."""
    x = np.zeros_like(right)
    residual = right
    direction = right
    square = float(np.vdot(residual, residual).real)
    goal = accuracy**2 * square
    for _ in range(_INNER_STEPS):
        image = operator(direction)
        bend = float(np.vdot(direction, image).real)
        if not bend > 0:
            break
        length = square / bend
        x = x + length * direction
        residual = residual - length * image
        fresh = float(np.vdot(residual, residual).real)
        if fresh <= goal:
            break
        direction = residual + (fresh / square) * direction
        square = fresh
    return x

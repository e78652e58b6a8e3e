"""The channel nearest to a noisy Choi matrix: a projection onto an intersection.

Choi operators of channels are X ≥ 0 with tr_B X = 1. The nearest one to G is the positive
part (G + Y⊗1)₊ for the one Hermitian Y that makes it trace preserving: the gradient of
θ(Y) = ½‖(G + Y⊗1)₊‖² − tr Y, convex, is tr_B (G + Y⊗1)₊ − 1. It is found by a semismooth
Newton method, as for correlation matrices (Qi, Sun, SIAM J. Matrix Anal. Appl. 28, 360).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.linalg import Array, dagger, hermitian_part, partial_trace

if TYPE_CHECKING:
    from sdpsearch.channels.channel import Channel

#: Largest deviation from tr_B X = 1 that is called converged, relative to G.
TOLERANCE = 1e-12
_STEPS = 200
#: Entries beyond it could not be squared.
_LARGEST = 1e100
#: Share of the decrease that a step promises which it has to keep.
_ARMIJO = 1e-4


@dataclass(frozen=True)
class Nearest:
    """The channel nearest to a matrix.

    Attributes:
        channel: the channel.
        distance: ‖J − G‖ in Frobenius norm, with tr J = d_in.

    Example:
        >>> import numpy as np, sdpsearch as sd
        >>> found = sd.Channel.nearest(np.diag([1.1, 0.1, -0.1, 0.9]), d_in=2)
        >>> round(found.distance, 12), found.channel.rank
        (0.2, 2)
    """

    channel: Channel
    distance: float


def nearest_choi(matrix: Array, d_in: int, d_out: int) -> Array:
    """Return the Choi operator of a channel that is nearest to a matrix, input first.

    Raises:
        ValueError: the method does not converge; the message gives how far it came.
    """
    if np.max(np.abs(matrix)) > _LARGEST:
        raise ValueError(
            "Argument `choi` is too far from a channel for the nearest one to be computed: "
            f"its largest entry is {np.max(np.abs(matrix)):.1e}; check its scale."
        )
    given = hermitian_part(matrix)
    scale = max(1.0, float(np.linalg.norm(given)))
    dual = _Dual(given / scale, d_in, d_out, 1 / scale)
    shift = (np.eye(d_in) / scale - partial_trace(dual.given, dual.dims, 1)) / d_out
    point = dual.at(shift)
    best = point
    for _ in range(_STEPS):
        if point.error < best.error:
            best = point
        if best.error <= TOLERANCE / 10:
            break
        following = dual.step(point)
        if following is None:
            break
        point = following
    if best.error > TOLERANCE:
        raise ValueError(
            "Argument `choi` is too far from a channel for the nearest one to be computed: "
            f"tr_out J deviates from 1 by {best.error * scale:.1e}; check its scale "
            f"(tr J = d_in = {d_in}, but its trace is {np.trace(given).real:.3g})."
        )
    return best.positive * scale


def output_dimension(choi: Any, d_in: int) -> int:
    """Return what the shape of a matrix leaves for d_out; ValueError where it does not."""
    shape = checks.finite_array("choi", choi).shape
    if len(shape) != 2:
        raise ValueError(f"Argument `choi` must be a square matrix, but has shape {shape}.")
    if shape[0] % d_in:
        raise ValueError(
            f"Argument `d_in` must divide the {shape[0]} rows of `choi`, but is {d_in}."
        )
    return shape[0] // d_in


@dataclass(frozen=True, eq=False)
class _Point:
    """θ at one Y, its gradient, and the spectrum it was computed from."""

    shift: Array
    values: Array
    vectors: Array
    positive: Array
    gradient: Array
    theta: float

    @property
    def error(self) -> float:
        return float(np.max(np.abs(self.gradient)))


class _Dual:
    """θ for one G; the trace to preserve is `unit`·1."""

    def __init__(self, given: Array, d_in: int, d_out: int, unit: float) -> None:
        self.given, self.dims, self.unit = given, (d_in, d_out), unit
        self.wide = np.eye(d_out)

    def at(self, shift: Array) -> _Point:
        """Return what there is to know at Y."""
        values, vectors = np.linalg.eigh(self.given + np.kron(shift, self.wide))
        kept = np.maximum(values, 0.0)
        positive = hermitian_part((vectors * kept) @ dagger(vectors))
        target = self.unit * np.eye(self.dims[0])
        gradient = partial_trace(positive, self.dims, 1) - target
        theta = float(kept @ kept) / 2 - self.unit * float(np.trace(shift).real)
        return _Point(shift, values, vectors, positive, gradient, theta)

    def step(self, point: _Point) -> _Point | None:
        """Return the next point of Newton's method, None where rounding allows none."""
        direction = self._direction(point)
        slope = float(np.vdot(point.gradient, direction).real)
        if slope >= 0:
            direction, slope = -point.gradient, -float(np.linalg.norm(point.gradient) ** 2)
        length = 1.0
        while length > 1e-12:
            new = self.at(point.shift + length * direction)
            # Near the end θ is flat to rounding, and the gradient tells.
            if new.theta <= point.theta + _ARMIJO * length * slope:
                return new
            if new.error <= 0.5 * point.error:
                return new
            length /= 2
        return None

    def _direction(self, point: _Point) -> Array:
        """Return −V⁻¹∇θ by conjugate gradients, V a generalised Hessian of θ."""
        up = point.values > 0
        weights = np.zeros((up.size, up.size))
        weights[np.ix_(up, up)] = 1.0
        high, low = point.values[up], point.values[~up]
        share = high[:, None] / (high[:, None] - low[None, :])
        weights[np.ix_(up, ~up)] = share
        weights[np.ix_(~up, up)] = share.T
        damping = min(1e-3, point.error) * 1e-3
        u = point.vectors

        def hessian(h: Array) -> Array:
            turned = dagger(u) @ np.kron(h, self.wide) @ u
            spread = u @ (weights * turned) @ dagger(u)
            return hermitian_part(partial_trace(spread, self.dims, 1)) + damping * h

        found = np.zeros_like(point.gradient)
        rest = -point.gradient
        along = rest
        norm = float(np.vdot(rest, rest).real)
        enough = norm * min(1e-2, point.error) ** 2
        for _ in range(2 * self.dims[0] ** 2 + 5):
            if norm <= enough or norm == 0:
                break
            image = hessian(along)
            length = norm / float(np.vdot(along, image).real)
            found, rest = found + length * along, rest - length * image
            before, norm = norm, float(np.vdot(rest, rest).real)
            along = rest + (norm / before) * along
        return found

"""One semidefinite cone of many programmes: what `part` asks of one, for a stack.

Each answer comes with the flags of those that it is about: rounding may take one iterate
out of its cone, and that one alone is to stop.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sdpsearch.layout import layout
from sdpsearch.linalg import Array, coordinate_count, dagger
from sdpsearch.stacks import lower_factors

Flags = NDArray[np.bool_]


class StackedCone:
    """Positive semidefinite matrices of one order, N at a time.

    Args:
        order: of the matrices.
        real: whether they are real.
        first: where their coordinates begin among the stacked ones.
    """

    def __init__(self, order: int, real: bool, first: int) -> None:
        self.rows = slice(first, first + coordinate_count(order, real))
        self.order = order
        self._layout = layout((order,), real)
        self._eye = np.eye(order, dtype=float if real else complex)
        self._diagonal = np.arange(order)

    def matrices(self, stacked: Array) -> Array:
        """Return the matrices of this cone, from all coordinates."""
        return self._layout.matrix(stacked[:, self.rows])

    def coordinates(self, matrices: Array) -> Array:
        """Return the coordinates of matrices of this cone."""
        return self._layout.coordinates(matrices)

    def roots(self, stacked: Array) -> tuple[Array, Flags]:
        """Return F with FF† = X."""
        return lower_factors(self.matrices(stacked))

    def value(self, roots: Array) -> Array:
        """Return the coordinates of FF†."""
        return self._layout.coordinates(roots @ dagger(roots))

    def scaling(self, primal: Array, dual: Array) -> tuple[Array, Array, Flags]:
        """Return R and the diagonal of Λ from roots of S and Z."""
        product = dagger(dual) @ primal
        gram = dagger(product) @ product
        fine: Flags = np.all(np.isfinite(gram), axis=(1, 2))
        squares, right = np.linalg.eigh(np.where(fine[:, None, None], gram, self._eye))
        fine &= squares[:, 0] > 0
        values = np.sqrt(np.where(fine[:, None], squares, 1.0))
        left = product @ (right / (values * np.sqrt(values))[:, None, :])
        scale = dagger(left) @ dagger(dual)
        return np.where(fine[:, None, None], scale, self._eye), values, fine

    def inward(self, scale: Array, stacked: Array) -> Array:
        """Return R X R†."""
        return scale @ self.matrices(stacked) @ dagger(scale)

    def outward(self, scale: Array, scaled: Array) -> Array:
        """Return the coordinates of R† X R."""
        return self._layout.coordinates(dagger(scale) @ scaled @ scale)

    def on_diagonal(self, values: Array) -> Array:
        """Return diagonal matrices."""
        return values[:, None, :] * self._eye

    def corrected(self, values: Array, ds: Array, dz: Array, target: Array) -> Array:
        """Return C with Λ∘C = target·1 − Λ² − ds̃∘dz̃, the second-order term included."""
        product = ds @ dz
        wanted = -(product + dagger(product))
        square = 2 * (target[:, None] - values**2)
        wanted[:, self._diagonal, self._diagonal] += square
        wanted /= values[:, :, None] + values[:, None, :]
        return wanted

    def reach(self, values: Array, direction: Array) -> Array:
        """Return the largest α with Λ + α X ≥ 0; 0 where X is not finite."""
        root = 1 / np.sqrt(values)
        turned = root[:, :, None] * direction * root[:, None, :]
        fine: Flags = np.all(np.isfinite(turned), axis=(1, 2))
        turned = np.where(fine[:, None, None], turned, -self._eye)
        least = np.linalg.eigvalsh(turned)[:, 0]
        far = np.divide(-1.0, least, where=least < 0, out=np.full(len(least), np.inf))
        return np.where(fine, far, 0.0)

    def moved(
        self, scale: Array, values: Array, direction: Array, step: Array
    ) -> tuple[Array, Flags]:
        """Return the root F of Z after the step, Z = R†(Λ + α dz̃)R."""
        matrix = step[:, None, None] * direction
        matrix[:, self._diagonal, self._diagonal] += values
        lower, fine = lower_factors(matrix)
        return dagger(scale) @ lower, fine


def cones_of(orders: tuple[int, ...], real: bool) -> tuple[StackedCone, ...]:
    """Return the cones of the given orders, one after the other."""
    ends = np.cumsum([coordinate_count(order, real) for order in orders])
    firsts = [0, *(int(end) for end in ends[:-1])]
    return tuple(
        StackedCone(n, real, first) for n, first in zip(orders, firsts, strict=True)
    )

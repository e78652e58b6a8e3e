"""Programmes of one shape, and operators that they share or have each their own of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sdpsearch.conic.interior.batch.forming import Forming
from sdpsearch.linalg import Array


def apply(operator: Array, vectors: Array) -> Array:
    """Return G x for each of some vectors, with one G for all or one for each.

    Args:
        operator: G, shape (m, n) or (N, m, n).
        vectors: shape (N, n).
    """
    if operator.ndim == 2:
        return vectors @ operator.T
    return (operator @ vectors[..., None])[..., 0]


def adjoint(operator: Array, vectors: Array) -> Array:
    """Return Gᵀ z for each of some vectors, shape (N, m)."""
    if operator.ndim == 2:
        return vectors @ operator
    return (np.swapaxes(operator, -1, -2) @ vectors[..., None])[..., 0]


def paired(left: Array, right: Array) -> Array:
    """Return the inner products of rows."""
    return np.einsum("ni,ni->n", left, right)


def norms(vectors: Array) -> Array:
    """Return the norms of rows."""
    return np.sqrt(paired(vectors, vectors))


@dataclass(frozen=True, eq=False)
class Programmes:
    """N times: minimise c·x subject to a·x = 1 and G x in a product of PSD cones.

    G may be the same for all, without the first axis.

    Attributes:
        objective: c, shape (N, n).
        normal: a, shape (N, n).
        start: x with a·x = 1 and G x > 0, shape (N, n), and z > 0, shape (N, m).
        orders: of the cones.
        real: whether the cones are real.
        operator: G, shape (N, m, n).
        forming: how the Schur complements are formed.
    """

    objective: Array
    normal: Array
    start: tuple[Array, Array]
    orders: tuple[int, ...]
    real: bool
    operator: Array
    forming: Forming

    def __len__(self) -> int:
        return len(self.objective)


@dataclass(frozen=True, eq=False)
class Claims:
    """What was found, nothing of it checked; NaN where nothing was.

    Attributes:
        x: shape (N, n).
        y: the multiplier of a·x = 1, shape (N,).
        z: multipliers of the cones, shape (N, m).
    """

    x: Array
    y: Array
    z: Array

    @classmethod
    def none(cls, programmes: Programmes) -> Claims:
        """Return arrays to be filled."""
        shapes: tuple[Any, ...] = (
            programmes.objective.shape,
            (len(programmes),),
            programmes.start[1].shape,
        )
        return cls(*(np.full(shape, np.nan) for shape in shapes))

    def enter(self, places: NDArray[np.intp], x: Array, y: Array, z: Array) -> None:
        """Put what was found in its places."""
        self.x[places], self.y[places], self.z[places] = x, y, z

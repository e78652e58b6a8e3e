"""Between svec coordinates and matrices by index arrays: a gather, a product each way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sdpsearch.linalg import Array, coordinate_count

Index = NDArray[np.intp]

_HALF = np.sqrt(0.5)


@dataclass(frozen=True, eq=False)
class Layout:
    """Where stacked svec coordinates of some blocks sit in one block-diagonal matrix.

    Attributes:
        order: of the whole matrix.
        real: whether it is real symmetric.
        size: number of coordinates.
        source: for every float of the matrix the coordinate it is made from.
        weight: by what that is multiplied; 0 off the blocks.
        target: for every coordinate the float of the matrix it is read from.
        scale: by what that is multiplied.
    """

    order: int
    real: bool
    size: int
    source: Index
    weight: Array
    target: Index
    scale: Array

    def matrix(self, coordinates: Array) -> Array:
        """Return the Hermitian matrix with the given coordinates, or a stack of them."""
        floats = coordinates.take(self.source, axis=-1)
        floats *= self.weight
        return floats if self.real else floats.view(complex)

    def coordinates(self, matrix: Array) -> Array:
        """Return the coordinates of a Hermitian matrix, read from its lower triangle.

        Of a stack they are a stack; where the layout is real, of the real part.
        """
        kept = matrix.real if self.real else matrix
        kept = np.ascontiguousarray(kept, dtype=float if self.real else complex)
        floats = kept.view(float).reshape(*matrix.shape[:-2], -1)
        return floats.take(self.target, axis=-1) * self.scale


@lru_cache(maxsize=128)
def layout(orders: tuple[int, ...], real: bool) -> Layout:
    """Return the layout of blocks of the given orders."""
    order, parts = sum(orders), 1 if real else 2
    source = np.zeros((order, order, parts), dtype=np.intp)
    weight = np.zeros(source.shape)
    size = sum(coordinate_count(n, real) for n in orders)
    target, scale = np.zeros(size, dtype=np.intp), np.ones(size)
    first = place = 0
    for n in orders:
        column, row = np.triu_indices(n)
        off = row != column
        steps = np.where(off, parts, 1)
        at = place + np.cumsum(steps) - steps
        row, column = row + first, column + first
        source[row, column, 0] = source[column, row, 0] = at
        weight[row, column, 0] = weight[column, row, 0] = np.where(off, _HALF, 1.0)
        target[at] = (row * order + column) * parts
        scale[at[off]] = np.sqrt(2.0)
        if not real:
            row, column, at = row[off], column[off], at[off] + 1
            source[row, column, 1] = source[column, row, 1] = at
            weight[row, column, 1], weight[column, row, 1] = _HALF, -_HALF
            target[at] = (row * order + column) * 2 + 1
            scale[at] = np.sqrt(2.0)
        first, place = first + n, place + coordinate_count(n, real)
    flat = (order, order * parts)
    return Layout(
        order, real, size, source.reshape(flat), weight.reshape(flat), target, scale
    )

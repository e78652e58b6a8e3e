"""Coordinates that a conic programme's data never tell apart, up to sign.

What permutes the letters of A and B and turns their phases moves coordinates and changes
signs, no more: the invariant elements are those with equal numbers in each class of
coordinates. The coarsest classes that the data respect, and that products respect, are
found by refinement, as the colours of a graph are (Weisfeiler and Leman): whatever differs
in a generic element is of different classes. No digit is lost on the way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch import deadline
from sdpsearch.direct_sum import DirectSum
from sdpsearch.linalg import Array, times

#: Numbers nearer to each other than this, relative to the largest, are one.
_SAME = 1e-11


@dataclass(frozen=True)
class Classes:
    """Classes of coordinates, with signs.

    Attributes:
        labels: the class of each coordinate, from 0 up.
        signs: 1 or −1, and 0 where every element is zero.
    """

    labels: NDArray[np.intp]
    signs: Array

    @property
    def count(self) -> int:
        """Number of classes, those where every element is zero left out."""
        return np.unique(self.labels[self.signs != 0]).size

    def generic(self, rng: np.random.Generator) -> Array:
        """Return an element with a random number for each class."""
        return self.signs * rng.standard_normal(int(self.labels.max()) + 1)[self.labels]

    def refined(self, element: Array) -> Classes:
        """Return the classes that also tell apart what differs in another element."""
        close = _SAME * float(np.max(np.abs(element), initial=0.0))
        rounded = np.where(np.abs(element) > close, element, 0.0)
        signs = np.where(self.signs != 0, self.signs, np.sign(rounded))
        values = np.where(signs != 0, signs * rounded, 0.0)
        order = np.lexsort((values, self.labels))
        apart = np.diff(values[order]) > close
        apart |= np.diff(self.labels[order]) > 0
        labels = np.empty_like(self.labels)
        labels[order] = np.concatenate([[0], np.cumsum(apart)])
        return Classes(labels, signs)

    @property
    def basis(self) -> sparse.csr_array:
        """Orthonormal columns, one for each class."""
        here = np.flatnonzero(self.signs)
        numbers, column = np.unique(self.labels[here], return_inverse=True)
        sizes = np.bincount(column)
        data = self.signs[here] / np.sqrt(sizes[column])
        shape = (self.labels.size, numbers.size)
        return sparse.csr_array((data, (here, column)), shape=shape)


def classes_of(data: Array, operator: sparse.csr_array, space: DirectSum) -> Classes | None:
    """Return the classes of variables, None where they are more than half as many.

    Args:
        data: what is equal within classes to begin with, one column each.
        operator: G, from the variables to the coordinates of the blocks.
        space: the space of the blocks.
    """
    rng = np.random.default_rng(0)
    adjoint = sparse.csr_array(operator.T)
    ones = space.scalars(np.ones(len(space.orders)))
    outer = _none(data.shape[0])
    for column in (*data.T, times(adjoint, ones)):
        outer = outer.refined(column)
    inner = _none(space.size).refined(ones)
    count = 0
    while 2 * outer.count <= data.shape[0]:
        if outer.count + inner.count == count:
            return outer
        count = outer.count + inner.count
        deadline.check("symmetries were looked for", 60.0 * _cubes(space))
        inner = inner.refined(times(operator, outer.generic(rng)))
        stacks = space.stacks(inner.generic(rng))
        inner = inner.refined(space.coordinates([stack @ stack for stack in stacks]))
        outer = outer.refined(times(adjoint, inner.generic(rng)))
    return None


def _none(size: int) -> Classes:
    return Classes(np.zeros(size, dtype=np.intp), np.zeros(size))


def _cubes(space: DirectSum) -> float:
    return float(sum(order**3 for order in space.orders))

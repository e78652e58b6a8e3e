"""Block-diagonal Hermitian matrices in one vector of coordinates, worked on by the stack.

Symmetry leaves hundreds of small blocks where there were two large ones; all blocks of one
order go through numpy's stacked linear algebra together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch.layout import layout
from sdpsearch.linalg import Array, coordinate_count, hermitian_basis


@dataclass(frozen=True)
class Group:
    """The blocks of one order.

    Attributes:
        order: their order n.
        members: which blocks they are, shape (c,).
        places: where their svec coordinates stand, shape (c, coordinates of one).
    """

    order: int
    members: NDArray[np.intp]
    places: NDArray[np.intp]


@dataclass(frozen=True)
class DirectSum:
    """Herm(n_1) ⊕ Herm(n_2) ⊕ …, or the real symmetric matrices, in svec coordinates.

    Attributes:
        orders: n_1, n_2, …
        real: whether the matrices are real symmetric.
    """

    orders: tuple[int, ...]
    real: bool

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        """Where the coordinates of each block begin, and the last one's end."""
        sizes = [coordinate_count(order, self.real) for order in self.orders]
        return np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)

    @property
    def size(self) -> int:
        """Number of coordinates."""
        return int(self.starts[-1])

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The blocks by order, ascending."""
        orders = np.array(self.orders, dtype=np.intp)
        found: list[Group] = []
        for order in sorted(set(self.orders)):
            members = np.flatnonzero(orders == order)
            within = np.arange(coordinate_count(order, self.real))
            places = self.starts[members][:, None] + within
            found.append(Group(order, members, places))
        return tuple(found)

    def stacks(self, coordinates: Array) -> list[Array]:
        """Return the matrices, one array (c, n, n) for each group."""
        return [
            layout((group.order,), self.real).matrix(coordinates[group.places])
            for group in self.groups
        ]

    def coordinates(self, stacks: Iterable[Array]) -> Array:
        """Return the coordinates of Hermitian matrices given group by group."""
        found = np.zeros(self.size)
        for group, stack in zip(self.groups, stacks, strict=True):
            found[group.places] = layout((group.order,), self.real).coordinates(stack)
        return found

    def matrices(self, coordinates: Array) -> list[Array]:
        """Return the matrices in the order of the blocks."""
        found: list[Array] = [np.zeros((0, 0))] * len(self.orders)
        for group, stack in zip(self.groups, self.stacks(coordinates), strict=True):
            for member, matrix in zip(group.members, stack, strict=True):
                found[member] = matrix
        return found

    def scalars(self, numbers: Sequence[float] | Array) -> Array:
        """Return the coordinates of ⊕ c_i·1."""
        numbers = np.asarray(numbers, dtype=float)
        return self.coordinates(
            numbers[group.members, None, None] * np.eye(group.order)
            for group in self.groups
        )

    @cached_property
    def basis(self) -> sparse.csr_array:
        """The isometry from coordinates to the entries, block by block and row-major."""
        orders = np.array(self.orders, dtype=np.intp)
        starts = np.concatenate([[0], np.cumsum(orders**2)])
        rows: list[NDArray[np.intp]] = []
        columns: list[NDArray[np.intp]] = []
        data: list[Array] = []
        for group in self.groups:
            one = hermitian_basis(group.order, self.real).tocoo()
            rows.append(np.add.outer(starts[group.members], one.coords[0]).ravel())
            columns.append(np.add.outer(group.places[:, 0], one.coords[1]).ravel())
            data.append(np.tile(one.data, group.members.size))
        if not rows:
            return sparse.csr_array((0, 0))
        found = np.concatenate(data), (np.concatenate(rows), np.concatenate(columns))
        return sparse.csr_array(found, shape=(int(starts[-1]), self.size))


def hermitian_coordinates(matrices: Array, real: bool) -> Array:
    """Return the svec coordinates of the Hermitian part of each matrix of a stack.

    Example:
        >>> hermitian_coordinates(np.array([[1.0, 0.5], [0.5, 2.0]]), True).round(3)
        array([1.   , 0.707, 2.   ])
    """
    order = matrices.shape[-1]
    row, column, at, diagonal = svec_places(order, real)
    found = np.empty((*matrices.shape[:-2], coordinate_count(order, real)))
    found[..., diagonal] = np.diagonal(matrices, axis1=-2, axis2=-1).real
    below, above = matrices[..., row, column], matrices[..., column, row]
    found[..., at] = (below.real + above.real) * np.sqrt(0.5)
    if not real:
        found[..., at + 1] = (below.imag - above.imag) * np.sqrt(0.5)
    return found


@lru_cache(maxsize=256)
def svec_places(order: int, real: bool) -> tuple[NDArray[np.intp], ...]:
    """Return rows and columns below the diagonal, their coordinates, and the diagonal's.

    The imaginary part of an entry comes right after its real part.
    """
    column, row = np.triu_indices(order)
    off = row != column
    steps = np.where(off, 1 if real else 2, 1)
    at = np.cumsum(steps) - steps
    return row[off], column[off], at[off], at[~off]

"""A programme of many digits: functionals G_i as one sparse integer map."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

# float64, or arb in object arrays: the algebra is the same.
Numbers = NDArray[Any]


class Programme(Protocol):
    """What a solve needs of a line beside its G_i: b, d, and whether all is real."""

    @property
    def real(self) -> bool:
        """Whether T and Z are real symmetric."""
        ...

    @property
    def start(self) -> tuple[Fraction, ...]:
        """The b_i."""
        ...

    @property
    def direction(self) -> tuple[Fraction, ...]:
        """The d_i."""
        ...


@dataclass(frozen=True)
class SparseMap(ABC):
    """All G_i as one sparse integer map between y and the stacked entries of Z.

    Attributes:
        line: what they are a programme with.
        orders: orders of the real blocks, twice the line's for a complex line.
        denominator: G is the integer coefficient divided by this.
        position: stacked entry (row by row, block after block) of each coefficient.
        variable: i of each coefficient.
        coefficient: the coefficients, sorted by position.
    """

    line: Programme
    orders: tuple[int, ...]
    denominator: int
    position: NDArray[np.int64]
    variable: NDArray[np.int64]
    coefficient: NDArray[Any]

    @cached_property
    @abstractmethod
    def grams(self) -> tuple[Numbers, ...]:
        """The Gram matrix of each block's basis, in which floats see its true condition."""

    @abstractmethod
    def begin(self) -> Numbers:
        """Return some y, in floats, with Σ y_i G_i > 0, or nearly so."""

    @property
    def count(self) -> int:
        """Number of variables y_i."""
        return len(self.line.start)

    @property
    def is_sparse(self) -> bool:
        """Whether each G_i has few entries beside the order of its blocks."""
        return self.coefficient.size < self.count * sum(self.orders)

    @cached_property
    def ends(self) -> list[int]:
        """Offsets of the blocks in the stacked entries."""
        return [0, *np.cumsum([order**2 for order in self.orders]).tolist()]

    @cached_property
    def matrix(self) -> csr_matrix:
        """The map y -> stacked Z in float64."""
        values = self.coefficient.astype(float) / self.denominator
        return csr_matrix(
            (values, (self.position, self.variable)), shape=(self.ends[-1], self.count)
        )

    @cached_property
    def _by_position(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return np.unique(self.position, return_index=True)

    @cached_property
    def _by_variable(self) -> tuple[NDArray[np.int64], ...]:
        order = np.argsort(self.variable, kind="stable")
        return order, *np.unique(self.variable[order], return_index=True)

    def stacked(self, y: Numbers) -> Numbers:
        """Return the stacked entries of denominator · Σ_i y_i G_i."""
        result = np.zeros(self.ends[-1], dtype=object)
        positions, starts = self._by_position
        result[positions] = np.add.reduceat(y[self.variable] * self.coefficient, starts)
        return result

    def traces(self, stacked: Numbers) -> Numbers:
        """Return denominator · Σ_λ tr(G_iλ T_λ) for the stacked entries of T."""
        order, variables, starts = self._by_variable
        terms = stacked[self.position[order]] * self.coefficient[order]
        result = np.zeros(self.count, dtype=object)
        result[variables] = np.add.reduceat(terms, starts)
        return result

    @cached_property
    def dense(self) -> tuple[tuple[NDArray[np.int64], Numbers], ...]:
        """For each block the i that meet it, and their denominator · G_iλ, in integers.

        Arrays of shape (n,) and (n, order, order).
        """
        result: list[tuple[NDArray[np.int64], Numbers]] = []
        places = np.searchsorted(self.position, self.ends)
        for start, stop, low, order in zip(
            places, places[1:], self.ends, self.orders, strict=False
        ):
            met, number = np.unique(self.variable[start:stop], return_inverse=True)
            block = np.zeros((met.size, order, order), dtype=object)
            row, column = np.divmod(self.position[start:stop] - low, order)
            block[number, row, column] = self.coefficient[start:stop]
            result.append((met, block))
        return tuple(result)

    @cached_property
    def dense_floats(self) -> tuple[tuple[NDArray[np.int64], Numbers], ...]:
        """The same in floats."""
        return tuple((met, block.astype(float)) for met, block in self.dense)

"""Full matrix algebras of partitions: Σ M_ij y_i y_j†, and how their y were chosen."""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq, fmpq_mat

from sdpsearch.partitions.combination import Combination


class Indivisible(Exception):
    """The algebra does not divide over the rationals."""


@dataclass(frozen=True)
class Choice:
    """How the vectors of a block were chosen, so that another d can follow.

    Attributes:
        element: number of the basis element whose projection has rank one.
        eigenvalue: which of its eigenvalues in the block, by size.
        vectors: numbers of the basis elements that make the vectors of it.
    """

    element: int
    eigenvalue: int
    vectors: tuple[int, ...]


@dataclass(frozen=True)
class Block:
    """A full matrix algebra Σ M_ij y_i y_j†.

    Attributes:
        vectors: y_1, …, y_m.
        gram: g, the rational matrix with y_i† y_j = g_ij f, f a projection.
        weight: tr f, how often the matrices repeat.
        choice: how the vectors were chosen; None for a block of order one.
    """

    vectors: tuple[Combination, ...]
    gram: fmpq_mat
    weight: fmpq
    choice: Choice | None

    @property
    def order(self) -> int:
        """m, the order of the matrices."""
        return len(self.vectors)

"""The exact face: where the extensions of a rational Choi operator live, over Q(i)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import flint
import numpy as np

from sdpsearch.linalg import Array
from sdpsearch.proof.exact.coordinates import Row, coordinate, hermitian_rows, row_matrix
from sdpsearch.proof.exact.kernel import pivots
from sdpsearch.proof.exact.matrix import Matrix, adjoint, combine, sandwich
from sdpsearch.proof.exact.space import Diagram, Space


@dataclass(frozen=True, eq=False)
class ExactFace:
    """The vectors of A⊗B^k all of whose A B_i parts avoid some exact vectors N.

    Attributes:
        space: A⊗B^k by symmetry type.
        null: columns N with J N = 0; no columns when J has full rank.
        bases: for each diagram the integer coordinates of a basis in the checker's own
            basis V_λ; None stands for all of it.
        real: whether everything is real, so that real symmetric matrices suffice.
    """

    space: Space
    null: Matrix
    bases: dict[Diagram, Matrix | None]
    real: bool

    @property
    def is_plain(self) -> bool:
        """Whether the whole space is meant, traced out without weights."""
        return self.is_full and all(x == 1 for x in self.space.scales)

    @property
    def is_full(self) -> bool:
        """Whether nothing is excluded."""
        return all(basis is None for basis in self.bases.values())

    @property
    def bits(self) -> int:
        """The bits of the longest entry of a basis; thousands where floats are literal."""
        known = [basis for basis in self.bases.values() if basis is not None]
        entries = (entry for basis in known for entry in basis.entries.values())
        return max((abs(x).bit_length() for entry in entries for x in entry), default=1)

    def order(self, diagram: Diagram) -> int:
        """Return the order of a block."""
        basis = self.bases[diagram]
        return self.space.order(diagram) if basis is None else basis.columns

    @property
    def diagrams(self) -> list[Diagram]:
        """The diagrams with a block."""
        return [diagram for diagram in self.bases if self.order(diagram)]

    def compress(self, matrix: Matrix, diagram: Diagram) -> Matrix:
        """Return k·B†S(W)B for the block's basis B."""
        found = self.space.compress(matrix, diagram)
        basis = self.bases[diagram]
        return found if basis is None else sandwich(adjoint(basis), found)

    def marginal(self, matrix: Matrix, diagram: Diagram) -> Matrix:
        """Return k times the average marginal of B T B†."""
        basis = self.bases[diagram]
        wide = matrix if basis is None else sandwich(basis, matrix)
        return self.space.marginal(wide, diagram)

    @cached_property
    def _echelon(self) -> tuple[Any, int, list[int]]:
        """The reduced echelon form of all Hermitian coordinates, one column for each."""
        table = flint.fmpz_mat([self.coordinates(row) for row in self.every_row])
        if table.ncols() == 0:
            return table, 1, []
        reduced, denominator, rank = table.transpose().rref()
        return reduced, int(denominator), pivots(reduced, rank)

    @property
    def every_row(self) -> tuple[Row, ...]:
        """All Hermitian coordinates of an operator on A⊗B."""
        return hermitian_rows(self.space.d_in * self.space.d_out, self.real)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Hermitian coordinates of a marginal that fix all of it, none to spare."""
        if self.is_full:
            return self.every_row
        return tuple(self.every_row[column] for column in self._echelon[2])

    def free_directions(self) -> Iterator[Matrix]:
        """Yield a basis of the W that vanish on the face: linear identities tr(WJ) = 0."""
        if self.is_full:
            return
        reduced, denominator, kept = self._echelon
        order = self.space.d_in * self.space.d_out
        for column, row in enumerate(self.every_row):
            if column in kept:
                continue
            terms = [(Fraction(1), row_matrix(row, order))]
            for i, pivot in enumerate(kept):
                share = Fraction(-int(reduced[i, column]), denominator)
                if share:
                    terms.append((share, row_matrix(self.every_row[pivot], order)))
            yield combine(terms, order)

    @property
    def identities(self) -> int:
        """The dimension of the W on the range of J that vanish on the face."""
        if self.is_full:
            return 0
        rank = self.space.d_in * self.space.d_out - self.null.columns
        return len(hermitian_rows(rank, self.real)) - len(self._echelon[2])

    def admits(self, choi: Matrix) -> bool:
        """Whether tr(WJ) = 0 for all W that vanish on the face, none written down."""
        if self.is_full:
            return True
        reduced, denominator, kept = self._echelon
        values = [coordinate(row, choi) * choi.denominator for row in self.every_row]
        whole = [int(value) for value in values]
        return all(
            denominator * whole[column]
            == sum(int(reduced[i, column]) * whole[pivot] for i, pivot in enumerate(kept))
            for column in set(range(len(whole))).difference(kept)
        )

    def coordinates(self, row: Row) -> list[int]:
        """Return the block coordinates of k·S(E), times the weights' denominator."""
        unit = row_matrix(row, self.space.d_in * self.space.d_out)
        found: list[int] = []
        for diagram in self.diagrams:
            block = self.compress(unit, diagram)
            for p in range(block.rows):
                for q in range(p + 1):
                    re, im = block.entries.get((p, q), (0, 0))
                    found.append(re)
                    if p != q and not self.real:
                        found.append(im)
        return found

    def vectors(self, diagram: Diagram) -> Array:
        """Return V_λ as a float array, shape (d_out^k, dimension)."""
        return self.space.vectors(diagram).astype(float)

    def embedding(self, diagram: Diagram) -> Matrix:
        """Return the block's basis as columns on A⊗B^k."""
        columns = self.columns(diagram)
        entries = {
            (place, j): entry
            for j, column in enumerate(columns)
            for place, entry in column.items()
            if entry != (0, 0)
        }
        size = self.space.d_in * self.space.d_out**self.space.copies
        return Matrix(size, len(columns), entries)

    def columns(self, diagram: Diagram) -> list[dict[int, tuple[int, int]]]:
        """Return the block's basis as sparse integer vectors on A⊗B^k."""
        vectors = self.space.vectors(diagram)
        wide = len(vectors)
        spread = [
            {a * wide + int(w): (int(column[w]), 0) for w in np.flatnonzero(column)}
            for a in range(self.space.d_in)
            for column in vectors.T
        ]
        basis = self.bases[diagram]
        if basis is None:
            return spread
        found: list[dict[int, tuple[int, int]]] = [{} for _ in range(basis.columns)]
        for (i, j), (re, im) in basis.entries.items():
            for place, (x, _) in spread[i].items():
                old = found[j].get(place, (0, 0))
                found[j][place] = (old[0] + re * x, old[1] + im * x)
        return found

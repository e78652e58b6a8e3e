"""The exact face: where the extensions of a rational Choi operator live, over Q(i)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sdpsearch.linalg import Array
from sdpsearch.proof.exact.coordinates import Row, coordinate, hermitian_rows, row_matrix
from sdpsearch.proof.exact.functionals import Functionals
from sdpsearch.proof.exact.matrix import Matrix, adjoint, combine, sandwich
from sdpsearch.proof.exact.space import Diagram, Space
from sdpsearch.symmetry.charges import Charges


@dataclass(frozen=True, eq=False)
class ExactFace:
    """The vectors of A⊗B^k all of whose A B_i parts avoid some exact vectors N.

    Averaged over the diagonal unitaries that leave J alone, an extension of J is one
    without entries between charges, and stays rational: nothing is lost by looking for
    those alone, and for witnesses without such entries.

    Attributes:
        space: A⊗B^k by symmetry type.
        null: columns N with J N = 0; no columns when J has full rank.
        bases: for each diagram the integer coordinates of a basis in the checker's own
            basis V_λ, every column of one charge; None stands for all of it.
        real: whether everything is real, so that real symmetric matrices suffice.
        charges: those of J, None for none.
    """

    space: Space
    null: Matrix
    bases: dict[Diagram, Matrix | None]
    real: bool
    charges: Charges | None = None

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

    @cached_property
    def labels(self) -> dict[Diagram, NDArray[np.intp]]:
        """For each diagram numbers that tell the charges of its block's coordinates."""
        found: dict[Diagram, NDArray[np.intp]] = {}
        for diagram in self.diagrams:
            every = self.labels_of_space(diagram)
            basis = self.bases[diagram]
            if basis is None:
                found[diagram] = every
                continue
            found[diagram] = np.zeros(basis.columns, dtype=np.intp)
            for i, j in basis.entries:
                found[diagram][j] = every[i]
        return found

    def labels_of_space(self, diagram: Diagram) -> NDArray[np.intp]:
        """Return the same numbers for the coordinates of A⊗V_λ."""
        if self.charges is None:
            return np.zeros(self.space.order(diagram), dtype=np.intp)
        return self.charges.labels(self.space.letters(diagram))

    def sectors(self, diagram: Diagram) -> list[NDArray[np.intp]]:
        """Return the coordinates of each charge in the block of a diagram."""
        labels = self.labels[diagram]
        return [np.flatnonzero(labels == label) for label in np.unique(labels)]

    @cached_property
    def pairs(self) -> NDArray[np.intp]:
        """Numbers that tell the charges of the vectors |ab> of A⊗B."""
        if self.charges is None:
            return np.zeros(self.space.d_in * self.space.d_out, dtype=np.intp)
        return self.charges.pairs

    def within_charges(self, matrix: Array, diagram: Diagram) -> Array:
        """Return a block's float matrix without what it has between charges."""
        labels = self.labels[diagram]
        return np.where(labels[:, None] == labels, matrix, 0.0)

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
    def neutral_rows(self) -> tuple[Row, ...]:
        """The Hermitian coordinates of an operator on A⊗B within charges."""
        every = hermitian_rows(self.space.d_in * self.space.d_out, self.real)
        return tuple(row for row in every if self.pairs[row[0]] == self.pairs[row[1]])

    @cached_property
    def functionals(self) -> Functionals:
        """The neutral rows as functionals of the blocks."""
        return Functionals(self.space, self.bases, self.neutral_rows, self.real)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Neutral coordinates of a marginal that fix all of them, none to spare."""
        if self.is_full:
            return self.neutral_rows
        return tuple(self.neutral_rows[i] for i in self.functionals.independent)

    def free_directions(self) -> Iterator[Matrix]:
        """Yield a basis of the neutral W that vanish on the face: identities tr(WJ) = 0."""
        if self.is_full:
            return
        order = self.space.d_in * self.space.d_out
        for number, shares in self.functionals.dependent.items():
            terms = [(Fraction(1), row_matrix(self.neutral_rows[number], order))]
            for i, share in shares.items():
                terms.append((-share, row_matrix(self.neutral_rows[i], order)))
            yield combine(terms, order)

    @property
    def identities(self) -> int:
        """The dimension of the W on the range of J that vanish on the face."""
        if self.is_full:
            return 0
        order = self.space.d_in * self.space.d_out
        every = hermitian_rows(order, self.real)
        whole = Functionals(self.space, self.bases, every, self.real)
        rank = order - self.null.columns
        return len(hermitian_rows(rank, self.real)) - len(whole.independent)

    def admits(self, choi: Matrix) -> bool:
        """Whether tr(WJ) = 0 for all W that vanish on the face, J having these charges."""
        if self.is_full:
            return True
        values = [coordinate(row, choi) for row in self.neutral_rows]
        return all(
            values[number] == sum(share * values[i] for i, share in shares.items())
            for number, shares in self.functionals.dependent.items()
        )

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

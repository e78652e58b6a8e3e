"""The exact face: where the extensions of a rational Choi operator live, over Q(i)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import gcd, lcm
from typing import Any

import flint
import numpy as np

from sdpsearch.linalg import Array
from sdpsearch.proof.exact.matrix import Matrix, adjoint, combine, identity, sandwich
from sdpsearch.proof.exact.space import Diagram, Space
from sdpsearch.proof.statement import Statement

#: Hermitian coordinate of W: (p, q, "re") is |p><q| + |q><p| (|p><p| for p = q),
#: (p, q, "im") is i(|p><q| − |q><p|).
Row = tuple[int, int, str]


@lru_cache(maxsize=8)
def space_of(d_in: int, d_out: int, copies: int, scales: tuple[Fraction, ...]) -> Space:
    """Return A⊗B^k by symmetry type, kept for the next certificate."""
    return Space(d_in, d_out, copies, scales)


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


def find_face(statements: Sequence[Statement], copies: int) -> ExactFace:
    """Return the face of the extensions of every mixture of the stated operators.

    They share their scales; balls contain operators of full rank, so their face is full.
    """
    first = statements[0]
    space = space_of(first.d_in, first.d_out, copies, first.scales)
    order = first.d_in * first.d_out
    real = all(
        im == 0 for statement in statements for _, im in statement.choi.entries.values()
    )
    exact = all(statement.is_exact for statement in statements)
    rows = []
    for choi in [s.choi for s in statements] if exact else [identity(order)]:
        rows.extend(matrix_rows(choi))
    null = kernel(rows, order)
    bases: dict[Diagram, Matrix | None] = {}
    for diagram in space.diagrams:
        if null.columns == 0:
            bases[diagram] = None
        else:
            excluded = space.exclusions(null, diagram)
            bases[diagram] = kernel(excluded, space.order(diagram))
    return ExactFace(space, null, bases, real)


def matrix_rows(matrix: Matrix) -> list[dict[int, tuple[int, int]]]:
    """Return the rows of a matrix, sparse, without its denominator."""
    rows: list[dict[int, tuple[int, int]]] = [{} for _ in range(matrix.rows)]
    for (p, q), entry in matrix.entries.items():
        rows[p][q] = entry
    return rows


def kernel(rows: Iterable[dict[int, tuple[int, int]]], columns: int) -> Matrix:
    """Return an integer basis of {v : Σ_j row_j v_j = 0 for all rows}, as columns."""
    kept = [row for row in rows if any(x != (0, 0) for x in row.values())]
    real = all(im == 0 for row in kept for _, im in row.values())
    echelon = _real_echelon(kept, columns) if real else _complex_echelon(kept, columns)
    entries: dict[tuple[int, int], tuple[int, int]] = {}
    free = [column for column in range(columns) if column not in echelon]
    for number, column in enumerate(free):
        vector = {column: (Fraction(1), Fraction(0))}
        for pivot, row in echelon.items():
            if column in row:
                re, im = row[column]
                vector[pivot] = (-re, -im)
        for at, entry in _cleared(vector).items():
            entries[at, number] = entry
    return Matrix(columns, len(free), entries)


Vector = dict[int, tuple[Fraction, Fraction]]


def _cleared(vector: Vector) -> dict[int, tuple[int, int]]:
    """Return the shortest integer multiple of a rational vector."""
    scale = lcm(*(part.denominator for entry in vector.values() for part in entry))
    whole = {at: (int(re * scale), int(im * scale)) for at, (re, im) in vector.items()}
    shared = gcd(*(part for entry in whole.values() for part in entry))
    return {at: (re // shared, im // shared) for at, (re, im) in whole.items()}


def _real_echelon(
    rows: list[dict[int, tuple[int, int]]], columns: int
) -> dict[int, Vector]:
    if not rows:
        return {}
    dense = [[0] * columns for _ in rows]
    for line, row in zip(dense, rows, strict=True):
        for column, (re, _) in row.items():
            line[column] = re
    reduced, denominator, rank = flint.fmpz_mat(dense).rref()
    found: dict[int, Vector] = {}
    for i, pivot in enumerate(pivots(reduced, rank)):
        row = ((j, int(reduced[i, j])) for j in range(pivot, columns))
        found[pivot] = {
            j: (Fraction(x, int(denominator)), Fraction(0)) for j, x in row if x
        }
    return found


def pivots(reduced: flint.fmpz_mat, rank: int) -> list[int]:
    """Return the pivot columns of a matrix in row echelon form."""
    found: list[int] = []
    column = 0
    for i in range(rank):
        while reduced[i, column] == 0:
            column += 1
        found.append(column)
    return found


def _complex_echelon(
    rows: list[dict[int, tuple[int, int]]], columns: int
) -> dict[int, Vector]:
    """Gauss–Jordan over the Gaussian rationals, which FLINT has no matrices of."""
    found: dict[int, Vector] = {}
    for entries in rows:
        row = {j: (Fraction(re), Fraction(im)) for j, (re, im) in entries.items()}
        for pivot, other in found.items():
            if pivot in row:
                _subtract(row, row[pivot], other)
        row = {j: x for j, x in row.items() if x != (0, 0)}
        if not row:
            continue
        lead = min(row)
        re, im = row[lead]
        size = re * re + im * im
        row = {
            j: ((x * re + y * im) / size, (y * re - x * im) / size)
            for j, (x, y) in row.items()
        }
        for other in found.values():
            if lead in other:
                _subtract(other, other[lead], row)
        found[lead] = row
    return found


def _subtract(row: Vector, factor: tuple[Fraction, Fraction], other: Vector) -> None:
    """Subtract factor·other from a row in place."""
    re, im = factor
    for j, (x, y) in other.items():
        old = row.get(j, (Fraction(0), Fraction(0)))
        value = (old[0] - re * x + im * y, old[1] - re * y - im * x)
        if value == (0, 0):
            row.pop(j, None)
        else:
            row[j] = value


def hermitian_rows(order: int, real: bool) -> tuple[Row, ...]:
    """Return all Hermitian coordinates of an operator of that order."""
    found: list[Row] = []
    for p in range(order):
        for q in range(p + 1):
            found.append((p, q, "re"))
            if p != q and not real:
                found.append((p, q, "im"))
    return tuple(found)


def row_matrix(row: Row, order: int) -> Matrix:
    """Return the operator E of a row."""
    p, q, part = row
    entry = (1, 0) if part == "re" else (0, 1)
    return Matrix(order, order, {(p, q): entry, (q, p): (entry[0], -entry[1])})


def coordinate(row: Row, matrix: Matrix) -> Fraction:
    """Return tr(E M) for the row's operator E."""
    p, q, part = row
    re, im = matrix.entries.get((p, q), (0, 0))
    value = re if p == q else 2 * (re if part == "re" else im)
    return Fraction(value, matrix.denominator)

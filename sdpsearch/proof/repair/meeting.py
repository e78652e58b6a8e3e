"""Width zero: an extension and a witness that meet at one exact point.

At the boundary of the k-extendible operators the extension and S(W) are both singular and
complementary: S(W) T = 0. Where the range of T is rational, it is recognised in the
floating-point solution; both are then solved for exactly within it, near the float ones,
and the checker says whether they are positive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import flint
import numpy as np
from scipy.linalg import qr

from sdpsearch.linalg import Array, dagger, hermitian_part
from sdpsearch.proof.exact.coordinates import coordinate, row_matrix
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.kernel import pivots
from sdpsearch.proof.exact.matrix import Matrix, adjoint, product
from sdpsearch.proof.exact.rationals import common_denominator, fraction_rows
from sdpsearch.proof.exact.rounding import dense, rounded, shrunk, unshrunk
from sdpsearch.proof.exact.space import Diagram
from sdpsearch.proof.repair.extension import ExactExtension, repaired
from sdpsearch.proof.repair.witness import witness_from_rows

#: Largest denominator looked for in a reduced basis of the range of T.
_SMALL = 60


@dataclass(frozen=True, eq=False)
class SubFace:
    """A face inside another.

    Attributes:
        face: the smaller one.
        columns: its bases in the coordinates of the larger one.
    """

    face: ExactFace
    columns: dict[Diagram, Matrix]


def range_face(
    face: ExactFace, blocks: dict[Diagram, Matrix], accuracy: float
) -> SubFace | None:
    """Return the face that the given extension spans, if its range looks rational.

    Args:
        face: where the blocks live.
        blocks: T_λ, approximately.
        accuracy: eigenvalues below the square root of this, relative to the largest,
            count as zero, and entries within it of a small fraction as that fraction.
    """
    largest = max((_largest(block) for block in blocks.values()), default=0.0)
    bases: dict[Diagram, Matrix | None] = {}
    columns: dict[Diagram, Matrix] = {}
    for diagram in face.bases:
        order = face.order(diagram)
        if diagram not in blocks or order == 0:
            bases[diagram] = Matrix(face.space.order(diagram), 0, {})
            columns[diagram] = Matrix(order, 0, {})
            continue
        values, vectors = np.linalg.eigh(dense(blocks[diagram]))
        kept = vectors[:, values > np.sqrt(accuracy) * largest]
        inner = rational_columns(kept, np.sqrt(accuracy))
        if inner is None:
            return None
        bases[diagram] = _composed(face.bases[diagram], inner)
        columns[diagram] = inner
    return SubFace(replace(face, bases=bases), columns)


def _largest(matrix: Matrix) -> float:
    return float(np.max(np.abs(dense(matrix)), initial=0.0))


def rational_columns(columns: Array, tolerance: float, most: int = _SMALL) -> Matrix | None:
    """Return an integer basis of the span of orthonormal columns, or None if none shows.

    In the reduced basis (identity on some rows) all entries must be small fractions.

    Args:
        columns: the orthonormal columns.
        tolerance: how near the fractions must be.
        most: largest denominator.
    """
    rows, rank = columns.shape
    if rank == 0:
        return Matrix(rows, 0, {})
    # The best-conditioned rows make the other entries at most of order one.
    order = qr(dagger(columns), pivoting=True, mode="r")[-1]
    reduced = columns @ np.linalg.inv(columns[order[:rank]])
    entries: dict[tuple[int, int], tuple[int, int]] = {}
    for j in range(rank):
        fractions: list[list[Fraction]] = []
        for value in reduced[:, j]:
            pair: list[Fraction] = []
            for part in (float(value.real), float(value.imag)):
                found = Fraction(part).limit_denominator(most)
                if abs(part - found) > tolerance:
                    return None
                pair.append(found)
            fractions.append(pair)
        scale = common_denominator(x for pair in fractions for x in pair)
        for i, (re, im) in enumerate(fractions):
            if re or im:
                entries[i, j] = (int(re * scale), int(im * scale))
    return Matrix(rows, rank, entries)


def _composed(outer: Matrix | None, inner: Matrix) -> Matrix:
    """Return outer·inner, None standing for the identity."""
    return inner if outer is None else product(outer, inner)


def extension_at(
    face: ExactFace, small: ExactFace, choi: Matrix, blocks: dict[Diagram, Matrix]
) -> ExactExtension | None:
    """Return an extension of `choi` on the small face, near the given blocks.

    Args:
        face: where the blocks live.
        small: a face inside it, from range_face().
        choi: the operator to extend.
        blocks: T_λ, approximately.
    """
    inner: dict[Diagram, Matrix] = {}
    for diagram, block in blocks.items():
        if not small.order(diagram):
            continue
        small_basis, basis = small.bases[diagram], face.bases[diagram]
        assert small_basis is not None
        # The columns of literal floats' faces are longer than any float.
        columns, shifts = shrunk(small_basis)
        if basis is not None:
            outer, outer_shifts = shrunk(basis)
            block = _stretched(block, outer_shifts)
            columns = np.linalg.lstsq(outer, columns, rcond=None)[0]
        undo = np.linalg.pinv(columns)
        found = rounded(hermitian_part(undo @ dense(block) @ dagger(undo)))
        inner[diagram] = unshrunk(found, shifts)
    return repaired(small, choi, inner)


def _stretched(matrix: Matrix, shifts: list[int]) -> Matrix:
    """Return D M D with D = diag(2^shift)."""
    entries = {
        (p, q): (re << (shifts[p] + shifts[q]), im << (shifts[p] + shifts[q]))
        for (p, q), (re, im) in matrix.entries.items()
    }
    return Matrix(matrix.rows, matrix.columns, entries, matrix.denominator)


def witness_at(
    face: ExactFace,
    small: ExactFace,
    values: list[Fraction],
    direction: Matrix,
) -> Matrix | None:
    """Return W = Σ y_i E_i near the given y with S(W) = 0 on the small face, tr(WD) = 1.

    Args:
        face: where S(W) must be positive.
        small: where it must vanish, as a matrix that maps the small face to zero.
        values: y, approximately.
        direction: D.
    """
    order = face.space.d_in * face.space.d_out
    slopes = [coordinate(row, direction) for row in face.rows]
    scale = common_denominator(slopes)
    table = [
        [*_vanishing(face, small, row_matrix(row, order)), int(slope * scale)]
        for row, slope in zip(face.rows, slopes, strict=True)
    ]
    wanted = [0] * (len(table[0]) - 1) + [scale]
    # Independent equations only, else their Gram matrix is singular.
    reduced, _, rank = flint.fmpz_mat(table).rref()
    chosen = pivots(reduced, rank)
    system = flint.fmpq_mat(flint.fmpz_mat([[line[j] for j in chosen] for line in table]))
    across = system.transpose()
    start = flint.fmpq_mat(
        len(values), 1, [flint.fmpq(y.numerator, y.denominator) for y in values]
    )
    target = flint.fmpq_mat(len(chosen), 1, [flint.fmpq(wanted[j]) for j in chosen])
    solution = start + system * (across * system).solve(target - across * start)
    exact = [line[0] for line in fraction_rows(solution)]
    misses = any(
        sum(y * line[j] for y, line in zip(exact, table, strict=True)) != wanted[j]
        for j in range(len(wanted))
    )
    return None if misses else witness_from_rows(face, exact)


def _vanishing(face: ExactFace, small: ExactFace, matrix: Matrix) -> list[int]:
    """Return the coordinates of k·B†S(W)B_small over all blocks, on W's denominator."""
    found: list[int] = []
    for diagram in face.diagrams:
        basis, columns = face.bases[diagram], small.bases[diagram]
        assert columns is not None
        wide = face.space.compress(matrix, diagram)
        half = _composed(wide, columns)
        block = half if basis is None else _composed(adjoint(basis), half)
        for i in range(block.rows):
            for j in range(block.columns):
                re, im = block.entries.get((i, j), (0, 0))
                found.append(re)
                if not face.real:
                    found.append(im)
    return found

"""Width zero: an extension and a witness that meet at one exact point.

At the boundary of the k-extendible operators the extension and S(W) are both singular and
complementary: S(W) T = 0. Where the range of T is rational, it is recognised in the
floating-point solution; both are then solved for exactly within it, near the float ones,
and the checker says whether they are positive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ldexp

import numpy as np
from scipy.linalg import qr

from sdpsearch.linalg import Array, dagger, hermitian_part
from sdpsearch.proof.exact.coordinates import coordinate, row_matrix
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.functionals import Place
from sdpsearch.proof.exact.kernel import kernel
from sdpsearch.proof.exact.matrix import Entries, Matrix, adjoint, product
from sdpsearch.proof.exact.rationals import common_denominator
from sdpsearch.proof.exact.rounding import (
    BITS,
    dense,
    rounded,
    sectorwise_inverse,
    shrunk,
    unshrunk,
)
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
        inner = _range_columns(face, diagram, blocks[diagram], accuracy, largest)
        if inner is None:
            return None
        bases[diagram] = _composed(face.bases[diagram], inner)
        columns[diagram] = inner
    return SubFace(replace(face, bases=bases), columns)


def _range_columns(
    face: ExactFace, diagram: Diagram, block: Matrix, accuracy: float, largest: float
) -> Matrix | None:
    """Return a rational basis of the range of one block, charge by charge."""
    whole = dense(block)
    entries: Entries = {}
    rank = 0
    for members in face.sectors(diagram):
        values, vectors = np.linalg.eigh(whole[np.ix_(members, members)])
        kept = vectors[:, values > np.sqrt(accuracy) * largest]
        inner = rational_columns(kept, np.sqrt(accuracy))
        if inner is None:
            return None
        for (i, j), entry in inner.entries.items():
            entries[int(members[i]), rank + j] = entry
        rank += inner.columns
    return Matrix(block.rows, rank, entries)


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
        labels = face.labels[diagram]
        if basis is not None:
            outer, outer_shifts = shrunk(basis)
            block = _stretched(block, outer_shifts)
            rows = face.labels_of_space(diagram)
            columns = sectorwise_inverse(outer, rows, labels) @ columns
        undo = sectorwise_inverse(columns, labels, small.labels[diagram])
        inside = hermitian_part(undo @ dense(block) @ dagger(undo))
        found = rounded(small.within_charges(inside, diagram))
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
    equations: dict[Place, dict[int, tuple[int, int]]] = {}
    for number, row in enumerate(face.rows):
        for place, x in _vanishing(face, small, row_matrix(row, order)).items():
            equations.setdefault(place, {})[number] = (x, 0)
    free = kernel(equations.values(), len(face.rows))
    columns, shifts = shrunk(free)
    wanted = np.array([float(y) for y in values])
    shares = np.linalg.lstsq(columns, wanted, rcond=None)[0]
    exact = [Fraction(0)] * len(values)
    for (i, j), (x, _) in free.entries.items():
        exact[i] += Fraction(round(ldexp(float(shares[j]), BITS)) * x, 1 << shifts[j])
    slopes = (coordinate(row, direction) for row in face.rows)
    slope = sum(y * slope for y, slope in zip(exact, slopes, strict=True))
    return witness_from_rows(face, [y / slope for y in exact]) if slope > 0 else None


def _vanishing(face: ExactFace, small: ExactFace, matrix: Matrix) -> dict[Place, int]:
    """Return the entries of k·B†S(W)B_small over all blocks, on W's denominator."""
    found: dict[Place, int] = {}
    for diagram in face.diagrams:
        basis, columns = face.bases[diagram], small.bases[diagram]
        assert columns is not None
        wide = face.space.compress(matrix, diagram)
        half = _composed(wide, columns)
        block = half if basis is None else _composed(adjoint(basis), half)
        for (i, j), parts in block.entries.items():
            for imaginary in (False, True):
                if parts[imaginary]:
                    found[diagram, i, j, imaginary] = parts[imaginary]
    return found

"""What the Hermitian coordinates of σ on a face contribute to tr_B' σ, P + R and P − R."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from sdpsearch.proof.exact.coordinates import Row, hermitian_rows, row_matrix
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import Matrix, sandwich, traced_last
from sdpsearch.proof.exact.rationals import hermitian_matrix
from sdpsearch.proof.exact.shuffle import sides
from sdpsearch.proof.exact.space import Diagram
from sdpsearch.proof.repair.extension import ExactExtension
from sdpsearch.proof.repair.map import dense_extension


@dataclass(frozen=True, eq=False)
class Image:
    """What one coordinate contributes."""

    marginal: Matrix
    plus: Matrix
    minus: Matrix


def block_rows(face: ExactFace) -> list[tuple[Row, ...]]:
    """Return the Hermitian coordinates of each T_λ."""
    orders = map(face.order, face.diagrams)
    return [hermitian_rows(order, face.real) for order in orders]


def images(face: ExactFace) -> list[Image]:
    """Return what each coordinate contributes, block after block."""
    scales = face.space.scales
    found: list[Image] = []
    for diagram, rows in zip(face.diagrams, block_rows(face), strict=True):
        basis = face.embedding(diagram)
        for row in rows:
            sigma = sandwich(basis, row_matrix(row, basis.columns))
            found.append(Image(traced_last(sigma, scales), *sides(sigma, scales)))
    return found


def block_coordinates(face: ExactFace, blocks: dict[Diagram, Matrix]) -> list[Fraction]:
    """Return the coordinates of given T_λ, a missing one being 0."""
    nothing = Matrix(0, 0, {})
    matrices = [blocks.get(diagram, nothing) for diagram in face.diagrams]
    return coordinates_of(matrices, block_rows(face))


def sigma_of(face: ExactFace, values: Iterable[Fraction]) -> Matrix:
    """Return σ on A⊗B⊗B' from its coordinates."""
    orders = [face.order(diagram) for diagram in face.diagrams]
    blocks = matrices_of(values, block_rows(face), orders)
    found = dict(zip(face.diagrams, blocks, strict=True))
    return dense_extension(ExactExtension(face, found))


def part_of(matrix: Matrix, row: Row) -> Fraction:
    """Return the real or imaginary part of an entry."""
    p, q, part = row
    re, im = matrix.entries.get((p, q), (0, 0))
    return Fraction(re if part == "re" else im, matrix.denominator)


def coordinates_of(matrices: list[Matrix], groups: list[tuple[Row, ...]]) -> list[Fraction]:
    """Return the x of M = Σ x E over the rows E of each group."""
    pairs = zip(matrices, groups, strict=True)
    return [part_of(matrix, row) for matrix, group in pairs for row in group]


def matrices_of(
    values: Iterable[Fraction], groups: list[tuple[Row, ...]], orders: list[int]
) -> list[Matrix]:
    """Return Σ x E over the rows E of each group."""
    stream = iter(values)
    found: list[Matrix] = []
    for group, order in zip(groups, orders, strict=True):
        lower: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
        for p, q, part in group:
            re, im = lower.get((p, q), (Fraction(0), Fraction(0)))
            x = next(stream)
            lower[p, q] = (x, im) if part == "re" else (re, x)
        found.append(hermitian_matrix(lower, order))
    return found

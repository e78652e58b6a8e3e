"""Blocks on a face whose marginal is a given operator: what an extension is mended by."""

from __future__ import annotations

from fractions import Fraction

import flint

from sdpsearch.extension import schur_weyl
from sdpsearch.proof.exact.coordinates import coordinate
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import Matrix, combine, sandwich
from sdpsearch.proof.exact.rationals import (
    common_denominator,
    fraction_rows,
    hermitian_matrix,
    real_matrix,
)
from sdpsearch.proof.exact.space import Diagram


def blocks_with_marginal(face: ExactFace, missing: Matrix) -> dict[Diagram, Matrix] | None:
    """Return small blocks on the face with a given marginal, None if there are none."""
    return _full_repair(face, missing) if face.is_plain else _repair(face, missing)


def _full_repair(face: ExactFace, missing: Matrix) -> dict[Diagram, Matrix]:
    """Return the blocks of L(R) = (k/d^(k−1)) S(R'), R' = R − (k−1)/(kd) R_A⊗1.

    S(R') is what `compress` returns; in the non-orthogonal V_λ, with Gram matrix G and
    f_λ copies, the block of an invariant X is f_λ G⁻¹ V†XV G⁻¹.
    """
    space = face.space
    k, d = space.copies, space.d_out
    local: dict[tuple[int, int], tuple[int, int]] = {}
    for (p, q), (re, im) in missing.entries.items():
        (a, b), (c, e) = divmod(p, d), divmod(q, d)
        if b == e:
            old = local.get((a, c), (0, 0))
            local[a, c] = (old[0] + re, old[1] + im)
    spread = {
        (a * d + b, c * d + b): entry for (a, c), entry in local.items() for b in range(d)
    }
    order = space.d_in * d
    reduced = Matrix(order, order, spread, missing.denominator)
    shifted = combine([(Fraction(1), missing), (Fraction(1 - k, k * d), reduced)], order)
    found: dict[Diagram, Matrix] = {}
    for diagram in space.diagrams:
        inverse = _gram_inverse(face, diagram)
        wide = Matrix(
            space.order(diagram),
            space.order(diagram),
            {
                (a * inverse.rows + i, a * inverse.rows + j): entry
                for (i, j), entry in inverse.entries.items()
                for a in range(space.d_in)
            },
        )
        block = sandwich(wide, space.compress(shifted, diagram))
        # compress() carries a factor k already.
        share = Fraction(schur_weyl.tableaux_count(diagram), d ** (k - 1))
        scale = share / inverse.denominator**2
        found[diagram] = combine([(scale, block)], block.rows)
    return found


def _gram_inverse(face: ExactFace, diagram: Diagram) -> Matrix:
    vectors = face.vectors(diagram).astype(int)
    gram = flint.fmpq_mat(flint.fmpz_mat((vectors.T @ vectors).tolist()))
    return real_matrix(fraction_rows(gram.inv()))


def _repair(face: ExactFace, missing: Matrix) -> dict[Diagram, Matrix] | None:
    """Return the least blocks (in the face's own coordinates) with marginal `missing`."""
    rows = face.rows
    if not rows:
        return None
    copies = face.space.copies
    table = [face.coordinates(row) for row in rows]
    weights = pair_weights(face)
    left = flint.fmpz_mat(table)
    right = flint.fmpz_mat(
        [[x * w for x, w in zip(line, weights, strict=True)] for line in table]
    )
    factor = copies * face.space.unit
    wanted = [factor * coordinate(row, missing) for row in rows]
    scale = common_denominator(wanted)
    target = flint.fmpz_mat([[int(x * scale)] for x in wanted])
    solution = flint.fmpq_mat(left * right.transpose()).solve(flint.fmpq_mat(target))
    spread = fraction_rows(flint.fmpq_mat(left.transpose()) * solution)
    values = [entry[0] / scale for entry in spread]
    found = _blocks_from_coordinates(face, values)
    total = [
        (Fraction(1, copies), face.marginal(block, diagram))
        for diagram, block in found.items()
    ]
    left_over = combine([*total, (Fraction(-1), missing)], missing.rows)
    return None if left_over.entries else found


def pair_weights(face: ExactFace) -> list[int]:
    """Return the weight of each block coordinate in tr(GT): 1 on diagonals, else 2."""
    found: list[int] = []
    for diagram in face.diagrams:
        for p in range(face.order(diagram)):
            for q in range(p + 1):
                found.append(1 if p == q else 2)
                if p != q and not face.real:
                    found.append(2)
    return found


def _blocks_from_coordinates(
    face: ExactFace, values: list[Fraction]
) -> dict[Diagram, Matrix]:
    found: dict[Diagram, Matrix] = {}
    stream = iter(values)
    for diagram in face.diagrams:
        order = face.order(diagram)
        lower: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
        for p in range(order):
            for q in range(p + 1):
                re = next(stream)
                im = Fraction(0) if p == q or face.real else next(stream)
                lower[p, q] = (re, im)
        found[diagram] = hermitian_matrix(lower, order)
    return found

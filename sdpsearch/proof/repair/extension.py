"""From floating-point extensions to exact ones: rounded, repaired, ready to be checked.

A solver's extension is a claim of about nine digits. Rounded to rationals it misses the
marginal by as little, which is mended exactly, by adding the operator L(R) whose marginal
is what is missing. Whether positivity survived is for the checker.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

import numpy as np

from sdpsearch.extension import schur_weyl
from sdpsearch.extension.face import Face
from sdpsearch.extension.membership import Membership
from sdpsearch.linalg import Array, dagger, hermitian_part
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import Matrix, combine, identity
from sdpsearch.proof.exact.rounding import rounded, shrunk, unshrunk
from sdpsearch.proof.exact.space import Diagram
from sdpsearch.proof.repair.marginal import blocks_with_marginal
from sdpsearch.proof.statement.statement import Statement


@dataclass(frozen=True)
class ExactExtension:
    """Blocks T_λ ≥ 0 with Σ B_λ T_λ B_λ† + slack·1 extending J exactly."""

    face: ExactFace
    blocks: dict[Diagram, Matrix]
    slack: Fraction = Fraction(0)


def extension_from_floats(
    face: ExactFace, statement: Statement, found: Membership
) -> ExactExtension | None:
    """Return an exact extension near the engine's, not yet known to be positive.

    None if the engine left none, or if the exact face carries none.
    """
    if found.extension is None:
        return None
    blocks = float_blocks(face, statement, found.face, found.extension)
    return repaired(face, statement.choi, blocks, statement.radius)


def repaired(
    face: ExactFace,
    choi: Matrix,
    blocks: dict[Diagram, Matrix],
    radius: Fraction = Fraction(0),
) -> ExactExtension | None:
    """Return blocks near the given ones with the exact marginal `choi`; None if none are.

    With a radius, a slack·1 that covers the ball is set aside first.
    """
    space, copies = face.space, face.space.copies
    order = space.d_in * space.d_out
    room = 2 * copies * radius * order / space.d_out ** (copies - 1)
    if room and not face.is_full:
        return None
    exact = dict(blocks)
    wide = space.d_out ** (copies - 1)
    terms = [(Fraction(1), choi), (-room * wide, identity(order))]
    for diagram, matrix in exact.items():
        terms.append((Fraction(-1, copies), face.marginal(matrix, diagram)))
    missing = combine(terms, order)
    if missing.entries:
        mended = blocks_with_marginal(face, missing)
        if mended is None:
            return None
        for diagram, extra in mended.items():
            old = exact.get(diagram, Matrix(extra.rows, extra.rows, {}))
            exact[diagram] = combine([(Fraction(1), old), (Fraction(1), extra)], extra.rows)
    return ExactExtension(face, exact, room)


def float_blocks(
    face: ExactFace, statement: Statement, engine: Face, stacked: Array
) -> dict[Diagram, Matrix]:
    """Return an extension of the engine's as one of C, rounded, in the face's bases."""
    young = schur_weyl.young_bases(face.space.d_out, face.space.copies)
    intertwiners = {
        basis.diagram: _intertwiner(face, basis.diagram, basis.vectors.toarray())
        for basis in young
    }
    d_in = face.space.d_in
    sums: dict[Diagram, Array] = {}
    shifts: dict[Diagram, list[int]] = {}
    matrices = engine.block_matrices(stacked)
    # The filters act on the copy of the irrep that the engine uses, without leaving it.
    root, letters = statement.filters
    words = np.ones(1)
    for _ in range(face.space.copies):
        words = np.kron(words, letters)
    undone = np.linalg.inv(root)
    for block, matrix in zip(engine.blocks, matrices, strict=True):
        if not face.order(block.diagram):
            continue
        vectors, change = intertwiners[block.diagram]
        basis = (
            block.basis if isinstance(block.basis, np.ndarray) else block.basis.toarray()
        )
        tensor = basis.reshape(d_in, -1, basis.shape[1]) / words[:, None]
        inner = np.einsum("wv,ca,awm->cvm", vectors, undone, tensor, optimize=True)
        # Engine coordinates of the block in V_λ: σ = Y s Y† = V T V† up to a copy.
        left = np.linalg.solve(change, inner.transpose(1, 0, 2).reshape(len(change), -1))
        left = left.reshape(len(change), d_in, -1).transpose(1, 0, 2)
        left = left.reshape(d_in * len(change), -1)
        exact_basis = face.bases[block.diagram]
        shifts[block.diagram] = [0] * len(left)
        if exact_basis is not None:
            columns, shifts[block.diagram] = shrunk(exact_basis)
            left = np.linalg.lstsq(columns, left, rcond=None)[0]
        # Where the engine knows a symmetry, a diagram has many blocks.
        inner = hermitian_part(left @ matrix @ dagger(left))
        sums[block.diagram] = sums.get(block.diagram, 0) + inner
    return {
        diagram: unshrunk(rounded(inner), shifts[diagram])
        for diagram, inner in sums.items()
    }


def _intertwiner(face: ExactFace, diagram: Diagram, young: Array) -> tuple[Array, Array]:
    """Return Y and C with V = Y C up to the copy of the irrep, C†C = V†V.

    The engine's basis Y and the checker's V span different copies of the same
    representation of the unitaries; Y†πV, π a permutation, carries one to the other.
    """
    vectors = face.vectors(diagram)
    copies, d = face.space.copies, face.space.d_out
    target = float(np.sum(vectors**2))
    for order in permutations(range(copies)):
        moved = vectors.reshape(*(d,) * copies, -1).transpose(*order, copies)
        change = young.T @ moved.reshape(d**copies, -1)
        size = float(np.sum(change**2))
        if size > 1e-3 * target:
            return young, change * np.sqrt(target / size)
    raise AssertionError("two copies of one irrep are always linked by a permutation")

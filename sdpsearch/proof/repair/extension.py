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
from scipy import sparse

from sdpsearch.extension import schur_weyl
from sdpsearch.extension.face import Face
from sdpsearch.extension.membership import Membership
from sdpsearch.linalg import Array, dagger, hermitian_part
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import Matrix, combine, identity
from sdpsearch.proof.exact.rounding import rounded, sectorwise_inverse, shrunk, unshrunk
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
    """Return an extension of the engine's as one of C, rounded, in the face's bases.

    What it has between charges is rounding, or averages out, and so does what is
    imaginary where the face is real.
    """
    young = {
        basis.diagram: basis.vectors
        for basis in schur_weyl.young_bases(face.space.d_out, face.space.copies)
    }
    changes = {
        diagram: _Change.of(face, statement, diagram, young[diagram])
        for diagram in face.diagrams
    }
    sums = {
        diagram: np.zeros(
            (face.order(diagram),) * 2, dtype=float if engine.real else complex
        )
        for diagram in face.diagrams
    }
    # Where the engine knows a symmetry, a diagram has many blocks.
    for block, matrix in zip(engine.blocks, engine.block_matrices(stacked), strict=True):
        if block.diagram in changes:
            left = sparse.csr_array(changes[block.diagram].matrix @ block.basis)
            met = np.flatnonzero(np.diff(left.indptr))
            inner = left[met].toarray()
            sums[block.diagram][np.ix_(met, met)] += inner @ matrix @ dagger(inner)
    blocks: dict[Diagram, Matrix] = {}
    for diagram, total in sums.items():
        kept = face.within_charges(hermitian_part(total), diagram)
        whole = rounded(kept.real if face.real else kept)
        blocks[diagram] = unshrunk(whole, changes[diagram].shifts)
    return blocks


@dataclass(frozen=True)
class _Change:
    """From vectors of the engine's block of a diagram to coordinates on the exact face.

    Attributes:
        matrix: shape (order, d_in·d_out^k).
        shifts: what the coordinates are to be divided by, as powers of two.
    """

    matrix: sparse.csr_array
    shifts: list[int]

    @classmethod
    def of(
        cls,
        face: ExactFace,
        statement: Statement,
        diagram: Diagram,
        young: sparse.csc_array,
    ) -> _Change:
        # The filters act on the copy of the irrep that the engine uses, without leaving it.
        root, letters = statement.filters
        words = np.ones(1)
        for _ in range(face.space.copies):
            words = np.kron(words, letters)
        # Engine coordinates of the block in V_λ: σ = Y s Y† = V T V† up to a copy.
        change = np.linalg.inv(_intertwiner(face, diagram, young.toarray()))
        inner = sparse.csr_array(change @ young.toarray().T / words)
        whole = sparse.csr_array(sparse.kron(np.linalg.inv(root), inner))
        basis = face.bases[diagram]
        if basis is None:
            return cls(whole, [0] * face.order(diagram))
        columns, shifts = shrunk(basis)
        rows = face.labels_of_space(diagram)
        inverse = sectorwise_inverse(columns, rows, face.labels[diagram])
        return cls(sparse.csr_array(sparse.csr_array(inverse) @ whole), shifts)


def _intertwiner(face: ExactFace, diagram: Diagram, young: Array) -> Array:
    """Return C with V = Y C up to the copy of the irrep, C†C = V†V.

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
            return change * np.sqrt(target / size)
    raise AssertionError("two copies of one irrep are always linked by a permutation")

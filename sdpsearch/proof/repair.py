"""From floating-point solutions to exact ones: rounded, repaired, ready to be checked.

A solver's extension and witness are claims of about nine digits. Rounded to rationals
they miss the marginal, or are not quite positive, by as little; both are mended exactly:
the extension by adding the operator L(R) whose marginal is what is missing, the witness
by adding a multiple of the identity. Whether positivity survived is for the checker.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import Any

import flint
import numpy as np

from sdpsearch.extension import schur_weyl
from sdpsearch.extension.membership import Membership
from sdpsearch.linalg import Array, dagger, hermitian_part
from sdpsearch.proof.exact.matrix import (
    Matrix,
    combine,
    identity,
    sandwich,
    transposed_on_b,
)
from sdpsearch.proof.exact.positivity import is_psd
from sdpsearch.proof.faces import (
    Diagram,
    ExactFace,
    coordinate,
    hermitian_rows,
    row_matrix,
)
from sdpsearch.proof.rationals import common_denominator, hermitian_matrix
from sdpsearch.proof.statement import Statement

#: Binary digits that a rounded float keeps after the point.
_BITS = 64


@dataclass(frozen=True)
class ExactExtension:
    """Blocks T_λ ≥ 0 with Σ B_λ T_λ B_λ† + slack·1 extending J exactly."""

    face: ExactFace
    blocks: dict[Diagram, Matrix]
    slack: Fraction = Fraction(0)


# --- Extensions ----------------------------------------------------------------------


def extension_from_floats(
    face: ExactFace, statement: Statement, found: Membership
) -> ExactExtension | None:
    """Return an exact extension near the engine's, not yet known to be positive.

    None if the engine left none, or if the exact face carries none.
    """
    if found.extension is None:
        return None
    blocks = float_blocks(face, statement, found, found.extension)
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
        mended = _full_repair(face, missing) if face.is_plain else _repair(face, missing)
        if mended is None:
            return None
        for diagram, extra in mended.items():
            old = exact.get(diagram, Matrix(extra.rows, extra.rows, {}))
            exact[diagram] = combine([(Fraction(1), old), (Fraction(1), extra)], extra.rows)
    return ExactExtension(face, exact, room)


def float_blocks(
    face: ExactFace, statement: Statement, found: Membership, stacked: Array
) -> dict[Diagram, Matrix]:
    """Return an extension of the engine's as one of C, rounded, in the face's bases."""
    young = schur_weyl.young_bases(face.space.d_out, face.space.copies)
    intertwiners = {
        basis.diagram: _intertwiner(face, basis.diagram, basis.vectors.toarray())
        for basis in young
    }
    d_in = face.space.d_in
    result = {}
    engine = found.face
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
        shifts = [0] * len(left)
        if exact_basis is not None:
            columns, shifts = shrunk(exact_basis)
            left = np.linalg.lstsq(columns, left, rcond=None)[0]
        inner = rounded(hermitian_part(left @ matrix @ dagger(left)))
        result[block.diagram] = unshrunk(inner, shifts)
    return result


def shrunk(basis: Matrix) -> tuple[Array, list[int]]:
    """Return the columns divided by powers of two that bring them near 1, with those."""
    shifts = [0] * basis.columns
    for (_, j), (re, im) in basis.entries.items():
        shifts[j] = max(shifts[j], abs(re).bit_length(), abs(im).bit_length())
    entries = {
        (i, j): (Fraction(re, 1 << shifts[j]), Fraction(im, 1 << shifts[j]))
        for (i, j), (re, im) in basis.entries.items()
    }
    real = all(im == 0 for _, im in entries.values())
    found = np.zeros((basis.rows, basis.columns), dtype=float if real else complex)
    for at, (re, im) in entries.items():
        found[at] = float(re) if real else complex(float(re), float(im))
    return found, shifts


def unshrunk(matrix: Matrix, shifts: list[int]) -> Matrix:
    """Return D M D with D = diag(2^−shift)."""
    if not any(shifts):
        return matrix
    most = max(shifts)
    entries = {}
    for (p, q), (re, im) in matrix.entries.items():
        shift = 2 * most - shifts[p] - shifts[q]
        entries[p, q] = (re << shift, im << shift)
    return Matrix(matrix.rows, matrix.columns, entries, matrix.denominator << (2 * most))


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
    found = {}
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
    return _from_fractions(fraction_rows(gram.inv()))


def _repair(face: ExactFace, missing: Matrix) -> dict[Diagram, Matrix] | None:
    """Return the least blocks (in the face's own coordinates) with marginal `missing`."""
    rows = face.rows
    if not rows:
        return None
    copies = face.space.copies
    table = [face.coordinates(row) for row in rows]
    weights = _pair_weights(face)
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


def _pair_weights(face: ExactFace) -> list[int]:
    """Return the weight of each block coordinate in tr(GT): 1 on diagonals, else 2."""
    found = []
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
    found = {}
    stream = iter(values)
    for diagram in face.diagrams:
        order = face.order(diagram)
        lower = {}
        for p in range(order):
            for q in range(p + 1):
                re = next(stream)
                im = Fraction(0) if p == q or face.real else next(stream)
                lower[p, q] = (re, im)
        found[diagram] = hermitian_matrix(lower, order)
    return found


# --- Witnesses -----------------------------------------------------------------------


def witness_from_floats(
    face: ExactFace, statement: Statement, matrix: Array
) -> Matrix | None:
    """Return f W f + δ·1 with S ≥ 0 on the face, checked; None if W is far off."""
    root, letters = statement.filters
    filters = np.kron(root, np.diag(letters))
    matrix = filters @ matrix @ filters
    witness = rounded(hermitian_part(matrix))
    order = witness.rows
    size = float(np.max(np.abs(matrix)))
    for exponent in (None, *range(-52, -10, 3)):
        shift = Fraction(0) if exponent is None else _power(exponent) * _ceiling(size)
        shifted = combine([(Fraction(1), witness), (shift, identity(order))], order)
        if all(is_psd(face.compress(shifted, diagram)) for diagram in face.diagrams):
            return shifted
    return None


def transpose_witness(choi: Array, d_out: int) -> Matrix:
    """Return the witness (vv†)^(T_B) of the lowest eigenvector v of J^(T_B), rounded."""
    size = choi.shape[0]
    tensor = choi.reshape(size // d_out, d_out, size // d_out, d_out)
    flipped = tensor.transpose(0, 3, 2, 1).reshape(size, size)
    vector = np.linalg.eigh(flipped)[1][:, 0]
    exact = [
        (round(float(x.real) * 2**_BITS), round(float(x.imag) * 2**_BITS)) for x in vector
    ]
    column = Matrix(size, 1, {(i, 0): x for i, x in enumerate(exact) if x != (0, 0)})
    return transposed_on_b(sandwich(column, identity(1)), d_out)


def row_values(face: ExactFace, witness: Matrix) -> list[Fraction]:
    """Return y such that Σ y_i E_i acts on the face like a given W, to float accuracy."""
    order = witness.rows
    every = hermitian_rows(order, face.real)
    parts = []
    for p, q, part in every:
        re, im = witness.entries.get((p, q), (0, 0))
        parts.append(Fraction(re if part == "re" else im, witness.denominator))
    if face.rows == every:
        return parts
    table = np.array([face.coordinates(row) for row in every], dtype=float)
    kept = np.array([face.coordinates(row) for row in face.rows], dtype=float)
    values = np.array([float(x) for x in parts]) @ table
    solution = np.linalg.lstsq(kept.T, values, rcond=None)[0]
    return [Fraction(float(y)) for y in solution]


def witness_from_rows(face: ExactFace, values: list[Fraction]) -> Matrix:
    """Return W = Σ y_i E_i over the face's rows."""
    order = face.space.d_in * face.space.d_out
    terms = [(y, row_matrix(row, order)) for y, row in zip(values, face.rows, strict=True)]
    return combine(terms, order)


# --- Numbers -------------------------------------------------------------------------


def rounded(matrix: Array, bits: int = _BITS) -> Matrix:
    """Return a Hermitian float matrix rounded to multiples of 2^−bits."""
    lower = {}
    scale = 2**bits
    for p, q in zip(*np.tril_indices(matrix.shape[0]), strict=True):
        x = complex(matrix[p, q])
        im = 0 if p == q else round(Fraction(x.imag) * scale)
        lower[int(p), int(q)] = (round(Fraction(x.real) * scale), im)
    entries = {}
    for (p, q), (re, im) in lower.items():
        if re or im:
            entries[p, q] = (re, im)
            entries[q, p] = (re, -im)
    return Matrix(matrix.shape[0], matrix.shape[0], entries, scale)


def _power(exponent: int) -> Fraction:
    return Fraction(2) ** exponent


def _ceiling(size: float) -> int:
    return max(1, int(np.ceil(size)))


def fraction_rows(matrix: Any) -> list[list[Fraction]]:
    """Return the entries of a FLINT rational matrix."""
    return [
        [Fraction(int(x.p), int(x.q)) for x in row]
        for row in (
            [matrix[i, j] for j in range(matrix.ncols())] for i in range(matrix.nrows())
        )
    ]


def _from_fractions(rows: list[list[Fraction]]) -> Matrix:
    lower = {
        (i, j): (rows[i][j], Fraction(0)) for i in range(len(rows)) for j in range(i + 1)
    }
    return hermitian_matrix(lower, len(rows))

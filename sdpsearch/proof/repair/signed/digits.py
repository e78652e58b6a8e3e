"""Where a line enters the signed extensions, to many digits.

The solver of k-extendibility serves with the roles exchanged: what is positive and linear
in its variables y is P ± R of

    σ = y_0 L(J_0) + y_1 L(D) + Σ y_i (σ_i without marginal),    y_0 = 1,  least y_1,

L(J) some σ with marginal J, and its T are the Z_± of a witness. Both live on coordinates
that complete the kernels of P ± R on the face to a basis.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from sdpsearch import deadline
from sdpsearch.proof.digits.line import IntegerBlock, LineSolution
from sdpsearch.proof.digits.solve import solve_map
from sdpsearch.proof.digits.sparse import Numbers
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.kernel import kernel, matrix_rows
from sdpsearch.proof.exact.matrix import Entries, Matrix, adjoint
from sdpsearch.proof.exact.space import Diagram
from sdpsearch.proof.repair.marginal import blocks_with_marginal
from sdpsearch.proof.repair.signed.images import block_coordinates, images, sigma_of
from sdpsearch.proof.repair.signed.programme import assembled
from sdpsearch.proof.repair.signed.witness import SignedWitness, summed_witness
from sdpsearch.proof.statement.signed import signed_kernels

#: Bits of basis vectors beyond which float64, where the solver starts, is no help.
_LARGEST = 200


@dataclass(frozen=True)
class SignedSolution:
    """Where a line enters the signed extensions.

    Attributes:
        x: the position.
        sigma: σ at exactly x, P ± R positive.
        witness: (W, Z_±) whose zero is as near.
    """

    x: Fraction
    sigma: Matrix
    witness: SignedWitness


def solve_signed(
    face: ExactFace,
    line: tuple[Matrix, Matrix],
    inside: tuple[float, dict[Diagram, Matrix]],
    digits: int,
    time_limit: float | None = None,
) -> SignedSolution | None:
    """Return the solution of min{x : J_0 + x D has a signed extension}, None if it fails.

    Args:
        face: where the extensions live.
        line: J_0 and D.
        inside: an x well inside, and the T_λ of a σ there, in floats.
        digits: digits of x wanted.
        time_limit: seconds it may take.
    """
    if face.bits > _LARGEST:
        return None
    lifts = [blocks_with_marginal(face, matrix) for matrix in line]
    if any(lift is None for lift in lifts):
        return None
    known = [block_coordinates(face, lift) for lift in lifts if lift is not None]
    columns = known + _without_marginal(face)
    kept = [_complement(forced) for forced in signed_kernels(face)]
    data = assembled(face, columns, kept, _variables(face, columns, *inside))
    deadline.check("digits were proved")
    try:
        with np.errstate(over="ignore", invalid="ignore"):
            found = solve_map(data, digits, time_limit=deadline.remaining(time_limit))
    except (np.linalg.LinAlgError, OverflowError):
        return None
    if not found.strict:
        return None
    return _solution(face, columns, kept, found, digits)


def _without_marginal(face: ExactFace) -> list[list[Fraction]]:
    """Return coordinates of a basis of the σ without marginal."""
    rows: dict[tuple[int, int, int], dict[int, tuple[int, int]]] = {}
    count = 0
    for u, image in enumerate(images(face)):
        count += 1
        for (p, q), entry in image.marginal.entries.items():
            for part in (0, 1):
                if entry[part]:
                    rows.setdefault((p, q, part), {})[u] = (entry[part], 0)
    basis = kernel(rows.values(), count)
    found = [[Fraction(0)] * count for _ in range(basis.columns)]
    for (u, column), (re, _) in basis.entries.items():
        found[column][u] = Fraction(re)
    return found


def _complement(forced: Matrix) -> list[int]:
    """Return coordinates that complete independent columns to a basis.

    They are those that elimination leaves free, each the last of its kernel vector.
    """
    free = kernel(matrix_rows(adjoint(forced)), forced.rows)
    last = [0] * free.columns
    for p, column in free.entries:
        last[column] = max(last[column], p)
    return sorted(last)


def _variables(
    face: ExactFace, columns: list[list[Fraction]], x: float, blocks: dict[Diagram, Matrix]
) -> Numbers:
    """Return the y of a σ, in floats: 1 and x, and what is left of it."""
    table = np.array([[float(v) for v in column] for column in columns]).T
    sigma = np.array([float(v) for v in block_coordinates(face, blocks)])
    rest = sigma - table[:, 0] - x * table[:, 1]
    free = np.linalg.lstsq(table[:, 2:], rest, rcond=None)[0]
    return np.concatenate([[1.0, x], free])


def _solution(
    face: ExactFace,
    columns: list[list[Fraction]],
    kept: list[list[int]],
    found: LineSolution,
    digits: int,
) -> SignedSolution | None:
    scale = 1 << found.bits
    y = [Fraction(value, scale) for value in found.y]
    values = [
        sum((s * column[u] for s, column in zip(y, columns, strict=True)), Fraction(0))
        for u in range(len(columns[0]))
    ]
    order = face.space.d_in * face.space.d_out**2
    sides = [
        _spread(block, places, order, scale)
        for block, places in zip(found.blocks, kept, strict=True)
    ]
    witness = summed_witness(face, (sides[0], sides[1]), digits)
    if witness is None or y[0] != 1:
        return None
    return SignedSolution(y[1], sigma_of(face, values), witness)


def _spread(block: IntegerBlock, places: list[int], order: int, scale: int) -> Matrix:
    """Return a block on the kept coordinates as an operator on A⊗B⊗B'."""
    entries: Entries = {}
    for i, row in enumerate(block.re):
        for j, re in enumerate(row[: i + 1]):
            im = block.im[i][j] if block.im is not None and i != j else 0
            if re or im:
                entries[places[i], places[j]] = (re, im)
                entries[places[j], places[i]] = (re, -im)
    return Matrix(order, order, entries, scale)

"""Exact extensions and witnesses of one statement, cheapest first; unchecked yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sdpsearch.extension.membership import Membership
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import Matrix, combine, identity, pairing
from sdpsearch.proof.exact.space import Diagram
from sdpsearch.proof.prove import document
from sdpsearch.proof.repair.digits import solve_exact
from sdpsearch.proof.repair.extension import (
    ExactExtension,
    extension_from_floats,
    float_blocks,
    repaired,
)
from sdpsearch.proof.repair.meeting import extension_at, range_face
from sdpsearch.proof.repair.witness import witness_from_floats
from sdpsearch.proof.statement.face import find_face
from sdpsearch.proof.statement.statement import Statement

#: Relative accuracy of the engine's solutions, for recognising the range of T.
ENGINE_ACCURACY = 1e-9
#: Digits asked of the multiprecision solver where double precision does not suffice.
EXTRA_DIGITS = 30


@dataclass(frozen=True)
class Refutation:
    """A witness, positive on a face at least."""

    witness: Matrix
    face: ExactFace


#: An exact extension or a witness that the checker has yet to see.
Candidate = ExactExtension | Refutation


def written(candidate: Candidate) -> dict[str, Any]:
    """Return the proof that an extension or a witness gives, as it is written."""
    if isinstance(candidate, ExactExtension):
        return document.extension_proof(candidate)
    return document.witness_proof(candidate.witness, candidate.face)


def candidates(
    statement: Statement,
    found: Membership | None,
    copies: int,
    digits: int = EXTRA_DIGITS,
    face: ExactFace | None = None,
) -> Iterator[Candidate]:
    """Yield extensions and witnesses, cheapest first; the checker has the last word.

    Args:
        statement: what is to be proved something about.
        found: what the engine left to start from, None for nothing.
        copies: k.
        digits: digits that the multiprecision solver is asked for.
        face: the face of its extensions, None where that is not known.
    """
    face = find_face([statement], copies) if face is None else face
    if not face.diagrams:
        nothing = identity(statement.d_in * statement.d_out).scaled(-1)
        yield Refutation(nothing, face)
        return
    if statement.is_exact:
        # Linear identities of all extensions that C violates.
        for direction in face.free_directions():
            value = pairing(direction, statement.choi)
            if value != 0:
                sign = -1 if value > 0 else 1
                yield Refutation(direction.scaled(sign), face)
                return
    if found is not None:
        yield from _from_floats(statement, face, found)
    if statement.is_exact:
        yield from _exact_candidates(statement, face, digits)


def _from_floats(
    statement: Statement, face: ExactFace, found: Membership
) -> Iterator[Candidate]:
    """Yield what the engine's extension and witness become when made exact."""
    if found.margin.upper >= 0 and found.extension is not None:
        extension = extension_from_floats(face, statement, found)
        if extension is not None:
            yield extension
    if found.margin.lower <= 0 and found.witness is not None:
        lifted = found.face.lift(found.witness)
        witness = witness_from_floats(face, statement, lifted)
        if witness is not None:
            yield Refutation(witness, face)
    straddles = found.margin.lower <= 0 <= found.margin.upper
    if statement.is_exact and straddles and found.claim is not None:
        near = float_blocks(face, statement, found.face, found.claim[0])
        yield from _on_boundary(statement, face, near, ENGINE_ACCURACY)


def _on_boundary(
    statement: Statement, face: ExactFace, near: dict[Diagram, Matrix], accuracy: float
) -> Iterator[Candidate]:
    """Yield an extension on the face that a singular one nearby spans."""
    small = range_face(face, near, accuracy)
    if small is None:
        return
    extension = extension_at(face, small.face, statement.choi, near)
    if extension is not None:
        yield extension


def _exact_candidates(
    statement: Statement, face: ExactFace, digits: int
) -> Iterator[Candidate]:
    """Yield candidates from the margin solved to many digits.

    On the line C + t (C_ref − C), with C_ref the marginal of the identity on the face, t
    is negative inside, where mixing with C_ref gives an extension of C that is strictly
    positive; positive outside; and zero, to all digits, on the boundary.
    """
    choi, order = statement.choi, statement.choi.rows
    reference = reference_extension(face, choi)
    direction = combine([(Fraction(1), marginal(reference)), (Fraction(-1), choi)], order)
    if not direction.entries:
        yield reference
        return
    solved = solve_exact(face, choi, direction, digits)
    if solved is None:
        return
    tiny = Fraction(1, 10 ** (digits - 5))
    if solved.x > tiny:
        yield Refutation(solved.witness, face)
        return
    if solved.x < -tiny:
        depth = -solved.x
        blocks = {
            diagram: combine(
                [
                    (1 / (1 + depth), solved.blocks[diagram]),
                    (depth / (1 + depth), reference.blocks[diagram]),
                ],
                solved.blocks[diagram].rows,
            )
            for diagram in solved.blocks
        }
        extension = repaired(face, choi, blocks)
    else:
        yield from _on_boundary(statement, face, solved.blocks, float(tiny))
        return
    if extension is not None:
        yield extension


def reference_extension(face: ExactFace, choi: Matrix) -> ExactExtension:
    """Return Σ f_λ B_λ B_λ† scaled to the trace of C, a relative interior point."""
    blocks = {diagram: identity(face.order(diagram)) for diagram in face.diagrams}
    whole = ExactExtension(face, blocks)
    scale = trace(choi) / trace(marginal(whole))
    scaled = {
        diagram: combine([(scale, block)], block.rows) for diagram, block in blocks.items()
    }
    return ExactExtension(face, scaled)


def marginal(extension: ExactExtension) -> Matrix:
    """Return the average marginal."""
    face = extension.face
    copies = face.space.copies
    terms = [
        (Fraction(1, copies), face.marginal(block, diagram))
        for diagram, block in extension.blocks.items()
    ]
    return combine(terms, face.space.d_in * face.space.d_out)


def trace(matrix: Matrix) -> Fraction:
    """Return tr M."""
    total = sum(re for (p, q), (re, _) in matrix.entries.items() if p == q)
    return Fraction(total, matrix.denominator)

"""Exact signed extensions and witnesses of one statement, cheapest first; unchecked yet."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.signed.face import SignedFace
from sdpsearch.extension.signed.find import asked_of_the_whole
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import combine, identity, pairing
from sdpsearch.proof.exact.rounding import dense
from sdpsearch.proof.prove import document
from sdpsearch.proof.prove.candidates import (
    ENGINE_ACCURACY,
    EXTRA_DIGITS,
    marginal,
    reference_extension,
)
from sdpsearch.proof.repair.map import dense_extension
from sdpsearch.proof.repair.signed.digits import solve_signed
from sdpsearch.proof.repair.signed.extension import (
    SignedExtension,
    signed_blocks,
    signed_extension,
)
from sdpsearch.proof.repair.signed.meeting import meeting
from sdpsearch.proof.repair.signed.witness import (
    SignedWitness,
    float_witness,
    signed_witness,
)
from sdpsearch.proof.statement.face import find_face
from sdpsearch.proof.statement.signed import signed_kernels
from sdpsearch.proof.statement.statement import Statement

#: Coordinates of σ up to which many digits are tried without being asked for.
_AFFORDABLE = 100


def signed_proofs(
    statement: Statement, found: Membership | None, digits: int | None
) -> Iterator[tuple[bool, dict[str, Any]]]:
    """Yield proofs that a signed extension exists, or that none does; unchecked yet.

    Args:
        statement: what is to be proved something about.
        found: what the engine left to start from, None for nothing.
        digits: how near to the boundary it may be, as a power of ten.
    """
    face = find_face([statement], 2)
    if not face.diagrams:
        nothing = identity(statement.choi.rows).scaled(-1)
        yield False, document.signed_witness_proof(SignedWitness.vanishing(face, nothing))
        return
    if statement.is_exact:
        for direction in face.free_directions():
            value = pairing(direction, statement.choi)
            if value != 0:
                turned = direction.scaled(-1 if value > 0 else 1)
                written = SignedWitness.vanishing(face, turned)
                yield False, document.signed_witness_proof(written)
                return
    if found is not None:
        yield from held_proofs(statement, face, found)
    if found is not None and found.margin.lower <= 0:
        witness = refuter(statement, face, found)
        if witness is not None:
            yield False, document.signed_witness_proof(witness)
    small = sum(face.order(diagram) ** 2 for diagram in face.diagrams) <= _AFFORDABLE
    if statement.is_exact and (small or digits is not None):
        yield from _to_digits(statement, face, max(EXTRA_DIGITS, (digits or 0) + 10))


def _to_digits(
    statement: Statement, face: ExactFace, digits: int
) -> Iterator[tuple[bool, dict[str, Any]]]:
    """Yield what the margin solved to many digits says.

    On the line C + t (C_ref − C), C_ref the marginal of the identity on the face, t is
    negative inside, where mixing with the identity gives σ with P ± R strictly positive.
    """
    choi = statement.choi
    reference = reference_extension(face, choi)
    terms = [(Fraction(1), marginal(reference)), (Fraction(-1), choi)]
    direction = combine(terms, choi.rows)
    sigma = dense_extension(reference)
    kernels = signed_kernels(face)
    if not direction.entries:
        yield True, document.signed_proof(SignedExtension(sigma, kernels))
        return
    solved = solve_signed(face, (choi, direction), (1.0, reference.blocks), digits)
    tiny = Fraction(1, 10 ** (digits - 5))
    if solved is not None and solved.x > tiny:
        yield False, document.signed_witness_proof(solved.witness)
    elif solved is not None and solved.x < -tiny:
        share = 1 / (1 - solved.x)
        mixed = combine([(share, solved.sigma), (1 - share, sigma)], sigma.rows)
        yield True, document.signed_proof(SignedExtension(mixed, kernels))


def held_proofs(
    statement: Statement, face: ExactFace, found: Membership
) -> Iterator[tuple[bool, dict[str, Any]]]:
    """Yield what the engine's extension, or the one it claims at an end, becomes."""
    if found.margin.upper >= 0 and found.extension is not None:
        blocks = signed_blocks(face, statement, found.face, found.extension)
        extension = signed_extension(face, statement, blocks)
        if extension is not None:
            yield True, document.signed_proof(extension)
    straddles = found.margin.lower <= 0 <= found.margin.upper
    if statement.is_exact and straddles and found.claim is not None:
        near = signed_blocks(face, statement, found.face, found.claim[0])
        end = meeting(face, near, ENGINE_ACCURACY)
        extension = None if end is None else end.extension(statement.choi)
        if extension is not None:
            yield True, document.signed_proof(extension)


def refuter(
    statement: Statement, face: ExactFace, found: Membership
) -> SignedWitness | None:
    """Return what the engine's witness becomes, None if it left none.

    A ball has operators of full rank, which a witness on a smaller face says nothing of:
    then the engine is asked again, on the whole space.
    """
    engine, witness = found.face, found.witness
    if witness is None or not isinstance(engine, SignedFace):
        return None
    if face.is_full and not engine.is_full:
        solver = found.solver or DEFAULT_SOLVER
        asked = asked_of_the_whole(engine, dense(statement.choi), solver=solver)
        if asked is None:
            return None
        engine, witness = asked
    if not engine.orders:
        return None
    return signed_witness(face, float_witness(statement, engine, witness))

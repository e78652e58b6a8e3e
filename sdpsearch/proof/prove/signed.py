"""Signed extensions, proved: exact σ with P ± R ≥ 0, and witnesses against all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.signed.face import SignedFace
from sdpsearch.extension.signed.find import asked_of_the_whole
from sdpsearch.linalg import Array
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import Matrix, identity, pairing
from sdpsearch.proof.exact.rounding import dense
from sdpsearch.proof.prove import document
from sdpsearch.proof.prove.candidates import ENGINE_ACCURACY
from sdpsearch.proof.prove.claim import Claim
from sdpsearch.proof.prove.face_segment import FaceSegment
from sdpsearch.proof.prove.parts import Inside, Outside
from sdpsearch.proof.prove.piece import Piece
from sdpsearch.proof.prove.point import first_piece, statements_for
from sdpsearch.proof.repair.signed.extension import signed_blocks, signed_extension
from sdpsearch.proof.repair.signed.meeting import Meeting, meeting
from sdpsearch.proof.repair.signed.witness import (
    SignedWitness,
    float_witness,
    signed_witness,
)
from sdpsearch.proof.statement.face import find_face
from sdpsearch.proof.statement.statement import Statement


@dataclass(frozen=True, eq=False)
class SignedClaim(Claim):
    """J of the subject has, or has not, a signed extension."""

    def at_point(
        self,
        found: Membership | None,
        *,
        holds: bool,
        at: Fraction | None = None,
        digits: int | None = None,
        as_map: bool = False,
    ) -> Piece | str:
        """Return a checked proof about the subject, or why there is none."""
        statements = statements_for(self.subject, 2, at)
        return first_piece(statements, document.SIGNED, lambda s: _proofs(s, found))

    def segment(
        self,
        ends: tuple[Statement, Statement],
        domain: tuple[Fraction, Fraction],
        label: str,
        parameter: str,
    ) -> SignedSegment:
        """Return the line from one stated channel to another."""
        return SignedSegment(ends, domain, label, parameter)


def _proofs(
    statement: Statement, found: Membership | None
) -> Iterator[tuple[bool, dict[str, Any]]]:
    """Yield proofs that a signed extension exists, or that none does; unchecked yet."""
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
    if found is None:
        return
    yield from _held(statement, face, found)
    if found.margin.lower <= 0:
        witness = _refuter(statement, face, found)
        if witness is not None:
            yield False, document.signed_witness_proof(witness)


def _held(
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


def _refuter(
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


@dataclass(frozen=True, eq=False)
class SignedSegment(FaceSegment):
    """A line of channels and their signed extensions."""

    @property
    def asked(self) -> dict[str, str]:
        """The property, as certificates write it."""
        return document.SIGNED

    def refuted(self, witness: SignedWitness) -> Outside:
        """Return what a witness refutes."""
        return self.half(witness.matrix, document.signed_witness_proof(witness))

    def vanishing(self, witness: Matrix) -> Outside:
        """Return what a W that pairs to 0 with all extensions on the face refutes."""
        return self.refuted(SignedWitness.vanishing(self.face, witness))

    def inside(self, x: Fraction, found: Membership | None) -> Inside | None:
        """Return a checked proof that the property holds at x."""
        if found is None or not self.face.diagrams:
            return None
        statement = self.at(x)
        for _, proof in _held(statement, find_face([statement], 2), found):
            made = self.checked_inside(x, proof)
            if made is not None:
                return made
        return None

    def outside(self, found: Membership | None, choi: Array) -> Outside | None:
        """Return a witness against one side of the line, or against all of it."""
        if not self.face.diagrams:
            return self.nowhere()
        witness = None if found is None else _refuter(self.ends[0], self.face, found)
        return None if witness is None else self.refuted(witness)

    def meeting(
        self,
        x: Fraction,
        inside: Membership | None,
        outside: Membership | None,
        *,
        rising: bool,
    ) -> tuple[Inside, Outside] | None:
        """Return a signed extension at x and a witness that vanishes there."""
        end = self._end(inside, x)
        if end is None or outside is None or outside.claim is None:
            return None
        extension = end.extension(self.problem.choi_at(x))
        if extension is None or not isinstance(outside.face, SignedFace):
            return None
        held = self.checked_inside(x, document.signed_proof(extension))
        if held is None:
            return None
        near = float_witness(self.ends[0], outside.face, outside.claim[1])
        witness = end.witness(near, self.direction)
        return None if witness is None else (held, self.refuted(witness))

    def _end(self, inside: Membership | None, x: Fraction) -> Meeting | None:
        if inside is None or inside.claim is None or not self.is_exact:
            return None
        if not self.face.diagrams:
            return None
        near = signed_blocks(self.face, self.at(x), inside.face, inside.claim[0])
        return meeting(self.face, near, ENGINE_ACCURACY)

    def to_digits(
        self,
        digits: int,
        near: tuple[Fraction, Membership | None],
        *,
        rising: bool,
        time_limit: float | None = None,
    ) -> tuple[Inside, Outside] | None:
        """Return None: no solver of many digits knows signed extensions."""
        return None

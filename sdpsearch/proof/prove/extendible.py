"""k-extendibility, proved: by exact extensions, and by witnesses against all of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sdpsearch.extension.membership import Membership
from sdpsearch.linalg import Array
from sdpsearch.proof.exact.matrix import Matrix, combine, pairing
from sdpsearch.proof.exact.rounding import rounded
from sdpsearch.proof.exact.space import Diagram
from sdpsearch.proof.prove import document
from sdpsearch.proof.prove.candidates import ENGINE_ACCURACY, EXTRA_DIGITS, candidates
from sdpsearch.proof.prove.claim import Claim
from sdpsearch.proof.prove.face_segment import FaceSegment
from sdpsearch.proof.prove.parts import Inside, Outside, tidy
from sdpsearch.proof.prove.piece import Piece
from sdpsearch.proof.prove.point import first_proof, statements_for
from sdpsearch.proof.repair.digits import solve_exact
from sdpsearch.proof.repair.extension import (
    ExactExtension,
    extension_from_floats,
    float_blocks,
    repaired,
)
from sdpsearch.proof.repair.meeting import extension_at, range_face, witness_at
from sdpsearch.proof.repair.witness import (
    row_values,
    witness_from_floats,
    witness_from_rows,
)
from sdpsearch.proof.statement.statement import Statement


@dataclass(frozen=True, eq=False)
class ExtendibleClaim(Claim):
    """J of the subject is, or is not, k-extendible.

    Attributes:
        copies: k.
    """

    copies: int = 2

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
        if found is not None and found.face.d_b != self.subject.d_out:
            found = None  # asked on another environment than it is stated on
        depth = EXTRA_DIGITS if digits is None else max(EXTRA_DIGITS, digits + 10)
        statements = statements_for(self.subject, self.copies, at)
        return first_proof(statements, found, self.copies, depth, as_map=as_map)

    def segment(
        self,
        ends: tuple[Statement, Statement],
        domain: tuple[Fraction, Fraction],
        label: str,
        parameter: str,
    ) -> ExtendibleSegment:
        """Return the line from one stated channel to another."""
        return ExtendibleSegment(ends, domain, label, parameter, self.copies)


@dataclass(frozen=True, eq=False)
class ExtendibleSegment(FaceSegment):
    """A line of channels and their k-extensions."""

    @property
    def asked(self) -> dict[str, str]:
        """The property, as certificates write it."""
        return document.extendible(self.copies)

    def refuted(
        self, witness: Matrix, kernels: dict[Diagram, Matrix] | None = None
    ) -> Outside:
        """Return what a witness refutes.

        Args:
            witness: W.
            kernels: what S(W) annihilates, where that is known.
        """
        face = self.face if self.is_exact else None
        return self.half(witness, document.witness_proof(witness, face, kernels))

    def vanishing(self, witness: Matrix) -> Outside:
        """Return what a W with S(W) = 0 on the face refutes."""
        return self.refuted(witness)

    def inside(self, x: Fraction, found: Membership | None) -> Inside | None:
        """Return a checked proof that the property holds at x."""
        if found is None:
            return None
        face = self.face if self.domain[0] < x < self.domain[1] else None
        for candidate in candidates(self.at(x), found, self.copies, face=face):
            if isinstance(candidate, ExactExtension):
                made = self.checked_inside(x, document.extension_proof(candidate))
                if made is not None:
                    return made
        return None

    def outside(self, found: Membership | None, choi: Array) -> Outside | None:
        """Return a witness against one side of the line, or against all of it."""
        if found is None or found.witness is None:
            return None
        if not self.face.diagrams:
            return self.nowhere()
        lifted = found.face.lift(found.witness)
        witness = witness_from_floats(self.face, self.ends[0], lifted)
        return None if witness is None else self.refuted(witness)

    def meeting(
        self,
        x: Fraction,
        inside: Membership | None,
        outside: Membership | None,
        *,
        rising: bool,
    ) -> tuple[Inside, Outside] | None:
        """Return an extension at x and a witness that vanishes there."""
        if inside is None or outside is None or not self.is_exact:
            return None
        if inside.claim is None or outside.claim is None or not self.face.diagrams:
            return None
        near = float_blocks(self.face, self.at(x), inside.face, inside.claim[0])
        lifted = rounded(outside.face.lift(outside.claim[1]))
        values = row_values(self.face, lifted)
        return self.meeting_near(x, near, values, ENGINE_ACCURACY)

    def meeting_near(
        self,
        x: Fraction,
        blocks: dict[Diagram, Matrix],
        values: list[Fraction],
        accuracy: float,
    ) -> tuple[Inside, Outside] | None:
        """Return an extension at x and a witness that vanishes there, near the given ones.

        Args:
            x: the conjectured boundary.
            blocks: T_λ near it.
            values: coordinates y of a witness near it, tr(WD) = ±1.
            accuracy: how near.
        """
        small = range_face(self.face, blocks, accuracy)
        if small is None:
            return None
        choi = self.problem.choi_at(x)
        extension = extension_at(self.face, small.face, choi, blocks)
        if extension is None:
            return None
        held = self.checked_inside(x, document.extension_proof(extension))
        if held is None:
            return None
        witness = witness_from_rows(self.face, values)
        slope = pairing(witness, self.direction)
        if slope == 0:
            return None
        size = abs(slope)
        scaled = [y / size for y in values]
        sign = 1 if slope > 0 else -1
        turned = self.direction.scaled(sign)
        exact = witness_at(self.face, small.face, scaled, turned)
        if exact is None:
            return None
        return held, self.refuted(exact, small.columns)

    def to_digits(
        self,
        digits: int,
        near: tuple[Fraction, Membership | None],
        *,
        rising: bool,
        time_limit: float | None = None,
    ) -> tuple[Inside, Outside] | None:
        """Return proofs on both sides of where the property starts (rising) or ceases.

        The extension at the end is hardly positive; a little of one further inside makes
        it so at a decimal number nearby.
        """
        guess = near[1]
        if guess is None or not self.is_exact or not self.face.diagrams:
            return None
        origin = self.domain[0] if rising else self.domain[1]
        sign = 1 if rising else -1
        start = self.problem.choi_at(origin)
        direction = self.direction.scaled(sign)
        found = solve_exact(self.face, start, direction, digits, time_limit)
        if found is None:
            return None
        end = origin + sign * found.x
        x = tidy(end, outward=sign, places=digits + 1)
        inner = self.at(near[0])
        inside = extension_from_floats(self.face, inner, guess)
        if inside is None:
            return None
        share = (x - end) / (near[0] - end)
        if not 0 <= share < 1:
            return None
        blocks = {
            diagram: combine(
                [(1 - share, block), (share, inside.blocks[diagram])], block.rows
            )
            for diagram, block in found.blocks.items()
        }
        extension = repaired(self.face, self.problem.choi_at(x), blocks)
        if extension is None:
            return None
        held = self.checked_inside(x, document.extension_proof(extension))
        return None if held is None else (held, self.refuted(found.witness))

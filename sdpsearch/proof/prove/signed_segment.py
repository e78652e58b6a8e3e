"""SignedSegment: a line of channels and their signed extensions, proved along it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.extension.margin import membership_on
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.signed.face import SignedFace
from sdpsearch.linalg import Array
from sdpsearch.proof.exact.matrix import Matrix, combine
from sdpsearch.proof.exact.rounding import dense
from sdpsearch.proof.exact.space import Diagram
from sdpsearch.proof.prove import document
from sdpsearch.proof.prove.candidates import ENGINE_ACCURACY
from sdpsearch.proof.prove.face_segment import FaceSegment
from sdpsearch.proof.prove.parts import Inside, Outside, tidy
from sdpsearch.proof.prove.signed_candidates import held_proofs, refuter
from sdpsearch.proof.repair.signed.digits import solve_signed
from sdpsearch.proof.repair.signed.extension import (
    SignedExtension,
    signed_blocks,
    signed_extension,
)
from sdpsearch.proof.repair.signed.meeting import Meeting, meeting
from sdpsearch.proof.repair.signed.witness import SignedWitness, float_witness
from sdpsearch.proof.statement.face import find_face
from sdpsearch.proof.statement.signed import signed_kernels


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
        for _, proof in held_proofs(statement, find_face([statement], 2), found):
            made = self.checked_inside(x, proof)
            if made is not None:
                return made
        return None

    def outside(self, found: Membership | None, choi: Array) -> Outside | None:
        """Return a witness against one side of the line, or against all of it."""
        if not self.face.diagrams:
            return self.nowhere()
        witness = None if found is None else refuter(self.ends[0], self.face, found)
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
        """Return proofs on both sides of where the property starts (rising) or ceases.

        σ at the end is hardly inside; a little of one further inside makes it so at a
        decimal number nearby.
        """
        inner = self._well_inside(near)
        if inner is None:
            return None
        origin = self.domain[0] if rising else self.domain[1]
        sign = 1 if rising else -1
        start, direction = self.problem.choi_at(origin), self.direction.scaled(sign)
        depth = float(sign * (inner[0] - origin))
        blocks, sigma = inner[1:]
        found = solve_signed(
            self.face, (start, direction), (depth, blocks), digits, time_limit
        )
        if found is None:
            return None
        end = origin + sign * found.x
        x = tidy(end, outward=sign, places=digits + 1)
        share = (x - end) / (inner[0] - end)
        if not 0 <= share < 1:
            return None
        mixed = combine([(1 - share, found.sigma), (share, sigma)], sigma.rows)
        extension = SignedExtension(mixed, signed_kernels(self.face))
        held = self.checked_inside(x, document.signed_proof(extension))
        return None if held is None else (held, self.refuted(found.witness))

    def _well_inside(
        self, near: tuple[Fraction, Membership | None]
    ) -> tuple[Fraction, dict[Diagram, Matrix], Matrix] | None:
        """Return a point of the line, T_λ there and σ with the exact marginal.

        The engine is asked between the end found and the ends of the domain.
        """
        engine = None if near[1] is None else near[1].face
        if (
            not self.is_exact
            or not self.face.diagrams
            or not isinstance(engine, SignedFace)
        ):
            return None
        tried: list[tuple[float, Fraction, Membership]] = []
        for end in self.domain:
            for share in (Fraction(1, 2), Fraction(1, 16)):
                x = near[0] + share * (end - near[0])
                found = membership_on(engine, self._floats(x), solver=DEFAULT_SOLVER)
                if found.extension is not None:
                    tried.append((found.margin.lower, x, found))
        if not tried:
            return None
        _, x, found = max(tried, key=lambda item: item[0])
        assert found.extension is not None
        blocks = signed_blocks(self.face, self.at(x), engine, found.extension)
        extension = signed_extension(self.face, self.at(x), blocks)
        return None if extension is None else (x, blocks, extension.sigma)

    def _floats(self, x: Fraction) -> Array:
        """Return J(x) = f C(x) f."""
        root, letters = self.at(x).filters
        scale = np.kron(root, np.diag(letters))
        return scale @ dense(self.problem.choi_at(x)) @ scale

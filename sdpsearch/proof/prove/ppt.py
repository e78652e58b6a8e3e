"""PPT, proved: by a positive partial transpose, and by a vector where it is negative."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from sdpsearch.extension.membership import Membership
from sdpsearch.linalg import Array
from sdpsearch.proof.exact.kernel import kernel, matrix_rows
from sdpsearch.proof.exact.matrix import (
    Matrix,
    adjoint,
    combine,
    identity,
    sandwich,
    transposed_on_b,
)
from sdpsearch.proof.exact.rounding import dense
from sdpsearch.proof.prove import document
from sdpsearch.proof.prove.claim import Claim
from sdpsearch.proof.prove.parts import Inside, Outside, tidy
from sdpsearch.proof.prove.piece import Piece, joined, refusal
from sdpsearch.proof.prove.segment import Segment
from sdpsearch.proof.repair.pencil import null_vector
from sdpsearch.proof.repair.witness import transpose_witness
from sdpsearch.proof.statement.state import state
from sdpsearch.proof.statement.statement import Statement

#: The proof that the checker sees J^Γ ≥ 0 by itself.
_POSITIVE: dict[str, Any] = {"kind": "positive"}


@dataclass(frozen=True, eq=False)
class PPTClaim(Claim):
    """The partial transpose of J of the subject is positive, or is not."""

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
        statement, refused = state(self.subject, at), None
        for verdict in (holds, not holds):
            proof: dict[str, Any] = _POSITIVE
            if not verdict:
                witness = transpose_witness(dense(statement.choi), statement.d_out)
                proof = document.witness_proof(witness, None)
            piece = Piece(statement, document.PPT, verdict, proof)
            why = refusal(joined(["a channel"], [piece]))
            if why is None:
                return piece
            refused = refused or why
        return refused or "nothing was tried"

    def segment(
        self,
        ends: tuple[Statement, Statement],
        domain: tuple[Fraction, Fraction],
        label: str,
        parameter: str,
    ) -> PPTSegment:
        """Return the line from one stated channel to another."""
        return PPTSegment(ends, domain, label, parameter)


@dataclass(frozen=True, eq=False)
class PPTSegment(Segment):
    """A line of channels and their partial transposes."""

    @property
    def asked(self) -> dict[str, str]:
        """The property, as certificates write it."""
        return document.PPT

    def inside(self, x: Fraction, found: Membership | None) -> Inside | None:
        """Return a checked proof that the property holds at x."""
        return self.checked_inside(x, _POSITIVE)

    def _half(self, witness: Matrix) -> Outside:
        return self.half(witness, document.witness_proof(witness, None))

    def outside(self, found: Membership | None, choi: Array) -> Outside | None:
        """Return the witness of the lowest eigenvector of a partial transpose."""
        return self._half(transpose_witness(choi, self.problem.d_out))

    def meeting(
        self,
        x: Fraction,
        inside: Membership | None,
        outside: Membership | None,
        *,
        rising: bool,
    ) -> tuple[Inside, Outside] | None:
        """Return a proof that J(x) is PPT, and (vv†)^(T_B) with J(x)^(T_B) v = 0."""
        held = self.checked_inside(x, _POSITIVE)
        if held is None or not self.is_exact:
            return None
        d_out = self.problem.d_out
        transposed = transposed_on_b(self.problem.choi_at(x), d_out)
        null = kernel(matrix_rows(transposed), transposed.columns)
        slope = transposed_on_b(self.direction, d_out)
        inner = dense(sandwich(adjoint(null), slope))
        if not inner.size:
            return None
        values, vectors = np.linalg.eigh(inner)
        best = vectors[:, -1 if rising else 0]
        if (values[-1] if rising else -values[0]) <= 0:
            return None
        shares = [(round(x.real * 1000), round(x.imag * 1000)) for x in best + 0j]
        column = Matrix(len(shares), 1, {(i, 0): s for i, s in enumerate(shares) if any(s)})
        vector = sandwich(null, sandwich(column, identity(1)))
        return held, self._half(transposed_on_b(vector, d_out))

    def to_digits(
        self,
        digits: int,
        near: tuple[Fraction, Membership | None],
        *,
        rising: bool,
        time_limit: float | None = None,
    ) -> tuple[Inside, Outside] | None:
        """Return proofs on both sides of where the partial transpose becomes singular."""
        if not self.is_exact:
            return None
        d_out, low = self.problem.d_out, self.domain[0]
        slope = transposed_on_b(self.direction, d_out)
        origin = transposed_on_b(self.ends[0].choi, d_out)
        start = combine([(Fraction(1), origin), (-low, slope)], origin.rows)
        square = null_vector(start, slope, float(near[0]), digits)
        if square is None:
            return None
        outside = self._half(transposed_on_b(square, d_out))
        if outside.zero is None or outside.above is rising:
            return None
        sign = 1 if rising else -1
        x = tidy(outside.zero, outward=sign, places=digits + 1)
        for step in (1, 2):
            point = x + sign * step * Fraction(1, 10 ** (digits + 1))
            held = self.checked_inside(point, _POSITIVE)
            if held is not None:
                return held, outside
        return None

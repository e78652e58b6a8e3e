"""Signed extensions, proved: exact σ with P ± R ≥ 0, and witnesses against all of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sdpsearch.extension.membership import Membership
from sdpsearch.proof.prove import document
from sdpsearch.proof.prove.claim import Claim
from sdpsearch.proof.prove.piece import Piece
from sdpsearch.proof.prove.point import first_piece, statements_for
from sdpsearch.proof.prove.signed_candidates import signed_proofs
from sdpsearch.proof.prove.signed_segment import SignedSegment
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
        return first_piece(
            statements, document.SIGNED, lambda s: signed_proofs(s, found, digits)
        )

    def segment(
        self,
        ends: tuple[Statement, Statement],
        domain: tuple[Fraction, Fraction],
        label: str,
        parameter: str,
    ) -> SignedSegment:
        """Return the line from one stated channel to another."""
        return SignedSegment(ends, domain, label, parameter)

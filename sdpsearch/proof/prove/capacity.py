"""Capacities, proved: zero by a mechanism's own proof, positive by an input."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from sdpsearch.coherent.transmission import Transmission
from sdpsearch.extension.membership import Membership
from sdpsearch.proof import certificate
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.exact.stated import StatedProblem
from sdpsearch.proof.prove import document
from sdpsearch.proof.prove.claim import Claim
from sdpsearch.proof.prove.parts import tidy
from sdpsearch.proof.prove.piece import Piece, joined, refusal
from sdpsearch.proof.prove.point import first_piece, statements_for
from sdpsearch.proof.repair.code import exact_code, framed
from sdpsearch.proof.repair.singularity import exact_singularity
from sdpsearch.proof.statement.statement import Statement

#: Kinds of proofs that a capacity vanishes.
_ZERO = ("extension", "map", "signed", "positive")


@dataclass(frozen=True, eq=False)
class CapacityClaim(Claim):
    """The quantum capacity of the subject vanishes, or does not.

    Attributes:
        mechanism: the claim of what makes it vanish, None where it does not.
        transmission: the input that shows that it does not, None where it does.
    """

    mechanism: Claim | None = None
    transmission: Transmission | None = None

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
        if self.mechanism is None:
            statements = statements_for(self.subject, 2, at)
            return first_piece(statements, document.CAPACITY, self._positive)
        piece = self.mechanism.at_point(
            found, holds=holds, at=at, digits=digits, as_map=as_map
        )
        if isinstance(piece, str) or not piece.holds:
            return piece if isinstance(piece, str) else "the mechanism fails exactly"
        zero = Piece(piece.statement, document.CAPACITY, True, piece.proof)
        refused = refusal(joined(["a channel"], [zero]))
        return zero if refused is None else refused

    def _positive(self, statement: Statement) -> Iterator[tuple[bool, dict[str, Any]]]:
        """Yield proofs that Q > 0; unchecked yet."""
        found = self.transmission
        if found is None:
            return
        if found.singularity is not None and statement.is_exact:
            exact = exact_singularity(found.singularity, statement)
            if exact is not None:
                yield False, document.singularity_proof(exact)
        yield False, document.code_proof(exact_code(found, statement))


@dataclass(frozen=True)
class Shown:
    """A proof that Q > 0 on an interval of a line, as certificates write both."""

    low: Fraction
    high: Fraction
    brackets: str
    proof: dict[str, Any]


class CapacityLine:
    """A line of channels on which a mechanism's certificate shows where Q = 0.

    Args:
        zero: that certificate, of a line stated exactly.
    """

    def __init__(self, zero: Certificate) -> None:
        self.problem = {**zero.problem, "property": document.CAPACITY}
        self.stated = StatedProblem.read(zero.problem)
        self._zero = json.loads(zero.text)

    @property
    def is_exact(self) -> bool:
        """Whether it is a line, and stated exactly."""
        return self.stated.is_line and self.stated.radius == 0

    @cached_property
    def domain(self) -> tuple[Fraction, Fraction]:
        """The ends of the line."""
        assert self.stated.domain is not None
        return self.stated.domain

    def at(self, x: Fraction) -> Statement:
        """Return the channel at x."""
        point, stated = self.stated.at(x), self.stated
        return Statement(
            stated.d_in, stated.d_out, point.choi, point.scales, Fraction(0), x, ""
        )

    def beside_pure(self, found: Transmission, x: Fraction, side: int) -> Shown | None:
        """Return how far the gain of a pure input, bounded best at x, is positive.

        Args:
            found: an input with a singularity.
            x: where the bound is best.
            side: on which side of x it is positive: −1 below, 1 above.
        """
        assert found.singularity is not None
        ends = [self.at(end) for end in self.domain]
        exact = exact_singularity(found.singularity, self.at(x), ends)
        if exact is None:
            return None
        first, last = (exact.gain(end.choi, end.scales) for end in ends)
        low, high = self.domain
        if (last - first) * side <= 0:
            return None
        zero = low - first * (high - low) / (last - first)
        zero = tidy(zero, outward=side, places=20)
        proof = document.singularity_proof(exact)
        if side < 0:
            return Shown(low, zero, "[)", proof) if low < zero <= high else None
        return Shown(zero, high, "(]", proof) if low <= zero < high else None

    def by_code(self, found: Transmission, x: Fraction, beside: Fraction | None) -> Shown:
        """Return that a code transmits at x, and by convexity on all of one side of it.

        Args:
            found: the code.
            x: where it transmits.
            beside: a parameter at which it transmits less, for a code of one use.
        """
        exact = exact_code(found, self.at(x))
        proof = document.code_proof(exact) | {"at": document.rational(x)}
        if beside is None or found.uses > 1:
            return Shown(x, x, "[]", proof)
        there = framed(exact.vectors, 1, 1, self.at(beside))
        proof["beside"] = document.frames(there) | {"at": document.rational(beside)}
        low, high = self.domain
        ends = (low, x) if x < beside else (x, high)
        return Shown(*ends, "[]", proof)

    def is_proved(self, part: Shown) -> bool:
        """Whether the checker accepts one proof that Q > 0, by itself."""
        return self._checked({}, [], [part]) is not None

    def certificate(self, shown: Sequence[Shown]) -> Certificate | None:
        """Return all of it as one certificate, None where the checker refuses it."""
        claim = {key: x for key, x in self._zero["claim"].items() if key == "holds"}
        proofs = [proof for proof in self._zero["proofs"] if proof["kind"] in _ZERO]
        return self._checked(claim, proofs, shown)

    def _checked(
        self, claim: dict[str, Any], proofs: list[Any], shown: Sequence[Shown]
    ) -> Certificate | None:
        """Return what holds, with what transmits, as a certificate that was accepted."""
        if shown:
            intervals = [document.interval(x.low, x.high, x.brackets) for x in shown]
            claim = {**claim, "fails": intervals}
        if not claim:
            return None
        every = [*proofs, *(part.proof for part in shown)]
        made = certificate.assemble(self.problem, claim, every)
        return made if refusal(made) is None else None

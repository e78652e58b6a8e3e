"""Segment: a line of exactly stated channels, and what can be proved along it.

The operators with the property are convex: proofs at two points speak for all points
between them, and one witness for every point where tr(W J(x)) < 0, a half-line.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from sdpsearch.extension.membership import Membership
from sdpsearch.linalg import Array
from sdpsearch.proof import certificate
from sdpsearch.proof.exact.matrix import Matrix, combine, equal
from sdpsearch.proof.exact.stated import StatedProblem
from sdpsearch.proof.prove import document
from sdpsearch.proof.prove.parts import Certified, Inside, Outside, tidy
from sdpsearch.proof.prove.piece import refusal
from sdpsearch.proof.statement.statement import Statement


@dataclass(frozen=True, eq=False)
class Segment(ABC):
    """A line of exactly stated channels, and what can be proved about it.

    Attributes:
        ends: the channels at the ends of the domain.
        domain: its ends.
        label: what the certificate calls it.
        parameter: the parameter's name.
    """

    ends: tuple[Statement, Statement]
    domain: tuple[Fraction, Fraction]
    label: str
    parameter: str

    @property
    @abstractmethod
    def asked(self) -> dict[str, str]:
        """The property, as certificates write it."""

    @cached_property
    def document(self) -> dict[str, Any]:
        """The problem, as it is written into a certificate."""
        return document.line_problem(
            self.ends, self.domain, self.asked, self.label, self.parameter
        )

    @cached_property
    def problem(self) -> StatedProblem:
        """The problem as it is read from a certificate."""
        return StatedProblem.read(self.document)

    @cached_property
    def direction(self) -> Matrix:
        """D = J(to) − J(from) per unit of the parameter."""
        share = 1 / (self.domain[1] - self.domain[0])
        terms = [(share, self.ends[1].choi), (-share, self.ends[0].choi)]
        return combine(terms, self.problem.order)

    @property
    def is_exact(self) -> bool:
        """Whether both ends are stated exactly."""
        return all(end.is_exact for end in self.ends)

    def at(self, x: Fraction) -> Statement:
        """Return the channel at x."""
        first = self.ends[0]
        radius = self.problem.radius
        choi = self.problem.choi_at(x)
        return Statement(
            first.d_in, first.d_out, choi, first.scales, radius, x, first.source
        )

    def passes(self, x: Fraction, statement: Statement) -> bool:
        """Whether the line passes through a stated channel at x."""
        alike = statement.scales == self.ends[0].scales
        return alike and equal(self.problem.choi_at(x), statement.choi)

    # --- What each property proves in its own way ---

    @abstractmethod
    def inside(self, x: Fraction, found: Membership | None) -> Inside | None:
        """Return a checked proof that the property holds at x."""

    @abstractmethod
    def outside(self, found: Membership | None, choi: Array) -> Outside | None:
        """Return a witness against one side of the line, or all, from where it fails.

        Args:
            found: what the engine found there.
            choi: J there, in floats.
        """

    def sides(self, x: Fraction) -> list[Outside]:
        """Return witnesses on both sides of x if a linear identity holds there only."""
        return []

    @abstractmethod
    def meeting(
        self,
        x: Fraction,
        inside: Membership | None,
        outside: Membership | None,
        *,
        rising: bool,
    ) -> tuple[Inside, Outside] | None:
        """Return a proof at x and a witness that vanishes there.

        Args:
            x: the conjectured boundary.
            inside: what the engine found on one side of it.
            outside: and on the other.
            rising: whether the property holds above it.
        """

    @abstractmethod
    def to_digits(
        self,
        digits: int,
        near: tuple[Fraction, Membership | None],
        *,
        rising: bool,
        time_limit: float | None = None,
    ) -> tuple[Inside, Outside] | None:
        """Return proofs on both sides of where the property starts (rising) or ceases.

        Args:
            digits: digits of the boundary wanted.
            near: a point inside, next to it, and what the engine found there.
            rising: whether the property holds above it.
            time_limit: seconds it may take.
        """

    # --- What all share ---

    def checked_inside(self, x: Fraction, proof: dict[str, Any]) -> Inside | None:
        """Return a proof at x, if the checker accepts it."""
        placed = {**proof, "at": document.rational(x)}
        claim = {"holds": document.interval(x, x)}
        made = certificate.assemble(self.document, claim, [placed])
        return Inside(x, placed) if refusal(made) is None else None

    def half(self, witness: Matrix, proof: dict[str, Any]) -> Outside:
        """Return what a witness refutes, proved to be one as certificates write it."""
        first, last = (self.problem.largest(witness, end.choi) for end in self.ends)
        if first == last:
            return Outside(witness, None, False, proof)
        low, high = self.domain
        zero = low - first * (high - low) / (last - first)
        return Outside(witness, zero, last < first, proof)

    def certify(
        self, held: Iterable[Inside], failing: Iterable[Outside], places: int
    ) -> Certified | None:
        """Return the strongest certificate of these proofs, None if it proves nothing."""
        held = sorted(held, key=lambda item: item.x)
        claim: dict[str, Any] = {}
        proofs: list[dict[str, Any]] = []
        span = None
        if held:
            span = (held[0].x, held[-1].x)
            claim["holds"] = document.interval(*span)
            ends = [held[0]] if span[0] == span[1] else [held[0], held[-1]]
            proofs += [end.proof for end in ends]
        refuted: list[tuple[Fraction, Fraction, str]] = []
        for item in failing:
            part = self._refuted(item, places)
            if part is None:
                continue
            refuted.append(part)
            proofs.append(item.proof)
            if part == (*self.domain, "[]"):
                # One witness against all of it makes the others superfluous.
                refuted, proofs = [part], [proofs[-1]]
                break
        if refuted:
            claim["fails"] = [
                document.interval(low, high, brackets) for low, high, brackets in refuted
            ]
        if not claim:
            return None
        made = certificate.assemble(self.document, claim, proofs)
        return None if refusal(made) else Certified(made, span, refuted)

    def _refuted(self, item: Outside, places: int) -> tuple[Fraction, Fraction, str] | None:
        """Return the part of the domain that a witness refutes, None for nothing."""
        low, high = self.domain
        first, last = (self.problem.largest(item.witness, end.choi) for end in self.ends)
        if first < 0 and last < 0:
            return low, high, "[]"
        if item.zero is None:
            return None
        zero = tidy(item.zero, outward=1 if item.above else -1, places=places)
        if item.above and low <= zero < high:
            return zero, high, "(]"
        if not item.above and low < zero <= high:
            return low, zero, "[)"
        return None

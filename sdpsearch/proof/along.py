"""Proofs about a line of channels: points where a property holds, witnesses beyond.

The k-extendible operators are convex: extensions at two points speak for all points
between them, and one witness for every point where tr(W J(x)) < 0, a half-line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Any

import numpy as np

from sdpsearch.extension.membership import Membership
from sdpsearch.linalg import Array
from sdpsearch.proof import boundary, certificate, repair
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.digits import solve_exact
from sdpsearch.proof.exact.matrix import (
    Matrix,
    adjoint,
    combine,
    equal,
    identity,
    pairing,
    sandwich,
    transposed_on_b,
)
from sdpsearch.proof.exact.stated import StatedProblem
from sdpsearch.proof.faces import Diagram, ExactFace, find_face, kernel, matrix_rows
from sdpsearch.proof.member import ENGINE_ACCURACY, candidates, refusal
from sdpsearch.proof.pencil import null_vector
from sdpsearch.proof.repair import ExactExtension
from sdpsearch.proof.statement import Statement, dense

#: Decimals, at least, of the end points that are claimed from a witness's zero.
_CLAIM_PLACES = 20


@dataclass(frozen=True)
class Inside:
    """A proof that the property holds at one point of the line."""

    x: Fraction
    proof: dict[str, Any]


@dataclass(frozen=True)
class Outside:
    """A witness, and the zero of tr(W J(x)): it refutes one side of it, or everything.

    Attributes:
        witness: W.
        zero: where the bound of tr(W J(x)) changes sign, None if it never does.
        above: whether it refutes x above the zero (else below).
        kernels: what S(W) annihilates, where that is known.
    """

    witness: Matrix
    zero: Fraction | None
    above: bool
    kernels: dict[Diagram, Matrix] | None = None


@dataclass(frozen=True)
class Certified:
    """A certificate that passed the checker, and what it claims.

    Attributes:
        certificate: the certificate.
        held: ends of the interval where the property holds, or None.
        failing: where it fails, as (from, to, brackets).
    """

    certificate: Certificate
    held: tuple[Fraction, Fraction] | None
    failing: list[tuple[Fraction, Fraction, str]]


@dataclass(frozen=True, eq=False)
class ExactSegment:
    """A line of exactly stated channels, and what can be proved about it.

    Attributes:
        ends: the channels at the ends of the domain.
        domain: its ends.
        copies: k; 0 stands for PPT.
        label: what the certificate calls it.
        parameter: the parameter's name.
    """

    ends: tuple[Statement, Statement]
    domain: tuple[Fraction, Fraction]
    copies: int
    label: str
    parameter: str

    @cached_property
    def document(self) -> dict[str, Any]:
        """The problem, as it is written into a certificate."""
        asked = certificate.extendible(self.copies) if self.copies else certificate.PPT
        return certificate.line_problem(
            self.ends, self.domain, asked, self.label, self.parameter
        )

    @cached_property
    def problem(self) -> StatedProblem:
        """The problem as it is read from a certificate."""
        return StatedProblem.read(self.document)

    @cached_property
    def face(self) -> ExactFace:
        """Where the extensions of the line's inner points live."""
        return find_face(self.ends, self.copies)

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

    # --- Points where it holds ---

    def inside(self, x: Fraction, found: Membership | None) -> Inside | None:
        """Return a checked proof that the property holds at x."""
        if self.copies == 0:
            return self._checked_inside(x, {"kind": "positive"})
        if found is None:
            return None
        for candidate in candidates(self.at(x), found, self.copies):
            if isinstance(candidate, ExactExtension):
                made = self._checked_inside(x, certificate.extension_proof(candidate))
                if made is not None:
                    return made
        return None

    def _checked_inside(self, x: Fraction, proof: dict[str, Any]) -> Inside | None:
        placed = {**proof, "at": certificate.rational(x)}
        claim = {"holds": certificate.interval(x, x)}
        made = certificate.assemble(self.document, claim, [placed])
        return Inside(x, placed) if refusal(made) is None else None

    # --- Where it fails ---

    def outside(self, found: Membership) -> Outside | None:
        """Return a witness against one side of the line, or against all of it."""
        if found.witness is None:
            return None
        if not self.face.diagrams:
            return self.nowhere()
        lifted = found.face.lift(found.witness)
        witness = repair.witness_from_floats(self.face, self.ends[0], lifted)
        return None if witness is None else self.half(witness)

    def nowhere(self) -> Outside:
        """Return the witness −1 of an empty face."""
        order = self.problem.order
        return Outside(identity(order).scaled(-1), None, False)

    def ppt_outside(self, choi: Array) -> Outside:
        """Return the witness of the lowest eigenvector of a partial transpose."""
        witness = repair.transpose_witness(choi, self.problem.d_out)
        return self.half(witness)

    def half(self, witness: Matrix) -> Outside:
        """Return what a witness refutes."""
        first, last = (self.problem.largest(witness, end.choi) for end in self.ends)
        if first == last:
            return Outside(witness, None, False)
        low, high = self.domain
        zero = low - first * (high - low) / (last - first)
        return Outside(witness, zero, last < first)

    def sides(self, x: Fraction) -> list[Outside]:
        """Return witnesses on both sides of x if a linear identity holds there only."""
        if not self.is_exact or self.copies == 0 or not self.face.diagrams:
            return []
        choi = self.problem.choi_at(x)
        for witness in self.face.free_directions():
            if pairing(witness, self.direction) and not pairing(witness, choi):
                return [self.half(witness), self.half(witness.scaled(-1))]
        return []

    # --- Both, at one exact point ---

    def meeting(
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
        small = boundary.range_face(self.face, blocks, accuracy)
        if small is None:
            return None
        choi = self.problem.choi_at(x)
        extension = boundary.extension_at(self.face, small.face, choi, blocks)
        if extension is None:
            return None
        held = self._checked_inside(x, certificate.extension_proof(extension))
        if held is None:
            return None
        witness = repair.witness_from_rows(self.face, values)
        slope = pairing(witness, self.direction)
        if slope == 0:
            return None
        size = abs(slope)
        scaled = [y / size for y in values]
        sign = 1 if slope > 0 else -1
        turned = self.direction.scaled(sign)
        exact = boundary.witness_at(self.face, small.face, scaled, turned)
        if exact is None:
            return None
        return held, replace(self.half(exact), kernels=small.columns)

    def meeting_near(
        self, x: Fraction, inside: Membership, outside: Membership
    ) -> tuple[Inside, Outside] | None:
        """Return meeting() from what the engine found on both sides of a boundary."""
        if inside.claim is None or outside.claim is None or not self.is_exact:
            return None
        if not self.face.diagrams:
            return None
        near = repair.float_blocks(self.face, self.at(x), inside, inside.claim[0])
        lifted = repair.rounded(outside.face.lift(outside.claim[1]))
        values = repair.row_values(self.face, lifted)
        return self.meeting(x, near, values, ENGINE_ACCURACY)

    def ppt_meeting(self, x: Fraction, *, rising: bool) -> tuple[Inside, Outside] | None:
        """Return a proof that J(x) is PPT, and (vv†)^(T_B) with J(x)^(T_B) v = 0.

        Args:
            x: the conjectured boundary.
            rising: whether the property holds above it.
        """
        held = self._checked_inside(x, {"kind": "positive"})
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
        return held, self.half(transposed_on_b(vector, d_out))

    # --- Many digits ---

    def ppt_to_digits(
        self, digits: int, near: float, *, rising: bool
    ) -> tuple[Inside, Outside] | None:
        """Return proofs on both sides of where the partial transpose becomes singular.

        Args:
            digits: digits of the boundary wanted.
            near: a float near it.
            rising: whether the property holds above it.
        """
        if not self.is_exact:
            return None
        d_out, low = self.problem.d_out, self.domain[0]
        slope = transposed_on_b(self.direction, d_out)
        origin = transposed_on_b(self.ends[0].choi, d_out)
        start = combine([(Fraction(1), origin), (-low, slope)], origin.rows)
        square = null_vector(start, slope, near, digits)
        if square is None:
            return None
        outside = self.half(transposed_on_b(square, d_out))
        if outside.zero is None or outside.above is rising:
            return None
        sign = 1 if rising else -1
        x = tidy(outside.zero, outward=sign, places=digits + 1)
        for step in (1, 2):
            point = x + sign * step * Fraction(1, 10 ** (digits + 1))
            held = self._checked_inside(point, {"kind": "positive"})
            if held is not None:
                return held, outside
        return None

    def to_digits(
        self,
        digits: int,
        near: tuple[Fraction, Membership],
        *,
        rising: bool,
        time_limit: float | None = None,
    ) -> tuple[Inside, Outside] | None:
        """Return proofs on both sides of where the property starts (rising) or ceases.

        The extension at the end is hardly positive; a little of one further inside makes
        it so at a decimal number nearby.

        Args:
            digits: digits of the boundary wanted.
            near: a point inside and what the engine found there.
            rising: whether the property holds above it.
            time_limit: seconds it may take.
        """
        if not self.is_exact or self.copies == 0 or not self.face.diagrams:
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
        inside = repair.extension_from_floats(self.face, inner, near[1])
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
        extension = repair.repaired(self.face, self.problem.choi_at(x), blocks)
        if extension is None:
            return None
        held = self._checked_inside(x, certificate.extension_proof(extension))
        return None if held is None else (held, self.half(found.witness))

    # --- The certificate ---

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
            claim["holds"] = certificate.interval(*span)
            ends = [held[0]] if span[0] == span[1] else [held[0], held[-1]]
            proofs += [end.proof for end in ends]
        face = self.face if self.copies and self.is_exact else None
        refuted = []
        for item in failing:
            part = self._refuted(item, places)
            if part is None:
                continue
            refuted.append(part)
            proofs.append(certificate.witness_proof(item.witness, face, item.kernels))
            if part == (*self.domain, "[]"):
                # One witness against all of it makes the others superfluous.
                refuted, proofs = [part], [proofs[-1]]
                break
        if refuted:
            claim["fails"] = [
                certificate.interval(low, high, brackets) for low, high, brackets in refuted
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


def tidy(x: Fraction, *, outward: int, places: int = _CLAIM_PLACES) -> Fraction:
    """Return a decimal fraction on the given side of x, or x itself if it is short."""
    if x.denominator < 10**6:
        return x
    scaled = x * 10**places
    whole = floor(scaled) if outward < 0 else -floor(-scaled)
    return Fraction(whole, 10**places)

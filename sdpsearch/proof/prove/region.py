"""A region, proved: points inside and witnesses against the rest, in one certificate.

Channels are stated at a frame of points and affine in between, by hypothesis of the
theorem. The hull of the points inside and what the witnesses leave enclose the set.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Any

from sdpsearch.extension.membership import Membership
from sdpsearch.linalg import Array
from sdpsearch.proof import certificate
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.exact.matrix import combine, equal, pairing
from sdpsearch.proof.exact.polytope import Vector, left_volume, through, value_at
from sdpsearch.proof.prove import document
from sdpsearch.proof.prove.claim import Claim
from sdpsearch.proof.prove.piece import refusal
from sdpsearch.proof.prove.segment import Segment
from sdpsearch.proof.statement.statement import Statement

#: A volume whose fraction is longer than so many bits is claimed to this part of a unit.
_LONG, _UNIT = 64, 10**15
#: Weights of the frame at a point that is on no plane of symmetry.
_WEIGHTS = (5, 7, 11, 13)
#: What a hull's volume is lessened by where a facet of it is none exactly.
_LESS = 1 - Fraction(1, 10**9)


@dataclass(frozen=True)
class HeldAt:
    """A proof that the property holds at a point."""

    point: Vector
    proof: dict[str, Any]


@dataclass(frozen=True)
class Against:
    """A witness, and tr(WJ) as an affine function of the point."""

    function: Vector
    proof: dict[str, Any]


@dataclass(frozen=True, eq=False)
class StatedSpace:
    """Channels stated exactly at a frame of points, and affine in between.

    Attributes:
        label: what the certificate calls them.
        parameters: their names.
        points: the frame, a point more than there are parameters.
        frame: the channels there, exact and normalized alike.
        is_box: whether the domain is the parallelepiped of the frame, not the simplex.
        claim: the property asked about.
    """

    label: str
    parameters: tuple[str, ...]
    points: tuple[Vector, ...]
    frame: tuple[Statement, ...]
    is_box: bool
    claim: Claim

    def at(self, point: Vector) -> Statement:
        """Return the channel at a point."""
        first = self.frame[0]
        terms = [
            (value_at(share, point), stated.choi)
            for share, stated in zip(self.shares, self.frame, strict=True)
        ]
        choi = combine(terms, first.d_in * first.d_out)
        args = (first.d_in, first.d_out, choi, first.scales)
        return Statement(*args, Fraction(0), None, first.source)

    @cached_property
    def shares(self) -> list[Vector]:
        """Affine functions, each 1 at one point of the frame and 0 at the others."""
        count = len(self.points)
        units = [[Fraction(i == j) for j in range(count)] for i in range(count)]
        return [through(self.points, values) for values in units]

    @cached_property
    def sides(self) -> list[Vector]:
        """The half-spaces whose common part is the domain."""
        if not self.is_box:
            return self.shares
        upper = [(1 - c, *(-x for x in a)) for c, *a in self.shares[1:]]
        return [*self.shares[1:], *upper]

    def agrees(self, point: Vector, stated: Statement) -> bool:
        """Whether the channel at a point is one that was stated there by itself."""
        made = self.at(point)
        return made.scales == stated.scales and equal(made.choi, stated.choi)

    def contains(self, point: Vector) -> bool:
        """Whether a point is in the domain."""
        return all(value_at(side, point) >= 0 for side in self.sides)

    @cached_property
    def generic(self) -> Vector:
        """A point well inside, whose channel has no zeros but those that all have."""
        shares = [Fraction(weight) for weight in _WEIGHTS[: len(self.points)]]
        return tuple(
            sum((x * y for x, y in zip(shares, column, strict=True)), Fraction(0))
            / sum(shares)
            for column in zip(*self.points, strict=True)
        )

    def _line(self, point: Vector) -> Segment | None:
        ends = (self.at(self.generic), self.at(point))
        return self.claim.segment(ends, (Fraction(0), Fraction(1)), self.label, "t")

    @cached_property
    def _inner_line(self) -> Segment | None:
        # From there the face, and the charges that zeros show, are the whole space's.
        return self._line(self.points[0])

    def holding(self, point: Vector, found: Membership | None) -> HeldAt | None:
        """Return a checked proof that the property holds at a point."""
        line = self._line(point)
        made = None if line is None else line.inside(Fraction(1), found)
        if made is None:
            return None
        at = [document.rational(x) for x in point]
        return HeldAt(point, {**made.proof, "at": at})

    def refuting(self, found: Membership | None, choi: Array) -> Against | None:
        """Return a witness against a part of the space, from where the property fails.

        Args:
            found: what the engine found there.
            choi: J there, in floats.
        """
        if found is not None and found.witness is None and found.claim is not None:
            # Decided by something else; the solver's own is repaired and checked anyway.
            found = replace(found, witness=found.claim[1])
        line = self._inner_line
        made = None if line is None else line.outside(found, choi)
        if made is None:
            return None
        values = [pairing(made.witness, stated.choi) for stated in self.frame]
        return Against(through(self.points, values), made.proof)

    def certify(
        self,
        held: Sequence[HeldAt],
        facets: Sequence[Sequence[int]],
        inner: Fraction,
        against: Sequence[Against],
    ) -> Certificate | str:
        """Return the checked certificate, or why there is none.

        Args:
            held: the points inside.
            facets: numbers of the points that span the planes of their hull's facets.
            inner: the hull's volume.
            against: the witnesses.
        """
        outer = left_volume([*self.sides, *(item.function for item in against)])
        proofs = [item.proof for item in (*held, *against)]
        refused = ""
        for volume in (inner, inner * _LESS):
            claim: dict[str, Any] = {}
            if held:
                words = [" ".join(map(document.integer, facet)) for facet in facets]
                least = document.rational(_short(volume, -1))
                claim["inner"] = {"volume": least, "facets": words}
            claim["outer"] = {"volume": document.rational(_short(outer, 1))}
            made = certificate.assemble(self._document, claim, proofs)
            refused = refusal(made)
            if refused is None:
                return made
        return refused or ""

    @cached_property
    def _document(self) -> dict[str, Any]:
        line = self._inner_line
        assert line is not None  # there is a proof
        problem = document.point_problem(self.frame, line.asked, self.label, None)
        stated = problem.pop("points")
        if "scales" in stated[0]:
            problem["scales"] = stated[0]["scales"]
        problem["parameters"] = list(self.parameters)
        problem["shape"] = "box" if self.is_box else "simplex"
        problem["frame"] = [
            {"at": [document.rational(x) for x in point], "choi": item["choi"]}
            for point, item in zip(self.points, stated, strict=True)
        ]
        return problem


def _short(volume: Fraction, outward: int) -> Fraction:
    """Return a volume, or a shorter fraction just below or above it."""
    bits = volume.numerator.bit_length() + volume.denominator.bit_length()
    if bits <= _LONG:
        return volume
    scaled = volume * _UNIT
    return Fraction(floor(scaled) if outward < 0 else -floor(-scaled), _UNIT)

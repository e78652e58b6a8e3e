"""What a certificate's problem states, as the provers and the comparison read it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sdpsearch.proof.exact.matrix import Entries, Matrix, combine, pairing


@dataclass(frozen=True, eq=False)
class StatedPoint:
    """One stated operator C, with its scales and the parameter it belongs to, if any."""

    choi: Matrix
    scales: tuple[Fraction, ...]
    at: Fraction | None = None


@dataclass(frozen=True, eq=False)
class StatedProblem:
    """Stated channels: separate ones, or a line of them.

    Attributes:
        d_in: dimension of A.
        d_out: dimension of B.
        copies: k of k-extendibility; 0 stands for PPT.
        radius: how far entries of a meant channel's Choi operator may be from the stated.
        label: what the file calls it.
        parameter: what the file calls its parameter.
        points: the stated operators, those at both ends of a line.
        domain: the ends of a line, None for separate channels.
    """

    d_in: int
    d_out: int
    copies: int
    radius: Fraction
    label: str
    parameter: str
    points: tuple[StatedPoint, ...]
    domain: tuple[Fraction, Fraction] | None

    @classmethod
    def read(cls, problem: Any) -> StatedProblem:
        """Return what a problem, as parsed JSON, states.

        Raises:
            ValueError: it does not have the form of a problem.
        """
        try:
            return _read(problem)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"This is no certificate's problem: {error}.") from None

    @property
    def order(self) -> int:
        """The dimension of A⊗B."""
        return self.d_in * self.d_out

    @property
    def is_line(self) -> bool:
        """Whether it is a line of channels."""
        return self.domain is not None

    def choi_at(self, x: Fraction) -> Matrix:
        """Return C(x) on a line."""
        assert self.domain is not None
        start, end = self.domain
        share = (x - start) / (end - start)
        first, last = self.points
        return combine([(1 - share, first.choi), (share, last.choi)], self.order)

    def at(self, x: Fraction) -> StatedPoint:
        """Return the operator at x on a line."""
        return StatedPoint(self.choi_at(x), self.points[0].scales, x)

    def largest(self, witness: Matrix, choi: Matrix) -> Fraction:
        """Return an upper bound of tr(WJ) over the channels that C stands for."""
        spread = sum(abs(x) for entry in witness.entries.values() for x in entry)
        return pairing(witness, choi) + self.radius * spread / witness.denominator


def _read(problem: Any) -> StatedProblem:
    d_in, d_out = int(problem["d_in"], 16), int(problem["d_out"], 16)
    asked = problem["property"]
    copies = int(asked["copies"], 16) if asked["name"] == "extendible" else 0

    def point(value: Any, choi: str) -> StatedPoint:
        scales = tuple(fraction(x) for x in value.get("scales", ["1"] * d_out))
        at = fraction(value["at"]) if "at" in value else None
        return StatedPoint(hermitian(value[choi], d_in * d_out), scales, at)

    line = problem.get("line")
    if line is None:
        points = tuple(point(item, "choi") for item in problem["points"])
        domain = None
    else:
        points = (point(line, "choi_from"), point(line, "choi_to"))
        domain = (fraction(line["from"]), fraction(line["to"]))
    return StatedProblem(
        d_in,
        d_out,
        copies,
        fraction(problem.get("radius", "0")),
        problem.get("label", "a channel"),
        problem.get("parameter", "x"),
        points,
        domain,
    )


def fraction(text: str) -> Fraction:
    """Return the fraction that "p" or "p/q" stands for in hex."""
    top, _, bottom = text.partition("/")
    return Fraction(int(top, 16), int(bottom or "1", 16))


def hermitian(value: Any, order: int) -> Matrix:
    """Return the matrix whose lower triangle a certificate holds."""
    entries: Entries = {}
    for words in value["entries"]:
        i, j, re, *rest = (int(word, 16) for word in words.split(" "))
        im = rest[0] if rest else 0
        entries[i, j], entries[j, i] = (re, im), (re, -im)
    return Matrix(order, order, entries, int(value.get("denominator", "1"), 16))

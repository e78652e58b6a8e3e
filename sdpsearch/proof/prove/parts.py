"""What is proved along a line: at one point of it, and on one side of a witness's zero."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.exact.matrix import Matrix

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
        proof: why tr(WJ) ≥ 0 for every J with the property, as certificates write it.
    """

    witness: Matrix
    zero: Fraction | None
    above: bool
    proof: dict[str, Any]


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


def tidy(x: Fraction, *, outward: int, places: int = _CLAIM_PLACES) -> Fraction:
    """Return a decimal fraction on the given side of x, or x itself if it is short."""
    if x.denominator < 10**6:
        return x
    scaled = x * 10**places
    whole = floor(scaled) if outward < 0 else -floor(-scaled)
    return Fraction(whole, 10**places)

"""What its proofs make of a boundary: a bracket, a tier and a closed form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from sdpsearch.interval import Interval
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.digits.recognise import rational_form
from sdpsearch.search.boundary import Boundary, Tier


@dataclass(frozen=True)
class Proved:
    """What the proofs make of a threshold.

    Attributes:
        boundaries: as found, each with the tier and the bracket that were proved.
        certificate: all proofs in one file, None when there are none.
        note: what is proved, or why nothing is, one clause.
    """

    boundaries: tuple[Boundary, ...]
    certificate: Certificate | None
    note: str


def exact(x: float) -> Fraction:
    """Return the decimal that a float prints as, exactly."""
    return Fraction(repr(float(x)))


def missed(boundaries: Iterable[Boundary], digits: int | None) -> str:
    """Return a remark where the digits asked for were not reached, else nothing."""
    if digits is None:
        return ""
    enough = Fraction(1, 10**digits)
    late = [b for b in boundaries if b.proved is None or b.proved[1] - b.proved[0] > enough]
    return f"; {digits} digits were not reached" if late else ""


def near(edge: Boundary) -> Fraction | None:
    """Return a simple fraction within the search's accuracy of a boundary's value."""
    reach = Fraction(1, 10**9)
    value = Fraction(edge.value)
    return rational_form(value - reach, value + reach)


def with_bracket(
    boundary: Boundary, low: Fraction, high: Fraction, form: str | None
) -> Boundary:
    """Return the boundary with a proved bracket, and the tier it has by that."""
    if form is not None and not _fits(form, low, high):
        form = None
    if low == high:
        tier, form = Tier.EXACT, str(low)
    else:
        tier = Tier.BRACKETED if form is None else Tier.RECOGNISED
    bracket = Interval(_below(low), _above(high))
    value = min(max(boundary.value, bracket.lower), bracket.upper)
    if low == high:
        value = float(low)
    return replace(
        boundary,
        value=value,
        bracket=bracket,
        tier=tier,
        closed_form=form,
        proved=(low, high),
    )


def _fits(form: str, low: Fraction, high: Fraction) -> bool:
    """Whether a rational form lies in the bracket; others were made from it."""
    try:
        return low <= Fraction(form) <= high
    except ValueError:
        return True


def _below(x: Fraction) -> float:
    """Return the largest float ≤ x."""
    value = float(x)
    return value if Fraction(value) <= x else float(np.nextafter(value, -np.inf))


def _above(x: Fraction) -> float:
    """Return the smallest float ≥ x."""
    value = float(x)
    return value if Fraction(value) >= x else float(np.nextafter(value, np.inf))

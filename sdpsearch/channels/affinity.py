"""Whether a family is a straight line: from its formula, evaluated on a polynomial.

Values at points cannot show that a function is affine between them. A formula that is
evaluated on the variable itself, by + − × and division by numbers, can: whatever compares
the variable, branches on it or rounds it fails, and the family does not count as affine.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from numbers import Rational
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sdpsearch.channels.family import ChannelFamily


class Affinity(Enum):
    """Whether a family is a straight line, and on what grounds; true unless UNKNOWN."""

    CONSTRUCTED = "by construction"
    DECLARED = "as declared: a hypothesis, not proved"
    UNKNOWN = ""


class Polynomial:
    """A polynomial in one variable with rational coefficients, lowest power first.

    Example:
        >>> x = Polynomial((0, 1))
        >>> ((1 - x) * (1 - x) / 2).coefficients
        (Fraction(1, 2), Fraction(-1, 1), Fraction(1, 2))
    """

    __slots__ = ("coefficients",)
    #: A formula that asks for equality or a dictionary's key gets no answer.
    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def __init__(self, coefficients: Any) -> None:
        kept = [Fraction(c) for c in coefficients]
        while kept and kept[-1] == 0:
            kept.pop()
        self.coefficients = tuple(kept)

    def __add__(self, other: Any) -> Polynomial:
        term = _polynomial(other)
        if term is None:
            return NotImplemented
        size = max(len(self.coefficients), len(term.coefficients))
        pairs = zip(self.padded(size), term.padded(size), strict=True)
        return Polynomial([x + y for x, y in pairs])

    def __mul__(self, other: Any) -> Polynomial:
        factor = _polynomial(other)
        if factor is None:
            return NotImplemented
        count = len(self.coefficients) + len(factor.coefficients)
        found = [Fraction(0)] * count
        for i, x in enumerate(self.coefficients):
            for j, y in enumerate(factor.coefficients):
                found[i + j] += x * y
        return Polynomial(found)

    def __neg__(self) -> Polynomial:
        return Polynomial([-c for c in self.coefficients])

    def __sub__(self, other: Any) -> Polynomial:
        term = _polynomial(other)
        return NotImplemented if term is None else self + -term

    def __rsub__(self, other: Any) -> Polynomial:
        term = _polynomial(other)
        return NotImplemented if term is None else term + -self

    def __truediv__(self, other: Any) -> Polynomial:
        divisor = _polynomial(other)
        if divisor is None or len(divisor.coefficients) != 1:
            return NotImplemented
        return self * (1 / divisor.coefficients[0])

    def __pow__(self, power: Any) -> Polynomial:
        if not isinstance(power, int) or power < 0:
            raise TypeError("a polynomial has natural powers only")
        found = Polynomial((1,))
        for _ in range(power):
            found = found * self
        return found

    def __eq__(self, other: object) -> bool:
        raise TypeError("a polynomial has no value to compare")

    def __bool__(self) -> bool:
        raise TypeError("a polynomial has no value to compare")

    __radd__ = __add__
    __rmul__ = __mul__

    def padded(self, size: int) -> list[Fraction]:
        """Return the coefficients, with zeros up to `size` of them."""
        return [*self.coefficients, *[Fraction(0)] * (size - len(self.coefficients))]

    def at(self, x: Fraction) -> Fraction:
        """Return the value at x."""
        total = Fraction(0)
        for coefficient in reversed(self.coefficients):
            total = total * x + coefficient
        return total


def _polynomial(value: Any) -> Polynomial | None:
    if isinstance(value, Polynomial):
        return value
    if isinstance(value, Rational):
        return Polynomial((Fraction(int(value.numerator), int(value.denominator)),))
    return None


#: Interior points, as fractions of the domain, at which values are compared with a line.
_PROBES = (0.1234, 0.3183, 0.5, 0.6931, 0.8716)
_ATOL = 1e-12


def largest_bend(
    channel: Callable[[float], Any], low: float, high: float
) -> tuple[float, float] | None:
    """Return where values are farthest off the chord of J, and how far, None if nowhere.

    Five values show that a family is not affine; that it is they cannot show.
    """
    ends = [channel(low).choi, channel(high).choi]
    found = None
    for probe in _PROBES:
        x = low + probe * (high - low)
        choi = channel(x).choi
        shapes = {matrix.shape for matrix in (choi, *ends)}
        bend = np.inf
        if len(shapes) == 1:
            chord = (1 - probe) * ends[0] + probe * ends[1]
            bend = float(np.max(np.abs(choi - chord)))
        if bend > max(_ATOL, found[1] if found else 0.0):
            found = (x, bend)
    return found


def held_against_values(family: ChannelFamily, known: Affinity) -> Affinity:
    """Return what a family's affinity is known by, once its values do not contradict it.

    Raises:
        ValueError: it is declared, but a value is off the line.
    """
    if known is Affinity.UNKNOWN:
        return known
    bend = largest_bend(family, *family.domain)
    if bend is None:
        return known
    if known is Affinity.CONSTRUCTED:  # a formula that tells floats from numbers
        return Affinity.UNKNOWN
    raise ValueError(
        f"Family {family.label} is declared affine, but at {family.parameter}="
        f"{bend[0]:.6g} its Choi operator is off the straight line by {bend[1]:.1e}: "
        "leave out affine=True."
    )


def squares_are_affine(
    squares: Callable[[Any], Any], ends: tuple[Fraction, Fraction]
) -> bool:
    """Tell whether signed squares make J affine in x: as an identity of polynomials.

    So they do if within each Kraus operator all are multiples c_p·ℓ(x) of one polynomial
    ℓ of degree at most 1 that does not change sign on the domain: the operator's part of J
    is then |ℓ(x)| times a constant.

    Args:
        squares: x ↦ the signed squares, shape (d_env, d_out, d_in).
        ends: of the domain.

    Example:
        >>> ends = (Fraction(0), Fraction(1))
        >>> squares_are_affine(lambda x: [[[1 - x]], [[x]]], ends)
        True
        >>> squares_are_affine(lambda x: [[[1 - x * x]], [[x * x]]], ends)
        False
    """
    try:
        operators = np.array(squares(Polynomial((0, 1))), dtype=object)
    except (Exception, SystemExit):  # the user's formula: whatever it does is no identity
        return False
    return operators.ndim == 3 and all(_is_one_line(op.flat, ends) for op in operators)


def _is_one_line(entries: Any, ends: tuple[Fraction, Fraction]) -> bool:
    lines = [_polynomial(entry) for entry in entries]
    if any(line is None or len(line.coefficients) > 2 for line in lines):
        return False
    kept = [line for line in lines if line is not None and line.coefficients]
    if not kept:
        return True
    first = kept[0]
    low, high = (first.at(end) for end in ends)
    level, slope = first.padded(2)
    alike = all(y * level == x * slope for x, y in (line.padded(2) for line in kept))
    return alike and low * high >= 0

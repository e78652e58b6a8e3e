"""Rational functions of d from their values at integers, by Euclid's algorithm.

Cauchy interpolation (von zur Gathen, Gerhard, Modern Computer Algebra, section 5.8): of all
remainders of ∏(t − d_i) and the polynomial through the values, the one of least total
degree is the function, if that degree is less than the number of values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

from flint import fmpq, fmpq_poly

from sdpsearch.partitions.combination import fraction

#: Integer coefficients, ascending.
Polynomial = tuple[int, ...]
#: Values beyond those that determine a function, which it has to meet as well.
_SPARE = 4


@dataclass(frozen=True)
class Function:
    """A rational function of d, in lowest terms, its divisor with a positive lead.

    Example:
        >>> half = Function((0, 1), (2, 2))
        >>> str(half), half(3)
        ('d/(2d + 2)', Fraction(3, 8))
    """

    top: Polynomial
    over: Polynomial

    def __call__(self, d: int) -> Fraction:
        """Return its value at one dimension."""
        top, over = (
            sum(x * d**power for power, x in enumerate(part))
            for part in (self.top, self.over)
        )
        return Fraction(top, over)

    def __str__(self) -> str:
        top, over = _words(self.top), _words(self.over)
        if over == "1":
            return top
        return "/".join(f"({part})" if " " in part else part for part in (top, over))


def constant(x: fmpq) -> Function:
    """Return the function that is the same at every d."""
    value = fraction(x)
    return Function((value.numerator,), (value.denominator,))


def interpolated(points: Sequence[int], values: Sequence[fmpq]) -> Function | None:
    """Return the function with given values, None where they are too few to tell.

    Example:
        >>> from flint import fmpq
        >>> interpolated(range(4, 12), [fmpq(d, 2 * d + 2) for d in range(4, 12)])
        Function(top=(0, 1), over=(2, 2))
    """
    if all(x == values[0] for x in values):
        return constant(values[0])
    modulus, through = fmpq_poly([1]), fmpq_poly([0])
    for d, value in zip(points, values, strict=True):
        through += modulus * ((value - through(d)) / modulus(d))
        modulus *= fmpq_poly([-d, 1])
    old, new = (modulus, fmpq_poly([0])), (through, fmpq_poly([1]))
    best = new
    while new[0].degree() >= 0:
        if new[0].degree() + new[1].degree() < best[0].degree() + best[1].degree():
            best = new
        quotient = old[0] // new[0]
        old, new = new, (old[0] - quotient * new[0], old[1] - quotient * new[1])
    if best[0].degree() + best[1].degree() > len(points) - 1 - _SPARE:
        return None
    return _reduced(*best)


def common(divisors: Sequence[Polynomial]) -> Polynomial:
    """Return the least common multiple of polynomials, with integer coefficients."""

    def joined(first: fmpq_poly, second: fmpq_poly) -> fmpq_poly:
        return first * second // first.gcd(second)

    found = reduce(joined, (fmpq_poly(list(p)) for p in dict.fromkeys(divisors)))
    content = lcm(*(gcd(*p) for p in divisors))
    whole = _integers(found)
    share = gcd(*whole)
    sign = 1 if whole[-1] > 0 else -1
    return tuple(sign * x // share * content for x in whole)


def lifted(function: Function, over: Polynomial) -> Polynomial:
    """Return the numerator of a function over a multiple of its divisor."""
    factor = fmpq_poly(list(over)) // fmpq_poly(list(function.over))
    product = fmpq_poly(list(function.top)) * factor
    if any(x.q != 1 for x in product.coeffs()):
        raise ValueError("A divisor must be a multiple of the function's own.")
    return _integers(product)


def _words(polynomial: Polynomial) -> str:
    """Return a polynomial, highest power first."""
    told = ""
    for power, x in reversed(list(enumerate(polynomial))):
        if x:
            letter = "" if power == 0 else "d" if power == 1 else f"d^{power}"
            size = letter if letter and abs(x) == 1 else f"{abs(x)}{letter}"
            sign = "-" if x < 0 else "+"
            told += f" {sign} {size}" if told else f"{sign}{size}".removeprefix("+")
    return told or "0"


def _reduced(top: fmpq_poly, over: fmpq_poly) -> Function:
    shared = top.gcd(over)
    top, over = top // shared, over // shared
    parts = [int(x.q) for poly in (top, over) for x in poly.coeffs()]
    scale = lcm(*parts)
    first, second = _integers(top * scale), _integers(over * scale)
    share = gcd(*first, *second) * (1 if second[-1] > 0 else -1)
    return Function(tuple(x // share for x in first), tuple(x // share for x in second))


def _integers(poly: fmpq_poly) -> Polynomial:
    scale = lcm(*(int(x.q) for x in poly.coeffs())) if poly.degree() >= 0 else 1
    return tuple(int((x * scale).p) for x in poly.coeffs()) or (0,)

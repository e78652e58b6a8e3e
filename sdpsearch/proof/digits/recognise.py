"""Closed forms from digits: rationals first, then algebraic numbers by lattice reduction.

A recognised form is a conjecture. It is offered only where far more digits agree than it
takes to write it down.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor, gcd, isqrt

import flint

#: Digits by which the agreement must exceed the size of the form.
_SPARE = 6
_SPARE_RATIONAL = 3
#: Highest degree of an algebraic number looked for.
_DEGREE = 4


def simplest_fraction(low: Fraction, high: Fraction) -> Fraction:
    """Return the fraction with the smallest denominator in [low, high].

    Example:
        >>> from fractions import Fraction
        >>> simplest_fraction(Fraction(33, 100), Fraction(34, 100))
        Fraction(1, 3)
    """
    whole = floor(low)
    if whole == low:
        return Fraction(whole)
    if whole + 1 <= high:
        return Fraction(whole + 1)
    rest = simplest_fraction(1 / (high - whole), 1 / (low - whole))
    return whole + 1 / rest


def rational_form(low: Fraction, high: Fraction) -> Fraction | None:
    """Return the rational number that a narrow bracket points at, or None.

    Args:
        low: lower end of the bracket.
        high: upper end.
    """
    found = simplest_fraction(low, high)
    # A random bracket of this width holds a fraction so simple with probability 10^−SPARE.
    width = high - low
    unlikely = width * found.denominator**2 * 10**_SPARE_RATIONAL < 1
    return found if unlikely else None


def closed_form(low: Fraction, high: Fraction) -> str | None:
    """Return a closed form that a bracket points at, as text, or None.

    Args:
        low: lower end of the bracket.
        high: upper end; algebraic numbers need some 15 digits.

    Example:
        >>> from fractions import Fraction
        >>> root = Fraction(141421356237309504880168872420969807856967, 10**41)
        >>> closed_form(root - Fraction(1, 10**38), root + Fraction(1, 10**38))
        '√2'
    """
    rational = rational_form(low, high)
    if rational is not None:
        return str(rational)
    middle = (low + high) / 2
    for degree in range(2, _DEGREE + 1):
        coefficients = _relation(middle, high - low, degree)
        # A root between the ends, exactly.
        if coefficients and _value(coefficients, low) * _value(coefficients, high) <= 0:
            return _words(coefficients, middle)
    return None


def _value(row: Sequence[int], x: Fraction) -> Fraction:
    return sum((c * x**i for i, c in enumerate(row)), Fraction(0))


def _relation(x: Fraction, width: Fraction, degree: int) -> list[int] | None:
    """Return integers c with |Σ c_i x^i| about `width`, fewer digits than that, or None."""
    if width <= 0:
        return None
    scale = 1 / width
    lattice = [
        [int(i == j) for j in range(degree + 1)] + [round(x**i * scale)]
        for i in range(degree + 1)
    ]
    shortest = flint.fmpz_mat(lattice).lll()
    row = [int(shortest[0, j]) for j in range(degree + 1)]
    height = max(abs(c) for c in row)
    if row[degree] == 0:
        return None
    # degree + 1 coefficients of this height hit a bracket so narrow only by chance else.
    spent = (2 * height + 1) ** (degree + 1)
    return row if spent * 10**_SPARE < scale else None


def _words(row: Sequence[int], x: Fraction) -> str:
    if len(row) == 3:
        return _quadratic(row, x)
    terms = [f"{_coefficient(c, i)}" for i, c in reversed(list(enumerate(row))) if c]
    text = " + ".join(terms).replace("+ -", "− ").replace("-", "−")
    return f"the root of {text} near {float(x):.6g}"


def _coefficient(c: int, power: int) -> str:
    if power == 0:
        return str(c)
    factor = {1: "", -1: "-"}.get(c, str(c))
    return f"{factor}x" if power == 1 else f"{factor}x^{power}"


def _quadratic(row: Sequence[int], x: Fraction) -> str:
    """Return (−b ± √(b²−4ac))/(2a), simplified."""
    c, b, a = row
    if a < 0:
        a, b, c = -a, -b, -c
    discriminant = b * b - 4 * a * c
    sign = 1 if 2 * a * x > -b else -1
    root, radicand = 1, discriminant
    factor = 2
    while factor * factor <= radicand and factor < 10_000:
        while radicand % (factor * factor) == 0:
            radicand //= factor * factor
            root *= factor
        factor += 1
    if isqrt(radicand) ** 2 == radicand:
        return str(Fraction(-b + sign * root * isqrt(radicand), 2 * a))
    top, shared = -b, gcd(gcd(b, root), 2 * a)
    top, root, bottom = top // shared, root // shared, 2 * a // shared
    surd = f"√{radicand}" if root == 1 else f"{root}√{radicand}"
    if top == 0:
        text = surd if sign > 0 else f"−{surd}"
        return text if bottom == 1 else f"{text}/{bottom}"
    text = f"{top} {'+' if sign > 0 else '−'} {surd}".replace("-", "−")
    return text if bottom == 1 else f"({text})/{bottom}"

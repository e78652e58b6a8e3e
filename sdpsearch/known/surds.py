"""Surds: numbers p + √q with rational p and q, as floats whose sign is exact."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from sys import float_info


def surd(rational: Fraction, square: Fraction) -> float:
    """Return p + √q, q ≥ 0, as a float whose sign is decided over ℚ.

    Where p and √q nearly cancel, q − p² is formed before it is rounded.

    Example:
        >>> from fractions import Fraction
        >>> surd(Fraction(-3, 2), Fraction(9, 4))
        0.0
        >>> 0 < surd(Fraction(-1), 1 + Fraction(1, 10**40)) < 1e-39
        True
    """
    root = sqrt(square)
    if rational >= 0:
        sign, value = int(rational > 0 or square > 0), float(rational) + root
    else:
        rest = square - rational**2
        sign, below = (rest > 0) - (rest < 0), root - float(rational)
        value = float(rest) / below if below else 0.0
    # A float may be too coarse for the size, but never for the sign.
    return value if value * sign > 0 else sign * float_info.min

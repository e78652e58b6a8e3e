"""Numbers read exactly: a Fraction is itself, a float the decimal that it prints as."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isfinite
from numbers import Complex, Rational, Real
from typing import Any, SupportsFloat

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.linalg import Array


def fraction(number: Any) -> Fraction:
    """Return `number` as a Fraction; a float x is read as its decimal, Fraction(repr(x)).

    Raises:
        TypeError: it is no real number.
        ValueError: it is not finite.

    Example:
        >>> fraction(0.1), fraction(2)
        (Fraction(1, 10), Fraction(2, 1))
    """
    if type(number) is Fraction:
        return number
    if type(number) is float and isfinite(number):  # abstract classes take their time
        return Fraction(repr(number))
    if isinstance(number, Rational):  # numpy's integers too, which would overflow inside
        return Fraction(int(number.numerator), int(number.denominator))
    if isinstance(number, Decimal) and number.is_finite():
        return Fraction(number)
    text = isinstance(number, (str, bytes))
    imaginary = isinstance(number, Complex) and not isinstance(number, Real)
    if text or imaginary or not isinstance(number, SupportsFloat):
        raise TypeError(f"{number!r} is no real number.")
    return Fraction(repr(float(number)))


def fraction_array(name: str, values: Any) -> Array:
    """Return `values` as an object array of Fractions; ValueError names the argument."""
    try:
        shape = np.shape(values)  # ragged lists have none
    except ValueError:
        raise ValueError(
            f"Argument `{name}` must be a numeric array of equal shapes, "
            f"but is {checks.describe(values)}."
        ) from None
    exact: list[Fraction] = []
    for number in np.array(values, dtype=object).flat:
        try:
            exact.append(fraction(number))
        except (TypeError, ValueError):
            where = tuple(int(i) for i in np.unravel_index(len(exact), shape))
            raise ValueError(
                f"Argument `{name}` must hold finite real numbers, but entry "
                f"{where} is {number!r}."
            ) from None
    return np.fromiter(exact, dtype=object, count=len(exact)).reshape(shape)


def without_floats(label: str, squares: Any) -> Any:
    """Return what a family gave at a Fraction; ValueError where it is not exact."""
    entries = np.array(squares, dtype=object).flat
    if any(isinstance(entry, (float, np.floating)) for entry in entries):
        raise ValueError(
            f"Argument `squares` of {label} must be exact at a Fraction, by + − × / on "
            "integers and Fractions alone, but gives floats."
        )
    return squares


def fraction_parameter(name: str, value: Any, low: int = 0, high: int = 1) -> Fraction:
    """Return `value` as a Fraction in [low, high]; ValueError names the argument."""
    number = checks.parameter(name, value, low, high)
    exact = fraction(number if isinstance(value, str) else value)
    if not low <= exact <= high:  # by less than a float can tell
        raise ValueError(
            f"Argument `{name}` must lie in [{low}, {high}], but is {value!r}."
        )
    return exact

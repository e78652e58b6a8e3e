"""The interval on which a family is asked about, in floats and exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, SupportsFloat

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.rationals import fraction


def check_domain(domain: Any) -> tuple[tuple[float, float], tuple[Fraction, Fraction]]:
    """Return the ends as floats and as Fractions; ValueError unless finite, low < high."""
    try:
        first, last = (float(end) if isinstance(end, str) else end for end in domain)
        low, high = float(first), float(last)
    except (TypeError, ValueError):
        raise ValueError(
            f"Argument `domain` must be two numbers (low, high), but is {domain!r}."
        ) from None
    except OverflowError:
        raise ValueError(
            "Argument `domain` must be within floats, but has a larger end."
        ) from None
    if np.isfinite(low) and np.isfinite(high) and not np.isfinite(high - low):
        raise ValueError(
            f"Argument `domain` is wider than any float, from {low:g} to {high:g}."
        )
    if not (np.isfinite(low) and np.isfinite(high)):
        raise ValueError(f"Argument `domain` must be finite, but is ({low}, {high}).")
    if low >= high:
        what = "empty" if low == high else "reversed"
        raise ValueError(
            f"Argument `domain` must have low < high, but ({low:g}, {high:g}) is {what}."
        )
    return (low, high), (fraction(first), fraction(last))


def check_inside(
    parameter: str, x: object, domain: tuple[float, float], label: str
) -> float:
    """Return x as a float; TypeError unless a number, ValueError unless in the domain."""
    if type(x) is not float and not isinstance(x, SupportsFloat):
        raise TypeError(f"Argument `{parameter}` must be a number, but is {x!r}.")
    number = checks.real_number(parameter, x)
    low, high = domain
    if not low <= number <= high:
        raise ValueError(
            f"Argument `{parameter}` of {label} must lie in [{low:g}, {high:g}], but is "
            f"{number!r}."
        )
    return number

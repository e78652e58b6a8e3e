"""The interval on which a family is asked about, in floats and exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

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

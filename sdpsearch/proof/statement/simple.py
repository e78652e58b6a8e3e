"""Simple fractions, recognised in floats that are nearest to them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from sdpsearch.linalg import EPS, Array

#: Fractions with denominators up to SIMPLE are recognised in floats that are nearest to
#: them or next to nearest: what computing an entry costs, and no farther.
SIMPLE = 2_000


def recognised_squares(kraus: Array) -> Any:
    """Return fractions s with K ≈ sgn(s)√|s| for every Kraus entry, or None."""
    rows: list[Any] = []
    for operator in np.asarray(kraus):
        largest = operator.flat[int(np.argmax(np.abs(operator)))]
        if abs(largest) == 0:
            continue
        # The phase of a Kraus operator is immaterial.
        turned = operator * (abs(largest) / largest)
        if np.max(np.abs(turned.imag)) > EPS:
            return None
        signed = [_signed_square(float(x)) for x in turned.real.flat]
        if None in signed:
            return None
        rows.append(np.array(signed, dtype=object).reshape(operator.shape))
    return np.array(rows, dtype=object)


def _signed_square(entry: float) -> Fraction | None:
    """Return the simple fraction s with entry = sgn(s)√|s| to rounding, or None.

    What counts is the error of the entry: 1e-8 is not 0, though its square nearly is.
    """
    found = Fraction(entry * abs(entry)).limit_denominator(SIMPLE)
    root = float(np.sign(found.numerator) * np.sqrt(abs(float(found))))
    return found if abs(entry - root) <= np.spacing(abs(root)) else None


def simple_fraction(value: float) -> Fraction | None:
    """Return the fraction with a small denominator that a float stands for, or None."""
    found = Fraction(value).limit_denominator(SIMPLE)
    return found if abs(value - found) <= 4 * EPS * max(1.0, abs(value)) else None

"""Signed squares: Kraus entries sgn(s)·√|s| given by s, in floats or in Fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.linalg import Array

#: What a parameter may be: the same formula serves both.
Number = float | Fraction


def roots(squares: Any) -> Array:
    """Return sgn(s)·√|s| for every entry s, in floats.

    Raises:
        ValueError: an entry is no finite real number, or shapes differ.

    Example:
        >>> roots([0.25, Fraction(-1, 4)])
        array([ 0.5, -0.5])
    """
    try:
        values = checks.finite_array("squares", squares)
    except OverflowError:
        raise ValueError(
            "Argument `squares` must be finite, but overflows a float."
        ) from None
    if np.any(values.imag):
        raise ValueError("Argument `squares` must be real, but has complex entries.")
    return np.copysign(np.sqrt(np.abs(values.real)), values.real)


def stack(*blocks: tuple[Any, Array]) -> Array:
    """Return the arrays, each times its weight, one after another along the first axis.

    Exact for arrays of integers or Fractions with weights that are; in floats where any
    array or weight is.

    Example:
        >>> one = np.eye(1, dtype=int)
        >>> stack((0.25, one), (Fraction(3, 4), one)).ravel()
        array([0.25, 0.75])
        >>> stack((Fraction(1, 4), one)).ravel()
        array([Fraction(1, 4)], dtype=object)
    """
    if any(isinstance(w, float) or array.dtype.kind in "fc" for w, array in blocks):
        return np.concatenate([float(w) * _floating(array) for w, array in blocks])
    return np.concatenate([w * array for w, array in blocks])


def _floating(array: Array) -> Array:
    return array.astype(float) if array.dtype.kind == "O" else array

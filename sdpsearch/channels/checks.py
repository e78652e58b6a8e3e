"""Argument checks shared by the channel room: one line, the value, the way out."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any, TypeGuard

import numpy as np

from sdpsearch.linalg import Array

#: Largest deviation of a defining equation (trace preservation, Hermiticity,
#: positivity) that counts as rounding in the caller's data.
TOLERANCE = 1e-8


def dimension(name: str, value: Any, least: int = 1) -> int:
    """Return `value` as an int ≥ `least`; TypeError or ValueError names the argument."""
    if isinstance(value, bool):
        raise TypeError(f"Argument `{name}` must be an integer, but is {value!r}.")
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(
            f"Argument `{name}` must be an integer, but is {value!r}."
        ) from None
    if number < least:
        raise ValueError(f"Argument `{name}` must be at least {least}, but is {number}.")
    return number


def parameter(name: str, value: Any, low: float = 0.0, high: float = 1.0) -> float:
    """Return `value` as a float in [low, high]; ValueError names the argument."""
    number = real_number(name, value)
    if not low <= number <= high:
        raise ValueError(
            f"Argument `{name}` must lie in [{low:g}, {high:g}], but is {number!r}."
        )
    return number


def real_number(name: str, value: Any) -> float:
    """Return `value` as a float; TypeError or ValueError names the argument."""
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TypeError(f"Argument `{name}` must be a number, but is {value!r}.") from None
    except OverflowError:
        raise ValueError(f"Argument `{name}` is larger than any float.") from None


def function(name: str, value: Any, kind: str) -> None:
    """Raise TypeError unless `value` can be called."""
    if not callable(value):
        raise TypeError(
            f"Argument `{name}` must be a callable {kind}, but is {describe(value)}."
        )


def finite_array(name: str, value: Any) -> Array:
    """Return `value` as a finite complex array; ValueError otherwise."""
    if np.ma.is_masked(value):
        raise ValueError(
            f"Argument `{name}` must be complete, but is a masked array: what stands for "
            "the masked entries is for you to say, e.g. by filled(0)."
        )
    try:
        array = np.array(value, dtype=complex)
    except (TypeError, ValueError):
        raise ValueError(
            f"Argument `{name}` must be a numeric array of equal shapes, "
            f"but is {describe(value)}."
        ) from None
    except OverflowError:
        raise ValueError(f"Argument `{name}` has an entry larger than any float.") from None
    if not np.all(np.isfinite(array)):
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(
            f"Argument `{name}` must be finite, but entry {where} is {array[where]}."
        )
    return array


def is_list(value: Any) -> TypeGuard[Sequence[Any]]:
    """Tell whether `value` is a list or a tuple, whose entries may be anything."""
    return isinstance(value, (list, tuple))


def describe(value: Any) -> str:
    """Describe a value in a few words: a list by the shapes in it, else by its type."""
    kind = f"a {type(value).__name__}"
    if is_list(value):
        shapes = sorted({str(np.shape(item)) for item in value if _has_shape(item)})
        if shapes:
            return f"{kind} with shapes {', '.join(shapes)}"
    return kind


def _has_shape(value: Any) -> bool:
    try:
        np.shape(value)
    except ValueError:
        return False
    return True

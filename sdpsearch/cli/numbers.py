"""From words on a command line to numbers, exact ones included, and grids of them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import numpy as np

#: Characters that a number may have.
_LONGEST = 400
#: Parameters that a grid may have.
MOST_POINTS = 10_000


def grid_from(text: str) -> list[float]:
    """Return the parameters that START:STOP:COUNT stands for, both ends included.

    A plain number stands for itself, several are separated by commas.
    """
    parts = text.split(":")
    if len(parts) == 1:
        words = text.split(",")
        if len(words) > MOST_POINTS:
            raise ValueError(
                f"Option --x must have at most {MOST_POINTS} values, but has {len(words)}."
            )
        return [number_of("x", word) for word in words]
    if len(parts) != 3:
        raise ValueError(f"Option --x must be START:STOP:COUNT, but is {text!r}.")
    start, stop = number_of("x", parts[0]), number_of("x", parts[1])
    if parts[2].isdecimal() and (len(parts[2]) > 9 or int(parts[2]) > MOST_POINTS):
        raise ValueError(
            f"Option --x must have a COUNT of at most {MOST_POINTS}, but is "
            f"{shortened(text)!r}."
        )
    if not parts[2].isdecimal() or int(parts[2]) < 2:
        raise ValueError(f"Option --x must have a COUNT of at least 2, but is {text!r}.")
    if not start < stop:
        raise ValueError(f"Option --x must have START < STOP, but is {text!r}.")
    return [float(x) for x in np.linspace(start, stop, int(parts[2]))]


def value_of(word: str, name: str) -> Any:
    """Return an int, a float, an exact fraction (3/2), or a tuple of them (1,2,3)."""
    check_length(word, name)
    if "," in word:
        return tuple(value_of(part, name) for part in word.split(",") if part)
    try:
        return int(word)
    except ValueError:
        pass
    try:
        return Fraction(word) if "/" in word else float(Fraction(word))
    except (ValueError, ZeroDivisionError, OverflowError):
        raise ValueError(
            f"Option --{name} must be a finite number, but is {word!r}."
        ) from None


def check_length(word: str, name: str) -> None:
    """Refuse a number that would take long to read: 1e-99999999 has as many digits."""
    powers = re.findall(r"[eE][+-]?0*(\d+)", word)
    if len(word) > _LONGEST or any(len(p) > 3 for p in powers):
        raise ValueError(
            f"Option --{name} must be written in at most {_LONGEST} characters, powers of "
            f"ten below 1000, but is {shortened(word)!r}."
        )


def shortened(word: str) -> str:
    """Return a word, its middle left out where it would fill the screen."""
    return word if len(word) <= 60 else f"{word[:30]}…{word[-10:]}"


def number_of(name: str, word: str) -> float:
    """Return the one number that a word writes."""
    value = value_of(word, name)
    if isinstance(value, tuple):
        raise ValueError(f"Option --{name} must be one number, but is {word!r}.")
    return float(value)


def exact(name: str, word: str) -> Fraction:
    """Return the rational number that a word writes, 0.1 being a tenth."""
    number_of(name, word)  # raises for words that are no number
    return Fraction(word)

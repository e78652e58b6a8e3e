"""Interval: a closed set of numbers, the shape of every margin and every bracket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Interval:
    """The closed interval [lower, upper], which unpacks; its ends may be infinite.

    Raises:
        ValueError: lower > upper, or an end is NaN.

    Example:
        >>> import sdpsearch as sd
        >>> sd.Interval(0.25, 0.5).width
        0.25
        >>> low, high = sd.Interval(0.25, 0.5)
    """

    lower: float
    upper: float

    def __post_init__(self) -> None:
        for end in ("lower", "upper"):  # numpy's own floats print their type
            object.__setattr__(self, end, float(getattr(self, end)))
        if not self.lower <= self.upper:
            raise ValueError(
                f"An interval needs lower ≤ upper, but got [{self.lower}, {self.upper}]."
            )

    @property
    def width(self) -> float:
        """Upper − lower; 0 for a single point, even one at infinity."""
        return 0.0 if self.lower == self.upper else self.upper - self.lower

    @property
    def middle(self) -> float:
        """The mid-point."""
        return self.lower if self.lower == self.upper else (self.lower + self.upper) / 2

    def __iter__(self) -> Iterator[float]:
        yield self.lower
        yield self.upper

    def __contains__(self, value: float) -> bool:
        return self.lower <= value <= self.upper

    def __repr__(self) -> str:
        return f"Interval({self.lower!r}, {self.upper!r})"

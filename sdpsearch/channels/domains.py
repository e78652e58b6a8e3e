"""Where a space of channels is asked about: a box, or the weights of a mixture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import factorial, prod
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.domain import check_domain
from sdpsearch.linalg import EPS, Array, readonly

#: Numbers of parameters that a space may have.
FEWEST, MOST = 2, 3


@dataclass(frozen=True)
class Box:
    """The points with low_i ≤ x_i ≤ high_i.

    Attributes:
        ends: (low_i, high_i) for every coordinate.
    """

    ends: tuple[tuple[float, float], ...]

    @cached_property
    def corners(self) -> Array:
        """The corners, one a row."""
        return readonly(np.array(list(product(*self.ends))))

    @cached_property
    def frame(self) -> Array:
        """The lowest corner and its neighbour along every axis: points that fix a plane."""
        low = np.array([end[0] for end in self.ends])
        widths = np.array([end[1] - end[0] for end in self.ends])
        return readonly(np.vstack([low, low + np.diag(widths)]))

    @cached_property
    def halfspaces(self) -> Array:
        """Rows (a, b) with a·x + b ≤ 0 for every point of the domain."""
        one = np.eye(len(self.ends))
        low, high = np.array(self.ends).T
        return np.vstack([np.c_[-one, low], np.c_[one, -high]])

    @property
    def volume(self) -> float:
        """Area or volume."""
        return prod(high - low for low, high in self.ends)

    def nearest(self, point: Array) -> Array:
        """Return a point that rounding may have taken outside, inside."""
        return np.clip(point, *np.array(self.ends).T)

    def __str__(self) -> str:
        return " × ".join(f"[{low:g}, {high:g}]" for low, high in self.ends)


@dataclass(frozen=True)
class Simplex:
    """The weights (x_1, …, x_n) ≥ 0 with Σ x_i ≤ 1, those of a mixture but its first.

    Attributes:
        size: n.
    """

    size: int

    @cached_property
    def corners(self) -> Array:
        """The corners, one a row, the first the origin."""
        return readonly(np.vstack([np.zeros(self.size), np.eye(self.size)]))

    @property
    def frame(self) -> Array:
        """The corners: points that fix a plane."""
        return self.corners

    @cached_property
    def halfspaces(self) -> Array:
        """Rows (a, b) with a·x + b ≤ 0 for every point of the domain."""
        low = np.c_[-np.eye(self.size), np.zeros(self.size)]
        return np.vstack([low, np.r_[np.ones(self.size), -1.0]])

    @property
    def volume(self) -> float:
        """Area or volume, 1/n!."""
        return 1 / factorial(self.size)

    def nearest(self, point: Array) -> Array:
        """Return a point that rounding may have taken outside, inside."""
        inside = np.maximum(point, 0.0)
        return inside / max(1.0, float(inside.sum()))

    def __str__(self) -> str:
        return "{x ≥ 0, Σ x ≤ 1}"


def contains(domain: Box | Simplex, point: Array) -> bool:
    """Whether a point is in the domain, rounding forgiven."""
    sides = domain.halfspaces
    slack = 4 * EPS * (np.abs(sides[:, :-1]) @ np.abs(point) + np.abs(sides[:, -1]))
    return bool(np.all(sides[:, :-1] @ point + sides[:, -1] <= slack))


def is_well_inside(domain: Box | Simplex, point: Array) -> bool:
    """Whether a point is a millionth of the domain's width or more from every side."""
    sides = domain.halfspaces
    widths = -np.min(domain.corners @ sides[:, :-1].T + sides[:, -1], axis=0)
    return bool(np.all(sides[:, :-1] @ point + sides[:, -1] <= -1e-6 * widths))


def check_box(given: Any) -> tuple[tuple[str, ...], Box]:
    """Return the parameters and their box; ValueError unless two or three intervals."""
    if not isinstance(given, Mapping):
        raise TypeError(
            "Argument `domain` must be a dict of parameters and intervals, e.g. "
            f'{{"p": (0, 1), "q": (0, 1)}}, but is {checks.describe(given)}.'
        )
    domain: dict[Any, Any] = dict(given)  # pyright: ignore[reportUnknownArgumentType]
    if not FEWEST <= len(domain) <= MOST:
        raise ValueError(
            f"Argument `domain` must have {FEWEST} or {MOST} parameters, but has "
            f"{len(domain)}{'; of one, make a ChannelFamily' if len(domain) == 1 else ''}."
        )
    for name in domain:
        if not isinstance(name, str) or not name.isidentifier():
            raise ValueError(
                f"Argument `domain` must have names for keys, but has {name!r}."
            )
    ends = tuple(check_domain(interval)[0] for interval in domain.values())
    return tuple(domain), Box(ends)

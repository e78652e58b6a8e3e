"""Real operator bases, as signed squares of their entries.

They are made when a channel of a family is, not with the family, which may be asked about
in dimensions in which they have no room; the last ones are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from itertools import combinations

import numpy as np

from sdpsearch.linalg import Array, readonly

#: Bases that are kept: those of a family or two.
_KEPT = 6


def _kept(make: Callable[[int], Array]) -> Callable[[int], Array]:
    """Keep the last arrays that a function made, read-only."""

    @lru_cache(maxsize=_KEPT)
    def kept(d: int) -> Array:
        return readonly(make(d))

    kept.__doc__ = make.__doc__
    kept.__name__ = make.__name__
    return kept


@_kept
def identity(d: int) -> Array:
    """Return the identity, shape (1, d, d).

    Example:
        >>> identity(2)
        array([[[1, 0],
                [0, 1]]])
    """
    return np.eye(d, dtype=int)[None]


@_kept
def rotations(d: int) -> Array:
    """Return |i><j| − |j><i| for i < j, shape (d(d−1)/2, d, d): they span the Λ of O(d).

    Example:
        >>> rotations(2)
        array([[[ 0,  1],
                [-1,  0]]])
    """
    return _pairs(d, -1)


@_kept
def reflections(d: int) -> Array:
    """Return |i><j| + |j><i| for i < j, shape (d(d−1)/2, d, d).

    Example:
        >>> reflections(2)
        array([[[0, 1],
                [1, 0]]])
    """
    return _pairs(d, 1)


@_kept
def traceless_diagonals(d: int) -> Array:
    """Return the squares of d−1 orthonormal traceless diagonal matrices, (d−1, d, d).

    The l-th is (|0><0| + … + |l−1><l−1| − l |l><l|) / √(l(l+1)): the diagonal Gell-Mann
    matrices, in the norm tr h² = 1. With them Σ_l h_l ρ h_l = diag(ρ) − ρ/d.

    Example:
        >>> traceless_diagonals(2).diagonal(axis1=1, axis2=2)
        array([[Fraction(1, 2), Fraction(-1, 2)]], dtype=object)
    """
    squares = np.full((d - 1, d, d), Fraction(0), dtype=object)
    for place in range(d - 1):
        count = place + 1  # levels before the one that takes the trace away
        for level in range(count):
            squares[place, level, level] = Fraction(1, count * (count + 1))
        squares[place, count, count] = Fraction(-count, count + 1)
    return squares


@_kept
def units(d: int) -> Array:
    """Return |i><i| for every level, shape (d, d, d).

    Example:
        >>> units(2).diagonal(axis1=1, axis2=2)
        array([[1, 0],
               [0, 1]])
    """
    one = np.eye(d, dtype=int)
    return one[:, :, None] * one


@_kept
def moves(d: int) -> Array:
    """Return |i><j| for all i and j, shape (d², d, d).

    Example:
        >>> moves(2).shape
        (4, 2, 2)
    """
    return np.eye(d * d, dtype=int).reshape(-1, d, d)


@_kept
def jumps(d: int) -> Array:
    """Return |j><i| for i ≠ j, shape (d(d−1), d, d).

    Example:
        >>> jumps(2).reshape(2, 4)
        array([[0, 0, 1, 0],
               [0, 1, 0, 0]])
    """
    moves = [(i, j) for i in range(d) for j in range(d) if i != j]
    found = np.zeros((len(moves), d, d), dtype=int)
    for operator, (i, j) in zip(found, moves, strict=True):
        operator[j, i] = 1
    return found


@_kept
def traceless_symmetric(d: int) -> Array:
    """Return the squares of an orthogonal basis with tr h² = 2, (d−1)(d+2)/2 of them.

    Example:
        >>> traceless_symmetric(3).shape
        (5, 3, 3)
    """
    return np.concatenate([reflections(d), 2 * traceless_diagonals(d)])


def cyclic_shifts(d: int) -> Array:
    """Return X^a, X|k> = |k+1 mod d>, for 0 < a < d, shape (d−1, d, d).

    Example:
        >>> cyclic_shifts(2)
        array([[[0, 1],
                [1, 0]]])
    """
    one = np.eye(d, dtype=int)
    return np.stack([np.roll(one, a, axis=0) for a in range(1, d)])


def _pairs(d: int, sign: int) -> Array:
    pairs = list(combinations(range(d), 2))
    found = np.zeros((len(pairs), d, d), dtype=int)
    for operator, (i, j) in zip(found, pairs, strict=True):
        operator[i, j], operator[j, i] = 1, sign
    return found

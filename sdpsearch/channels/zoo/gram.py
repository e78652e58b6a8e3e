"""Gram matrices taken apart over the rationals: Schur multipliers with exact squares."""

from __future__ import annotations

from typing import Any

import numpy as np

from sdpsearch.linalg import Array


def gram_squares(gram: Array) -> Array | None:
    """Return vectors v_r with Σ_r v_r v_r^T = G, as signed squares; None unless G ≥ 0.

    G = L D L^T gives v_r = √D_r L_r: what stands under the roots is rational. The diagonal
    Kraus operators diag(v_r) multiply ρ by G entry by entry.

    Args:
        gram: G, a symmetric d×d matrix of Fractions.

    Returns:
        The signed squares, shape (rank G, d).

    Example:
        >>> from fractions import Fraction
        >>> half = Fraction(1, 2)
        >>> gram_squares(np.array([[half, half], [half, half]], dtype=object))
        array([[Fraction(1, 2), Fraction(1, 2)]], dtype=object)
        >>> one = Fraction(1)
        >>> gram_squares(np.array([[one, 2 * one], [2 * one, one]], dtype=object)) is None
        True
    """
    found: list[Array] = []
    for place in range(len(gram)):
        column: Array = gram[:, place]
        pivot: Any = column[place]
        if pivot < 0 or (pivot == 0 and np.any(column != 0)):
            return None
        if pivot > 0:
            found.append(column * np.abs(column) / pivot)
            gram = gram - column[:, None] * column / pivot
    return np.array(found, dtype=object).reshape(len(found), len(gram))

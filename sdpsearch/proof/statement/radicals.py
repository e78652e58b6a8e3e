"""Square roots made rational: Choi operators from signed squares, up to scales.

If K_e has entries ±√q, then J has sums of square roots. Where each entry of J is a
rational multiple of one square root, and these fit together, J = √w C √w with C rational
and w = α_a β_b: a scaling on A and one on B, both to be undone exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from sdpsearch.proof.exact.matrix import Matrix
from sdpsearch.proof.exact.rationals import hermitian_matrix, square_root

#: Squares of divisors below this are taken out of scales.
_DIVISORS = 100
#: An operator's entries as (c, m), standing for c√m.
Roots = dict[tuple[int, int], tuple[Fraction, Fraction]]


def rational_operators(
    arrays: Sequence[Any],
) -> tuple[list[Matrix], tuple[Fraction, ...], tuple[Fraction, ...]] | None:
    """Return (C for each channel, α, β) with J = √w C √w, w = α_a β_b, or None.

    Args:
        arrays: for each channel the signed squares of its Kraus operators, shape
            (d_env, d_out, d_in) with common d_out and d_in; the scales serve them all.
    """
    _, d_out, d_in = np.shape(arrays[0])
    operators = [_entries(array) for array in arrays]
    roots = [operator for operator in operators if operator is not None]
    if len(roots) < len(operators):
        return None
    classes = ((at, m) for operator in roots for at, (_, m) in operator.items())
    scales = _scales(classes, d_in, d_out)
    if scales is None:
        return None
    alpha, beta = tuple(scales[:d_in]), tuple(scales[d_in:])
    weights = [a * b for a in alpha for b in beta]
    return [_rational(operator, weights) for operator in roots], alpha, beta


def _entries(squares: Any) -> Roots | None:
    """Return J's lower triangle, None where an entry is a sum of different roots."""
    environment, d_out, d_in = np.shape(squares)
    sums: dict[tuple[int, int], _Radicals] = {}
    for e in range(environment):
        vector = {
            a * d_out + b: Fraction(squares[e][b][a])
            for a in range(d_in)
            for b in range(d_out)
            if squares[e][b][a] != 0
        }
        for p, s in vector.items():
            for q, t in vector.items():
                if p >= q:
                    sums.setdefault((p, q), _Radicals()).add(s, t)
    found = {at: radicals.single() for at, radicals in sums.items()}
    if any(single is None for single in found.values()):
        return None
    return {at: single for at, single in found.items() if single and single[0] != 0}


def _rational(operator: Roots, weights: list[Fraction]) -> Matrix:
    """Return C = J/√w."""
    found: Roots = {}
    for (p, q), (coefficient, radicand) in operator.items():
        product = weights[p] * weights[q]
        root = square_root(radicand * product)
        assert root is not None
        found[p, q] = (coefficient * root / product, Fraction(0))
    return hermitian_matrix(found, len(weights))


class _Radicals:
    """A sum of rational multiples of square roots, by square class."""

    def __init__(self) -> None:
        self._terms: dict[Fraction, Fraction] = {}

    def add(self, s: Fraction, t: Fraction) -> None:
        """Add sgn(s)√|s| · sgn(t)√|t|."""
        sign = -1 if (s < 0) != (t < 0) else 1
        radicand = abs(s * t)
        for known in self._terms:
            root = square_root(radicand * known)
            if root is not None:
                self._terms[known] += sign * root / known
                return
        root = square_root(radicand)
        if root is not None:
            self._terms[Fraction(1)] = sign * root
        else:
            self._terms[radicand] = Fraction(sign)

    def single(self) -> tuple[Fraction, Fraction] | None:
        """Return (c, m) if the sum is c√m with one class m, None if there are several."""
        terms = {m: c for m, c in self._terms.items() if c != 0}
        if len(terms) > 1:
            return None
        return next(((c, m) for m, c in terms.items()), (Fraction(0), Fraction(1)))


def _scales(
    entries: Iterable[tuple[tuple[int, int], Fraction]], d_in: int, d_out: int
) -> list[Fraction] | None:
    """Return α_0 … α_(d_in−1), β_0 … with α_a β_b α_a' β_b' in the class of every entry.

    A linear system over the field of two elements, whose right-hand sides are rationals
    modulo squares.
    """
    pivots: dict[int, tuple[int, Fraction]] = {}

    def reduced(mask: int, radicand: Fraction) -> tuple[int, Fraction]:
        for bit, (other, value) in sorted(pivots.items(), reverse=True):
            if mask >> bit & 1:
                mask, radicand = mask ^ other, radicand * value
        return mask, radicand

    for (p, q), radicand in entries:
        mask = 0
        for index in (p, q):
            a, b = divmod(index, d_out)
            mask ^= (1 << a) ^ (1 << (d_in + b))
        mask, radicand = reduced(mask, radicand)
        if mask:
            pivots[mask.bit_length() - 1] = (mask, radicand)
        elif square_root(radicand) is None:
            return None
    scales = [Fraction(1)] * (d_in + d_out)
    for bit, (mask, radicand) in sorted(pivots.items()):
        # Bits below are settled, those without a pivot being 1.
        for lower in range(bit):
            if mask >> lower & 1:
                radicand *= scales[lower]
        # Only its class counts; numbers far from 1 would spoil what floats start from.
        scales[bit] = _near_one(radicand) if square_root(radicand) is None else Fraction(1)
    return scales


def _near_one(radicand: Fraction) -> Fraction:
    """Return the number in [1/2, 2) of the same class with few digits."""
    whole = radicand.numerator * radicand.denominator
    for divisor in range(2, _DIVISORS):
        while whole % divisor**2 == 0:
            whole //= divisor**2
    return Fraction(whole, 4 ** (whole.bit_length() // 2))

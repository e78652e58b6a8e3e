"""How far a stated operator is from a channel's Choi operator, far beyond their digits.

The comparison goes its own way: it knows nothing of how a statement was found. From the
statement it forms J = f C f, f = τ^(−1/2)⊗√β, from the channel J = Σ_e |K_e><K_e| of
its exact square roots or of its floats taken literally and normalised. Numbers are
integers over 2^bits, with four times the digits of the data and some to spare: different
data do not look alike.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.proof.exact.stated import StatedPoint

#: Binary digits of the fixed point beyond four times those of the data, and how many of
#: them rounding may spoil.
_SPARE = 256
_SPOILT = 120
#: Largest real or imaginary part by which an entry may miss data that are floats.
ROUNDING = Fraction(1, 2**49)

#: A complex number in fixed point, and a square matrix of them.
Number = tuple[int, int]
Rows = list[list[Number]]


def apart(point: StatedPoint, channel: Channel) -> Fraction:
    """Return the largest difference of an entry's real or imaginary part, 0 if rounding.

    Args:
        point: a stated operator of the channel's dimensions.
        channel: the channel it may be about.

    Raises:
        ValueError: one of them cannot be normalised.
    """
    bits = _SPARE + 4 * max(_digits(point), _digits_of(channel))
    stated = _normalised(_stated_rows(point, bits), channel, bits)
    meant = _choi_rows(channel, bits)
    if channel.squares is None:
        meant = _normalised(meant, channel, bits)
    largest = max(
        abs(x - y)
        for row, other in zip(stated, meant, strict=True)
        for first, second in zip(row, other, strict=True)
        for x, y in zip(first, second, strict=True)
    )
    return Fraction(largest, 2**bits) if largest >> _SPOILT else Fraction(0)


def _digits(point: StatedPoint) -> int:
    """Return the binary digits of the longest denominator in a statement."""
    scales = (x.denominator.bit_length() for x in point.scales)
    return max(point.choi.denominator.bit_length(), *scales)


def _digits_of(channel: Channel) -> int:
    """Return the binary digits of the longest denominator in a channel's data."""
    if channel.squares is None:
        parts = np.ascontiguousarray(channel.kraus).view(float).ravel().tolist()
        return max(x.as_integer_ratio()[1].bit_length() for x in parts)
    entries: Any = channel.squares.flat
    return max(x.denominator.bit_length() for x in entries)


def _stated_rows(point: StatedPoint, bits: int) -> Rows:
    """Return √β C √β, not normalised on A yet."""
    choi, d = point.choi, len(point.scales)
    roots = [_root(x, bits) for x in point.scales]
    rows: Rows = [[(0, 0)] * choi.rows for _ in range(choi.rows)]
    for (p, q), (re, im) in choi.entries.items():
        scale = roots[p % d] * roots[q % d]
        below = choi.denominator << bits
        rows[p][q] = (re * scale // below, im * scale // below)
    return rows


def _choi_rows(channel: Channel, bits: int) -> Rows:
    """Return Σ_e |K_e><K_e| of the exact roots, or of the floats taken literally."""
    order = channel.d_in * channel.d_out
    rows: Rows = [[(0, 0)] * order for _ in range(order)]
    for operator in _operators(channel, bits):
        for p, (a, b) in operator.items():
            for q, (c, d) in operator.items():
                re, im = rows[p][q]
                rows[p][q] = (
                    re + ((a * c + b * d) >> bits),
                    im + ((b * c - a * d) >> bits),
                )
    return rows


def _operators(channel: Channel, bits: int) -> list[dict[int, Number]]:
    """Return vec K_e, input first, sparse and in fixed point."""
    found: list[dict[int, Number]] = []
    source: Any = channel.kraus if channel.squares is None else channel.squares
    for operator in source:
        vector: dict[int, Number] = {}
        for (b, a), entry in np.ndenumerate(operator):
            if channel.squares is not None:
                number = (_root(abs(entry), bits) * (1 if entry > 0 else -1), 0)
            else:
                number = (_fixed(float(entry.real), bits), _fixed(float(entry.imag), bits))
            if number != (0, 0):
                vector[a * channel.d_out + b] = number
        found.append(vector)
    return found


def _normalised(rows: Rows, channel: Channel, bits: int) -> Rows:
    """Return (τ^(−1/2)⊗1) J (τ^(−1/2)⊗1) with τ = tr_B J, of the channel's dimensions."""
    d_in, d_out = channel.d_in, channel.d_out
    trace: Rows = [
        [
            _sum(rows[a * d_out + b][c * d_out + b] for b in range(d_out))
            for c in range(d_in)
        ]
        for a in range(d_in)
    ]
    root = _inverse_root(trace, bits)
    wide: Rows = [[(0, 0)] * len(rows) for _ in rows]
    for a in range(d_in):
        for c in range(d_in):
            for b in range(d_out):
                wide[a * d_out + b][c * d_out + b] = root[a][c]
    return _product(_product(wide, rows, bits), wide, bits)


def _inverse_root(matrix: Rows, bits: int) -> Rows:
    """Return M^(−1/2) of a positive matrix by Newton's iteration X ← X(3 − XMX)/2."""
    n, one = len(matrix), 1 << bits
    # Below √(3/‖M‖) everywhere, where the iteration converges monotonically.
    size = max(sum(abs(re) + abs(im) for re, im in row) for row in matrix)
    if size <= 0 or any(matrix[i][i][0] <= 0 for i in range(n)):
        raise ValueError("a stated operator cannot be normalized")
    start = isqrt((one << (2 * bits)) // size)
    found: Rows = [[(start if i == j else 0, 0) for j in range(n)] for i in range(n)]
    for _ in range(2 * bits):
        product = _product(_product(found, matrix, bits), found, bits)
        left = max(
            abs(re - one * (i == j)) + abs(im)
            for i, row in enumerate(product)
            for j, (re, im) in enumerate(row)
        )
        if left >> (_SPOILT // 2) == 0:
            return found
        bracket: Rows = [
            [(3 * one * (i == j) - re, -im) for j, (re, im) in enumerate(row)]
            for i, row in enumerate(product)
        ]
        product = _product(found, bracket, bits)
        found = [[(re >> 1, im >> 1) for re, im in row] for row in product]
    raise ValueError("a stated operator cannot be normalized")


def _product(left: Rows, right: Rows, bits: int) -> Rows:
    """Return L R, zeros skipped."""
    n = len(right[0])
    found: Rows = []
    for row in left:
        total = [[0, 0] for _ in range(n)]
        for (a, b), other in zip(row, right, strict=True):
            if a or b:
                for place, (c, d) in zip(total, other, strict=True):
                    if c or d:
                        place[0] += a * c - b * d
                        place[1] += a * d + b * c
        found.append([(re >> bits, im >> bits) for re, im in total])
    return found


def _sum(numbers: Any) -> Number:
    re, im = 0, 0
    for x, y in numbers:
        re, im = re + x, im + y
    return re, im


def _root(x: Fraction, bits: int) -> int:
    """Return √x in fixed point."""
    return isqrt((x.numerator << (2 * bits)) // x.denominator)


def _fixed(x: float, bits: int) -> int:
    top, bottom = x.as_integer_ratio()
    return (top << bits) // bottom

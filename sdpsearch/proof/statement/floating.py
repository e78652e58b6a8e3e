"""Statements of floating-point data: taken literally, or a ball around them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import Array
from sdpsearch.proof.exact.matrix import Matrix
from sdpsearch.proof.exact.rationals import hermitian_matrix
from sdpsearch.proof.statement.statement import Statement

#: Source of statements that take every float for the dyadic number that it is.
LITERAL = "floating-point Kraus operators, normalised"
#: Radius of the ball around data that was given in floating point.
FLOAT_RADIUS = Fraction(1, 2**50)
#: Binary digits kept of floating-point Kraus operators when their ball is centred.
_KEPT_BITS = 80


def literal(channel: Channel, at: Fraction | None = None) -> Statement:
    """Return the statement that takes floating-point Kraus operators at their word.

    Every float is the dyadic number it stands for. Their sum Σ K†K is 1 only up to
    rounding: the channel meant is the normalised one. It has the rank that the data have,
    which a ball has not.
    """
    order = channel.d_in * channel.d_out
    choi = hermitian_matrix(_gram(channel.kraus, binary_digits(channel.kraus)), order)
    ones = (Fraction(1),) * channel.d_out
    return Statement(channel.d_in, channel.d_out, choi, ones, Fraction(0), at, LITERAL)


def ball(channel: Channel) -> Statement:
    """Return a ball around floating-point Kraus operators, centred on a channel."""
    order, d_out = channel.d_in * channel.d_out, channel.d_out
    # Shorter numbers serve as well: the radius is far larger than the rounding.
    centre = {
        at: (Fraction(round(re * 2**64), 2**64), Fraction(round(im * 2**64), 2**64))
        for at, (re, im) in _gram(channel.kraus, _KEPT_BITS).items()
    }
    excess = Fraction(0)
    for a in range(channel.d_in):
        for c in range(a + 1):
            places = [(a * d_out + b, c * d_out + b) for b in range(d_out)]
            there = [centre.get(at, (Fraction(0), Fraction(0))) for at in places]
            re = (sum((x for x, _ in there), Fraction(0)) - (a == c)) / d_out
            im = sum((y for _, y in there), Fraction(0)) / d_out
            excess = max(excess, abs(re), abs(im))
            for at, (x, y) in zip(places, there, strict=True):
                centre[at] = (x - re, y - im)
    radius = FLOAT_RADIUS
    # The data are within the excess, and rounding, of the centre.
    while radius < 2 * excess + Fraction(1, 2**60):
        radius *= 2
    choi = hermitian_matrix(centre, order)
    return plain(channel, choi, radius, "a ball around floating-point data")


def _gram(kraus: Array, bits: int) -> dict[tuple[int, int], tuple[Fraction, Fraction]]:
    """Return Σ_e |K_e><K_e|, entries rounded to that many binary digits, exactly.

    Its lower triangle, row by row, without the entries that no K_e has a part in.
    """
    scale = 4**bits
    tops: dict[tuple[int, int], list[int]] = {}
    for operator in np.asarray(kraus):
        flat = operator.T.reshape(-1)
        entries = [
            (int(p), _rounded(flat[p].real, bits), _rounded(flat[p].imag, bits))
            for p in np.flatnonzero(flat)
        ]
        for place, (p, re, im) in enumerate(entries):
            for q, re2, im2 in entries[: place + 1]:
                top = tops.setdefault((p, q), [0, 0])
                top[0] += re * re2 + im * im2
                top[1] += im * re2 - re * im2
    zero = Fraction(0)
    return {
        at: (Fraction(re, scale) if re else zero, Fraction(im, scale) if im else zero)
        for at, (re, im) in sorted(tops.items())
    }


def binary_digits(floats: Array) -> int:
    """Return how many binary digits behind the point complex floats have at most."""
    numbers = np.ascontiguousarray(floats).view(float)
    fractions, exponents = np.frexp(numbers[numbers != 0])
    whole = np.ldexp(fractions, 53).astype(np.int64)
    trailing = np.frexp((whole & -whole).astype(float))[1] - 1
    return int(np.max(53 - exponents - trailing, initial=0))


def _rounded(x: float, bits: int) -> int:
    """Return the integer next to 2^bits·x, the even one of two as near."""
    top, bottom = float(x).as_integer_ratio()
    whole, rest = divmod(top << bits, bottom)
    return whole + (2 * rest > bottom or (2 * rest == bottom and whole % 2 == 1))


def plain(channel: Channel, choi: Matrix, radius: Fraction, source: str) -> Statement:
    """Return the statement of a Choi operator, to a radius in every entry."""
    ones = (Fraction(1),) * channel.d_out
    return Statement(channel.d_in, channel.d_out, choi, ones, radius, None, source)

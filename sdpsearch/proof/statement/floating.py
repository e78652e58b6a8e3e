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
    numbers = np.ascontiguousarray(channel.kraus).view(float).flat
    bits = max(
        (Fraction(float(x)).denominator.bit_length() - 1 for x in numbers), default=0
    )
    choi = hermitian_matrix(_gram(channel.kraus, bits), order)
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
            re = (sum((centre[at][0] for at in places), Fraction(0)) - (a == c)) / d_out
            im = sum((centre[at][1] for at in places), Fraction(0)) / d_out
            excess = max(excess, abs(re), abs(im))
            for at in places:
                centre[at] = (centre[at][0] - re, centre[at][1] - im)
    radius = FLOAT_RADIUS
    # The data are within the excess, and rounding, of the centre.
    while radius < 2 * excess + Fraction(1, 2**60):
        radius *= 2
    choi = hermitian_matrix(centre, order)
    return plain(channel, choi, radius, "a ball around floating-point data")


def _gram(kraus: Array, bits: int) -> dict[tuple[int, int], tuple[Fraction, Fraction]]:
    """Return Σ_e |K_e><K_e|, entries rounded to that many binary digits, exactly."""
    columns = [
        [
            [round(Fraction(float(x)) * 2**bits) for x in part.T.reshape(-1)]
            for part in (operator.real, operator.imag)
        ]
        for operator in np.asarray(kraus)
    ]
    scale = 4**bits
    found: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
    for p in range(kraus.shape[1] * kraus.shape[2]):
        for q in range(p + 1):
            re = sum(x[p] * x[q] + y[p] * y[q] for x, y in columns)
            im = sum(y[p] * x[q] - x[p] * y[q] for x, y in columns)
            found[p, q] = (Fraction(re, scale), Fraction(im, scale))
    return found


def plain(channel: Channel, choi: Matrix, radius: Fraction, source: str) -> Statement:
    """Return the statement of a Choi operator, to a radius in every entry."""
    ones = (Fraction(1),) * channel.d_out
    return Statement(channel.d_in, channel.d_out, choi, ones, radius, None, source)

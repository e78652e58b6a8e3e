"""Exact statements: which channels a certificate is about, in rational numbers.

A channel is stated, in this order of preference, by

* its Kraus operators' signed squares, when it knows them (`Channel.squares`) or when
  they are recognised as simple fractions in the floating-point entries;
* its Choi operator, when all entries are recognised as simple fractions;
* a ball: a rational centre, exactly trace preserving, with a rational radius;
* its floating-point Kraus operators, taken literally as dyadic numbers and normalised.

What is recognised is part of the statement, and the statement is what gets proved: whoever
reads the certificate sees the exact channel. Square roots are carried by normalisation:
J = f C f with C and β rational, f = τ^(−1/2)⊗√β and τ = Σ_b β_b C_{·b,·b}.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import isqrt, lcm
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import Array, dagger
from sdpsearch.proof.checker import Matrix, equal, identity, traced_last

#: Floats within this of a fraction with a denominator up to SIMPLE are read as it.
RECOGNISED_ATOL = 2e-15
SIMPLE = 2_000
#: Radius of the ball around data that was given in floating point.
FLOAT_RADIUS = Fraction(1, 2**50)
#: Binary digits kept of floating-point Kraus operators when their ball is centred.
_KEPT_BITS = 80
#: Kraus operators taken literally are rounded to this many, so that proofs stay short.
_LITERAL_BITS = 52


@dataclass(frozen=True)
class Statement:
    """One channel, exactly: J = f C f, or a ball around C.

    Attributes:
        d_in: dimension of A.
        d_out: dimension of B.
        choi: C, a Hermitian Matrix of order d_in·d_out.
        scales: β_b > 0.
        radius: largest deviation of the real and imaginary part of each entry.
        at: the parameter it belongs to, when it is a member of a family.
        source: how it was found, for a person.
    """

    d_in: int
    d_out: int
    choi: Matrix
    scales: tuple[Fraction, ...]
    radius: Fraction
    at: Fraction | None
    source: str

    @property
    def is_exact(self) -> bool:
        """Whether it is about one channel, not a ball of them."""
        return self.radius == 0

    @cached_property
    def input_trace(self) -> Matrix:
        """The operator τ on A."""
        return traced_last(self.choi, self.scales)

    @property
    def is_plain(self) -> bool:
        """Whether C is the Choi operator itself."""
        trivial = all(x == 1 for x in self.scales)
        return trivial and equal(self.input_trace, identity(self.d_in))

    @cached_property
    def filters(self) -> tuple[Array, Array]:
        """Return τ^(−1/2) and √β as floats."""
        trace = dense(self.input_trace)
        values, vectors = np.linalg.eigh(trace)
        root = (vectors / np.sqrt(values)) @ dagger(vectors)
        return root, np.sqrt([float(x) for x in self.scales])


def state(channel: Channel, at: Fraction | None = None) -> Statement:
    """Return the exact statement about a channel, a ball where nothing is recognised."""
    found = _from_squares(channel.squares, "exact Kraus operators")
    if found is None:
        found = _from_squares(_recognised_squares(channel.kraus), "recognised squares")
    if found is None:
        found = _from_choi(channel)
    if found is None:
        found = _ball(channel)
    return replace(found, at=at)


# --- Signed squares ------------------------------------------------------------------


def _recognised_squares(kraus: Array) -> Any:
    """Return fractions s with K ≈ sgn(s)√|s| for every Kraus entry, or None."""
    rows = []
    for operator in np.asarray(kraus):
        largest = operator.flat[int(np.argmax(np.abs(operator)))]
        if abs(largest) == 0:
            continue
        # The phase of a Kraus operator is immaterial.
        turned = operator * (abs(largest) / largest)
        if np.max(np.abs(turned.imag)) > RECOGNISED_ATOL:
            return None
        signed = [simple_fraction(float(x * abs(x))) for x in turned.real.flat]
        if None in signed:
            return None
        rows.append(np.array(signed, dtype=object).reshape(operator.shape))
    return np.array(rows, dtype=object)


def simple_fraction(value: float) -> Fraction | None:
    """Return the fraction with a small denominator that a float stands for, or None."""
    found = Fraction(value).limit_denominator(SIMPLE)
    close = abs(value - found) <= RECOGNISED_ATOL * max(1.0, abs(value))
    return found if close else None


def _from_squares(squares: Any, source: str) -> Statement | None:
    """Return the statement of Kraus operators with the given signed squares, or None."""
    if squares is None:
        return None
    environment, d_out, d_in = np.shape(squares)
    vectors = [
        {
            a * d_out + b: Fraction(squares[e][b][a])
            for a in range(d_in)
            for b in range(d_out)
            if squares[e][b][a] != 0
        }
        for e in range(environment)
    ]
    sums: dict[tuple[int, int], _Radicals] = {}
    for vector in vectors:
        for p, s in vector.items():
            for q, t in vector.items():
                if p >= q:
                    sums.setdefault((p, q), _Radicals()).add(s, t)
    entries = {}
    for at, radicals in sums.items():
        single = radicals.single()
        if single is None:
            return None
        if single[0] != 0:
            entries[at] = single
    scales = _scales(entries, d_in, d_out)
    if scales is None:
        return None
    return _filtered(entries, scales, d_in, d_out, source)


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


def square_root(x: Fraction) -> Fraction | None:
    """Return √x if it is rational, else None."""
    top, bottom = isqrt(x.numerator), isqrt(x.denominator)
    exact = top * top == x.numerator and bottom * bottom == x.denominator
    return Fraction(top, bottom) if exact else None


def _scales(
    entries: dict[tuple[int, int], tuple[Fraction, Fraction]], d_in: int, d_out: int
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

    for (p, q), (_, radicand) in entries.items():
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
        scales[bit] = radicand if square_root(radicand) is None else Fraction(1)
    return scales


def _filtered(
    entries: dict[tuple[int, int], tuple[Fraction, Fraction]],
    scales: list[Fraction],
    d_in: int,
    d_out: int,
    source: str,
) -> Statement | None:
    weights = [a * b for a in scales[:d_in] for b in scales[d_in:]]
    found = {}
    for (p, q), (coefficient, radicand) in entries.items():
        product = weights[p] * weights[q]
        root = square_root(radicand * product)
        assert root is not None
        found[p, q] = (coefficient * root / product, Fraction(0))
    choi = hermitian_matrix(found, d_in * d_out)
    # Only β needs to be kept: τ = diag(1/α) follows from C.
    statement = Statement(
        d_in, d_out, choi, tuple(scales[d_in:]), Fraction(0), None, source
    )
    trace = statement.input_trace.entries
    diagonal = [
        Fraction(trace.get((a, a), (0, 0))[0], statement.input_trace.denominator)
        * scales[a]
        for a in range(d_in)
    ]
    # J itself must preserve the trace: τ is 1/α, with nothing off the diagonal.
    if any(p != q and entry != (0, 0) for (p, q), entry in trace.items()):
        return None
    return statement if all(value == 1 for value in diagonal) else None


# --- Choi operators and balls --------------------------------------------------------


def _from_choi(channel: Channel) -> Statement | None:
    found = {}
    choi = np.asarray(channel.choi)
    for p, q in zip(*np.tril_indices(choi.shape[0]), strict=True):
        parts = [simple_fraction(float(x)) for x in (choi[p, q].real, choi[p, q].imag)]
        if None in parts:
            return None
        found[int(p), int(q)] = tuple(parts)
    matrix = hermitian_matrix(found, choi.shape[0])
    statement = _plain(channel, matrix, Fraction(0), "recognised Choi operator")
    return statement if statement.is_plain else None


def _gram(channel: Channel, bits: int) -> dict[tuple[int, int], tuple[Fraction, Fraction]]:
    """Return Σ_e |K_e><K_e| of the Kraus operators rounded to that many digits, exactly."""
    columns = [
        [
            [round(Fraction(float(x)) * 2**bits) for x in part.T.reshape(-1)]
            for part in (operator.real, operator.imag)
        ]
        for operator in np.asarray(channel.kraus)
    ]
    scale = 4**bits
    found = {}
    for p in range(channel.d_in * channel.d_out):
        for q in range(p + 1):
            re = sum(x[p] * x[q] + y[p] * y[q] for x, y in columns)
            im = sum(y[p] * x[q] - x[p] * y[q] for x, y in columns)
            found[p, q] = (Fraction(re, scale), Fraction(im, scale))
    return found


def literal(channel: Channel, at: Fraction | None = None) -> Statement:
    """Return the statement that takes floating-point Kraus operators at their word.

    Their sum Σ K†K is 1 only up to rounding: the channel meant is the normalised one. It
    has the rank that the data have, which a ball has not.
    """
    order = channel.d_in * channel.d_out
    choi = hermitian_matrix(_gram(channel.minimal(), _LITERAL_BITS), order)
    ones = (Fraction(1),) * channel.d_out
    source = "floating-point Kraus operators, normalised"
    return Statement(channel.d_in, channel.d_out, choi, ones, Fraction(0), at, source)


def _ball(channel: Channel) -> Statement:
    """Return a ball around floating-point Kraus operators, centred on a channel."""
    order, d_out = channel.d_in * channel.d_out, channel.d_out
    # Shorter numbers serve as well: the radius is far larger than the rounding.
    centre = {
        at: (Fraction(round(re * 2**64), 2**64), Fraction(round(im * 2**64), 2**64))
        for at, (re, im) in _gram(channel, _KEPT_BITS).items()
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
    while radius < FLOAT_RADIUS + excess:
        radius *= 2
    choi = hermitian_matrix(centre, order)
    return _plain(channel, choi, radius, "a ball around floating-point data")


def _plain(channel: Channel, choi: Matrix, radius: Fraction, source: str) -> Statement:
    ones = (Fraction(1),) * channel.d_out
    return Statement(channel.d_in, channel.d_out, choi, ones, radius, None, source)


def hermitian_matrix(
    lower: dict[tuple[int, int], tuple[Fraction, Fraction]], order: int
) -> Matrix:
    """Return the Hermitian Matrix with a given lower triangle of rational entries."""
    denominator = common_denominator(x for entry in lower.values() for x in entry)
    entries = {}
    for (p, q), (re, im) in lower.items():
        pair = (int(re * denominator), int(im * denominator))
        if pair != (0, 0):
            entries[p, q] = pair
            entries[q, p] = (pair[0], -pair[1])
    return Matrix(order, order, entries, denominator)


def common_denominator(values: Iterable[Fraction]) -> int:
    """Return the least common denominator."""
    found = 1
    for value in values:
        found = lcm(found, value.denominator)
    return found


def dense(matrix: Matrix) -> Array:
    """Return a float array; entries may lose digits."""
    real = all(im == 0 for _, im in matrix.entries.values())
    found = np.zeros((matrix.rows, matrix.columns), dtype=float if real else complex)
    for (p, q), (re, im) in matrix.entries.items():
        top = float(Fraction(re, matrix.denominator))
        found[p, q] = top if real else top + 1j * float(Fraction(im, matrix.denominator))
    return found

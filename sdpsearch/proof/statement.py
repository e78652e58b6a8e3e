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

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import EPS, Array, dagger
from sdpsearch.proof.exact.matrix import Matrix, equal, identity, traced_last
from sdpsearch.proof.radicals import rational_operators
from sdpsearch.proof.rationals import hermitian_matrix

#: Fractions with denominators up to SIMPLE are recognised in floats that are nearest to
#: them or next to nearest: what computing an entry costs, and no farther.
SIMPLE = 2_000
#: Source of statements that need no recognition: the channel knows its squares.
EXACT = "exact Kraus operators"
#: Source of statements that take every float for the dyadic number that it is.
LITERAL = "floating-point Kraus operators, normalised"
#: Radius of the ball around data that was given in floating point.
FLOAT_RADIUS = Fraction(1, 2**50)
#: Norm below which a Kraus operator changes J by less than what recognition overlooks.
_LIGHT = 1e-7
#: Binary digits kept of floating-point Kraus operators when their ball is centred.
_KEPT_BITS = 80


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
    return replace(states([channel])[0], at=at)


def as_given(channel: Channel, at: Fraction | None = None) -> Statement | None:
    """Return the statement of exactly the data given, nothing recognised, no ball.

    The channel's squares where it knows them (None if their roots do not fit together),
    else its floating-point Kraus operators, normalised.
    """
    if channel.squares is None:
        return literal(channel, at)
    found = _from_squares([channel.squares], EXACT)
    return None if found is None else replace(found[0], at=at)


def states(channels: Sequence[Channel]) -> list[Statement]:
    """Return statements about several channels of one shape, all of one kind.

    Exact ones share their normalisation f, so that a line between two of them is one of
    Choi operators too; if not all can be stated so, all are balls.
    """
    shapes = {(c.d_in, c.d_out) for c in channels}
    assert len(shapes) == 1
    return (
        _from_squares([c.squares for c in channels], EXACT)
        or _from_squares(
            [_recognised_squares(c.kraus) for c in channels], "recognised squares"
        )
        or _from_choi(channels)
        or [_ball(c) for c in channels]
    )


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
        if np.max(np.abs(turned.imag)) > EPS:
            return None
        signed = [_signed_square(float(x)) for x in turned.real.flat]
        if None in signed:
            return None
        rows.append(np.array(signed, dtype=object).reshape(operator.shape))
    return np.array(rows, dtype=object)


def _signed_square(entry: float) -> Fraction | None:
    """Return the simple fraction s with entry = sgn(s)√|s| to rounding, or None.

    What counts is the error of the entry: 1e-8 is not 0, though its square nearly is.
    """
    found = Fraction(entry * abs(entry)).limit_denominator(SIMPLE)
    root = float(np.sign(found.numerator) * np.sqrt(abs(float(found))))
    return found if abs(entry - root) <= np.spacing(abs(root)) else None


def simple_fraction(value: float) -> Fraction | None:
    """Return the fraction with a small denominator that a float stands for, or None."""
    found = Fraction(value).limit_denominator(SIMPLE)
    return found if abs(value - found) <= 4 * EPS * max(1.0, abs(value)) else None


def _from_squares(arrays: Sequence[Any], source: str) -> list[Statement] | None:
    """Return statements of Kraus operators with the given signed squares, or None."""
    if any(array is None for array in arrays):
        return None
    found = rational_operators(arrays)
    if found is None:
        return None
    operators, alpha, beta = found
    _, d_out, d_in = np.shape(arrays[0])
    statements = [
        Statement(d_in, d_out, choi, beta, Fraction(0), None, source) for choi in operators
    ]
    # J itself must preserve the trace: τ is 1/α, with nothing off the diagonal.
    wanted = hermitian_matrix(
        {(a, a): (1 / x, Fraction(0)) for a, x in enumerate(alpha)}, d_in
    )
    kept = all(equal(statement.input_trace, wanted) for statement in statements)
    return statements if kept else None


# --- Choi operators and balls --------------------------------------------------------


def _from_choi(channels: Sequence[Channel]) -> list[Statement] | None:
    statements = []
    for channel in channels:
        weights = np.linalg.norm(channel.kraus, axis=(1, 2))
        if np.any((weights > 0) & (weights < _LIGHT)):
            return None
        found: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
        choi = np.asarray(channel.choi)
        for p, q in zip(*np.tril_indices(choi.shape[0]), strict=True):
            re = simple_fraction(float(choi[p, q].real))
            im = simple_fraction(float(choi[p, q].imag))
            if re is None or im is None:
                return None
            found[int(p), int(q)] = (re, im)
        matrix = hermitian_matrix(found, choi.shape[0])
        statements.append(_plain(channel, matrix, Fraction(0), "recognised Choi operator"))
    return statements if all(item.is_plain for item in statements) else None


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
    found = {}
    for p in range(kraus.shape[1] * kraus.shape[2]):
        for q in range(p + 1):
            re = sum(x[p] * x[q] + y[p] * y[q] for x, y in columns)
            im = sum(y[p] * x[q] - x[p] * y[q] for x, y in columns)
            found[p, q] = (Fraction(re, scale), Fraction(im, scale))
    return found


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


def _ball(channel: Channel) -> Statement:
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
    return _plain(channel, choi, radius, "a ball around floating-point data")


def _plain(channel: Channel, choi: Matrix, radius: Fraction, source: str) -> Statement:
    ones = (Fraction(1),) * channel.d_out
    return Statement(channel.d_in, channel.d_out, choi, ones, radius, None, source)


def dense(matrix: Matrix) -> Array:
    """Return a float array; entries may lose digits."""
    real = all(im == 0 for _, im in matrix.entries.values())
    found = np.zeros((matrix.rows, matrix.columns), dtype=float if real else complex)
    for (p, q), (re, im) in matrix.entries.items():
        top = float(Fraction(re, matrix.denominator))
        found[p, q] = top if real else top + 1j * float(Fraction(im, matrix.denominator))
    return found

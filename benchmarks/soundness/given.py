"""Given: the channel that was given, exactly, in 1000-bit balls and in integers."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, wraps

import numpy as np
from flint import acb, acb_mat, arb, ctx, fmpq, fmpz_mat

from sdpsearch import Channel

#: Binary digits: sums, roots and determinants of the data keep 200 decimals and more.
BITS = 1000
#: What is smaller is zero: data of 1e-40 give nothing between this and rounding.
NOTHING = 1e-120


def precisely(function):
    """Have a function compute with BITS, whatever precision others left behind."""

    @wraps(function)
    def inner(*args, **kwargs):
        with ctx.workprec(BITS):
            return function(*args, **kwargs)

    return inner


def ball(number):
    """Return a float (literally), an int or a Fraction as an arb."""
    exact = Fraction(number)
    return arb(fmpq(exact.numerator, exact.denominator))


def root(number):
    """Return √x of an arb that is ≥ 0 up to its radius."""
    return number.mid().sqrt() if number.mid() > 0 else arb(0)


def dagger(matrix):
    """Return M†."""
    return matrix.conjugate().transpose()


def trace(matrix):
    """Return the real part of tr M."""
    return matrix.trace().real


def eigenvalues(matrix):
    """Return the eigenvalues of a Hermitian acb_mat, ascending, as arbs without radius."""
    halved = [[x.mid() for x in row] for row in ((matrix + dagger(matrix)) / 2).tolist()]
    exact = acb_mat(halved)
    try:
        found = exact.eig(multiple=True, algorithm="rump")
    except ValueError:
        # Equal ones cannot be told apart: move them by 1e-300, far below NOTHING.
        with ctx.workprec(3 * BITS):
            moved = exact + _generic(exact.nrows()) * arb("1e-300")
            found = moved.eig(multiple=True, algorithm="rump")
    return sorted((x.real.mid() for x in found), key=float)


def _generic(n):
    """Return a Hermitian matrix without any symmetry."""
    real, imaginary = np.random.default_rng(n).standard_normal((2, n, n)).tolist()
    matrix = acb_mat(
        [[acb(real[p][q], imaginary[p][q]) for q in range(n)] for p in range(n)]
    )
    return matrix + dagger(matrix)


class Given:
    """A channel's Kraus operators up to normalisation from the input's side, exactly.

    Filters on the input that are undone by the normalisation change no extendibility, no
    PPT and no separability: most oracles need no root of H = Σ K†K.
    """

    @precisely
    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.d_in, self.d_out = channel.d_in, channel.d_out
        self.squares = channel.squares
        self.kraus = (
            [_literal(k) for k in channel.kraus]
            if self.squares is None
            else [_rooted(k) for k in self.squares]
        )

    @cached_property
    @precisely
    def gram(self):
        """H = Σ K†K."""
        return sum((dagger(k) * k for k in self.kraus), acb_mat(self.d_in, self.d_in))

    @cached_property
    @precisely
    def choi(self):
        """C = Σ vec K (vec K)†, input first."""
        return choi_of(self.kraus)

    @cached_property
    @precisely
    def transposed(self):
        """C^Γ, the partial transpose on the output."""
        n, d = self.d_in * self.d_out, self.d_out
        rows = [[_swapped(self.choi, p, q, d) for q in range(n)] for p in range(n)]
        return acb_mat(rows)

    @cached_property
    def integers(self):
        """Real and imaginary parts of literal Kraus operators over one power of two."""
        parts = (self.channel.kraus.real, self.channel.kraus.imag)
        numbers = [Fraction(float(x)) for part in parts for x in part.flat]
        scale = max(x.denominator for x in numbers)
        scaled = [int(x * scale) for x in numbers]
        half = len(scaled) // 2
        shape = self.channel.kraus.shape
        return [_object_array(x, shape) for x in (scaled[:half], scaled[half:])]

    @cached_property
    @precisely
    def rank(self) -> int:
        """The Choi rank: in integers for literal data, to 1e-120 for roots."""
        if self.squares is not None:
            return len(self.minimal)
        re, im = (part.reshape(len(part), -1) for part in self.integers)
        rows = np.block([[re, -im], [im, re]]).tolist()
        return fmpz_mat(rows).rank() // 2

    @cached_property
    @precisely
    def minimal(self):
        """As many Kraus operators as the rank, by a pivoted Cholesky factor of C."""
        left = self.choi
        most = self.rank if self.squares is None else left.nrows()
        n, found = left.nrows(), []
        while len(found) < most:
            pivot = max(range(n), key=lambda p: float(left[p, p].real.mid()))
            height = left[pivot, pivot].real.mid()
            if height < NOTHING:
                break
            scale = 1 / height.sqrt()
            column = acb_mat([[left[p, pivot] * scale] for p in range(n)])
            left = left - column * dagger(column)
            found.append(_unvec(column, self.d_out, self.d_in))
        return found

    @cached_property
    @precisely
    def normalised(self):
        """The minimal Kraus operators K H^(-1/2), of a channel with qubit input."""
        inverse = _inverse_root(self.gram)
        return [k * inverse for k in self.minimal]


class Stated(Given):
    """The channel that the first point of a certificate's problem states, exactly."""

    @precisely
    def __init__(self, problem: dict) -> None:
        self.d_in, self.d_out = (int(problem[key], 16) for key in ("d_in", "d_out"))
        self.squares = ()  # no floats: what is below NOTHING is zero
        point = problem["points"][0]
        scales = [fraction(x) for x in point.get("scales", ["1"] * self.d_out)]
        weights = [ball(x).sqrt() for x in scales] * self.d_in
        below = int(point["choi"].get("denominator", "1"), 16)
        self.choi = acb_mat(len(weights), len(weights))
        for entry in point["choi"]["entries"]:
            row, column, *parts = (int(x, 16) for x in entry.split())
            value = acb(*parts) / below * weights[row] * weights[column]
            self.choi[row, column], self.choi[column, row] = value, value.conjugate()
        self.gram = acb_mat(
            [
                [
                    sum(
                        (
                            self.choi[self.d_out * a + b, self.d_out * c + b]
                            for b in range(self.d_out)
                        ),
                        acb(0),
                    )
                    for a in range(self.d_in)
                ]
                for c in range(self.d_in)
            ]
        )


def fraction(text: str) -> Fraction:
    """Return the number that a certificate writes as p or p/q in hex."""
    top, _, bottom = text.partition("/")
    return Fraction(int(top, 16), int(bottom or "1", 16))


@precisely
def complementary(kraus):
    """Return the Kraus operators of the complement, (K^c_b)[e, a] = (K_e)[b, a]."""
    rows, columns = kraus[0].nrows(), kraus[0].ncols()
    return [
        acb_mat([[k[b, a] for a in range(columns)] for k in kraus]) for b in range(rows)
    ]


@precisely
def choi_of(kraus):
    """Return Σ vec K (vec K)†, vec with the input first."""
    n = kraus[0].nrows() * kraus[0].ncols()
    total = acb_mat(n, n)
    for k in kraus:
        entries = [[k[b, a]] for a in range(k.ncols()) for b in range(k.nrows())]
        column = acb_mat(entries)
        total += column * dagger(column)
    return total


def _literal(operator):
    return acb_mat([[acb(float(z.real), float(z.imag)) for z in row] for row in operator])


def _rooted(squares):
    rows = []
    for row in squares:
        roots = [ball(abs(s)).sqrt() for s in row]
        rows.append([acb(-r if s < 0 else r) for s, r in zip(row, roots, strict=True)])
    return acb_mat(rows)


def _swapped(matrix, p, q, d):
    (a, b), (c, e) = divmod(p, d), divmod(q, d)
    return matrix[a * d + e, c * d + b]


def _unvec(column, d_out, d_in):
    return acb_mat([[column[a * d_out + b, 0] for a in range(d_in)] for b in range(d_out)])


def _object_array(values, shape):
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array.reshape(shape)


def _inverse_root(h):
    """Return H^(-1/2) of a positive 2×2 matrix: √H = (H + √det)/√(tr + 2√det)."""
    assert h.nrows() == 2
    middle = root(h.det().real)
    whole = (h + acb_mat([[middle, 0], [0, middle]])) / root(trace(h) + 2 * middle)
    return whole.inv()

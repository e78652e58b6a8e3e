"""From a solver's guess to the exact optimum: Newton's method in long rationals.

Where the optimum is unique and strictly complementary the conditions

    marginal(τ) = J_0 + tΔJ,   sign·tr(W ΔJ) = 1,   τ P + P τ = 0,   P = C + S(W)

have a regular Jacobian (Alizadeh, Haeberly, Overton 1998), digits double at every step, and
numbers with few digits above and below the line are read off: conjectures that the
checkers decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat

from sdpsearch.partitions import exact
from sdpsearch.partitions.combination import fraction, rational
from sdpsearch.partitions.exact import Vector
from sdpsearch.partitions.programme import Programme
from sdpsearch.partitions.solve import Guess
from sdpsearch.proof.digits.recognise import simplest_fraction

#: Binary digits carried.
_BITS = 720
#: Binary digits, above and below the line together, of a number that may be read off.
_LONGEST = 320
_STEPS = 16
#: Longer steps lead nowhere.
_FAR = 10**12


@dataclass(frozen=True)
class Optimum:
    """An exact optimum, if the checks confirm it.

    Attributes:
        witness: coefficients of W.
        extension: matrices τ on the blocks that are live.
        at: t, where the line was free.
    """

    witness: Vector
    extension: list[fmpq_mat]
    at: fmpq


class Newton:
    """The optimality conditions of a programme, about a line or a point.

    Args:
        programme: the blocks.
        first: tr(W J_0) for each of the witnesses.
        slope: tr(W ΔJ); None where t is fixed at 0.
        sign: of tr(W ΔJ) = ±1.
        costs: C, zero unless given.
    """

    def __init__(
        self,
        programme: Programme,
        first: Vector,
        slope: Vector | None,
        sign: int = 1,
        costs: list[fmpq_mat] | None = None,
    ) -> None:
        self._operators = programme.operators
        self._weights = programme.weights
        self._orders = [unit.nrows() for unit in programme.units]
        self._costs = costs or [exact.zeros(order) for order in self._orders]
        self._first, self._slope, self._sign = first, slope, sign
        self._places = [
            (b, i, j)
            for b, order in enumerate(self._orders)
            for i in range(order)
            for j in range(i + 1)
        ]

    def polished(self, guess: Guess) -> Optimum | None:
        """Return the optimum near a guess, None where Newton's method finds none."""
        w = [exact.from_float(x) for x in guess.witness]
        tau = [
            exact.matrix([[exact.from_float(x) for x in row] for row in (m + m.T) / 2])
            for m in guess.extension
        ]
        t = exact.from_float(-self._sign * guess.value if self._slope else 0.0)
        for _ in range(_STEPS):
            step = self._step(w, tau, t)
            if step is None or max(abs(x) for x in step) > _FAR:
                return None
            w, tau, t = self._moved(w, tau, t, step)
            if max(abs(x) for x in step) < fmpq(1, 1 << (_BITS - 60)):
                return self._read(w, tau, t)
        return None

    def _moved(
        self, w: Vector, tau: list[fmpq_mat], t: fmpq, step: Vector
    ) -> tuple[Vector, list[fmpq_mat], fmpq]:
        count = len(w)
        w = [exact.cut(x + dx, _BITS) for x, dx in zip(w, step, strict=False)]
        moved = [fmpq_mat(m) for m in tau]
        for (b, i, j), dx in zip(self._places, step[count:], strict=False):
            moved[b][i, j] = moved[b][j, i] = exact.cut(moved[b][i, j] + dx, _BITS)
        return w, moved, exact.cut(t + step[-1], _BITS) if self._slope else t

    def _step(self, w: Vector, tau: list[fmpq_mat], t: fmpq) -> Vector | None:
        rows, right = self._marginals(tau, t)
        if self._slope:
            tail = [fmpq(0)] * (len(self._places) + 1)
            rows.append([*self._slope, *tail])
            right.append(self._sign - _dot(self._slope, w))
        for b in range(len(tau)):
            more, rest = self._complementarity(b, w, tau[b])
            rows += more
            right += rest
        try:
            found = exact.matrix(rows).solve(fmpq_mat(len(rows), 1, right))
        except ZeroDivisionError:
            return None
        return found.entries()

    def _marginals(self, tau: list[fmpq_mat], t: fmpq) -> tuple[list[Vector], Vector]:
        """Return the equations tr(τ S(W_a)) = tr(W_a (J_0 + tΔJ)) of a step."""
        rows: list[Vector] = []
        right: Vector = []
        slope = self._slope or [fmpq(0)] * len(self._first)
        for blocks, start, by in zip(self._operators, self._first, slope, strict=True):
            factors = [
                self._weights[b] * blocks[b][i, j] * (1 if i == j else 2)
                for b, i, j in self._places
            ]
            held = _dot(factors, [tau[b][i, j] for b, i, j in self._places])
            last = [-by] if self._slope else []
            rows.append([*[fmpq(0)] * len(self._first), *factors, *last])
            right.append(start + t * by - held)
        return rows, right

    def _complementarity(
        self, b: int, w: Vector, tau: fmpq_mat
    ) -> tuple[list[Vector], Vector]:
        """Return the equations of τ P + P τ = 0 on one block."""
        operators = [blocks[b] for blocks in self._operators]
        p = self._costs[b]
        for x, operator in zip(w, operators, strict=True):
            p = p + operator * x
        moved = [tau * operator + operator * tau for operator in operators]
        defect = tau * p + p * tau
        last = [fmpq(0)] if self._slope else []
        rows: list[Vector] = []
        right: Vector = []
        for i in range(self._orders[b]):
            for j in range(i + 1):
                by_tau = [
                    _entry(p, i, j, *place) if at == b else fmpq(0)
                    for at, *place in self._places
                ]
                rows.append([*[m[i, j] for m in moved], *by_tau, *last])
                right.append(-defect[i, j])
        return rows, right

    def _read(self, w: Vector, tau: list[fmpq_mat], t: fmpq) -> Optimum | None:
        """Return the simple numbers that the digits stand for, None if there are none."""
        values = [_simple(x) for x in [*w, *(x for m in tau for x in m.entries()), t]]
        if any(value is None for value in values):
            return None
        numbers = iter(value for value in values if value is not None)
        witness = [next(numbers) for _ in w]
        extension = [
            fmpq_mat(n, n, [next(numbers) for _ in range(n * n)]) for n in self._orders
        ]
        return Optimum(witness, extension, next(numbers))


def _entry(p: fmpq_mat, i: int, j: int, k: int, m: int) -> fmpq:
    """Return what entry (i, j) of τP + Pτ changes by with the entry (k, m) of τ."""
    found = fmpq(0)
    for row, column in {(k, m), (m, k)}:
        if row == i:
            found += p[column, j]
        if column == j:
            found += p[i, row]
    return found


def _dot(left: Vector, right: Vector) -> fmpq:
    return sum((x * y for x, y in zip(left, right, strict=True)), fmpq(0))


def _simple(x: fmpq) -> fmpq | None:
    """Return the number of few digits that a long one is to its last digits, or None."""
    value, error = fraction(x), Fraction(1, 1 << (_BITS - 80))
    found = simplest_fraction(value - error, value + error)
    bits = found.numerator.bit_length() + found.denominator.bit_length()
    return rational(found) if bits <= _LONGEST else None

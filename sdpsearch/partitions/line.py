"""Where along a line a property holds, at one dimension d, with rational proofs."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from flint import fmpq

from sdpsearch.partitions import rounding
from sdpsearch.partitions.account import Account, Closed, Held, Refuted, between, refuted
from sdpsearch.partitions.combination import Combination, fraction, rational, total
from sdpsearch.partitions.polish import Newton
from sdpsearch.partitions.programme import Choices, GramSum, Programme
from sdpsearch.partitions.question import Question
from sdpsearch.partitions.solve import Floats, Guess

#: How near a float must be to an end of the line for the end to be asked about.
_NEAR = 1e-7


class Unproved(Exception):
    """No rational proof was found."""


@dataclass
class Search:
    """The search for proofs about one line.

    Attributes:
        question: what is asked.
        d: the dimension.
        chois: the Choi operators at the ends.
        choices: how vectors were chosen at another dimension, to be followed; filled in.
        simple: whether only optima that are read off count, as for every d at once.
    """

    question: Question
    d: int
    chois: tuple[Combination, Combination]
    choices: dict[str, Choices] = field(default_factory=dict[str, Choices])
    simple: bool = False

    def __post_init__(self) -> None:
        self._line = self._programme("line", self.chois)
        self._floats = Floats(self._line)
        self._first = self._line.pairings(self.chois[0])
        last = self._line.pairings(self.chois[1])
        self._slope = [b - a for a, b in zip(self._first, last, strict=True)]

    def _programme(self, role: str, chois: tuple[Combination, ...]) -> Programme:
        known = self.choices.get(role, ((), ()))
        made = Programme(self.question, self.d, chois, known)
        self.choices[role] = made.choices
        return made

    def account(self) -> Account:
        """Return what is proved.

        Raises:
            Unproved: something could not be proved.
            Indivisible: the algebras do not divide over the rationals.
        """
        low, high = self._side(1), self._side(-1)
        held: list[Held] = []
        fails: list[tuple[fmpq, fmpq, Closed]] = []
        refutations = [side.refuted for side in (low, high) if side.refuted is not None]
        holds = self._ends(low, high)
        if holds is not None:
            held = [self._held(side, at) for side, at in zip((low, high), holds, strict=True)]
        fails = _failing(low, high, holds)
        return Account(
            self.d,
            self.chois,
            tuple(self._line.positive(choi) for choi in self.chois),  # pyright: ignore[reportArgumentType]
            holds,
            tuple(fails),
            tuple(held),
            tuple(refutations),
        )

    def _ends(self, low: Side, high: Side) -> tuple[fmpq, fmpq] | None:
        start = fmpq(0) if low.held_from is None else low.held_from
        stop = fmpq(1) if high.held_from is None else high.held_from
        return (start, stop) if start <= stop and start <= 1 and stop >= 0 else None

    def _held(self, side: Side, at: fmpq) -> Held:
        if side.extension is not None:
            return Held(at, side.extension)
        role = "from" if at == 0 else "to" if at == 1 else "inside"
        return Held(at, self._point(role, at))

    def _pinned(self, sign: int) -> Side | None:
        """Return a side that a W with tr(WJ') = 0 for all extendible J' forces, or None."""
        found: Side | None = None
        for one in self._line.vanishing:
            first, last = (self.question.pairing(one, j, self._line.d) for j in self.chois)
            if first == last == 0:
                continue
            if first == last:
                proof = refuted(self._line, total(((-1 / first, one),)))
                beyond = fmpq(2) if sign > 0 else fmpq(-1)
                return Side(beyond, beyond, proof)
            at = first / (first - last)
            if found is None or sign * (at - _known(found.held_from)) > 0:
                proof = refuted(self._line, total(((sign / (last - first), one),)))
                found = Side(at, at, proof)
        return found

    def _side(self, sign: int) -> Side:
        """Return where the property begins (sign 1) or ends (sign −1) along the line."""
        pinned = self._pinned(sign)
        if pinned is not None:
            return pinned
        guess = self._floats.line(self._first, self._slope, sign)
        if guess is None:
            raise Unproved("no solver answered")
        value = -sign * guess.value
        # Beyond the end of the line, on the side where the property goes on.
        if sign * (value - (0 if sign > 0 else 1)) < -_NEAR:
            return Side()
        newton = Newton(self._line, self._first, self._slope, sign)
        optimum = newton.polished(guess)
        if optimum is not None:
            proof = refuted(self._line, self._line.witness(optimum.witness))
            extension = self._line.extension(optimum.extension)
            if proof is not None and extension.is_positive:
                inside = 0 <= optimum.at <= 1
                return Side(
                    optimum.at, optimum.at, proof, extension if inside else None
                )
        if self.simple:
            raise Unproved("an optimum has no simple closed form")
        return self._rounded(guess, sign, value)

    def _rounded(self, guess: Guess, sign: int, value: float) -> Side:
        """Return a side with rational proofs on both sides of an optimum."""
        witness = rounding.shifted_witness(self._line, guess.witness)
        proof = None if witness is None else refuted(self._line, witness)
        if witness is None or proof is None:
            raise Unproved("no rational witness was found")
        d = self._line.d
        first, last = (self.question.pairing(witness, j, d) for j in self.chois)
        until = first / (first - last)
        if not -_NEAR <= value <= 1 + _NEAR:
            return Side(fmpq(2) if sign > 0 else fmpq(-1), until, proof, None)
        return self._beside(guess, sign, Side(None, until, proof, None))

    def _beside(self, guess: Guess, sign: int, side: Side) -> Side:
        """Return a side with an extension a little inside the set."""
        other = self._floats.line(self._first, self._slope, -sign)
        if other is None:
            raise Unproved("no solver answered")
        here, there = -sign * guess.value, sign * other.value
        there = min(max(there, 0.0), 1.0)
        middle = (here + there) / 2
        choi = between(self.chois, _exact(middle))
        centre = self._centre(self._floats, self._line, choi)
        for step in rounding.steps():
            share = float(fraction(step))
            at = _exact((1 - share) * here + share * middle)
            mixed = [
                (1 - share) * a + share * b
                for a, b in zip(guess.extension, centre.extension, strict=True)
            ]
            target = between(self.chois, at)
            found = rounding.exact_extension(self._line, mixed, target)
            if found is not None and 0 <= at <= 1:
                return Side(at, side.fails_until, side.refuted, found)
        raise Unproved("no rational extension was found beside the optimum")

    def _centre(self, floats: Floats, programme: Programme, choi: Combination) -> Guess:
        nothing = [unit - unit for unit in programme.units]
        found = floats.point(programme.pairings(choi), nothing)
        if found is None:
            raise Unproved("no solver answered")
        return found

    def _point(self, role: str, at: fmpq) -> GramSum:
        """Return an extension at one end of the line."""
        choi = between(self.chois, at)
        programme = self._programme(role, (choi,))
        floats = Floats(programme)
        costs = [
            unit * (number**2 + number + 1) for number, unit in enumerate(programme.units)
        ]
        first = programme.pairings(choi)
        guess = floats.point(first, costs)
        if guess is not None:
            optimum = Newton(programme, first, None, costs=costs).polished(guess)
            if optimum is not None:
                found = programme.extension(optimum.extension)
                if found.is_positive:
                    return found
        centre = self._centre(floats, programme, choi)
        found = rounding.exact_extension(programme, centre.extension, choi)
        if found is None or self.simple:
            raise Unproved("no rational extension was found at an end of the line")
        return found


@dataclass(frozen=True)
class Side:
    """Where the property begins or ends along a line, if it does.

    Attributes:
        held_from: the parameter from which on (or up to which) it holds, beyond the line
            where it does nowhere; None where it does up to the end of the line.
        fails_until: up to where (or from where on) the witness refutes it.
        refuted: the witness.
        extension: an extension at `held_from`.
    """

    held_from: fmpq | None = None
    fails_until: fmpq | None = None
    refuted: Refuted | None = None
    extension: GramSum | None = None


def _failing(
    low: Side, high: Side, holds: tuple[fmpq, fmpq] | None
) -> list[tuple[fmpq, fmpq, Closed]]:
    """Return the intervals that the witnesses refute."""
    found: list[tuple[fmpq, fmpq, Closed]] = []
    if low.fails_until is not None:
        if low.fails_until > 1:
            return [(fmpq(0), fmpq(1), ("from", "to"))]
        if low.fails_until > 0:
            found.append((fmpq(0), low.fails_until, ("from",)))
    if high.fails_until is not None:
        if high.fails_until < 0:
            return [(fmpq(0), fmpq(1), ("from", "to"))]
        if high.fails_until < 1:
            found.append((high.fails_until, fmpq(1), ("to",)))
    return found


def _exact(x: float) -> fmpq:
    """Return the decimal that a float prints as."""
    return rational(Fraction(repr(float(x))))


def _known(x: fmpq | None) -> fmpq:
    if x is None:
        raise ValueError("A pinned side has its parameter.")
    return x

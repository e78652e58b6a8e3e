"""A line of channels at one dimension d, with its programme in exact and in float form."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from flint import fmpq

from sdpsearch.partitions.combination import Combination, pairing, total
from sdpsearch.partitions.exact import Vector
from sdpsearch.partitions.polish import Newton, Optimum
from sdpsearch.partitions.programme import Choices, Programme
from sdpsearch.partitions.question import Question
from sdpsearch.partitions.solve import Floats, Guess


class Unproved(Exception):
    """No rational proof was found; the message says of what, one clause."""


@dataclass
class Stretch:
    """What is asked along J(t) = (1−t) J_0 + t J_1, t from 0 to 1.

    Attributes:
        question: what is asked.
        d: the dimension.
        chois: J_0 and J_1.
        choices: how vectors were chosen at another dimension, to be followed; filled in.
        simple: whether only optima that can be read off count, as for every d at once.
    """

    question: Question
    d: int
    chois: tuple[Combination, Combination]
    choices: dict[str, Choices] = field(default_factory=dict[str, Choices])
    simple: bool = False

    def programme_of(self, role: str, *chois: Combination) -> Programme:
        """Return the programme of some operators, with vectors chosen as before."""
        made = Programme(self.question, self.d, chois, self.choices.get(role, ((), ())))
        self.choices[role] = made.choices
        return made

    @cached_property
    def programme(self) -> Programme:
        """The programme of the whole line."""
        return self.programme_of("line", *self.chois)

    @cached_property
    def floats(self) -> Floats:
        """The programme in floats."""
        return Floats(self.programme)

    @cached_property
    def first(self) -> Vector:
        """tr(W J_0) for each of the witnesses."""
        return self.programme.pairings(self.chois[0])

    @cached_property
    def slope(self) -> Vector:
        """tr(W (J_1 − J_0)) for each of the witnesses."""
        last = self.programme.pairings(self.chois[1])
        return [b - a for a, b in zip(self.first, last, strict=True)]

    def choi(self, t: fmpq) -> Combination:
        """Return J(t)."""
        return total(((1 - t, self.chois[0]), (t, self.chois[1])))

    def pairings(self, witness: Combination) -> tuple[fmpq, fmpq]:
        """Return tr(W J_0) and tr(W J_1) of one witness."""
        first, last = (pairing(witness, choi, self.programme.d) for choi in self.chois)
        return first, last

    @cached_property
    def _guesses(self) -> dict[int, Guess]:
        return {}

    def guess(self, sign: int) -> Guess:
        """Return a solver's guess of where extensions begin (sign 1) or end (sign −1)."""
        if sign not in self._guesses:
            found = self.floats.line(self.first, self.slope, sign)
            if found is None:
                raise Unproved("no solver answered")
            self._guesses[sign] = found
        return self._guesses[sign]

    def optimum(self, guess: Guess, sign: int) -> Optimum | None:
        """Return the exact optimum near a guess, if its numbers can be read off."""
        return Newton(self.programme, self.first, self.slope, sign).polished(guess)

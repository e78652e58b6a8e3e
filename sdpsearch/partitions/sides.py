"""Where along a line a property begins, or ends: one side of the set, with its proofs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from sdpsearch.partitions import rounding
from sdpsearch.partitions.account import Refuted, refuted
from sdpsearch.partitions.combination import (
    adjoint,
    fraction,
    product,
    rational,
    total,
    transposed,
)
from sdpsearch.partitions.programme import GramSum
from sdpsearch.partitions.solve import Guess
from sdpsearch.partitions.stretch import Stretch, Unproved

#: How near a float must be to an end of the line for the end to be asked about.
_NEAR = 1e-7


@dataclass(frozen=True)
class Side:
    """One side of the set where a property holds.

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


def side_of(line: Stretch, sign: int) -> Side:
    """Return where the property begins (sign 1) or ends (sign −1) along a line.

    Raises:
        Unproved: nothing rational was found.
    """
    forced = _pinned(line, sign) or _ray(line, sign)
    if forced is not None:
        return forced
    guess = line.guess(sign)
    value = -sign * guess.value
    if sign * (value - _last(sign)) < -_NEAR:
        return Side()
    optimum = line.optimum(guess, sign)
    if optimum is not None:
        proof = refuted(line.programme, line.programme.witness(optimum.witness))
        extension = line.programme.extension(optimum.extension)
        if proof is not None and extension.is_positive:
            inside = 0 <= optimum.at <= 1
            return Side(optimum.at, optimum.at, proof, extension if inside else None)
    if line.simple:
        raise Unproved("an optimum has no simple closed form")
    return _rounded(line, guess, sign, value)


def _last(sign: int) -> int:
    """Return the end of the line up to which the set goes on if it has no such side."""
    return 0 if sign > 0 else 1


def _nowhere(line: Stretch, sign: int, proof: Refuted | None) -> Side:
    beyond = fmpq(2) if sign > 0 else fmpq(-1)
    return Side(beyond, beyond, proof)


def _pinned(line: Stretch, sign: int) -> Side | None:
    """Return a side that a W with tr(WJ') = 0 for all extendible J' forces, or None."""
    found: Side | None = None
    for one in line.programme.vanishing:
        first, last = line.pairings(one)
        if first == last == 0:
            continue
        if first == last:
            proof = refuted(line.programme, total(((-1 / first, one),)))
            return _nowhere(line, sign, proof)
        at = first / (first - last)
        if found is None or found.held_from is None or sign * (at - found.held_from) > 0:
            turned = total(((sign / (last - first), one),))
            found = Side(at, at, refuted(line.programme, turned))
    return found


def _ray(line: Stretch, sign: int) -> Side | None:
    """Return where J^(T_B) ≥ 0 begins or ends, if its blocks are all numbers.

    Every number is a witness of PPT by itself, and the one that is zero last decides.
    """
    blocks = line.programme.large.blocks
    if line.question.copies > 1 or any(block.order > 1 for block in blocks):
        return None
    found = Side()
    for block in blocks:
        vector = block.vectors[0]
        one = transposed(product(vector, adjoint(vector), line.programme.d))
        first, last = line.pairings(one)
        if first == last and first < 0:
            return _nowhere(line, sign, refuted(line.programme, one))
        if sign * (last - first) <= 0:
            continue
        at = first / (first - last)
        outside = sign * (at - _last(sign)) < 0
        if not outside and (found.held_from is None or sign * (at - found.held_from) > 0):
            found = Side(at, at, refuted(line.programme, one))
    return found


def _rounded(line: Stretch, guess: Guess, sign: int, value: float) -> Side:
    """Return a side with rational proofs on both sides of an optimum."""
    witness = rounding.shifted_witness(line.programme, guess.witness)
    proof = None if witness is None else refuted(line.programme, witness)
    if witness is None or proof is None:
        raise Unproved("no rational witness was found")
    first, last = line.pairings(witness)
    until = first / (first - last)
    if not -_NEAR <= value <= 1 + _NEAR:
        beyond = _nowhere(line, sign, proof)
        return Side(beyond.held_from, until, proof)
    at, extension = _beside(line, guess, sign)
    return Side(at, until, proof, extension)


def _beside(line: Stretch, guess: Guess, sign: int) -> tuple[fmpq, GramSum]:
    """Return an extension a little inside the set: the optimum mixed with the middle."""
    here, there = -sign * guess.value, sign * line.guess(-sign).value
    middle = (here + min(max(there, 0.0), 1.0)) / 2
    centre = line.floats.centre(line.programme.pairings(line.choi(_decimal(middle))))
    if centre is None:
        raise Unproved("no solver answered")
    for step in rounding.steps():
        share = float(fraction(step))
        at = _decimal((1 - share) * here + share * middle)
        mixed = [
            (1 - share) * a + share * b
            for a, b in zip(guess.extension, centre.extension, strict=True)
        ]
        found = rounding.exact_extension(line.programme, mixed, line.choi(at))
        if found is not None and 0 <= at <= 1:
            return at, found
    raise Unproved("no rational extension was found beside an optimum")


def _decimal(x: float) -> fmpq:
    """Return the decimal that a float prints as."""
    return rational(Fraction(repr(float(x))))

"""Rational witnesses and extensions beside an optimum whose digits say nothing simple."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from flint import fmpq, fmpq_mat

from sdpsearch.linalg import Array
from sdpsearch.partitions import exact
from sdpsearch.partitions import partition as p
from sdpsearch.partitions.combination import Combination, rational, total
from sdpsearch.partitions.exact import Vector
from sdpsearch.partitions.programme import GramSum, Programme

#: Steps away from the optimum that are tried, the smallest first.
_STEPS = tuple(Fraction(1, 10**power) for power in range(14, 3, -1))


def steps() -> Iterator[fmpq]:
    """Yield how far from an optimum to look for something exact."""
    return map(rational, _STEPS)


def shifted_witness(programme: Programme, guess: Array) -> Combination | None:
    """Return W + δ·1 with the least δ tried for which it is positive on extensions."""
    coefficients = [exact.from_float(x) for x in guess]
    blocks = _combined(programme.operators, coefficients)
    size = max((abs(x) for x in coefficients), default=fmpq(0))
    for step in steps():
        shift = step * size
        moved = [
            block + unit * shift
            for block, unit in zip(blocks, programme.units, strict=True)
        ]
        if all(exact.is_psd(block) for block in moved):
            one: Combination = {p.IDENTITY: shift}
            return total(((1, programme.witness(coefficients)), (1, one)))
    return None


def exact_extension(
    programme: Programme, guess: list[Array], choi: Combination
) -> GramSum | None:
    """Return an extension of exactly J near a guess, None where that is not positive.

    What the marginal misses is added as Σ c_a S(W_a) in orthonormal coordinates, the
    smallest correction.
    """
    tau = [_symmetric(block) for block in guess]
    wanted = programme.pairings(choi)
    missing = [
        x - programme.held(blocks, tau)
        for x, blocks in zip(wanted, programme.operators, strict=True)
    ]
    shares = exact.solution(programme.lift_gram, missing)
    if shares is None:
        return None
    tau = [a + b for a, b in zip(tau, _combined(programme.lifts, shares), strict=True)]
    if not all(exact.is_psd(block) for block in tau):
        return None
    return programme.extension(tau)


def _combined(operators: list[list[fmpq_mat]], factors: Vector) -> list[fmpq_mat]:
    found = [exact.zeros(block.nrows()) for block in operators[0]]
    for blocks, factor in zip(operators, factors, strict=True):
        found = [a + b * factor for a, b in zip(found, blocks, strict=True)]
    return found


def _symmetric(block: Array) -> fmpq_mat:
    even = (block + block.T) / 2
    return exact.matrix([[exact.from_float(x) for x in row] for row in even])

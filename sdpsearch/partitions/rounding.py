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
    inverse = [unit.inv() for unit in programme.units]
    lifts = [
        [u * block * u for u, block in zip(inverse, blocks, strict=True)]
        for blocks in programme.operators
    ]
    gram = [
        [_held(programme, one, other) for other in lifts] for one in programme.operators
    ]
    wanted = programme.pairings(choi)
    missing = [
        x - _held(programme, blocks, tau)
        for x, blocks in zip(wanted, programme.operators, strict=True)
    ]
    shares = exact.solution(gram, missing)
    if shares is None:
        return None
    tau = [a + b for a, b in zip(tau, _combined(lifts, shares), strict=True)]
    if not all(exact.is_psd(block) for block in tau):
        return None
    return programme.extension(tau)


def _held(programme: Programme, left: list[fmpq_mat], right: list[fmpq_mat]) -> fmpq:
    """Return the pairing of two operators given on the blocks that are live."""
    found = fmpq(0)
    for weight, a, b in zip(programme.weights, left, right, strict=True):
        # Both are symmetric.
        found += weight * sum(
            (x * y for x, y in zip(a.entries(), b.entries(), strict=True)), fmpq(0)
        )
    return found


def _combined(operators: list[list[fmpq_mat]], factors: Vector) -> list[fmpq_mat]:
    found = [exact.zeros(block.nrows()) for block in operators[0]]
    for blocks, factor in zip(operators, factors, strict=True):
        found = [a + b * factor for a, b in zip(found, blocks, strict=True)]
    return found


def _symmetric(block: Array) -> fmpq_mat:
    even = (block + block.T) / 2
    return exact.matrix([[exact.from_float(x) for x in row] for row in even])

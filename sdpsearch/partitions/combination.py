"""Combinations of partitions with rational coefficients, at one dimension d."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from flint import fmpq

from sdpsearch.partitions import partition as p
from sdpsearch.partitions.partition import Partition

#: Coefficients that are not zero.
Combination = dict[Partition, fmpq]


def rational(x: Fraction | int | fmpq) -> fmpq:
    """Return a number as a FLINT rational."""
    return x if isinstance(x, fmpq) else fmpq(x.numerator, x.denominator)


def fraction(x: fmpq) -> Fraction:
    """Return a FLINT rational as a Fraction."""
    return Fraction(int(x.p), int(x.q))


def combination(terms: Mapping[Partition, Fraction | int | fmpq]) -> Combination:
    """Return a combination of given coefficients."""
    return {key: rational(c) for key, c in terms.items() if c != 0}


def total(terms: Iterable[tuple[fmpq | int, Combination]]) -> Combination:
    """Return Σ factor·element."""
    found: Combination = {}
    for factor, element in terms:
        if factor != 0:
            for key, c in element.items():
                found[key] = found.get(key, fmpq(0)) + factor * c
    return {key: c for key, c in found.items() if c != 0}


def product(left: Combination, right: Combination, d: fmpq) -> Combination:
    """Return the product of two operators."""
    found: Combination = {}
    for one, a in left.items():
        for other, b in right.items():
            key, loops = p.product(one, other)
            found[key] = found.get(key, fmpq(0)) + a * b * d**loops
    return {key: c for key, c in found.items() if c != 0}


def adjoint(element: Combination) -> Combination:
    """Return the adjoint operator."""
    return {p.adjoint(key): c for key, c in element.items()}


def traced(element: Combination, kept: tuple[int, ...], d: fmpq) -> Combination:
    """Return the partial trace over all strands but those kept."""
    found: Combination = {}
    for key, x in element.items():
        rest, loops = p.traced(key, kept)
        found[rest] = found.get(rest, fmpq(0)) + x * d**loops
    return {key: x for key, x in found.items() if x != 0}


def trace(element: Combination, d: fmpq) -> fmpq:
    """Return the trace."""
    return traced(element, (), d).get((), fmpq(0))


def pairing(left: Combination, right: Combination, d: fmpq) -> fmpq:
    """Return tr(left·right)."""
    return trace(product(left, right, d), d)


def transposed(element: Combination) -> Combination:
    """Return the partial transpose over the second of two strands."""
    return {p.transposed(key): c for key, c in element.items()}


def average_placed(element: Combination, strands: int) -> Combination:
    """Return the average over i of an element on strands 0 and i, times the identity."""
    share = fmpq(1, strands - 1)
    return total(
        (share, {p.placed(key, (0, i), strands): c for key, c in element.items()})
        for i in range(1, strands)
    )

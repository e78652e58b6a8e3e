"""Linear equations over Q with many solutions: the one near to given values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

import flint

from sdpsearch.proof.exact.kernel import pivots
from sdpsearch.proof.exact.rationals import common_denominator

#: Σ coefficient·variable, and what it must be.
Equation = tuple[dict[int, Fraction], Fraction]
#: Binary digits behind the point of the variables that the equations leave free.
_BITS = 32


def solved_near(
    equations: Iterable[Equation], near: Sequence[Fraction]
) -> list[Fraction] | None:
    """Return a solution whose free variables are near the given ones, None if none is.

    Variables that no chain of equations joins are solved for apart from each other.
    """
    found = [_short(x) for x in near]
    for part in _components(equations, len(near)):
        if not _solve(part, found):
            return None
    return found


def _short(x: Fraction) -> Fraction:
    return Fraction(round(x * 2**_BITS), 2**_BITS)


def _components(equations: Iterable[Equation], count: int) -> Iterable[list[Equation]]:
    """Return the equations in groups that share no variable."""
    parent = list(range(count))

    def root(u: int) -> int:
        while parent[u] != u:
            parent[u] = parent[parent[u]]
            u = parent[u]
        return u

    kept = list(equations)
    for terms, _ in kept:
        for u, v in pairwise(terms):
            parent[root(u)] = root(v)
    groups: defaultdict[int, list[Equation]] = defaultdict(list)
    for terms, value in kept:
        groups[root(next(iter(terms))) if terms else -1].append((terms, value))
    return groups.values()


def _solve(equations: list[Equation], found: list[Fraction]) -> bool:
    """Put the solution in place; False if there is none."""
    variables = sorted({u for terms, _ in equations for u in terms})
    place = {u: column for column, u in enumerate(variables)}
    width = len(variables)
    rows: set[tuple[int, ...]] = set()
    for terms, value in equations:
        scale = common_denominator([*terms.values(), value])
        row = [0] * (width + 1)
        for u, coefficient in terms.items():
            row[place[u]] = int(coefficient * scale)
        row[width] = int(value * scale)
        rows.add(tuple(row))
    reduced, denominator, rank = flint.fmpz_mat([list(row) for row in sorted(rows)]).rref()
    bound = pivots(reduced, rank)
    if width in bound:
        return False
    free = sorted(set(range(width)).difference(bound))
    for i, pivot in enumerate(bound):
        total = Fraction(int(reduced[i, width]))
        for column in free:
            if reduced[i, column] != 0:
                total -= int(reduced[i, column]) * found[variables[column]]
        found[variables[pivot]] = total / int(denominator)
    return True

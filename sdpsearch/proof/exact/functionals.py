"""Hermitian coordinates of a marginal as functionals of the blocks of an extension.

tr(E M) of k times the average marginal M of Σ B T B† is Σ_λ tr(G_λ T_λ), with
G_λ = k B†S(E)B. Every coordinate E meets few entries of T, so that most of them have
nothing to do with each other: what is solved is one small system after another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import flint
import numpy as np
from scipy import sparse

from sdpsearch.proof.exact.coordinates import Row, row_matrix
from sdpsearch.proof.exact.kernel import pivots
from sdpsearch.proof.exact.matrix import Entries, Matrix
from sdpsearch.proof.exact.rationals import common_denominator
from sdpsearch.proof.exact.space import Diagram, Space
from sdpsearch.proof.exact.split import split

#: Where an entry of a block's lower triangle stands, and whether its imaginary part is
#: meant.
Place = tuple[Diagram, int, int, bool]
#: What is independent modulo a prime is independent.
_PRIME = 2**61 - 1


class Functionals:
    """G_λ = k B†S(E)B, times the weights' denominator, for some coordinates E.

    Args:
        space: A⊗B^k by symmetry type.
        bases: B in the coordinates of A⊗V_λ, None for the identity.
        rows: the coordinates E.
        real: whether everything is real.
    """

    def __init__(
        self,
        space: Space,
        bases: dict[Diagram, Matrix | None],
        rows: Sequence[Row],
        real: bool,
    ) -> None:
        self._space, self._rows, self._real = space, rows, real
        self._bases = {d: b for d, b in bases.items() if b is None or b.columns}
        self._lines = {
            diagram: None if basis is None else _lines(basis)
            for diagram, basis in self._bases.items()
        }
        self._numbers: dict[Place, int] = {}

    @cached_property
    def table(self) -> list[dict[int, int]]:
        """For each E the entries of the lower triangles of all G_λ, by number of place."""
        order = self._space.d_in * self._space.d_out
        return [self._entries(row_matrix(row, order)) for row in self._rows]

    @cached_property
    def places(self) -> list[Place]:
        """The places that any G_λ has an entry at."""
        _ = self.table
        return list(self._numbers)

    def _entries(self, unit: Matrix) -> dict[int, int]:
        found: dict[int, int] = {}
        for diagram, lines in self._lines.items():
            block = self._space.compress(unit, diagram).entries
            wide = block if lines is None else _across(block, lines)
            for (p, q), parts in wide.items():
                for imaginary in (False,) if self._real or p == q else (False, True):
                    if p >= q and parts[imaginary]:
                        place = (diagram, p, q, imaginary)
                        number = self._numbers.setdefault(place, len(self._numbers))
                        found[number] = parts[imaginary]
        return found

    @cached_property
    def groups(self) -> list[list[int]]:
        """The numbers of the E that have anything to do with each other."""
        return split(self.table)

    def gram(self, group: Sequence[int]) -> flint.fmpz_mat:
        """Return Σ_λ tr(G_iλ G_jλ) for the E of a group; its kernel is that of the E."""
        lines = [self.table[i] for i in group]
        places: dict[int, int] = {}
        for line in lines:
            for place in line:
                places.setdefault(place, len(places))
        weights = np.array([self.weight(place) for place in places], dtype=np.int64)
        entries = [x for line in lines for x in line.values()]
        longest = max(map(len, lines), default=0)
        if 2 * longest * max(map(abs, entries), default=0) ** 2 >= 2**62:
            whole = flint.fmpz_mat(len(lines), len(places))
            weighted = flint.fmpz_mat(len(places), len(lines))
            for i, line in enumerate(lines):
                for place, x in line.items():
                    whole[i, places[place]] = x
                    weighted[places[place], i] = x * self.weight(place)
            return whole * weighted
        at = (
            [i for i, line in enumerate(lines) for _ in line],
            [places[place] for line in lines for place in line],
        )
        table = sparse.csr_array(
            (np.array(entries, dtype=np.int64), at), shape=(len(lines), len(places))
        )
        product: Any = (table * weights) @ table.T
        return flint.fmpz_mat(product.toarray().tolist())

    def _columns(self, group: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
        """Return for each place the E of a group that meet it, and their entries."""
        found: dict[int, list[tuple[int, int]]] = {}
        for i, number in enumerate(group):
            for place, x in self.table[number].items():
                found.setdefault(place, []).append((i, x))
        return found

    def weight(self, place: int) -> int:
        """Return how often an entry at a place counts in tr(GT): 2 off the diagonal."""
        _, p, q, _ = self.places[place]
        return 1 if p == q else 2

    @cached_property
    def dependent(self) -> dict[int, dict[int, Fraction]]:
        """For each E that follows from independent ones, its share of each of them."""
        found: dict[int, dict[int, Fraction]] = {
            number: {} for number, line in enumerate(self.table) if not line
        }
        for group in self.groups:
            reduced, denominator, rank = self.gram(group).rref()
            kept = pivots(reduced, rank)
            for column in sorted(set(range(len(group))).difference(kept)):
                shares = ((pivot, int(reduced[i, column])) for i, pivot in enumerate(kept))
                found[group[column]] = {
                    group[pivot]: Fraction(x, int(denominator)) for pivot, x in shares if x
                }
        return dict(sorted(found.items()))

    @cached_property
    def independent(self) -> list[int]:
        """The numbers of the E that fix all others, each the first that it can be."""
        return [number for number in range(len(self._rows)) if number not in self.dependent]

    def fixing(self, group: Sequence[int]) -> list[int]:
        """Return as many places as there are E in a group of independent ones, simple ones.

        Entries there, and nowhere else, give the E any values. Of places that meet few E,
        with small entries, hardly any has to do with another.
        """
        columns = self._columns(group)

        def plainness(place: int) -> tuple[int, int]:
            return len(columns[place]), max(abs(x) for _, x in columns[place])

        chosen = sorted(columns, key=plainness)
        width = len(group)
        while True:
            width = min(2 * width, len(chosen))
            table = flint.nmod_mat(len(group), width, _PRIME)
            for number, place in enumerate(chosen[:width]):
                for i, x in columns[place]:
                    table[i, number] = x % _PRIME
            reduced, rank = table.rref()
            if rank == len(group) or width == len(chosen):
                return [chosen[number] for number in pivots(reduced, rank)]

    def written(self, values: dict[int, Fraction]) -> dict[Diagram, Matrix]:
        """Return T from its entries at some places."""
        unit = common_denominator(values.values())
        parts: dict[Diagram, Entries] = {diagram: {} for diagram in self._bases}
        for number, value in values.items():
            diagram, p, q, imaginary = self.places[number]
            x = int(value * unit)
            re, im = parts[diagram].get((p, q), (0, 0))
            re, im = (re, x) if imaginary else (x, im)
            parts[diagram][p, q], parts[diagram][q, p] = (re, im), (re, -im)
        return {
            diagram: Matrix(order, order, parts[diagram], unit)
            for diagram in self._bases
            for order in [self._order(diagram)]
        }

    def _order(self, diagram: Diagram) -> int:
        basis = self._bases[diagram]
        return self._space.order(diagram) if basis is None else basis.columns


def _lines(basis: Matrix) -> dict[int, list[tuple[int, int, int]]]:
    """Return the rows of a basis, sparse."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    for (i, j), (re, im) in basis.entries.items():
        found.setdefault(i, []).append((j, re, im))
    return found


def _across(block: Entries, lines: dict[int, list[tuple[int, int, int]]]) -> Entries:
    """Return B†GB for a G with few entries."""
    half: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for (i, j), (re, im) in block.items():
        for p, x, y in lines.get(i, ()):
            part = half[p, j]
            part[0] += x * re + y * im
            part[1] += x * im - y * re
    found: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for (p, j), (re, im) in half.items():
        for q, x, y in lines.get(j, ()):
            if p >= q:
                part = found[p, q]
                part[0] += re * x - im * y
                part[1] += re * y + im * x
    return {at: (re, im) for at, (re, im) in found.items()}

"""Algebras of partitions divided into full matrix algebras, at one dimension d.

A closed set of partitions spans a *-algebra of operators. Its centre tells the blocks, and
in a block of order m some y_1, …, y_m are such that the y_i y_j† are a basis of it: then
Σ M_ij y_i y_j† ≥ 0 if and only if M ≥ 0, blockwise. All is found in rational arithmetic, by
elimination alone; the algebra is taken to be faithful, as it is for d ≥ 2n.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from flint import fmpq, fmpq_mat

from sdpsearch import deadline
from sdpsearch.partitions import exact
from sdpsearch.partitions import partition as p
from sdpsearch.partitions.block import Block, Choice, Indivisible
from sdpsearch.partitions.combination import (
    Combination,
    adjoint,
    fraction,
    product,
    total,
    trace,
)
from sdpsearch.partitions.exact import Vector
from sdpsearch.partitions.partition import Partition


class Algebra:
    """The operators that partitions span and the exchanges of the copies leave alone.

    Args:
        partitions: a set closed under products and adjoints, with the identity in it.
        d: the dimension.
        choices: how to choose the vectors of the blocks, as another algebra did.

    Raises:
        Indivisible: its blocks are not those of rational matrices.
    """

    def __init__(
        self,
        partitions: Sequence[Partition],
        d: int,
        choices: Sequence[Choice | None] | None = None,
    ) -> None:
        self.d = fmpq(d)
        self._basis = _orbits(partitions)
        self._keys = [min(element) for element in self._basis]
        self._units = [self._vector(element) for element in self._basis]
        self._choices = choices

    def _vector(self, element: Combination) -> Vector:
        """Return the coordinates of an element; orbits are disjoint."""
        return [element.get(key, fmpq(0)) for key in self._keys]

    def _element(self, vector: Vector) -> Combination:
        return total(zip(vector, self._basis, strict=True))

    @cached_property
    def _table(self) -> list[list[Vector]]:
        return [[self._entry(a, b) for b in self._basis] for a in self._basis]

    def _entry(self, left: Combination, right: Combination) -> Vector:
        deadline.check("the products of partitions were tabled")
        return self._vector(product(left, right, self.d))

    @cached_property
    def _tensor(self) -> fmpq_mat:
        """The structure constants, a row for each left factor."""
        entries = [x for row in self._table for vector in row for x in vector]
        return fmpq_mat(len(self._basis), len(self._basis) ** 2, entries)

    def _product(self, left: Vector, right: Vector) -> Vector:
        deadline.check("an algebra of partitions was divided into blocks")
        size = len(self._basis)
        by_left = fmpq_mat(1, size, left) * self._tensor
        by_both = fmpq_mat(1, size, right) * fmpq_mat(size, size, by_left.entries())
        return by_both.entries()

    def _self_adjoint(self, vector: Vector) -> Vector:
        flipped = self._vector(adjoint(self._element(vector)))
        return [(a + b) / 2 for a, b in zip(vector, flipped, strict=True)]

    def _spectrum(
        self, vector: Vector, span: Sequence[Vector]
    ) -> list[tuple[fmpq, int]] | None:
        """Return the eigenvalues of multiplication with an element, on a span."""
        images = [self._product(vector, one) for one in span]
        found = exact.coordinates(span, images)
        return None if found is None else exact.eigenvalues(found)

    def _projection(
        self, element: Vector, values: Iterable[fmpq], wanted: fmpq, one: Vector
    ) -> Vector:
        """Return ∏ (h − b)/(a − b) over the other eigenvalues b, on the unit of a block."""
        found = one
        for value in values:
            if value != wanted:
                moved = self._product(element, found)
                found = [
                    (x - value * y) / (wanted - value)
                    for x, y in zip(moved, found, strict=True)
                ]
        return found

    @cached_property
    def _central_projections(self) -> list[Vector]:
        size = len(self._basis)
        rows = [
            [self._table[i][j][k] - self._table[j][i][k] for i in range(size)]
            for j in range(size)
            for k in range(size)
        ]
        centre = exact.kernel(rows, size)
        generic = [fmpq(0)] * size
        for number, vector in enumerate(centre):
            share = 7 * number**2 + 3 * number + 1
            sided = self._self_adjoint(vector)
            generic = [x + share * y for x, y in zip(generic, sided, strict=True)]
        spectrum = self._spectrum(generic, centre)
        if spectrum is None or any(times > 1 for _, times in spectrum):
            raise Indivisible("the centre does not divide over the rationals")
        n = len(self._keys[0]) // 2
        unit = self._vector({p.partition((*range(n), *range(n))): fmpq(1)})
        values = [value for value, _ in spectrum]
        return [self._projection(generic, values, value, unit) for value in values]

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks, smaller orders first, then by how often they repeat."""
        spans = [self._span(unit) for unit in self._central_projections]
        traces = [trace(self._element(unit), self.d) for unit in self._central_projections]
        order = sorted(
            range(len(spans)), key=lambda i: (len(spans[i]), fraction(traces[i]))
        )
        if any(one <= 0 for one in traces):
            raise Indivisible("partitions are dependent in this dimension")
        choices = self._choices or [None] * len(order)
        if len(choices) != len(order):
            raise Indivisible("the blocks differ from one dimension to another")
        return tuple(
            self._block(self._central_projections[i], spans[i], choice)
            for i, choice in zip(order, choices, strict=True)
        )

    def _span(self, unit: Vector) -> list[Vector]:
        images = [self._product(unit, one) for one in self._units]
        return [images[i] for i in exact.independent(images)]

    def _block(self, unit: Vector, span: list[Vector], choice: Choice | None) -> Block:
        order = round(len(span) ** 0.5)
        if order == 1:
            weight = trace(self._element(unit), self.d)
            return Block((self._element(unit),), exact.identity(1), weight, None)
        numbers = range(len(self._basis)) if choice is None else [choice.element]
        for number in numbers:
            sided = self._self_adjoint(self._product(unit, self._units[number]))
            spectrum = self._spectrum(sided, span) or []
            for place, (value, times) in enumerate(spectrum):
                fits = choice is None or choice.eigenvalue == place
                # Multiplication repeats every eigenvalue `order` times.
                if times == order and fits:
                    values = [other for other, _ in spectrum]
                    first = self._projection(sided, values, value, unit)
                    return self._around(first, order, number, place, choice)
        raise Indivisible("a block has no rational element of rank one")

    def _around(
        self, first: Vector, order: int, number: int, place: int, choice: Choice | None
    ) -> Block:
        """Return the block whose vectors are multiples of one projection of rank one."""
        if choice is None:
            images = [self._product(one, first) for one in self._units]
            chosen = exact.independent(images)
            choice = Choice(number, place, tuple(chosen))
        if len(choice.vectors) != order:
            raise Indivisible("a block has not the vectors that its order asks for")
        vectors = tuple(
            self._element(self._product(self._units[i], first)) for i in choice.vectors
        )
        weight = trace(self._element(first), self.d)
        gram = exact.matrix(
            [
                [trace(product(adjoint(a), b, self.d), self.d) / weight for b in vectors]
                for a in vectors
            ]
        )
        return Block(vectors, gram, weight, choice)

    @cached_property
    def _change(self) -> fmpq_mat:
        columns = [
            self._vector(product(a, adjoint(b), self.d))
            for block in self.blocks
            for a in block.vectors
            for b in block.vectors
        ]
        if len(columns) != len(self._basis):
            raise Indivisible("the blocks do not make up the algebra")
        try:
            return exact.of_columns(columns, len(self._basis)).inv()
        except ZeroDivisionError:
            raise Indivisible("partitions are dependent in this dimension") from None

    def matrices(self, element: Combination) -> list[fmpq_mat]:
        """Return the matrices M of an element of the algebra, block by block."""
        vector = self._vector(element)
        if self._element(vector) != element:
            raise Indivisible("an operator is outside the algebra")
        entries = iter((self._change * exact.of_columns([vector], len(vector))).entries())
        return [
            fmpq_mat(
                block.order, block.order, [next(entries) for _ in range(block.order**2)]
            )
            for block in self.blocks
        ]

    def element(self, matrices: Sequence[fmpq_mat]) -> Combination:
        """Return Σ M_ij y_i y_j† over all blocks."""
        return total(
            (m[i, j], product(a, adjoint(b), self.d))
            for block, m in zip(self.blocks, matrices, strict=True)
            for i, a in enumerate(block.vectors)
            for j, b in enumerate(block.vectors)
        )


def _orbits(partitions: Sequence[Partition]) -> list[Combination]:
    """Return the sums over what exchanges of the copies make of a partition."""
    strands = len(partitions[0]) // 2
    exchanges = p.exchanges(strands)
    seen: set[Partition] = set()
    found: list[Combination] = []
    for one in partitions:
        if one in seen:
            continue
        orbit = {
            p.product(p.product(exchange, one)[0], p.adjoint(exchange))[0]
            for exchange in exchanges
        }
        seen |= orbit
        found.append({key: fmpq(1) for key in sorted(orbit)})
    return found

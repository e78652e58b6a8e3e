"""The conic programme of a question at one dimension d, in exact rational blocks.

Witnesses W are combinations of partitions on two strands, extensions σ of partitions on all
strands, and both are matrices of small orders that do not depend on d.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flint import fmpq, fmpq_mat

from sdpsearch.partitions import combination as c
from sdpsearch.partitions import exact
from sdpsearch.partitions import partition as p
from sdpsearch.partitions.algebra import Algebra
from sdpsearch.partitions.block import Choice
from sdpsearch.partitions.combination import Combination
from sdpsearch.partitions.exact import Vector
from sdpsearch.partitions.question import Question

Choices = tuple[Sequence[Choice | None], Sequence[Choice | None]]


@dataclass(frozen=True)
class GramSum:
    """Σ_ij G_ij y_i y_j† over blocks, which is ≥ 0 where every G is.

    Attributes:
        blocks: the vectors of each block with its matrix.
    """

    blocks: tuple[tuple[tuple[Combination, ...], fmpq_mat], ...]

    @property
    def is_positive(self) -> bool:
        """Whether every matrix is positive semidefinite."""
        return all(exact.is_psd(matrix) for _, matrix in self.blocks)

    def plus(self, other: GramSum) -> GramSum:
        """Return the sum of two."""
        return GramSum(self.blocks + other.blocks)


class Programme:
    """S(W) on the blocks, and on the part of them where extensions may live.

    Args:
        question: what is asked.
        d: the dimension.
        chois: the Choi operators asked about: one, or the ends of a line.
        choices: how another dimension's algebras chose their vectors, to be followed.

    Raises:
        Indivisible: the algebras do not divide over the rationals.
    """

    def __init__(
        self,
        question: Question,
        d: int,
        chois: Sequence[Combination],
        choices: Choices = ((), ()),
    ) -> None:
        self.question = question
        self.d = fmpq(d)
        self.chois = tuple(chois)
        two, many = question.closures({key for choi in chois for key in choi})
        self._two = two
        self.small = Algebra(two, d, choices[0] or None)
        self.large = Algebra(many, d, choices[1] or None)

    @property
    def choices(self) -> Choices:
        """How the vectors of all blocks were chosen."""
        return tuple(
            [block.choice for block in algebra.blocks]
            for algebra in (self.small, self.large)
        )  # pyright: ignore[reportReturnType]

    @cached_property
    def null(self) -> tuple[Combination, ...]:
        """Elements v with v†J = 0 for all operators; none for PPT, where σ is J^(T_B)."""
        if self.question.copies == 1:
            return ()
        matrices = [self.small.matrices(choi) for choi in self.chois]
        found: list[Combination] = []
        for number, block in enumerate(self.small.blocks):
            rows = [row for m in matrices for row in (m[number] * block.gram).tolist()]
            for vector in exact.kernel(rows, block.order):
                found.append(c.total(zip(vector, block.vectors, strict=True)))
        return tuple(found)

    @property
    def null_sum(self) -> GramSum:
        """Q = Σ v v†, with tr(QJ) = 0."""
        return GramSum(tuple(((vector,), exact.identity(1)) for vector in self.null))

    @cached_property
    def null_matrices(self) -> list[fmpq_mat]:
        """S(Q) on the blocks; of a question without null directions zeros."""
        squares = ((1, c.product(v, c.adjoint(v), self.d)) for v in self.null)
        return self.large.matrices(self.question.lifted(c.total(squares)))

    @cached_property
    def spaces(self) -> list[fmpq_mat]:
        """Columns K, block by block: extensions are Σ (K τ K†)_ij y_i y_j†."""
        found: list[fmpq_mat] = []
        for block, null in zip(self.large.blocks, self.null_matrices, strict=True):
            columns = exact.kernel((null * block.gram).tolist(), block.order)
            found.append(exact.of_columns(columns, block.order))
        return found

    @cached_property
    def live(self) -> list[int]:
        """The blocks on which there may be an extension at all."""
        return [b for b, space in enumerate(self.spaces) if space.ncols()]

    def compressed(self, element: Combination) -> list[fmpq_mat]:
        """Return K†g M g K of an element, on the blocks that are live."""
        matrices = self.large.matrices(element)
        return [
            self.spaces[b].transpose() * g * matrices[b] * g * self.spaces[b]
            for b in self.live
            for g in [self.large.blocks[b].gram]
        ]

    @cached_property
    def weights(self) -> list[fmpq]:
        """How often the matrices of the blocks that are live repeat."""
        return [self.large.blocks[b].weight for b in self.live]

    @cached_property
    def units(self) -> list[fmpq_mat]:
        """What the identity is, on the blocks that are live."""
        spaces = [self.spaces[b] for b in self.live]
        grams = [self.large.blocks[b].gram for b in self.live]
        return [k.transpose() * g * k for k, g in zip(spaces, grams, strict=True)]

    @cached_property
    def _elements(self) -> tuple[list[Combination], list[Vector]]:
        """Self-adjoint W that span all, and the entries of their S(W) on live blocks."""
        pairs = sorted({tuple(sorted({one, p.adjoint(one)})) for one in self._two})
        elements: list[Combination] = [{key: fmpq(1) for key in pair} for pair in pairs]
        lifted = [self.compressed(self.question.lifted(one)) for one in elements]
        return elements, [[x for m in blocks for x in m.entries()] for blocks in lifted]

    @cached_property
    def witnesses(self) -> list[Combination]:
        """Self-adjoint W, of which no combination vanishes on all extensions."""
        elements, vectors = self._elements
        return [elements[i] for i in exact.independent(vectors)]

    @cached_property
    def vanishing(self) -> list[Combination]:
        """W with S(W) = 0 on all extensions: tr(WJ) = 0 wherever J has one."""
        elements, vectors = self._elements
        rows = [list(row) for row in zip(*vectors, strict=True)]
        return [
            c.total(zip(shares, elements, strict=True))
            for shares in exact.kernel(rows, len(elements))
        ]

    @cached_property
    def operators(self) -> list[list[fmpq_mat]]:
        """S(W) for each of the witnesses, on the blocks that are live."""
        return [self.compressed(self.question.lifted(one)) for one in self.witnesses]

    @cached_property
    def lifts(self) -> list[list[fmpq_mat]]:
        """What each S(W) is as an extension, in orthonormal coordinates the same."""
        inverse = [unit.inv() for unit in self.units]
        return [
            [u * block * u for u, block in zip(inverse, blocks, strict=True)]
            for blocks in self.operators
        ]

    @cached_property
    def lift_gram(self) -> list[Vector]:
        """The pairings of the witnesses with what the lifts are extensions of."""
        return [[self.held(one, other) for other in self.lifts] for one in self.operators]

    def held(self, left: Sequence[fmpq_mat], right: Sequence[fmpq_mat]) -> fmpq:
        """Return the pairing of two operators given on the blocks that are live."""
        found = fmpq(0)
        for weight, a, b in zip(self.weights, left, right, strict=True):
            pairs = zip(a.entries(), b.entries(), strict=True)  # both are symmetric
            found += weight * sum((x * y for x, y in pairs), fmpq(0))
        return found

    def pairings(self, choi: Combination) -> Vector:
        """Return tr(WJ) for each of the witnesses."""
        return [c.pairing(one, choi, self.d) for one in self.witnesses]

    def witness(self, coefficients: Sequence[fmpq]) -> Combination:
        """Return Σ w_a W_a."""
        return c.total(zip(coefficients, self.witnesses, strict=True))

    def extension(self, matrices: Sequence[fmpq_mat]) -> GramSum:
        """Return the σ that has given matrices on the blocks that are live."""
        return GramSum(
            tuple(
                (
                    self.large.blocks[b].vectors,
                    self.spaces[b] * m * self.spaces[b].transpose(),
                )
                for b, m in zip(self.live, matrices, strict=True)
            )
        )

    def positive(self, choi: Combination) -> GramSum:
        """Return a Choi operator as a Gram sum."""
        matrices = self.small.matrices(choi)
        return GramSum(
            tuple(
                (block.vectors, m)
                for block, m in zip(self.small.blocks, matrices, strict=True)
            )
        )

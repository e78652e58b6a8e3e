"""A⊗B^k by symmetry type, in the coordinates that certificates are written in.

For each diagram λ, V_λ has one column for every semistandard filling T of λ by letters
of B, ordered by the words that the fillings spell row by row:

    V_λ e_T = Σ_{q in C_λ} sgn(q) q Σ_{w ~ T} e_w,

w running over the distinct words that permute the letters within the rows of T, and C_λ
being the permutations of places within columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise, product
from math import factorial, lcm, prod

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch.extension.schur_weyl import diagrams
from sdpsearch.linalg import Array
from sdpsearch.proof.exact.matrix import Entry, Matrix, Sum

Diagram = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Space:
    """A⊗B^k, with copies of B traced out with weights.

    Attributes:
        d_in: dimension of A.
        d_out: dimension of B.
        copies: k.
        scales: the weights β_b, one for every letter of B.
    """

    d_in: int
    d_out: int
    copies: int
    scales: tuple[Fraction, ...]
    _made: dict[Diagram, _Block] = field(
        default_factory=dict[Diagram, "_Block"], init=False, repr=False
    )

    @cached_property
    def diagrams(self) -> tuple[Diagram, ...]:
        """All λ with a block."""
        return tuple(diagrams(self.copies, self.d_out))

    @cached_property
    def _denominator(self) -> int:
        return lcm(*(Fraction(scale).denominator for scale in self.scales))

    @property
    def unit(self) -> int:
        """The denominator of the weights of the k − 1 copies that are traced out."""
        return self._denominator ** (self.copies - 1)

    def order(self, diagram: Diagram) -> int:
        """Return the order of the block of A⊗V_λ."""
        return self.d_in * self._block(diagram).vectors.shape[1]

    def vectors(self, diagram: Diagram) -> Array:
        """Return V_λ, integers in an array of shape (d_out^k, dimension)."""
        return self._block(diagram).vectors

    def letters(self, diagram: Diagram) -> NDArray[np.int64]:
        """Return how often each coordinate of A⊗V_λ has each letter of A, then of B.

        All words of a column of V_λ have the same letters.

        Returns:
            Counts, shape (order, d_in + d_out).
        """
        vectors = self.vectors(diagram)
        first = np.argmax(vectors != 0, axis=0)
        words = np.array(np.unravel_index(first, (self.d_out,) * self.copies), dtype=int)
        counts = np.sum(words[:, :, None] == np.arange(self.d_out), axis=0)
        width = counts.shape[0]
        eye = np.eye(self.d_in, dtype=np.int64)
        return np.hstack([np.repeat(eye, width, axis=0), np.tile(counts, (self.d_in, 1))])

    def compress(self, matrix: Matrix, diagram: Diagram) -> Matrix:
        """Return V†(Σ_s W_{A B_s} ⊗ β ⊗ … ⊗ β)V on the block of a diagram."""
        block, d = self._block(diagram), self.d_out
        width = block.vectors.shape[1]
        total = Sum()
        for (p, q), (re, im) in matrix.entries.items():
            top, left = p // d * width, q // d * width
            for i, j, x in block.letters.get((p % d, q % d), ()):
                total.add((top + i, left + j), x * re, x * im)
        order = self.order(diagram)
        return Matrix(order, order, total.entries(), matrix.denominator * self.unit)

    def marginal(self, matrix: Matrix, diagram: Diagram) -> Matrix:
        """Return the sum over the copies s of the marginal of V T V† on A B_s."""
        block, d = self._block(diagram), self.d_out
        width = block.vectors.shape[1]
        total = Sum()
        for (p, q), (re, im) in matrix.entries.items():
            top, left = p // width * d, q // width * d
            for b, e, x in block.places.get((p % width, q % width), ()):
                total.add((top + b, left + e), x * re, x * im)
        order = self.d_in * d
        return Matrix(order, order, total.entries(), matrix.denominator * self.unit)

    def exclusions(self, null: Matrix, diagram: Diagram) -> Iterator[dict[int, Entry]]:
        """Yield the rows of v ↦ (N† ⊗ 1) V v, for every copy that N† may act on."""
        width = self._block(diagram).vectors.shape[1]
        columns: list[list[tuple[int, int, int, int]]] = [[] for _ in range(null.columns)]
        for (p, column), (re, im) in null.entries.items():
            a, b = divmod(p, self.d_out)
            columns[column].append((a, b, re, -im))
        for letters in self._block(diagram).strands:
            for column in columns:
                row: dict[int, Entry] = {}
                for a, b, re, im in column:
                    for j, x in letters.get(b, ()):
                        old = row.get(a * width + j, (0, 0))
                        row[a * width + j] = (old[0] + x * re, old[1] + x * im)
                yield row

    def _block(self, diagram: Diagram) -> _Block:
        if diagram not in self._made:
            weights = [int(scale * self._denominator) for scale in self.scales]
            self._made[diagram] = _Block(
                _vectors(diagram, self.d_out), weights, self.copies
            )
        return self._made[diagram]


class _Block:
    """V_λ and how letters act on it."""

    def __init__(self, vectors: Array, weights: Sequence[int], copies: int) -> None:
        self.vectors = vectors
        self._weights = weights
        self._d = len(weights)
        self._copies = copies

    def _moved(self) -> Iterator[Array]:
        """Yield V_λ as (letter of B_s, word on the other copies, column) for every s."""
        width = self.vectors.shape[1]
        tensor = self.vectors.reshape(*(self._d,) * self._copies, width)
        for copy in range(self._copies):
            yield np.moveaxis(tensor, copy, 0).reshape(self._d, -1, width)

    @cached_property
    def letters(self) -> dict[tuple[int, int], list[tuple[int, int, int]]]:
        """The matrices V†(Σ_s |b><e|_s ⊗ β ⊗ … ⊗ β)V, sparse, by (b, e)."""
        rests = list(product(range(self._d), repeat=self._copies - 1))
        heavy = [prod(self._weights[x] for x in rest) for rest in rests]
        alike = {
            weight: np.array([w == weight for w in heavy]) for weight in sorted(set(heavy))
        }
        sums: dict[tuple[int, int], Sum] = {}
        for moved in self._moved():
            # Words of one weight together, so that machine integers suffice for the rest.
            for weight, rows in alike.items():
                parts = [sparse.csr_array(moved[b][rows]) for b in range(self._d)]
                for b, e in product(range(self._d), repeat=2):
                    found = (parts[b].T @ parts[e]).tocoo()
                    total = sums.setdefault((b, e), Sum())
                    places = zip(*found.coords, found.data, strict=True)
                    for i, j, x in places:
                        total.add((int(i), int(j)), weight * int(x), 0)
        return {
            pair: [(i, j, x) for (i, j), (x, _) in total.entries().items()]
            for pair, total in sums.items()
        }

    @cached_property
    def places(self) -> dict[tuple[int, int], list[tuple[int, int, int]]]:
        """The same numbers by column: (b, e, x) for every (i, j)."""
        found: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
        for (b, e), entries in self.letters.items():
            for i, j, x in entries:
                found.setdefault((i, j), []).append((b, e, x))
        return found

    @cached_property
    def strands(self) -> list[dict[int, list[tuple[int, int]]]]:
        """For each copy and word on the others {letter: [(column, x)]}, each once."""
        seen: dict[bytes, Array] = {}
        for moved in self._moved():
            for rest in range(moved.shape[1]):
                part = moved[:, rest]
                if part.any():
                    seen.setdefault(part.tobytes(), part)
        return [
            {
                int(b): [(int(j), int(part[b, j])) for j in np.flatnonzero(part[b])]
                for b in np.flatnonzero(part.any(axis=1))
            }
            for part in seen.values()
        ]


def _vectors(diagram: Diagram, d: int) -> Array:
    """Return V_λ from symmetric and alternating sums that are built up by transpositions.

    The sum over all permutations of places 1…n is Π_j (1 + Σ_{i<j} (i j)), with a minus
    sign if it alternates. Every number on the way is at most k! ≤ 16! < 2^63.
    """
    copies = sum(diagram)
    if d == 1:
        return np.ones((1, 1), dtype=np.int64)
    starts = [sum(diagram[:row]) for row in range(len(diagram))]
    rows = [range(start, start + n) for start, n in zip(starts, diagram, strict=True)]
    columns = [
        [row[x] for row in rows if x < len(row)]
        for x in range(diagram[0] if diagram else 0)
    ]
    fillings = [
        word
        for word in product(range(d), repeat=copies)
        if all(word[i] <= word[i + 1] for row in rows for i in row[:-1])
        and all(word[i] < word[j] for c in columns for i, j in pairwise(c))
    ]
    tensor = np.zeros((d**copies, len(fillings)), dtype=np.int64)
    for number, word in enumerate(fillings):
        tensor[np.ravel_multi_index(word, (d,) * copies), number] = 1
    tensor = tensor.reshape(*(d,) * copies, len(fillings))
    for places, sign in [*((row, 1) for row in rows), *((c, -1) for c in columns)]:
        for at, new in enumerate(places):
            tensor = tensor + sign * sum(
                (tensor.swapaxes(old, new) for old in places[:at]), np.int64(0)
            )
    stabilizers = [
        prod(factorial(word[r.start : r.stop].count(x)) for r in rows for x in range(d))
        for word in fillings
    ]
    return tensor.reshape(d**copies, len(fillings)) // np.array(stabilizers, dtype=np.int64)

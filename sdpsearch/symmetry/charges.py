"""Charges: what diagonal unitaries leave of an operator on A⊗B^{⊗k}.

D_A⊗D_B with phases α_a, β_b commutes with J if and only if α_a + β_b − α_a' − β_b' = 0
wherever J has an entry at (ab, a'b'). These phases form a group, finite part included,
that is dual to Z^{d_A+d_B}/L, where L is spanned by the e_a + e_b − e_a' − e_b'. The word
a b_1 … b_k has the charge e_a + e_{b_1} + … + e_{b_k} modulo L, and an invariant operator
has no entry between words of different charge. Zeros are taken at their word: what has
these zeros has this symmetry, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from sdpsearch.linalg import Array

Integers = NDArray[np.int64]
#: Integers in a lattice's basis beyond this are given up: products must not overflow.
_LARGE = 2**31


@dataclass(frozen=True)
class Charges:
    """The lattice L of an operator on A⊗B.

    Attributes:
        d_a: dimension of A.
        d_b: dimension of B.
        relations: a basis of L in echelon form, one row each.
    """

    d_a: int
    d_b: int
    relations: tuple[tuple[int, ...], ...]

    def labels(self, words: Integers) -> NDArray[np.intp]:
        """Number words by their charge.

        Args:
            words: for each how often it has each letter of A, then of B, shape
                (n, d_a + d_b).

        Returns:
            One number for each word, equal for words of equal charge, from 0 up.
        """
        left = words.copy()
        for relation in self.relations:
            row = np.array(relation, dtype=np.int64)
            pivot = int(np.flatnonzero(row)[0])
            left -= np.floor_divide(left[:, pivot], row[pivot])[:, None] * row
        # Any injective label will do, and one integer sorts faster than a row.
        low, high = left.min(axis=0), left.max(axis=0)
        keys = np.zeros(left.shape[0], dtype=object if _spans(low, high) else np.int64)
        for column, least, most in zip(left.T, low, high, strict=True):
            keys = keys * int(most - least + 1) + (column - least)
        return np.unique(keys, return_inverse=True)[1].ravel()

    @property
    def dims(self) -> tuple[int, int]:
        """(d_a, d_b)."""
        return self.d_a, self.d_b

    @property
    def are_many(self) -> bool:
        """Whether there is more than one on A⊗B."""
        return int(self.pairs.max()) > 0

    @cached_property
    def pairs(self) -> NDArray[np.intp]:
        """The number of each basis vector |ab> of A⊗B's charge."""
        letters = np.eye(self.d_a + self.d_b, dtype=np.int64)
        words = letters[: self.d_a, None] + letters[None, self.d_a :]
        return self.labels(words.reshape(self.d_a * self.d_b, -1))


def _spans(low: Integers, high: Integers) -> bool:
    """Whether numbers of so many digits are too long for 64 bits."""
    return float(np.sum(np.log2(high - low + 1.0))) > 62


def charges_of(columns: Array, dims: tuple[int, int]) -> Charges | None:
    """Return the charges of J = M M† from where the columns of M are not zero.

    Every column then has one charge. None where integers grow out of hand.

    Args:
        columns: M, shape (d_a d_b, m).
        dims: (d_a, d_b).

    Example:
        >>> import numpy as np
        >>> columns = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
        >>> charges_of(columns, (2, 2)).pairs
        array([1, 0, 2, 1])
    """
    d_a, d_b = dims
    rows, places = np.nonzero(columns)
    size = columns.shape[0]
    shape = (size + columns.shape[1],) * 2
    links = sparse.csr_array((np.ones(rows.size), (rows, size + places)), shape=shape)
    label = connected_components(links, directed=False)[1][:size]
    echelon: dict[int, list[int]] = {}
    first: dict[int, int] = {}
    for pair, component in enumerate(label.tolist()):
        other = first.setdefault(component, pair)
        if other != pair:
            difference = [0] * (d_a + d_b)
            for sign, (a, b) in ((1, divmod(pair, d_b)), (-1, divmod(other, d_b))):
                difference[a] += sign
                difference[d_a + b] += sign
            _insert(echelon, difference)
    if any(abs(x) > _LARGE for row in echelon.values() for x in row):
        return None
    return Charges(d_a, d_b, tuple(tuple(echelon[pivot]) for pivot in sorted(echelon)))


def _insert(echelon: dict[int, list[int]], vector: Sequence[int]) -> None:
    """Add a vector to an integer echelon basis, by Euclid's algorithm on the pivots."""
    rest = list(vector)
    for pivot in range(len(rest)):
        if not rest[pivot]:
            continue
        row = echelon.get(pivot)
        if row is None:
            echelon[pivot] = rest if rest[pivot] > 0 else [-x for x in rest]
            return
        while rest[pivot]:
            times = row[pivot] // rest[pivot]
            row, rest = rest, [x - times * y for x, y in zip(row, rest, strict=True)]
        echelon[pivot] = row if row[pivot] > 0 else [-x for x in row]

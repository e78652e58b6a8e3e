"""Schur–Weyl: one orthonormal basis per Young diagram of (C^d)^{⊗k}.

For a diagram λ ⊢ k with at most d rows the Jucys–Murphy elements X_j = Σ_{i<j} (i j),
j = 2…k, have a joint eigenspace for every standard tableau of shape λ, with the
tableau's contents as eigenvalues (Vershik, Okounkov, math/0503040). An operator that
commutes with all permutations acts alike on the eigenspaces of one λ, so one of them,
for the tableau filled row by row, represents the block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement
from math import factorial, prod

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch import deadline

Diagram = tuple[int, ...]
#: The rows of a column that are not zero, and what they hold.
Column = tuple[NDArray[np.intp], NDArray[np.float64]]


@dataclass(frozen=True)
class YoungBasis:
    """A basis of the block of one diagram.

    Attributes:
        diagram: row lengths of λ.
        vectors: sparse isometry, shape (d^k, m_λ), real.
        multiplicity: number of standard tableaux, the dimension of the S_k irrep.
    """

    diagram: Diagram
    vectors: sparse.csc_array
    multiplicity: int


def diagrams(k: int, rows: int) -> Iterator[Diagram]:
    """Yield the Young diagrams with k boxes in at most `rows` rows, longest row first."""

    def extend(left: int, longest: int, rows: int) -> Iterator[Diagram]:
        if left == 0:
            yield ()
        elif rows > 0:
            for row in range(min(left, longest), 0, -1):
                for rest in extend(left - row, row, rows - 1):
                    yield (row, *rest)

    return extend(k, k, rows)


def tableaux_count(diagram: Diagram) -> int:
    """Return the number of standard tableaux, by the hook length formula."""
    columns = [sum(row > j for row in diagram) for j in range(diagram[0])]
    hooks = prod(
        row - j + columns[j] - i - 1 for i, row in enumerate(diagram) for j in range(row)
    )
    return factorial(sum(diagram)) // hooks


def block_order(diagram: Diagram, d: int) -> int:
    """Return m_λ, the dimension of the SU(d) irrep, by the hook content formula."""
    contents = prod(d + j - i for i, row in enumerate(diagram) for j in range(row))
    return contents * tableaux_count(diagram) // factorial(sum(diagram))


def shorter(diagram: Diagram) -> tuple[Diagram, int]:
    """Remove the last box of the row-by-row tableau; return the rest and its content."""
    *head, last = diagram
    content = (last - 1) - len(head)
    return (tuple(head) if last == 1 else (*head, last - 1)), content


def contents(diagram: Diagram) -> tuple[int, ...]:
    """Return the contents of boxes 2…k of the row-by-row tableau."""
    found: list[int] = []
    while sum(diagram) > 1:
        diagram, content = shorter(diagram)
        found.append(content)
    return tuple(reversed(found))


@lru_cache(maxsize=64)
def young_bases(d: int, k: int) -> tuple[YoungBasis, ...]:
    """Return one YoungBasis per diagram with k boxes and at most d rows.

    The vectors are weight vectors (each lives on the permutations of one word), which
    keeps everything built from them sparse.
    """
    shapes = tuple(diagrams(k, d))
    columns: dict[Diagram, list[Column]] = {shape: [] for shape in shapes}
    for letters in combinations_with_replacement(range(d), k):
        symbols, counts = np.unique(letters, return_counts=True)
        order = np.argsort(-counts, kind="stable")
        words, eigenspaces = _weight_space(tuple(int(c) for c in counts[order]))
        index = symbols[order][np.array(words, dtype=int)] @ (d ** np.arange(k - 1, -1, -1))
        for shape, vectors in eigenspaces.items():
            columns[shape] += [(index, vector) for vector in vectors.T]
    return tuple(
        YoungBasis(shape, _sparse_columns(columns[shape], d**k), tableaux_count(shape))
        for shape in shapes
    )


def _sparse_columns(columns: list[Column], rows: int) -> sparse.csc_array:
    index = np.concatenate([rows for rows, _ in columns])
    data = np.concatenate([values for _, values in columns])
    starts = np.cumsum([0] + [rows.size for rows, _ in columns])
    matrix = sparse.csc_array((data, index, starts), shape=(rows, len(columns)))
    matrix.eliminate_zeros()
    return matrix


@lru_cache(maxsize=256)
def _weight_space(
    counts: tuple[int, ...],
) -> tuple[NDArray[np.intp], dict[Diagram, NDArray[np.float64]]]:
    """Return the words with the given letter counts and the joint eigenspaces on them."""
    k = sum(counts)
    words = np.array(sorted(_arrangements(counts)))
    deadline.check("symmetric subspaces were built", 9.0 * len(words) ** 3)
    position = {tuple(word): i for i, word in enumerate(words)}
    # One generic combination of the X_j separates the tableaux: its eigenvalue is the
    # same combination of contents, and square roots of integers keep those apart.
    weights = np.sqrt(np.arange(2, k + 1) + 0.5)
    combined = np.zeros((len(words), len(words)))
    for j in range(1, k):
        for i in range(j):
            swapped = words.copy()
            swapped[:, [i, j]] = swapped[:, [j, i]]
            target = [position[tuple(word)] for word in swapped]
            combined[target, np.arange(len(words))] += weights[j - 1]
    values, vectors = np.linalg.eigh(combined)
    spaces: dict[Diagram, NDArray[np.float64]] = {}
    for shape in diagrams(k, len(counts)):
        label = weights @ np.array(contents(shape), dtype=float)
        chosen = vectors[:, np.abs(values - label) < 1e-8]
        if chosen.shape[1]:
            chosen[np.abs(chosen) < 1e-14] = 0.0
            spaces[shape] = chosen
    return words, spaces


def _arrangements(counts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    if sum(counts) == 0:
        yield ()
    for letter, count in enumerate(counts):
        if count:
            rest = (*counts[:letter], count - 1, *counts[letter + 1 :])
            for word in _arrangements(rest):
                yield (letter, *word)

"""Schur–Weyl duality: dimensions, orthonormality, and the Jucys–Murphy eigenspaces."""

from itertools import permutations, product
from math import comb, factorial

import numpy as np
import pytest

from sdpsearch.extension.schur_weyl import (
    block_order,
    contents,
    diagrams,
    shorter,
    tableaux_count,
    young_bases,
)

SMALL = [
    (1, 3),
    (2, 1),
    (2, 2),
    (2, 3),
    (2, 4),
    (2, 6),
    (3, 2),
    (3, 3),
    (3, 4),
    (4, 3),
    (5, 2),
]
CASES = pytest.mark.parametrize(("d", "k"), SMALL, ids=[f"d{d}-k{k}" for d, k in SMALL])


def permuted(d, k, order):
    """Return the permutation operator on (C^d)^{⊗k} that sends copy i to order[i]."""
    index = np.arange(d**k).reshape((d,) * k).transpose(order).ravel()
    return np.eye(d**k)[index]


def jucys_murphy(d, k, j):
    """Return X_j = Σ_{i<j} (i j) with copies counted from 1."""
    total = np.zeros((d**k, d**k))
    for i in range(j - 1):
        order = list(range(k))
        order[i], order[j - 1] = order[j - 1], order[i]
        total += permuted(d, k, order)
    return total


def standard_tableaux(diagram):
    """Count standard tableaux by removing the largest entry in every possible way."""
    if sum(diagram) == 0:
        return 1
    total = 0
    for i, row in enumerate(diagram):
        below = diagram[i + 1] if i + 1 < len(diagram) else 0
        if row > below:
            total += standard_tableaux((*diagram[:i], row - 1, *diagram[i + 1 :]))
    return total


def semistandard_tableaux(diagram, d):
    """Count fillings with rows weakly and columns strictly increasing."""
    boxes = [(i, j) for i, row in enumerate(diagram) for j in range(row)]
    count = 0
    for letters in product(range(d), repeat=len(boxes)):
        filled = dict(zip(boxes, letters, strict=True))
        count += all(
            filled.get((i, j - 1), -1) <= letter and filled.get((i - 1, j), -1) < letter
            for (i, j), letter in filled.items()
        )
    return count


@CASES
def test_dimensions_add_up(d, k):
    bases = young_bases(d, k)
    assert sum(b.multiplicity * b.vectors.shape[1] for b in bases) == d**k
    assert [b.diagram for b in bases] == list(diagrams(k, d))


@CASES
def test_bases_are_orthonormal_and_mutually_orthogonal(d, k):
    stacked = np.hstack([b.vectors.toarray() for b in young_bases(d, k)])
    assert stacked.T @ stacked == pytest.approx(np.eye(stacked.shape[1]), abs=1e-12)


@CASES
def test_blocks_are_jucys_murphy_eigenspaces(d, k):
    for basis in young_bases(d, k):
        vectors = basis.vectors.toarray()
        for j, content in enumerate(contents(basis.diagram), start=2):
            moved = jucys_murphy(d, k, j) @ vectors
            assert moved == pytest.approx(content * vectors, abs=1e-12)


@CASES
def test_permutation_invariant_operators_are_block_diagonal(d, k):
    rng = np.random.default_rng(d * k)
    raw = rng.standard_normal((d**k, d**k))
    orders = [permuted(d, k, order) for order in permutations(range(k))]
    twirled = sum(p @ raw @ p.T for p in orders) / factorial(k)
    bases = young_bases(d, k)
    for first, second in product(bases, bases):
        block = first.vectors.T @ (twirled @ second.vectors.toarray())
        if first.diagram != second.diagram:
            assert block == pytest.approx(np.zeros_like(block), abs=1e-12)
    # One representative per diagram carries the whole trace.
    traces = [
        b.multiplicity * np.trace(b.vectors.T @ (twirled @ b.vectors.toarray()))
        for b in bases
    ]
    assert sum(traces) == pytest.approx(np.trace(raw), abs=1e-10)


@pytest.mark.parametrize(
    "diagram", [d for k in range(1, 7) for d in diagrams(k, k)], ids=str
)
def test_hook_formula_counts_standard_tableaux(diagram):
    assert tableaux_count(diagram) == standard_tableaux(diagram)


@pytest.mark.parametrize("d", [1, 2, 3, 4])
@pytest.mark.parametrize(
    "diagram", [d for k in range(1, 5) for d in diagrams(k, k)], ids=str
)
def test_hook_content_formula_counts_semistandard_tableaux(diagram, d):
    assert block_order(diagram, d) == semistandard_tableaux(diagram, d)


@CASES
def test_block_orders_are_the_numbers_of_vectors(d, k):
    for basis in young_bases(d, k):
        assert basis.vectors.shape == (d**k, block_order(basis.diagram, d))


@pytest.mark.parametrize("d", [2, 3, 5, 8])
def test_two_copies_are_symmetric_and_antisymmetric(d):
    symmetric, antisymmetric = young_bases(d, 2)
    swap = permuted(d, 2, (1, 0))
    assert symmetric.vectors.shape[1] == comb(d + 1, 2)
    assert antisymmetric.vectors.shape[1] == comb(d, 2)
    assert swap @ symmetric.vectors.toarray() == pytest.approx(symmetric.vectors.toarray())
    swapped = swap @ antisymmetric.vectors.toarray()
    assert swapped == pytest.approx(-antisymmetric.vectors.toarray())


@pytest.mark.parametrize("k", range(1, 8))
def test_squared_multiplicities_add_up_to_the_group_order(k):
    assert sum(tableaux_count(shape) ** 2 for shape in diagrams(k, k)) == factorial(k)


def test_diagrams_with_few_rows():
    assert list(diagrams(4, 2)) == [(4,), (3, 1), (2, 2)]
    assert list(diagrams(3, 5)) == [(3,), (2, 1), (1, 1, 1)]


@pytest.mark.parametrize(
    ("diagram", "expected"),
    [
        ((3,), ((2,), 2)),
        ((2, 1), ((2,), -1)),
        ((2, 2), ((2, 1), 0)),
        ((1, 1, 1), ((1, 1), -2)),
    ],
    ids=str,
)
def test_shorter_removes_the_last_box(diagram, expected):
    assert shorter(diagram) == expected

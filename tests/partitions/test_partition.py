"""Partitions multiply, trace and transpose as the operators that they stand for."""

from itertools import product as tuples

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdpsearch.partitions import partition as p


def operator(labels, d):
    """Return the operator on n strands, entry by entry from its definition."""
    n = len(labels) // 2
    found = np.zeros((d,) * (2 * n))
    for indices in tuples(range(d), repeat=2 * n):
        seen = {}
        if all(seen.setdefault(x, i) == i for x, i in zip(labels, indices, strict=True)):
            found[indices] = 1
    return found.reshape(d**n, d**n)


def partitions(n):
    return st.lists(st.integers(0, 2 * n - 1), min_size=2 * n, max_size=2 * n).map(
        p.partition
    )


strands = st.integers(1, 3)
dimensions = st.integers(1, 3)


@given(st.data(), strands, dimensions)
def test_products(data, n, d):
    left, right = data.draw(partitions(n)), data.draw(partitions(n))
    made, loops = p.product(left, right)
    assert np.array_equal(
        operator(left, d) @ operator(right, d), d**loops * operator(made, d)
    )


@given(st.data(), strands, dimensions)
def test_adjoints(data, n, d):
    one = data.draw(partitions(n))
    assert np.array_equal(operator(p.adjoint(one), d), operator(one, d).T)


@given(st.data(), strands, dimensions)
def test_traces(data, n, d):
    one = data.draw(partitions(n))
    kept = tuple(sorted(data.draw(st.sets(st.integers(0, n - 1)))))
    tensor = operator(one, d).reshape((d,) * (2 * n))
    letters = "abc"[:n]
    bras = "".join("xyz"[i] if i in kept else letters[i] for i in range(n))
    out = "".join(letters[i] for i in kept) + "".join("xyz"[i] for i in kept)
    expected = np.einsum(f"{letters}{bras}->{out}", tensor)
    made, loops = p.traced(one, kept)
    found = d**loops * (operator(made, d) if kept else np.ones(()))
    assert np.array_equal(found, expected.reshape(found.shape))


@given(partitions(2), dimensions)
def test_partial_transposes(one, d):
    tensor = operator(one, d).reshape(d, d, d, d)
    expected = tensor.transpose(0, 3, 2, 1).reshape(d * d, d * d)
    assert np.array_equal(operator(p.transposed(one), d), expected)


@given(partitions(2), st.sampled_from([(0, 1), (0, 2), (2, 1)]), st.integers(1, 2))
def test_placing(one, places, d):
    tensor = np.kron(operator(one, d), np.eye(d)).reshape((d,) * 6)
    order = [*places, 3 - sum(places)]
    back = list(np.argsort(order))
    expected = tensor.transpose(*back, *(3 + i for i in back)).reshape(d**3, d**3)
    assert np.array_equal(operator(p.placed(one, places, 3), d), expected)


@given(st.lists(partitions(2), max_size=3))
def test_a_closure_is_closed(generators):
    found = set(p.closure([p.IDENTITY, *generators]))
    assert all(p.adjoint(one) in found for one in found)
    assert all(p.product(a, b)[0] in found for a in found for b in found)


@pytest.mark.parametrize(
    ("generators", "size"),
    [
        ([(0, 0, 1, 1)], 2),  # U⊗Ū
        ([(0, 0, 1, 1), (0, 1, 1, 0)], 3),  # the Brauer algebra
        ([(0, 0, 1, 1), (0, 1, 1, 0), (0, 0, 0, 0)], 4),  # signed permutations
    ],
)
def test_sizes_of_the_classic_algebras(generators, size):
    assert len(p.closure([p.IDENTITY, *generators])) == size

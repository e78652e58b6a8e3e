"""Blocks make up the algebra, and an element is positive if and only if they are."""

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.partitions import combination as c
from sdpsearch.partitions.algebra import Algebra
from sdpsearch.partitions.block import Indivisible
from sdpsearch.partitions.question import Question
from tests.partitions.test_partition import operator

PAIR, SWAP, DIAGONAL = (0, 0, 1, 1), (0, 1, 1, 0), (0, 0, 0, 0)
ALGEBRAS = {
    "unitary": ([PAIR], 2, 4),
    "orthogonal": ([PAIR, SWAP], 2, 4),
    "diagonal": ([PAIR, DIAGONAL], 2, 6),
    "three copies": ([PAIR], 3, 4),
    "ppt": ([PAIR, SWAP, DIAGONAL], 1, 4),
}


def algebra(name, d=None):
    stated, copies, least = ALGEBRAS[name]
    _, many = Question(copies).closures(stated)
    return Algebra(many, d or least)


def floats(matrix):
    return np.array([[float(c.fraction(x)) for x in row] for row in matrix.tolist()])


@pytest.mark.parametrize("name", ALGEBRAS)
def test_an_element_is_made_up_of_its_matrices(name):
    made = algebra(name)
    for number, element in enumerate(made._basis):
        given_ = c.total([(fmpq(number + 1, 3), element)])
        assert made.element(made.matrices(given_)) == given_


@pytest.mark.parametrize("name", ALGEBRAS)
def test_blocks_multiply_by_their_gram_matrices(name):
    made = algebra(name)
    first, last = made._basis[-1], made._basis[len(made._basis) // 2]
    product = c.product(first, last, made.d)
    for block, a, b, ab in zip(
        made.blocks,
        made.matrices(first),
        made.matrices(last),
        made.matrices(product),
        strict=True,
    ):
        assert a * block.gram * b == ab


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=9, max_size=9))
def test_spectra_are_those_of_the_operators(shares):
    """S(W) of the Brauer algebra at d = 4, against its matrix of order 64."""
    made = algebra("orthogonal")
    element = c.total(zip(map(fmpq, shares), made._basis, strict=True))
    even = c.total([(fmpq(1, 2), element), (fmpq(1, 2), c.adjoint(element))])
    dense = sum(float(c.fraction(x)) * operator(key, 4) for key, x in even.items())
    dense = np.zeros((64, 64)) + dense
    values = [np.zeros(0)]
    for block, m in zip(made.blocks, made.matrices(even), strict=True):
        gram = floats(block.gram)
        small = floats(m)
        lower = np.linalg.cholesky(gram)
        spectrum = np.linalg.eigvalsh(lower.T @ small @ lower)
        values.append(np.repeat(spectrum, int(block.weight.p)))
    assert np.allclose(np.sort(np.concatenate(values)), np.linalg.eigvalsh(dense))


def test_dimensions_that_are_too_small_say_so():
    with pytest.raises(Indivisible, match="dependent"):
        _ = algebra("orthogonal", 2).matrices({(0, 1, 2, 0, 1, 2): fmpq(1)})


def test_what_is_outside_the_algebra_says_so():
    with pytest.raises(Indivisible, match="outside"):
        algebra("unitary").matrices({(0, 0, 0, 0, 0, 0): fmpq(1)})


def test_rationals_pass_both_ways():
    assert c.fraction(c.rational(Fraction(-3, 7))) == Fraction(-3, 7)

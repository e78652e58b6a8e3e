"""The provers' algebra against the checker's: written apart, equal in every number."""

from fractions import Fraction as F
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.proof import checker
from sdpsearch.proof.exact import matrix as exact
from sdpsearch.proof.exact.matrix import Matrix
from sdpsearch.proof.exact.positivity import is_psd
from sdpsearch.proof.exact.space import Space
from sdpsearch.report.words import rounded_up

SPACES = [(1, 2), (1, 16), (2, 2), (2, 3), (3, 2), (3, 3), (2, 5), (4, 2), (3, 4), (2, 8)]
NUMBERS = st.integers(-4, 4) | st.integers(-(2**70), 2**70)


def hermitian_of(rng, order, size=3):
    entries = {}
    for p in range(order):
        for q in range(p + 1):
            re, im = (int(x) for x in rng.integers(-size, size + 1, 2))
            im = 0 if p == q else im
            if re or im:
                entries[p, q], entries[q, p] = (re, im), (re, -im)
    return Matrix(order, order, entries, int(rng.integers(1, 9)))


def theirs(matrix):
    """Return the checker's own kind of matrix."""
    return checker.Matrix(matrix.rows, matrix.columns, matrix.entries, matrix.denominator)


def mine_of(matrix):
    """Return the provers' kind of the checker's matrix."""
    return Matrix(matrix.rows, matrix.columns, matrix.entries, matrix.denominator)


@st.composite
def hermitians(draw, least=1, most=5):
    """Return a Hermitian matrix, half of them of the form LL† less a little."""
    order = draw(st.integers(least, most))
    if draw(st.booleans()):
        rank = draw(st.integers(1, order))
        places = product(range(order), range(rank))
        factor = {at: (draw(NUMBERS), draw(st.integers(-3, 3))) for at in places}
        found = exact.sandwich(Matrix(order, rank, factor), exact.identity(rank))
        less = F(draw(st.integers(-1, 1)), 2 ** draw(st.integers(0, 40)))
        return exact.combine([(F(1), found), (less, exact.identity(order))], order)
    entries = {}
    for p in range(order):
        for q in range(p + 1):
            re, im = draw(NUMBERS), 0 if p == q else draw(NUMBERS)
            entries[p, q], entries[q, p] = (re, im), (re, -im)
    return Matrix(order, order, entries, draw(st.integers(1, 2**40)))


@pytest.mark.parametrize(("d", "k"), SPACES)
def test_young_symmetrizers_are_the_checkers(d, k):
    """Certificates are written in these coordinates: a sign or a factor is a fault."""
    mine, other = Space(1, d, k, (F(1),) * d), checker.Space(1, d, k)
    assert set(mine.diagrams) == set(other.symbols)
    for diagram in mine.diagrams:
        expected = np.zeros_like(mine.vectors(diagram))
        for column, words in enumerate(other.symbols[diagram]):
            for word, weight in words.items():
                expected[np.ravel_multi_index(word, (d,) * k), column] = weight
        assert (mine.vectors(diagram) == expected).all()


@pytest.mark.parametrize(("d", "k"), [(d, k) for d, k in SPACES if d**k < 100])
@pytest.mark.parametrize("d_in", [1, 2])
def test_compressions_marginals_and_exclusions_are_the_checkers(d, k, d_in):
    rng = np.random.default_rng([d, k, d_in])
    scales = tuple(F(int(x), int(y)) for x, y in rng.integers(1, 5, (d, 2)))
    mine, other = Space(d_in, d, k, scales), checker.Space(d_in, d, k, scales)
    null = Matrix(d_in * d, 2, {(0, 0): (2, 1), (d_in * d - 1, 1): (0, 3), (0, 1): (1, 0)})
    for diagram in mine.diagrams:
        assert mine.order(diagram) == other.order(diagram)
        witness = hermitian_of(rng, d_in * d)
        found = mine.compress(witness, diagram)
        assert exact.equal(found, mine_of(other.compress(theirs(witness), diagram)))
        block = hermitian_of(rng, mine.order(diagram))
        marginal = mine.marginal(block, diagram)
        assert exact.equal(marginal, mine_of(other.marginal(theirs(block), diagram)))
        # tr(W marginal(T)) = tr(compress(W) T), whoever is asked.
        assert exact.pairing(witness, marginal) == exact.pairing(found, block)
        spans = [
            checker._rank([row for row in rows if row])
            for rows in (
                list(mine.exclusions(null, diagram)),
                list(other.exclusions(theirs(null), diagram)),
                [*mine.exclusions(null, diagram), *other.exclusions(theirs(null), diagram)],
            )
        ]
        assert spans[0] == spans[1] == spans[2]


@settings(max_examples=150, deadline=None)
@given(hermitians(most=4) | hermitians(least=13, most=14))
def test_positivity_is_the_checkers(matrix):
    assert is_psd(matrix) is checker.is_psd(theirs(matrix))


@given(hermitians(), hermitians(), st.fractions(), st.fractions())
def test_sums_products_and_traces_are_the_checkers(first, second, x, y):
    order = min(first.rows, second.rows)

    def cut(matrix):
        kept = {at: e for at, e in matrix.entries.items() if max(at) < order}
        return Matrix(order, order, kept, matrix.denominator)

    a, b = cut(first), cut(second)
    mine = exact.combine([(x, a), (y, b)], order)
    other = checker.combine([(x, theirs(a)), (y, theirs(b))], order)
    assert exact.equal(mine, mine_of(other))
    assert exact.equal(a, b) is checker.equal(theirs(a), theirs(b))
    assert exact.equal(a, exact.combine([(F(1), a)], order))
    assert exact.pairing(a, b) == checker.pairing(theirs(a), theirs(b))
    left = Matrix(order, order, b.entries)
    assert exact.equal(
        exact.sandwich(left, a), mine_of(checker.sandwich(theirs(left), theirs(a)))
    )
    assert exact.equal(exact.adjoint(a), mine_of(checker.adjoint(theirs(a))))


@pytest.mark.parametrize("dims", [(1, 3), (2, 2), (3, 2), (2, 4)])
def test_partial_traces_and_transposes_are_the_checkers(dims):
    rng = np.random.default_rng(dims)
    for _ in range(20):
        found = hermitian_of(rng, dims[0] * dims[1])
        scales = [F(int(x), int(y)) for x, y in rng.integers(1, 5, (dims[1], 2))]
        traced = checker.traced_last(theirs(found), scales)
        assert exact.equal(exact.traced_last(found, scales), mine_of(traced))
        turned = checker.transposed_on_b(theirs(found), dims[1])
        assert exact.equal(exact.transposed_on_b(found, dims[1]), mine_of(turned))


@given(st.fractions(min_value=F(1, 10**60), max_value=10**60))
def test_widths_are_rounded_up_to_two_digits(width):
    printed = F(rounded_up(width).replace("−", "-"))
    assert width <= printed <= width * F(11, 10)
    assert rounded_up(width).index(".") == 1

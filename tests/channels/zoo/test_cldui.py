"""Channels that commute with diagonal unitaries: from (A, B), and back."""

from fractions import Fraction
from math import isqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.channels import zoo
from sdpsearch.channels.zoo.gram import gram_squares

SEEDS = st.integers(0, 10**6)
DAMPED = [[1, 0], [0.3, 0.7]]


def matrices(d, seed, rank=2):
    """A and B of a channel, complex."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(d, rank)) + 1j * rng.normal(size=(d, rank))
    moves, coherences = rng.random((d, d)), vectors @ vectors.conj().T
    np.fill_diagonal(moves, coherences.diagonal().real)
    total = moves.sum(axis=1)
    return moves / total[:, None], coherences / np.sqrt(np.outer(total, total))


@settings(max_examples=15)
@given(d=st.integers(2, 4), seed=SEEDS)
def test_the_choi_operator_is_that_of_a_and_b(d, seed):
    moves, coherences = matrices(d, seed)
    channel = zoo.cldui(moves, coherences)
    choi = channel.choi.reshape((d,) * 4)
    assert np.allclose(np.einsum("ijij->ij", choi), moves, rtol=0, atol=1e-12)
    assert np.allclose(np.einsum("iijj->ij", choi), coherences, rtol=0, atol=1e-12)
    entries = np.abs(moves).sum() + np.abs(coherences).sum() - np.trace(moves)
    assert np.abs(choi).sum() == pytest.approx(entries)
    assert channel.d_env == channel.rank


@settings(max_examples=15)
@given(d=st.integers(2, 4), seed=SEEDS)
def test_diagonal_unitaries_commute_with_it(d, seed):
    channel = zoo.cldui(*matrices(d, seed))
    phases = np.exp(2j * np.pi * np.random.default_rng(seed).random(d))
    turn = zoo.unitary(np.diag(phases))
    assert channel @ turn == turn @ channel


@pytest.mark.parametrize(
    "channel",
    [
        zoo.depolarizing(3)(0.3),
        zoo.depolarizing_dephasing(4)(0.2),
        zoo.horodecki()(3.5),
        zoo.multilevel_amplitude_damping(4)(0.3),
        zoo.generalized_amplitude_damping()(0.6),
    ],
    ids=["depolarizing", "dephased", "horodecki", "cascade", "thermal"],
)
def test_many_of_the_zoo_are_of_the_kind(channel):
    d = channel.d_in
    choi = channel.choi.reshape((d,) * 4)
    moves, coherences = np.einsum("ijij->ij", choi).real, np.einsum("iijj->ij", choi)
    assert zoo.cldui(moves, coherences) == channel


@settings(max_examples=15)
@given(
    entries=st.lists(st.fractions(-3, 3, max_denominator=9), min_size=9, max_size=9),
    rank=st.integers(0, 3),
)
def test_gram_matrices_come_apart_exactly(entries, rank):
    vectors = np.array(entries, dtype=object).reshape(3, 3)[:rank]
    gram = vectors.T @ vectors if rank else np.full((3, 3), Fraction(0), dtype=object)
    squares = gram_squares(gram)
    assert squares is not None
    assert len(squares) <= rank
    # Entry by entry √a·√b is rational: within a vector all are multiples of one root.
    total = np.full((3, 3), Fraction(0), dtype=object)
    for v in squares:
        pivot = next(s for s in v if s != 0)
        ratios = [root(s / pivot) for s in v]
        total = total + abs(pivot) * np.outer(ratios, ratios)
    assert np.all(total == gram)


def root(square):
    """The rational root of a signed square."""
    size = Fraction(isqrt(abs(square.numerator)), isqrt(square.denominator))
    found = -size if square < 0 else size
    assert found * abs(found) == square
    return found


def test_what_is_not_positive_has_no_parts():
    indefinite = np.array([[0, 1], [1, 5]], dtype=object) + Fraction(0)
    assert gram_squares(indefinite) is None
    assert gram_squares(-np.eye(2, dtype=int) + Fraction(0)) is None


def test_exact_where_the_decimals_are_a_channel():
    third = Fraction(1, 3)
    exact = zoo.cldui([[third, 1 - third], [0, 1]], [[third, third], [third, 1]])
    assert exact.squares[0, 1, 1] == third  # of B = v v^T + w w^T, v = (1, 1)/√3
    thirds = zoo.cldui([[1 / 3, 2 / 3], [0, 1]], [[1 / 3, 1 / 3], [1 / 3, 1]])
    assert thirds.squares is None  # 0.333… and 0.666… do not add up to 1
    assert thirds == exact


def test_weights_however_small_are_kept_where_they_are_known():
    tiny = Fraction(1, 10**30)
    coherences = [[1 - tiny, 1 - tiny], [1 - tiny, 1]]
    channel = zoo.cldui([[1 - tiny, tiny], [0, 1]], coherences)
    assert channel.squares.tolist()[1] == [[0, 0], [0, tiny]]  # B has rank 2
    weak = zoo.cldui([[1, 0], [1 - 1e-20, 1e-20]], np.diag([1, 1e-20]))
    assert abs(weak.kraus[:, 1, 1]).max() == pytest.approx(1e-10)


def test_a_diagonal_may_be_below_zero_by_rounding():
    lost = zoo.cldui([[1, 0], [1, 0]], [[1, 0], [0, -1e-12]])
    assert lost == zoo.amplitude_damping()(1.0)


@pytest.mark.parametrize("seed", range(5))
def test_rounding_leaves_no_operators(seed):
    moves = np.random.default_rng(seed).random((4, 4)) + 0.01
    moves /= moves.sum(axis=1)[:, None]
    stay = np.sqrt(moves.diagonal())
    assert zoo.cldui(moves, np.outer(stay, stay)).d_env == 12 + 1


@pytest.mark.parametrize(
    ("moves", "coherences", "message"),
    [
        (DAMPED, np.eye(3), r"shapes \(2, 2\) and \(3, 3\)"),
        ([1, 0], [1, 0], r"square matrices .* shapes \(2,\)"),
        ([[1, 0], [-0.3, 1.3]], np.diag([1, 1.3]), "lowest entry -0.3"),
        ([[1, 0], [0.3j, 0.7]], np.diag([1, 0.7]), "imaginary part 3.0e-01"),
        (DAMPED, np.eye(2), "diagonal of `A`.* differs from it by 3.0e-01"),
        (DAMPED, [[1, 0.9], [0.9, 0.7]], "positive semidefinite, but has lowest"),
        (DAMPED, [[1, 0.5], [0, 0.7]], "anti-Hermitian part 2.5e-01"),
        ([[1, 0], [0.2, 0.7]], np.diag([1, 0.7]), "rows of sum 1.* off by 1.0e-01"),
    ],
)
def test_other_matrices_are_refused(moves, coherences, message):
    with pytest.raises(ValueError, match=message) as caught:
        zoo.cldui(moves, coherences)
    assert "\n" not in str(caught.value)

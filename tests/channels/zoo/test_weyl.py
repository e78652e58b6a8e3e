"""Weyl channels from probabilities: by their operators, exactly, and how they compose."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sdpsearch.channels import zoo
from sdpsearch.channels.channel import Channel

UNIT = st.floats(0, 1)


def operators(d):
    shift = np.roll(np.eye(d), 1, axis=0)
    phase = np.diag(np.exp(2j * np.pi * np.arange(d) / d))
    power, levels = np.linalg.matrix_power, range(d)
    return np.array([[power(shift, a) @ power(phase, b) for b in levels] for a in levels])


def by_operators(p):
    """Σ_ab p_ab X^a Z^b ρ (X^a Z^b)†, from the definition."""
    p = np.array(p, dtype=float)
    roots = np.sqrt(p / p.sum())[:, :, None, None]
    return Channel((roots * operators(len(p))).reshape(-1, len(p), len(p)))


def probabilities(d):
    rows = st.lists(st.lists(UNIT, min_size=d, max_size=d), min_size=d, max_size=d)
    return rows.filter(lambda p: np.sum(p) > 0.1)


@settings(max_examples=15)
@given(p=st.integers(2, 5).flatmap(probabilities))
def test_any_probabilities(p):
    assert zoo.weyl(p) == by_operators(p)


@settings(max_examples=15)
@given(
    d=st.integers(2, 6),
    pieces=st.lists(st.integers(0, 9), min_size=36, max_size=36).filter(any),
)
def test_what_depends_on_the_common_divisor_is_exact(d, pieces):
    p = [[pieces[6 * a + np.gcd(b, d) % 6] for b in range(d)] for a in range(d)]
    assume(np.sum(p) > 0)
    channel = zoo.weyl(p)
    assert channel.squares is not None
    assert channel.d_env == channel.rank == np.count_nonzero(p)
    assert channel == by_operators(p)


def test_phases_that_do_not_pair_are_not_rational():
    assert zoo.weyl([[1, 1, 0], [0, 0, 0], [0, 0, 0]]).squares is None
    assert zoo.weyl([[1, 1, 1], [0, 0, 0], [0, 0, 0]]).squares is not None
    assert zoo.weyl(np.ones((2, 2))).squares.max() == Fraction(1, 2)


@settings(max_examples=10)
@given(p=probabilities(3), a=st.integers(0, 2), b=st.integers(0, 2))
def test_weyl_operators_commute_with_it(p, a, b):
    channel, turn = zoo.weyl(p), zoo.unitary(operators(3)[a, b])
    assert channel @ turn == turn @ channel


@settings(max_examples=10)
@given(first=probabilities(3), last=probabilities(3))
def test_errors_convolve(first, last):
    one, two = np.array(first) / np.sum(first), np.array(last) / np.sum(last)
    both = sum(
        one[a, b] * np.roll(two, (a, b), axis=(0, 1)) for a in range(3) for b in range(3)
    )
    assert zoo.weyl(last) @ zoo.weyl(first) == zoo.weyl(both)


@pytest.mark.parametrize("d", [2, 3, 4, 5])
def test_two_weyl_errors_are_shifts_and_phases(d):
    p = np.zeros((d, d))
    p[0, 0], p[0, 1:], p[1:, 0] = 0.7, 0.1 / (d - 1), 0.2 / (d - 1)
    assert zoo.two_weyl(d, shifts=2 / 3)(0.3) == by_operators(p)
    assert zoo.two_weyl(d)(0.3).rank == 2 * d - 1

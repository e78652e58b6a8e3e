"""Brauer mixtures and Werner channels: covariance, weights, and which maps they mix."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.channels import zoo
from sdpsearch.channels.random import random_unitary
from sdpsearch.channels.zoo.orthogonal import white

WEIGHTS = st.tuples(*[st.floats(0, 1)] * 3).filter(lambda w: sum(w) > 0.1)


def rotation(d, seed):
    """A real orthogonal matrix."""
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(d, d)))[0]


def projectors(d):
    """The projectors onto Ω, the antisymmetric and the traceless symmetric subspace."""
    omega = np.outer(np.eye(d).reshape(-1), np.eye(d).reshape(-1)) / d
    flip = np.eye(d * d).reshape(d, d, d, d).transpose(1, 0, 2, 3).reshape(d * d, d * d)
    return omega, (np.eye(d * d) - flip) / 2, (np.eye(d * d) + flip) / 2 - omega


@settings(max_examples=10)
@given(d=st.integers(2, 4), weights=WEIGHTS, x=st.floats(0, 1), seed=st.integers(0, 99))
def test_brauer_mixtures_commute_with_real_rotations(d, weights, x, seed):
    channel = zoo.brauer(d, weights)(x)
    turn = zoo.unitary(rotation(d, seed))
    assert channel @ turn == turn @ channel


@settings(max_examples=10)
@given(d=st.integers(2, 5), weights=WEIGHTS, x=st.floats(0, 1))
def test_the_weights_are_those_of_the_choi_operator(d, weights, x):
    choi = zoo.brauer(d, weights)(x).choi
    found = [np.trace(p @ choi).real / d for p in projectors(d)]
    expected = (1 - x) * np.array(weights) / sum(weights) + x * np.array(white(d), float)
    assert np.allclose(found, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("d", [2, 3, 5])
def test_there_are_no_more_operators_than_the_rank(d):
    assert zoo.brauer(d, (1, 2, 3))(0.3).d_env == d * d == zoo.brauer(d)(0.3).rank
    assert zoo.werner(d)(0.3).d_env == d * d == zoo.werner(d)(0.3).rank
    noisy = zoo.depolarizing_dephasing(d)(0.3)
    assert noisy.d_env == d * d == noisy.rank


@settings(max_examples=10)
@given(d=st.integers(2, 4), p=st.floats(0, 1), seed=st.integers(0, 99))
def test_werner_channels_turn_the_other_way(d, p, seed):
    turn = random_unitary(d, seed)
    channel = zoo.werner(d)(p)
    assert channel @ zoo.unitary(turn) == zoo.unitary(turn.conj()) @ channel


@pytest.mark.parametrize("d", [2, 3, 4])
def test_p_is_the_weight_of_the_symmetric_subspace(d):
    omega, odd, even = projectors(d)
    choi = zoo.werner(d)(0.3).choi
    assert np.trace((omega + even) @ choi).real / d == pytest.approx(0.3)
    assert np.trace(odd @ choi).real / d == pytest.approx(0.7)

"""Maps carried between environments of one channel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.antidegrading import environment_isometry, restricted_map
from sdpsearch.channels.random import random_antidegradable, random_channel, random_unitary
from sdpsearch.known.maps import optimal_antidegrading_map, paper_map


@given(seed=st.integers(0, 2**32 - 1), rank=st.integers(1, 4), extra=st.integers(0, 3))
@settings(max_examples=25)
def test_the_isometry_is_recovered(seed, rank, extra):
    rng = np.random.default_rng(seed)
    channel = random_channel(2, 3, rank, rng).minimal()
    isometry = random_unitary(channel.d_env + extra, rng)[:, : channel.d_env]
    dilation = sd.Channel(np.tensordot(isometry, channel.kraus, 1))
    found = environment_isometry(channel, dilation)
    assert np.max(np.abs(found - isometry)) < 1e-9


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=15)
def test_a_restricted_map_keeps_its_output(seed):
    """N∘Ad_V∘Φ^c = N∘Φ'^c, whatever N is."""
    rng = np.random.default_rng(seed)
    channel = random_antidegradable(2, 2, 2, rng)
    small = channel.minimal()
    isometry = random_unitary(small.d_env + 2, rng)[:, : small.d_env]
    dilation = sd.Channel(np.tensordot(isometry, small.kraus, 1))
    map = random_channel(dilation.d_env, 3, 4, rng)
    assert restricted_map(map, dilation, small) @ small.complementary == (
        map @ dilation.complementary
    )


@pytest.mark.parametrize("d", [2, 3])
@pytest.mark.parametrize("x", [0.5, 0.7, 1.0])
def test_the_papers_environment_restricts_to_the_minimal_one(d, x):
    channel = sd.zoo.depolarizing(d)(x)
    small, squared = channel.minimal(), sd.zoo.depolarizing_complement(d)(x).complementary
    for map, dilation in (
        (paper_map(d, x), channel),
        (optimal_antidegrading_map(d, x, "paper"), channel),
        (optimal_antidegrading_map(d, x), squared),
    ):
        found = restricted_map(map, dilation, small)
        assert found.d_in == d * d
        assert np.max(np.abs((found @ small.complementary).choi - small.choi)) < 1e-13


def test_the_optimal_map_is_one_map_in_both_environments():
    channel = sd.zoo.depolarizing(3)(0.45)
    small = channel.minimal()
    squared = sd.zoo.depolarizing_complement(3)(0.45).complementary
    assert restricted_map(optimal_antidegrading_map(3, 0.45), squared, small) == (
        restricted_map(optimal_antidegrading_map(3, 0.45, "paper"), channel, small)
    )


CHANNEL = sd.zoo.depolarizing(2)(0.6)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: environment_isometry(CHANNEL, CHANNEL), "5 of Choi rank 4"),
        (
            lambda: environment_isometry(CHANNEL.minimal(), sd.zoo.depolarizing(3)(0.6)),
            r"\(2, 2\) and \(3, 3\)",
        ),
        (
            lambda: environment_isometry(CHANNEL.minimal(), sd.zoo.depolarizing(2)(0.7)),
            "differ by 1",
        ),
        (
            lambda: restricted_map(sd.zoo.identity(3), CHANNEL, CHANNEL.minimal()),
            "of dimension 5, but acts on dimension 3",
        ),
    ],
)
def test_mistakes_are_one_line(call, told):
    with pytest.raises(ValueError, match=told) as caught:
        call()
    assert "\n" not in str(caught.value)

"""Random channels have the dimensions asked for and the property they promise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.channels.random import (
    random_antidegradable,
    random_channel,
    random_degradable,
    random_unitary,
)
from sdpsearch.known.criteria import two_qubit_antidegradable, two_qubit_degradable

SEEDS = st.integers(0, 10_000)


@settings(max_examples=30, deadline=None)
@given(d_in=st.integers(1, 4), d_out=st.integers(1, 4), seed=SEEDS, data=st.data())
def test_random_channel_has_the_rank_asked_for(d_in, d_out, seed, data):
    rank = data.draw(st.integers(-(-d_in // d_out), d_in * d_out))
    channel = random_channel(d_in, d_out, rank, seed)
    assert channel.kraus.shape == (rank, d_out, d_in)
    assert channel.rank == rank


def test_same_seed_same_channel_and_a_generator_moves_on():
    assert np.array_equal(random_channel(rng=3).kraus, random_channel(rng=3).kraus)
    rng = np.random.default_rng(3)
    first = random_channel(rng=rng)
    assert first == random_channel(rng=3)
    assert first != random_channel(rng=rng)


def test_default_rank_is_full():
    assert random_channel(2, 3, rng=0).rank == 6


def test_random_unitary_has_the_phases_of_haar_measure():
    rng = np.random.default_rng(0)
    unitaries = [random_unitary(2, rng) for _ in range(2000)]
    assert all(np.allclose(u.conj().T @ u, np.eye(2)) for u in unitaries)
    # E U_11 = 0 and E |U_11|² = 1/2; without the phase correction E U_11 is far off.
    entries = np.array([u[0, 0] for u in unitaries])
    assert abs(entries.mean()) < 0.06
    assert np.mean(abs(entries) ** 2) == pytest.approx(0.5, abs=0.03)


@settings(max_examples=40, deadline=None)
@given(rank=st.integers(1, 4), seed=SEEDS)
def test_qubit_antidegradable_by_the_criterion(rank, seed):
    channel = random_antidegradable(2, 2, rank, seed)
    assert two_qubit_antidegradable(channel) >= -1e-12


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_qubit_degradable_by_the_criterion(seed):
    channel = random_degradable(2, 2, rng=seed)
    assert (channel.d_in, channel.d_out, channel.d_env) == (2, 2, 2)
    assert two_qubit_degradable(channel) >= -1e-12


@pytest.mark.parametrize(
    ("d_in", "d_out", "rank"), [(2, 3, 1), (3, 3, 2), (4, 2, 2), (3, 2, 1)]
)
def test_antidegradable_dimensions(d_in, d_out, rank):
    channel = random_antidegradable(d_in, d_out, rank, rng=1)
    assert (channel.d_in, channel.d_out) == (d_in, d_out)
    assert channel.d_env == channel.rank == min(d_out * rank, d_in * d_out)
    degradable = random_degradable(d_in, d_out, rank, rng=1)
    assert degradable.complementary == channel


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: random_channel(2, 2, rank=5), r"\[1, 4\] .* but is 5"),
        (lambda: random_channel(4, 2, rank=1), r"\[2, 8\] .* but is 1"),
        (lambda: random_channel(0, 2), "`d_in` must be at least 1"),
        (lambda: random_antidegradable(4, 2, rank=1), "have 3 dimensions"),
        (lambda: random_unitary(0), "`d` must be at least 1"),
    ],
)
def test_bad_arguments(call, message):
    with pytest.raises(ValueError, match=message):
        call()

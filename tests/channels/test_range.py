"""A weight is never a reason to drop a direction; rounding is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import random_unitary
from sdpsearch.channels.range import column_range, column_ranges
from sdpsearch.channels.representation import find_ranges
from sdpsearch.linalg import EPS

FLIPS = [np.eye(2), [[0, 1], [1, 0]], [[0, 1], [-1, 0]], [[1, 0], [0, -1]]]


def pauli(weights):
    return sd.Channel(
        [np.sqrt(w) * np.array(m) for w, m in zip(weights, FLIPS, strict=True)]
    )


@pytest.mark.parametrize("exponent", range(1, 29, 3))
def test_a_small_weight_counts(exponent):
    small = 10.0**-exponent
    channel = pauli((0.7 - small, 0.3, small, 0))
    assert channel.rank == 3
    assert channel.minimal().d_env == 3
    assert channel.minimal().complementary.d_out == 3


@given(st.integers(0, 10**6))
def test_mixing_kraus_operators_adds_no_direction(seed):
    rng = np.random.default_rng(seed)
    damping = sd.zoo.amplitude_damping()(rng.uniform(0.01, 0.99))
    mixed = np.tensordot(random_unitary(4, rng)[:, :2], damping.kraus, 1)
    channel = sd.Channel(mixed)
    assert channel.rank == 2
    assert 0 < channel.range.cut < 64 * EPS
    assert channel.minimal() == damping


def test_what_is_cut_and_how_far_the_range_is_known():
    sharp = column_range(np.diag([1.0, 1e-12, 0.0]))
    assert (sharp.rank, sharp.cut, sharp.is_full) == (2, 0.0, False)
    assert sharp.blur < 4 * EPS
    dropped = column_range(np.diag([1.0, 1e-17]))
    assert (dropped.rank, dropped.cut) == (1, 1e-17)
    assert column_range(np.eye(3)).blur == 0
    near = column_range(np.array([[1.0, 1.0], [0.0, 1e-6], [0.0, 0.0]]))
    assert near.rank == 2
    assert 1e-11 < near.blur < 1e-8


@given(st.integers(0, 10**6), st.floats(-12, 0))
def test_the_range_does_not_move_with_the_weights(seed, exponent):
    rng = np.random.default_rng(seed)
    columns = rng.normal(size=(6, 3)) + 1j * rng.normal(size=(6, 3))
    scaled = columns * np.array([1, 10.0**exponent, 10.0 ** (exponent / 2)])
    first, second = column_range(columns), column_range(scaled)
    apart = first.basis @ first.basis.conj().T - second.basis @ second.basis.conj().T
    assert np.linalg.norm(apart) < 100 * (first.blur + second.blur)


# Many at once


@pytest.mark.parametrize(
    "lost", [False, True], ids=["all-columns", "columns-below-rounding"]
)
@pytest.mark.parametrize("real", [True, False], ids=["real", "complex"])
def test_ranges_of_a_stack_are_those_of_its_matrices(real, lost):
    rng = np.random.default_rng(3)
    stack = rng.standard_normal((5, 4, 3)) + (
        0 if real else 1j * rng.standard_normal((5, 4, 3))
    )
    stack[1, :, 2] = stack[1, :, 0]  # dependent
    stack[2, :, 1] *= 1e-9  # a small weight counts
    if lost:
        stack[3, :, 1] *= 1e-30
    for found, matrix in zip(column_ranges(stack), stack, strict=True):
        alone = column_range(matrix)
        assert found.rank == alone.rank
        assert (found.blur, found.cut) == pytest.approx(
            (alone.blur, alone.cut), rel=1e-9, abs=1e-15
        )
        assert np.iscomplexobj(found.basis) == (not real)
        outside = alone.basis - found.basis @ (found.basis.conj().T @ alone.basis)
        assert np.abs(outside).max() < 1e-14


def test_channels_keep_the_ranges_that_were_found_together():
    channels = [pauli((0.5, 0.5, 0, 0)), sd.zoo.erasure()(0.5), pauli((0.25,) * 4)]
    known = channels[2].range
    find_ranges(channels)
    assert [channel.rank for channel in channels] == [2, 3, 4]
    assert channels[2].range is known
    find_ranges([])

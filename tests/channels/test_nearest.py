"""Channel.nearest: a projection, by the laws that make it one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.nearest import nearest_choi
from sdpsearch.linalg import partial_trace, swap_factors

SEEDS = st.integers(0, 2**31)
SIZES = st.sampled_from([(1, 1), (1, 3), (2, 1), (2, 2), (2, 3), (3, 2), (3, 3)])
NOISE = st.sampled_from([0.0, 1e-9, 1e-3, 0.3, 10.0, 1e4])


def noise(size, rng):
    return rng.normal(size=(size, size)) + 1j * rng.normal(size=(size, size))


@settings(max_examples=60)
@given(SIZES, SEEDS, st.integers(1, 4))
def test_a_channel_is_its_own_nearest(size, seed, rank):
    rank = max(1, -(-size[0] // size[1]), min(rank, size[0] * size[1]))
    channel = sd.random_channel(*size, rank=rank, rng=seed)
    found = sd.Channel.nearest(channel.choi, d_in=size[0])
    assert found.channel == channel
    assert found.distance < 1e-11


@settings(max_examples=80)
@given(SIZES, SEEDS, NOISE)
def test_it_is_a_channel_and_the_variational_inequality_holds(size, seed, strength):
    rng = np.random.default_rng(seed)
    start = sd.random_channel(*size, rng=rng)
    matrix = start.choi + strength * noise(size[0] * size[1], rng)
    made = nearest_choi(matrix, *size)
    scale = max(1.0, np.linalg.norm(matrix))
    assert np.linalg.eigvalsh(made)[0] >= -1e-12 * scale
    assert np.abs(partial_trace(made, size, 1) - np.eye(size[0])).max() <= 1e-12 * scale
    found = sd.Channel.nearest(matrix, d_in=size[0], d_out=size[1])
    assert found.distance == pytest.approx(np.linalg.norm(found.channel.choi - matrix))
    for other in (start, *(sd.random_channel(*size, rng=rng) for _ in range(5))):
        # <G − J, J' − J> ≤ 0 for every channel J': J is the projection of G.
        step = other.choi - found.channel.choi
        assert np.vdot(matrix - found.channel.choi, step).real <= 1e-10 * scale
        assert found.distance <= np.linalg.norm(other.choi - matrix) + 1e-10 * scale


@settings(max_examples=30)
@given(SEEDS)
def test_projections_are_no_farther_apart_than_what_they_come_from(seed):
    rng = np.random.default_rng(seed)
    first, second = noise(4, rng), noise(4, rng)
    near = [sd.Channel.nearest(m, d_in=2).channel.choi for m in (first, second)]
    gap = np.linalg.norm(near[0] - near[1])
    assert gap <= np.linalg.norm(first - second) + 1e-10


@pytest.mark.parametrize("rank_one", [np.eye(2), np.diag([1, 1j])])
def test_noise_on_a_unitary_is_taken_away(rank_one):
    choi = sd.Channel([rank_one]).choi
    found = sd.Channel.nearest(choi - 1e-3 * np.eye(4), d_in=2)
    assert np.allclose(found.channel.choi, choi, rtol=0, atol=1e-11)
    assert found.distance == pytest.approx(2e-3)


def test_orders_and_normalisations_as_in_from_choi():
    channel = sd.random_channel(2, 3, rng=4)
    noisy = channel.choi + 1e-3 * noise(6, np.random.default_rng(0))
    plain = sd.Channel.nearest(noisy, d_in=2)
    swapped = swap_factors(noisy, (2, 3))
    for given_, options in (
        (noisy, {"d_out": 3}),
        (noisy / 2, {"normalised": True}),
        (swapped, {"order": "output-input"}),
    ):
        found = sd.Channel.nearest(given_, d_in=2, **options)
        assert found.channel == plain.channel
        assert found.distance == pytest.approx(plain.distance)


def test_a_real_matrix_gives_a_real_channel():
    found = sd.Channel.nearest(np.diag([1.1, 0.1, -0.1, 0.9]), d_in=2)
    assert not np.any(found.channel.kraus.imag)


@pytest.mark.parametrize(
    ("choi", "options", "message"),
    [
        (np.eye(5), {"d_in": 2}, "`d_in` must divide the 5 rows"),
        (np.eye(4), {"d_in": 2, "d_out": 3}, r"shape \(6, 6\)"),
        (np.ones((4, 3)), {"d_in": 2}, r"shape \(4, 4\)"),
        (np.full((4, 4), np.nan), {"d_in": 2}, "must be finite"),
        (np.eye(4), {"d_in": 2, "order": "sideways"}, "must be one of input-output"),
        (np.eye(4), {"d_in": 0}, "at least 1"),
        (3, {"d_in": 2}, r"square matrix, but has shape \(\)"),
        (1e155 * np.eye(4), {"d_in": 2}, r"largest entry is 1\.0e\+155; check its scale"),
    ],
)
def test_mistakes_are_one_line(choi, options, message):
    with pytest.raises(ValueError, match=message) as caught:
        sd.Channel.nearest(choi, **options)
    assert "\n" not in str(caught.value)

"""Channel: one convention for Choi, isometry and complement, and errors with numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import random_channel, random_unitary
from sdpsearch.linalg import partial_trace, swap_factors

seeds = st.integers(0, 2**32 - 1)
laws = settings(max_examples=25)


@st.composite
def channels(draw, d_in=None, d_out=None):
    """Random channels with every possible Choi rank."""
    d_in = d_in or draw(st.integers(1, 3))
    d_out = d_out or draw(st.integers(1, 3))
    rank = draw(st.integers(-(-d_in // d_out), d_in * d_out))
    return random_channel(d_in, d_out, rank, draw(seeds))


def matrix(d, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(d, d)) + 1j * rng.normal(size=(d, d))


def sandwich(kraus, rho):
    return sum(k @ rho @ k.conj().T for k in kraus)


def close(a, b):
    return np.allclose(a, b, rtol=0, atol=1e-12)


# Conventions


@laws
@given(channels())
def test_choi_is_the_sum_over_matrix_units_input_first(channel):
    units = np.eye(channel.d_in)
    expected = sum(
        np.kron(np.outer(i, j), sandwich(channel.kraus, np.outer(i, j)))
        for i in units
        for j in units
    )
    assert close(channel.choi, expected)


def test_choi_of_amplitude_damping_is_the_textbooks():
    root = np.sqrt(0.7)
    expected = [[1, 0, 0, root], [0, 0, 0, 0], [0, 0, 0.3, 0], [root, 0, 0, 0.7]]
    assert close(sd.zoo.amplitude_damping()(0.3).choi, expected)


@laws
@given(channels())
def test_choi_marginal_on_the_input_is_one(channel):
    reduced = partial_trace(channel.choi, (channel.d_in, channel.d_out), 1)
    assert close(reduced, np.eye(channel.d_in))


@laws
@given(channels())
def test_kraus_matrix_factors_the_choi(channel):
    factor = channel.kraus_matrix
    assert factor.shape == (channel.d_in * channel.d_out, channel.d_env)
    assert close(factor[:, 0], channel.kraus[0].T.ravel())
    assert close(factor @ factor.conj().T, channel.choi)


@laws
@given(channels(), seeds)
def test_isometry_has_the_output_first(channel, seed):
    v = channel.isometry
    assert v.shape == (channel.d_out * channel.d_env, channel.d_in)
    assert close(v.conj().T @ v, np.eye(channel.d_in))
    blocks = v.reshape(channel.d_out, channel.d_env, channel.d_in)
    for e, k in enumerate(channel.kraus):
        assert np.array_equal(blocks[:, e], k)
    rho = matrix(channel.d_in, seed)
    joint, dims = v @ rho @ v.conj().T, (channel.d_out, channel.d_env)
    assert close(partial_trace(joint, dims, 1), channel.apply(rho))
    assert close(partial_trace(joint, dims, 0), channel.complementary.apply(rho))


@laws
@given(channels())
def test_complementary_swaps_output_and_environment(channel):
    other = channel.complementary
    assert (other.d_in, other.d_out, other.d_env) == (
        channel.d_in,
        channel.d_env,
        channel.d_out,
    )
    for b in range(channel.d_out):
        for e in range(channel.d_env):
            assert np.array_equal(other.kraus[b, e], channel.kraus[e, b])
    assert np.array_equal(other.complementary.kraus, channel.kraus)


@laws
@given(channels(), seeds)
def test_apply_is_the_kraus_sum(channel, seed):
    rho = matrix(channel.d_in, seed)
    assert close(channel.apply(rho), sandwich(channel.kraus, rho))
    assert np.trace(channel.apply(rho)) == pytest.approx(np.trace(rho))


# Minimal Kraus operators


@laws
@given(channels(), st.integers(1, 3), seeds)
def test_minimal_has_rank_many_kraus(channel, more, seed):
    mix = random_unitary(channel.d_env + more, seed)[:, : channel.d_env]
    redundant = sd.Channel(np.tensordot(mix, channel.kraus, axes=1))
    small = redundant.minimal()
    assert redundant == channel
    assert redundant.rank == channel.rank == small.d_env
    assert close(small.choi, channel.choi)
    assert small.minimal() is small


@laws
@given(channels())
def test_minimal_of_independent_kraus_is_itself(channel):
    assert channel.rank == channel.d_env
    assert channel.minimal() is channel


@pytest.mark.parametrize("name", ["amplitude_damping", "depolarizing", "erasure"])
def test_minimal_keeps_reality(name):
    channel = sd.zoo.build(name)(0.3)
    twice = sd.Channel(np.concatenate([channel.kraus, channel.kraus]) / np.sqrt(2))
    assert not np.any(twice.minimal().kraus.imag)
    assert twice.minimal() == channel


def test_from_choi_keeps_reality():
    choi = sd.zoo.amplitude_damping()(0.3).choi
    assert not np.any(sd.Channel.from_choi(choi, d_in=2, d_out=2).kraus.imag)


@pytest.mark.parametrize(
    ("gamma", "rank"),
    [(0, 1), (1e-34, 1), (1e-28, 2), (1e-16, 2), (1e-10, 2), (0.5, 2), (1, 2)],
)
def test_rank_ignores_rounding_only(gamma, rank):
    channel = sd.zoo.amplitude_damping()(gamma)
    assert channel.rank == rank
    assert channel.minimal().d_env == rank


# Composition and tensor products


@laws
@given(st.data(), seeds)
def test_matmul_acts_right_to_left(data, seed):
    first = data.draw(channels())
    second = data.draw(channels(d_in=first.d_out))
    both, rho = second @ first, matrix(first.d_in, seed)
    assert (both.d_in, both.d_out) == (first.d_in, second.d_out)
    assert close(both.apply(rho), second.apply(first.apply(rho)))
    assert both.d_env <= max(first.d_env * second.d_env, both.d_in * both.d_out)


@laws
@given(channels(), channels(), seeds)
def test_tensor_acts_on_each_factor(left, right, seed):
    both = left.tensor(right)
    a, b = matrix(left.d_in, seed), matrix(right.d_in, seed + 1)
    assert (both.d_in, both.d_out) == (left.d_in * right.d_in, left.d_out * right.d_out)
    assert close(both.apply(np.kron(a, b)), np.kron(left.apply(a), right.apply(b)))


@given(channels())
@laws
def test_identity_is_neutral(channel):
    before, after = sd.zoo.identity(channel.d_in), sd.zoo.identity(channel.d_out)
    assert channel @ before == channel == after @ channel
    assert channel.tensor(sd.zoo.identity(1)) == channel


def test_kraus_operators_do_not_pile_up():
    channel = sd.zoo.depolarizing(d=2)(0.1)
    power = channel
    for _ in range(30):
        power = power @ channel
    assert power.d_env <= 4
    assert power == sd.zoo.depolarizing(d=2)(1 - 0.9**31)


# from_choi


@laws
@given(channels())
def test_from_choi_inverts_choi(channel):
    dims = {"d_in": channel.d_in, "d_out": channel.d_out}
    found = sd.Channel.from_choi(channel.choi, **dims)
    assert found == channel
    assert found.d_env == channel.rank
    normalised = channel.choi / channel.d_in
    assert sd.Channel.from_choi(normalised, **dims, normalised=True) == channel


@laws
@given(channels())
def test_from_choi_takes_the_output_first_when_told(channel):
    swapped = swap_factors(channel.choi, (channel.d_in, channel.d_out))
    found = sd.Channel.from_choi(
        swapped, d_in=channel.d_in, d_out=channel.d_out, order="output-input"
    )
    assert found == channel


def test_from_choi_takes_lists():
    found = sd.Channel.from_choi(
        [[0.5, 0, 0, 0], [0, 0.5, 0, 0], [0, 0, 0.5, 0], [0, 0, 0, 0.5]], d_in=2, d_out=2
    )
    assert found == sd.zoo.replacer(2)


# Equality and immutability


@laws
@given(channels(), seeds)
def test_equality_knows_no_kraus_freedom(channel, seed):
    unitary = random_unitary(channel.d_env, seed)
    other = sd.Channel(np.tensordot(unitary, channel.kraus, axes=1))
    assert other == channel
    assert hash(other) == hash(channel)


def test_different_channels_differ():
    assert sd.zoo.dephasing()(0.3) != sd.zoo.dephasing()(0.3 + 1e-6)
    assert sd.zoo.identity(2) != sd.zoo.identity(3)
    assert sd.zoo.replacer(2, 3) != sd.zoo.replacer(3, 2)
    assert sd.zoo.identity(2) != "identity"


@pytest.mark.parametrize("name", ["kraus", "choi", "isometry", "kraus_matrix"])
def test_arrays_are_read_only(name):
    array = getattr(sd.zoo.amplitude_damping()(0.3), name)
    with pytest.raises(ValueError, match="read-only"):
        array[0, 0] = 7


def test_the_callers_array_is_copied():
    kraus = np.eye(2)[None].copy()
    channel = sd.Channel(kraus)
    kraus[0, 0, 0] = 7
    assert channel == sd.zoo.identity(2)


def test_repr_tells_the_dimensions():
    assert repr(sd.zoo.erasure()(0.3)) == "Channel(d_in=2, d_out=3, d_env=3)"


# Mistakes

AD = sd.zoo.amplitude_damping()(0.3)


@pytest.mark.parametrize(
    ("kraus", "message"),
    [
        ([np.sqrt(1 + 3.1e-4) * np.eye(2)], r"Σ K†K differs from 1 by 3\.1e-04"),
        (AD.kraus.swapaxes(1, 2), r"differs from 1 by 3\.0e-01.*transpose"),
        (np.eye(2), r"must have shape \(d_env, d_out, d_in\), but has shape \(2, 2\)"),
        (5, r"has shape \(\)"),
        ([], r"has shape \(0,\)"),
        (np.zeros((0, 2, 2)), r"must not be empty, but has shape \(0, 2, 2\)"),
        ([np.eye(2), np.eye(3)], r"a list with shapes \(2, 2\), \(3, 3\)"),
        ("kraus", "must be a numeric array of equal shapes, but is a str"),
        ([[[1, 0], [0, np.nan]]], r"must be finite, but entry \(0, 1, 1\) is \(nan\+0j\)"),
        ([[[np.inf]]], r"must be finite, but entry \(0, 0, 0\) is \(inf\+0j\)"),
        ([[[10**400]]], "has an entry larger than any float"),
        (np.ma.array(np.eye(2)[None], mask=[[[0, 0], [0, 1]]]), "is a masked array"),
    ],
    ids=[
        "scaled",
        "transposed",
        "matrix",
        "number",
        "nothing",
        "empty",
        "unequal",
        "text",
        "nan",
        "inf",
        "beyond floats",
        "masked",
    ],
)
def test_bad_kraus_is_named(kraus, message):
    with pytest.raises(ValueError, match=message):
        sd.Channel(kraus)


def test_rounding_in_kraus_is_accepted():
    assert sd.Channel([(1 + 4e-9) * np.eye(2)]) != sd.zoo.dephasing()(0.5)
    with pytest.raises(ValueError, match=r"2\.0e-08"):
        sd.Channel([(1 + 1e-8) * np.eye(2)])


@pytest.mark.parametrize(
    ("choi", "options", "message"),
    [
        (AD.choi + np.diag([0.25, 0, 0], 1), {}, r"must be Hermitian, .* 2\.5e-01"),
        (np.eye(4)[[0, 2, 1, 3]], {}, r"positive semidefinite, .* -1\.0e\+00"),
        (AD.choi, {"order": "output-input"}, r"3\.0e-01; .*give order 'input-output'"),
        (swap_factors(AD.choi, (2, 2)), {}, r"3\.0e-01; .*give order 'output-input'"),
        (AD.choi / 2, {}, r"5\.0e-01; it has trace 1: say that it is normalised"),
        (AD.choi, {"normalised": True}, r"differs by 1\.0e\+00"),
        (AD.choi * 3, {}, r"2\.0e\+00; check d_in, d_out and the normalisation"),
        (AD.choi, {"d_out": 3}, r"shape \(6, 6\) for d_in=2, d_out=3, but has shape \(4"),
        (AD.choi, {"order": "upside-down"}, "input-output, output-input, but is 'upside"),
        (AD.choi * np.nan, {}, "must be finite"),
        (AD.choi, {"d_in": 0}, "`d_in` must be at least 1, but is 0"),
    ],
    ids=[
        "skew",
        "negative",
        "wrong order",
        "other order",
        "normalised",
        "not normalised",
        "scaled",
        "shape",
        "order",
        "nan",
        "no dimension",
    ],
)
def test_bad_choi_is_named(choi, options, message):
    with pytest.raises(ValueError, match=message):
        sd.Channel.from_choi(choi, **{"d_in": 2, "d_out": 2, **options})


def test_rectangular_choi_in_the_other_order_is_told():
    channel = random_channel(2, 3, rng=0)
    swapped = swap_factors(channel.choi, (2, 3))
    with pytest.raises(ValueError, match="give order 'output-input'"):
        sd.Channel.from_choi(swapped, d_in=2, d_out=3)


@pytest.mark.parametrize("size", [2.0, "2", True, None])
def test_dimensions_are_integers(size):
    with pytest.raises(TypeError, match="`d_in` must be an integer"):
        sd.Channel.from_choi(AD.choi, d_in=size, d_out=2)


def test_apply_checks_the_shape():
    with pytest.raises(ValueError, match=r"\(2, 2\), but has shape \(3, 3\)"):
        AD.apply(np.eye(3))


def test_composition_checks_the_dimensions():
    with pytest.raises(ValueError, match="d_out=3 and d_in=2"):
        sd.zoo.identity(2) @ sd.zoo.identity(3)


@pytest.mark.parametrize("other", [3, None, [np.eye(2)]], ids=str)
def test_only_channels_compose(other):
    with pytest.raises(TypeError):
        AD @ other

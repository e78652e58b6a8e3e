"""Statements: what is written down exactly is the channel that was meant."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import random_channel, random_unitary
from sdpsearch.proof.exact.kernel import kernel, matrix_rows
from sdpsearch.proof.exact.matrix import equal, identity, traced_last
from sdpsearch.proof.exact.rationals import square_root
from sdpsearch.proof.exact.rounding import dense
from sdpsearch.proof.statement.floating import FLOAT_RADIUS, binary_digits, literal
from sdpsearch.proof.statement.simple import simple_fraction
from sdpsearch.proof.statement.state import state

F = Fraction
SEEDS = st.integers(0, 2**31)
SHAPES = st.sampled_from([(2, 2, 2), (2, 2, 4), (2, 3, 3), (3, 2, 2), (1, 3, 2), (3, 3, 2)])
RATIOS = st.fractions(F(1, 50), F(49, 50), max_denominator=60)


@given(st.lists(st.floats(-4, 4), min_size=2, max_size=2))
def test_floats_have_so_many_binary_digits(pair):
    expected = max(F(x).denominator.bit_length() - 1 for x in pair)
    assert binary_digits(np.array([complex(*pair)])) == expected


def operator(statement):
    """Return J = f C f in floats."""
    root, letters = statement.filters
    filters = np.kron(root, np.diag(letters))
    return filters @ dense(statement.choi) @ filters


def rank(statement):
    matrix = statement.choi
    return matrix.rows - kernel(matrix_rows(matrix), matrix.rows).columns


def deviation(statement, channel):
    """Return the largest difference of a real or imaginary part, exactly."""
    worst = F(0)
    choi = np.asarray(channel.choi, dtype=complex)
    for p in range(choi.shape[0]):
        for q in range(choi.shape[0]):
            re, im = statement.choi.entries.get((p, q), (0, 0))
            denominator = statement.choi.denominator
            worst = max(
                worst,
                abs(F(re, denominator) - F(float(choi[p, q].real))),
                abs(F(im, denominator) - F(float(choi[p, q].imag))),
            )
    return worst


def same(first, second):
    return first.scales == second.scales and equal(first.choi, second.choi)


def mixed(channel, seed):
    """Return the channel with its Kraus operators mixed by a random unitary."""
    unitary = random_unitary(channel.d_env, seed)
    return sd.Channel(np.einsum("ef,fba->eba", unitary, channel.kraus))


# Signed squares: normalised by f, J comes out as it was.

EXACT = {
    "damping": (sd.zoo.amplitude_damping(), F(1, 3)),
    "damping-near-half": (sd.zoo.amplitude_damping(), F(1, 2) + F(1, 10**12)),
    "loss-2": (sd.zoo.pure_loss(photons=2), F(2, 7)),
    "loss-3": (sd.zoo.pure_loss(photons=3), F(3, 5)),
    "thermal": (sd.zoo.generalized_amplitude_damping(N=F(3, 10)), F(2, 5)),
    "levels": (sd.zoo.multilevel_amplitude_damping(), F(1, 5)),
    "damping-dephasing": (sd.zoo.damping_dephasing(), F(1, 3)),
    "dephrasure": (sd.zoo.dephrasure(p=F(1, 10)), F(1, 3)),
    "depolarizing": (sd.zoo.depolarizing(d=3), F(1, 3)),
    "pauli": (sd.zoo.pauli((1, 1, 2)), F(1, 7)),
    "horodecki": (sd.zoo.horodecki(), F(5, 2)),
    "platypus": (sd.zoo.platypus(), F(1, 3)),
}


@pytest.mark.parametrize(("family", "x"), EXACT.values(), ids=EXACT)
def test_the_stated_operator_normalises_to_the_channels(family, x):
    channel = family(x)
    found = state(channel, at=x)
    assert found.is_exact
    assert found.source == "exact Kraus operators"
    assert found.at == x
    assert np.max(np.abs(operator(found) - channel.choi)) < 1e-14
    assert rank(found) == channel.rank


@given(gamma=RATIOS)
def test_damping_by_any_fraction_is_exact(gamma):
    channel = sd.zoo.amplitude_damping()(gamma)
    found = state(channel)
    assert found.is_exact
    assert np.max(np.abs(operator(found) - channel.choi)) < 1e-14


@given(weights=st.lists(st.integers(1, 30), min_size=2, max_size=4), signs=SEEDS)
def test_one_row_of_any_squares_is_exact(weights, signs):
    # |0> ↦ Σ √w |b> up to signs: every entry of J is one radical.
    total = sum(weights)
    signed = [F(w if signs >> i & 1 else -w, total) for i, w in enumerate(weights)]
    channel = sd.Channel.from_squares([[[s] for s in signed]])
    found = state(channel)
    assert found.is_exact
    assert rank(found) == 1
    assert np.max(np.abs(operator(found) - channel.choi)) < 1e-14


def test_scales_are_near_one_however_large_the_ratios_of_squares():
    # Clebsch–Gordan coefficients of j = 9/2 have classes with products far from 1.
    found = state(sd.white_noise(sd.zoo.landau_streater(4.5))(F(1, 3)))
    assert len(set(found.scales)) > 1
    assert all(F(1, 2) <= scale < 2 for scale in found.scales)
    assert all(scale.denominator < 1000 for scale in found.scales)


def test_rational_operators_need_no_normalisation():
    for family in (sd.zoo.depolarizing(d=2), sd.zoo.erasure(d=3), sd.zoo.dephasing()):
        found = state(family(F(2, 7)))
        assert found.is_plain
        assert found.scales == (1,) * found.d_out
    damped = state(sd.zoo.amplitude_damping()(F(1, 3)))
    assert not damped.is_plain


def two_flips(a, b):
    """Return diag(√a, √b), diag(√(1−a), √(1−b)): J has √(ab) + √((1−a)(1−b))."""
    return sd.Channel.from_squares([[[a, 0], [0, b]], [[1 - a, 0], [0, 1 - b]]])


@pytest.mark.parametrize(
    ("a", "b", "exact"),
    [
        (F(1, 2), F(1, 3), False),  # √6/6 + √3/3
        (F(1, 4), F(1, 9), False),  # 1/6 + √6/3
        (F(1, 5), F(4, 5), True),  # 2/5 + 2/5
        (F(1, 3), F(1, 3), True),  # 1
        (F(1, 4), F(9, 25), False),  # 3/10 + 2√3/5
    ],
)
def test_several_radicals_in_one_entry_make_a_ball(a, b, exact):
    channel = two_flips(a, b)
    found = state(channel)
    assert found.is_exact is exact
    assert np.max(np.abs(operator(found) - channel.choi)) < 1e-14


def triangle(last):
    """Return |a> ↦ vectors that overlap pairwise in one radical each: √ of 1/16 or so."""
    quarter = F(1, 4)
    rows = [
        [quarter, quarter, 0, F(1, 2), 0, 0],
        [quarter, 0, quarter, 0, F(1, 2), 0],
        [0, quarter, last, 0, 0, F(3, 4) - last],
    ]
    # A diagonal Kraus operator for each coordinate.
    return sd.Channel.from_squares(
        [
            [[rows[a][e] if a == b else 0 for a in range(3)] for b in range(3)]
            for e in range(6)
        ]
    )


def test_radicals_that_no_scaling_removes_make_a_ball():
    assert state(triangle(F(1, 4))).is_exact
    # One of three overlaps is a multiple of √2: going round, √2 remains.
    found = state(triangle(F(1, 2)))
    assert not found.is_exact
    assert deviation(found, triangle(F(1, 2))) <= found.radius


@given(x=st.fractions(0, 10**6), y=st.fractions(0, 10**6))
def test_square_root_is_exact_or_none(x, y):
    assert square_root(x * x) == x
    root = square_root(y)
    assert root is None or root * root == y
    assert square_root(2 * (x * x + 1) * (x * x + 1)) is None


# Balls


@settings(max_examples=25)
@given(shape=SHAPES, seed=SEEDS)
def test_a_ball_is_centred_on_a_channel_and_holds_the_data(shape, seed):
    d_in, d_out, d_env = shape
    channel = random_channel(d_in, d_out, d_env, seed)
    found = state(channel)
    assert not found.is_exact
    # Exactly trace preserving, not to rounding.
    assert equal(traced_last(found.choi, [1] * d_out), identity(d_in))
    assert found.is_plain
    assert deviation(found, channel) <= found.radius
    assert found.radius <= 8 * FLOAT_RADIUS


@pytest.mark.parametrize("off", [0.0, 1e-10, 4e-9, -4e-9])
def test_data_that_miss_trace_preservation_widen_the_ball(off):
    kraus = random_channel(2, 2, 3, 7).kraus * (1 + off)
    channel = sd.Channel(kraus)
    found = state(channel)
    assert found.is_plain
    assert deviation(found, channel) <= found.radius
    assert found.radius < 4 * abs(off) + 1e-14
    # No narrower ball around a channel holds data so far off.
    assert found.radius > abs(off) / 2


def test_operators_that_are_off_by_more_are_refused():
    with pytest.raises(ValueError, match="kraus"):
        sd.Channel(sd.zoo.amplitude_damping()(0.3).kraus * (1 + 1e-7))


# Recognised floats


@pytest.mark.parametrize("gamma", [F(3, 10), F(1, 2), F(1, 3), F(997, 1999)])
def test_floats_are_recognised_as_the_roots_they_are(gamma):
    g = float(gamma)
    channel = sd.Channel([[[1, 0], [0, np.sqrt(1 - g)]], [[0, np.sqrt(g)], [0, 0]]])
    found = state(channel)
    assert found.source == "recognised squares"
    assert same(found, state(sd.zoo.amplitude_damping()(gamma)))


@settings(max_examples=25)
@given(phases=st.lists(st.floats(0, 6.28), min_size=4, max_size=4))
def test_phases_of_kraus_operators_are_immaterial(phases):
    exact = sd.zoo.pauli((1, 2, 3))(F(1, 3))
    turned = exact.kraus * np.exp(1j * np.array(phases))[:, None, None]
    found = state(sd.Channel(turned))
    assert found.is_exact
    assert same(found, state(exact))


def test_pauli_y_is_recognised():
    y = np.array([[0, -1j], [1j, 0]])
    channel = sd.Channel([np.sqrt(0.7) * np.eye(2), np.sqrt(0.3) * y])
    found = state(channel)
    assert found.source == "recognised squares"
    expected = sd.Channel.from_squares(
        [[[F(7, 10), 0], [0, F(7, 10)]], [[0, F(-3, 10)], [F(3, 10), 0]]]
    )
    assert same(found, state(expected))


@settings(max_examples=20)
@given(seed=SEEDS)
def test_mixed_kraus_operators_leave_a_rational_choi_operator(seed):
    exact = sd.zoo.dephasing()(F(1, 4))
    found = state(mixed(exact, seed))
    assert found.source == "recognised Choi operator"
    assert found.is_exact
    assert same(found, state(exact))


def test_what_is_not_simple_is_not_recognised():
    assert simple_fraction(1 / 3) == F(1, 3)
    assert simple_fraction(0.1 + 0.2) == F(3, 10)
    assert simple_fraction(1 / 3 + 1e-14) is None
    assert simple_fraction(np.pi / 4) is None
    channel = sd.Channel(sd.zoo.amplitude_damping()(0.123456789012).kraus)
    assert not state(channel).is_exact


@pytest.mark.parametrize("small", [3e-8, 1e-8, 1e-7, 1e-9])
def test_a_small_coherence_is_not_rounded_away(small):
    # |0><0| + ε|1><1| and √(1−ε²)|2><1|: neither PPT nor antidegradable, by ε.
    channel = sd.Channel(
        [
            [[1, 0], [0, small], [0, 0]],
            [[0, 0], [0, 0], [0, np.sqrt(1 - small * small)]],
        ]
    )
    found = state(channel)
    assert np.max(np.abs(operator(found) - channel.choi)) < max(1e-14, float(found.radius))


# Floats at their word


@settings(max_examples=20)
@given(shape=SHAPES, seed=SEEDS)
def test_literal_keeps_the_rank_of_the_data(shape, seed):
    d_in, d_out, d_env = shape
    channel = random_channel(d_in, d_out, d_env, seed)
    found = literal(channel, at=F(1, 2))
    assert found.is_exact
    assert found.at == F(1, 2)
    assert rank(found) == channel.rank == min(d_env, d_in * d_out)
    assert np.max(np.abs(operator(found) - channel.choi)) < 1e-14


def test_literal_drops_kraus_operators_that_add_nothing():
    kraus = random_channel(2, 2, 2, 3).kraus
    padded = sd.Channel([*(kraus / np.sqrt(2)), *(kraus / np.sqrt(2))])
    assert padded.d_env == 4
    assert rank(literal(padded)) == 2

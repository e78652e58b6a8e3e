"""Verdicts are about the channel given: small weights, broken identities, filters."""

from fractions import Fraction as F
from itertools import combinations
from math import isqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import random_channel, random_unitary
from sdpsearch.known.criteria import exact_two_qubit_margin, two_qubit_antidegradable
from sdpsearch.proof.statement.state import as_given
from sdpsearch.properties.rankone import measures_and_prepares

HOLDS, FAILS, UNDECIDED = sd.Verdict.HOLDS, sd.Verdict.FAILS, sd.Verdict.UNDECIDED
ANTI, DEG = sd.Antidegradable(), sd.Degradable()
#: 1, X, iY, Z.
FLIPS = np.array([[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, 1], [-1, 0]], [[1, 0], [0, -1]]])


def pauli_exact(weights):
    return sd.Channel.from_squares(FLIPS * np.array(weights, dtype=object)[:, None, None])


def pauli_floats(weights):
    return sd.Channel([np.sqrt(float(w)) * m for w, m in zip(weights, FLIPS, strict=True)])


def excess(weights):
    """½ + 4 √Πp − Σp² to 80 digits: antidegradable if and only if it is ≥ 0."""
    product = F(np.prod(np.array(weights, dtype=object)))
    root = F(isqrt(product.numerator * 10**160 // product.denominator), 10**80)
    return F(1, 2) + 4 * root - sum(w * w for w in weights)


@pytest.mark.parametrize("exponent", [6, 10, 13, 14, 16, 17, 20, 25, 30, 40])
@pytest.mark.parametrize("prove", [False, True], ids=["", "proved"])
def test_a_third_kraus_operator_however_small_ends_degradability(exponent, prove):
    # Choi rank > 2 with qubit output: not degradable (Cubitt, Ruskai, Smith, 0802.1360).
    small = F(1, 10**exponent)
    channel = pauli_exact([F(7, 10) - small, F(3, 10), small, 0])
    found = sd.decide(channel, DEG, prove=prove)
    assert found.verdict is FAILS
    limit = sd.decide(pauli_exact([F(7, 10), F(3, 10), 0, 0]), DEG, prove=prove)
    assert limit.verdict is HOLDS
    if prove:
        assert sd.verify(found.certificate, channel, complement=True).proved
        assert not sd.verify(limit.certificate, channel, complement=True).proved


@pytest.mark.parametrize("exponent", [3, 8, 11, 12, 14, 16, 20, 30])
def test_noise_however_small_ends_degradability(exponent):
    small = F(1, 10**exponent)
    for channel in (
        sd.zoo.depolarizing(d=2)(small),
        sd.zoo.generalized_amplitude_damping(N=small)(F(3, 10)),
        sd.zoo.generalized_amplitude_damping(N=1 - small)(F(3, 10)),
    ):
        found = sd.decide(channel, DEG)
        assert found.verdict is FAILS
        floats = sd.decide(sd.Channel(channel.kraus), DEG)
        assert floats.verdict is not HOLDS


def test_the_certificate_of_a_cut_channel_is_not_the_channels():
    cut = sd.decide(sd.zoo.depolarizing(d=2)(0), DEG, prove=True)
    family = sd.zoo.depolarizing(d=2)
    assert cut.verdict is HOLDS
    assert not sd.verify(cut.certificate, family(F(1, 10**14)), complement=True).proved


def test_the_channel_that_was_cut_and_proved_to_be_another():
    small = F(1, 10**14)
    weights = [F(1, 2) + F(5, 10**8) - small, F(1, 2) - F(5, 10**8) - small, small, small]
    assert 0 < excess(weights) < F(4, 10**14)
    for channel in (pauli_exact(weights), pauli_floats(weights)):
        assert sd.decide(channel, ANTI, prove=True).verdict is HOLDS
        assert sd.decide(channel, ANTI, cross_check=True).verdict is not FAILS


@settings(max_examples=25)
@given(
    st.integers(1, 10**6),
    st.floats(-15, -2),
    st.floats(-15, -2),
    st.sampled_from([pauli_exact, pauli_floats]),
)
def test_graded_pauli_channels_against_the_two_qubit_criterion(seed, first, second, make):
    rng = np.random.default_rng(seed)
    tiny = [F(10.0**first), F(10.0**second)]
    # Beside Σp² = ½, where the two large weights are nearly equal.
    tilt = F(float(10 ** rng.uniform(-8, -1)))
    weights = [(1 - sum(tiny)) / 2 + tilt / 2, (1 - sum(tiny)) / 2 - tilt / 2, *tiny]
    value = excess(weights)
    verdict = sd.decide(make(weights), ANTI).verdict
    wrong = FAILS if value > 0 else HOLDS
    assert abs(value) < 1e-15 or verdict is not wrong


@pytest.mark.parametrize("sign", [-1, 1])
@pytest.mark.parametrize("exponent", [9, 12, 13, 14, 15])
def test_beside_an_isolated_point_nothing_holds(exponent, sign):
    p = F(1, 2) + sign * F(1, 10**exponent)
    assert sd.decide(sd.zoo.dephasing()(p), ANTI).verdict is FAILS
    floats = sd.Channel([np.sqrt(float(1 - p)) * FLIPS[0], np.sqrt(float(p)) * FLIPS[3]])
    assert sd.decide(floats, ANTI).verdict is not HOLDS


def test_on_an_isolated_point_exact_data_hold():
    found = sd.decide(sd.zoo.dephasing()(F(1, 2)), ANTI)
    assert found.verdict is HOLDS
    assert "decided exactly" in found.reason
    assert np.isfinite(found.margin.lower)
    assert sd.decide(sd.zoo.werner_holevo(3), ANTI).verdict is HOLDS


@pytest.mark.parametrize("asked", [ANTI, sd.KExtendible(3), sd.KExtendible(1)], ids=str)
@pytest.mark.parametrize("d", [2, 3])
def test_an_infinite_margin_is_exact(d, asked):
    family = sd.zoo.depolarizing(d=d)
    assert sd.decide(family(F(1)), asked).margin == sd.Interval(np.inf, np.inf)
    for beside in (1 - F(1, 10**15), 1 - F(1, 10**20), 1 - F(1, 10**30)):
        assert np.isfinite(sd.decide(family(beside), asked).margin.lower)


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.floats(0.05, 0.45))
def test_what_is_taken_for_granted_is_said(seed, gap):
    rng = np.random.default_rng(seed)
    left, right = random_unitary(3, rng), random_unitary(2, rng)
    erased = sd.zoo.erasure(d=2)(0.5 + gap)
    assert "decided exactly" in sd.decide(erased, ANTI).reason
    turned = sd.Channel(left @ erased.kraus @ right)
    found = sd.decide(turned, ANTI)
    assert found.verdict is HOLDS
    assert "to rounding of its data" in found.reason
    assert (
        sd.decide(sd.Channel(left @ sd.zoo.erasure(d=2)(0.5 - gap).kraus), ANTI).verdict
        is FAILS
    )


@pytest.mark.parametrize("scale", [1, 1e-2, 1e-4, 5e-7, 1e-9, 1e-12])
def test_a_filtered_output_is_not_a_smaller_one(scale):
    # Bound entangled whatever the filter: undoing it shows the entanglement again.
    kraus = np.diag([1, 1, scale]) @ sd.zoo.horodecki()(3.5).kraus
    gram = np.einsum("eba,ebc->ac", kraus.conj(), kraus)
    values, vectors = np.linalg.eigh(gram)
    channel = sd.Channel(kraus @ (vectors / np.sqrt(values)) @ vectors.conj().T)
    assert sd.decide(channel, sd.EntanglementBreaking()).verdict is not HOLDS


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_redundant_kraus_operators_change_no_verdict(seed):
    rng = np.random.default_rng(seed)
    damping = sd.zoo.amplitude_damping()(rng.uniform(0.55, 0.95))
    mixed = np.tensordot(random_unitary(5, rng)[:, :2], damping.kraus, 1)
    # To rounding they depend on each other; the floats as they stand do not.
    assert sd.decide(sd.Channel(mixed), ANTI).verdict is not FAILS
    assert sd.decide(sd.Channel(mixed).minimal(), ANTI).verdict is HOLDS
    assert sd.decide(sd.Channel(mixed), DEG).verdict is FAILS


# What measures and prepares, exactly.


def test_rank_one_operators_are_told_exactly():
    assert measures_and_prepares(sd.zoo.dephasing()(F(1, 2)).complementary)
    diagonal = np.stack([np.diag([np.sqrt(0.5), 0.0]), np.diag([0.0, np.sqrt(0.5)])])
    assert measures_and_prepares(sd.Channel(diagonal * np.sqrt(2)))
    for weight in (1e-3, 1e-16, 1e-30):
        tilted = sd.zoo.depolarizing(d=2)(F(weight)).complementary
        assert not measures_and_prepares(tilted)
        assert not measures_and_prepares(sd.Channel(tilted.kraus), to_rounding=True)


def test_a_prepared_state_can_be_copied_any_number_of_times():
    # Schur multipliers: their complements measure, whatever the coherences are.
    rng = np.random.default_rng(4)
    rows = rng.normal(size=(3, 3))
    rows /= np.linalg.norm(rows, axis=0)
    channel = sd.Channel(np.stack([np.diag(row) for row in rows]))
    found = sd.decide(channel, DEG)
    assert found.verdict is HOLDS
    assert "rank one exactly" in found.reason


@pytest.mark.parametrize("power", [14.5, 15, 15.5, 16])
def test_a_coherence_beyond_the_last_digits_is_seen(power):
    """Three levels: antidegradable if and only if every coherence is 0."""
    angle = 10.0**-power
    rows = np.array([[1, angle, 0], [0, 1, 0], [0, 0, 1]], dtype=float)
    rows /= np.linalg.norm(rows, axis=0)
    found = sd.decide(sd.Channel(np.stack([np.diag(row) for row in rows])), ANTI)
    assert found.verdict is not HOLDS


# The two-qubit criterion in exact arithmetic.


def diagonal(d, permuted, embedded):
    """A measurement of the basis by Fourier phases: coherences are rounding."""
    phases = np.exp(2j * np.pi * np.outer(np.arange(d), np.arange(d)) / d) / np.sqrt(d)
    kraus = np.zeros((d, d + embedded, d), dtype=complex)
    for k, row in enumerate(phases):
        kraus[k][permuted, np.arange(d)] = row
    return kraus


def coherence(u, v):
    """Σ u_k v_k* of floats, in fractions: real and imaginary part."""
    parts = [
        [F(part) for z in pair for part in (z.real, z.imag)]
        for pair in zip(u, v, strict=True)
    ]
    re = sum(a * c + b * d for a, b, c, d in parts)
    im = sum(b * c - a * d for a, b, c, d in parts)
    return re, im


@pytest.mark.parametrize("d", [3, 4])
@pytest.mark.parametrize("shape", ["plain", "permuted", "embedded"])
@pytest.mark.parametrize("asked", [ANTI, sd.KExtendible(3)], ids=lambda p: p.name)
def test_a_coherence_of_rounding_is_no_ground_to_hold(d, shape, asked):
    embedded = 2 if shape == "embedded" else 0
    permuted = np.arange(d) if shape == "plain" else (np.arange(d)[::-1] + embedded)
    kraus = diagonal(d, permuted, embedded)
    levels = [kraus[:, permuted[i], i] for i in range(d)]
    assert any(coherence(u, v) != (0, 0) for u, v in combinations(levels, 2))
    found = sd.decide(sd.Channel(kraus), asked)
    assert found.verdict is UNDECIDED
    assert "taken literally it fails" in found.reason
    # Read out by operators of rank one, it is the same channel without a doubt.
    outcomes = np.zeros((d, d + embedded, d))
    for k in range(d):
        outcomes[k, permuted[k], k] = 1
    assert sd.decide(sd.Channel(outcomes), asked).verdict is HOLDS


# Weights that floats do not have


@pytest.mark.parametrize("exponent", [30, 100, 170, 400])
def test_the_sign_of_the_criterion_is_never_lost(exponent):
    channel = sd.zoo.dephasing()(F(1, 2) - F(1, 10**exponent))
    for asked in (ANTI, sd.PPT(), sd.EntanglementBreaking(), sd.KExtendible(3)):
        assert sd.decide(channel, asked).verdict is FAILS, asked
    assert sd.decide(sd.zoo.dephasing()(F(1, 2)), ANTI).verdict is HOLDS


@pytest.mark.parametrize("weight", [1e-17, 1e-50, 1e-100, 1e-170, 1e-300])
def test_a_kraus_operator_too_light_to_be_squared_counts(weight):
    flip = np.array([[0, 1], [1, 0]])
    third = sd.Channel([np.eye(2), weight * flip, weight * np.diag([1, -1])])
    assert sd.decide(third, DEG).verdict is not HOLDS  # of Choi rank 3
    phase = sd.Channel([np.diag([1, 0]), np.diag([0, 1]), weight * np.diag([1, -1])])
    for asked in (ANTI, sd.EntanglementBreaking(), sd.PPT()):
        assert sd.decide(phase, asked).verdict is not HOLDS, asked


@pytest.mark.parametrize("exponent", [30, 100, 400])
@pytest.mark.parametrize("asked", [DEG, ANTI, sd.PPT(), sd.KExtendible(3)])
def test_a_mixture_is_the_same_from_both_ends(exponent, asked):
    noise, unitary, small = sd.zoo.replacer(2), sd.zoo.identity(2), F(1, 10**exponent)
    one, other = sd.mixture(noise, unitary)(1 - small), sd.mixture(unitary, noise)(small)
    verdicts = {sd.decide(channel, asked).verdict for channel in (one, other)}
    assert HOLDS not in verdicts
    if exponent == 30:
        assert verdicts == {FAILS}


def test_an_operator_that_floats_lack_has_its_own_rank():
    small = F(1, 10**400)

    def diagonal_squares(*weights):
        return [[w if i == j else 0 for j in range(3)] for i, w in enumerate(weights)]

    readouts = [(1, 0, 0), (0, 1 - small, 0), (0, 0, 1 - small)]
    together, apart = [(0, small, small)], [(0, small, 0), (0, 0, small)]
    for last, one_each in ((together, False), (apart, True)):
        squares = [diagonal_squares(*weights) for weights in (*readouts, *last)]
        channel = sd.Channel.from_squares(squares)
        assert measures_and_prepares(channel) is one_each
        for asked in (ANTI, sd.KExtendible(3), sd.PPT()):
            assert sd.decide(channel, asked).verdict is (HOLDS if one_each else FAILS)


def test_exact_numbers_beyond_floats_are_no_error():
    a, b, c, d = (F(1, 16 * 10**n) for n in (160, 90, 110, 40))
    squares = [
        [[-a, 0], [0, 0], [0, -a]],
        [[0, 0], [0, b], [0, 0]],
        [[c, 0], [0, 0], [0, c]],
        [[0, 0], [d, 0], [0, 0]],
        [[1 - a - c - d, 0], [0, 1 - a - b - c], [0, 0]],
    ]
    found = sd.decide(sd.Channel.from_squares(squares), ANTI, prove=True)
    assert found.verdict is not HOLDS


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.booleans())
def test_the_exact_criterion_is_the_known_one(seed, rank, real):
    rng = np.random.default_rng(seed)
    channel = random_channel(2, 2, rank=rank, rng=rng)
    statement = as_given(channel)
    choi = statement.choi
    entries = [
        [
            tuple(F(x, choi.denominator) for x in choi.entries.get((p, q), (0, 0)))
            for q in range(4)
        ]
        for p in range(4)
    ]
    found = exact_two_qubit_margin(entries, statement.scales)
    assert found == pytest.approx(two_qubit_antidegradable(channel), abs=1e-7)
    # Weights on B are the same as another operator.
    weights = (F(1), F(1, 4) if real else F(9))
    scale = (F(1), F(1, 2) if real else F(3))
    scaled = [
        [tuple(x * scale[p % 2] * scale[q % 2] for x in entries[p][q]) for q in range(4)]
        for p in range(4)
    ]
    one = (F(1), F(1))
    assert exact_two_qubit_margin(entries, weights) == pytest.approx(
        exact_two_qubit_margin(scaled, one), rel=1e-12
    )


@pytest.mark.parametrize("beyond", [-1, 1])
@pytest.mark.parametrize("power", [9, 11, 13])
def test_beside_its_boundary_a_qubit_is_decided(power, beyond):
    """Three operators, filtered on both sides: solvers stop at 1e-10 there."""
    x = F(1, 3) + beyond * F(1, 10**power)
    for channel in (sd.zoo.depolarizing(d=2)(x), sd.zoo.two_pauli()(x)):
        assert sd.decide(channel, ANTI).verdict is (HOLDS if beyond > 0 else FAILS)


def rotated_damping(seed):
    """Return damping and dephasing between random unitaries: rank 3 to rounding only."""
    rng = np.random.default_rng(seed)
    left, right = random_unitary(2, rng), random_unitary(2, rng)
    damped, dephased = sd.zoo.amplitude_damping()(0.55), sd.zoo.dephasing()(0.2)
    return [left @ d @ a @ right for d in dephased.kraus for a in damped.kraus]


@pytest.mark.parametrize("seed", range(4))
def test_where_the_criterion_decides_the_map_comes_too(seed):
    # Rank 3 to rounding: taken literally the extension on its face proves nothing.
    kraus = rotated_damping(seed)
    found = sd.decide(kraus, ANTI)
    assert found.verdict is HOLDS
    small = sd.Channel(kraus).minimal()
    off = (found.map @ small.complementary).choi - small.choi
    assert np.max(np.abs(off)) <= found.residual + 1e-14 < 1e-9


def test_what_floats_leave_open_a_little_noise_settles():
    kraus = rotated_damping(0)
    found = sd.decide(kraus, sd.KExtendible(3))
    if found.verdict is UNDECIDED:
        assert "white_noise(channel)(1e-12)" in found.reason
    noisy = sd.white_noise(kraus)(1e-10)
    assert sd.decide(noisy, sd.KExtendible(3)).verdict is HOLDS


@pytest.mark.parametrize(
    "channel",
    [
        sd.zoo.amplitude_damping()(0.7),
        sd.zoo.erasure(d=3)(0.7),
        sd.zoo.multilevel_amplitude_damping(d=3)(0.7),
    ],
    ids=str,
)
def test_a_face_divided_by_charges_is_confirmed_like_the_whole(channel, monkeypatch):
    whole = sd.decide(channel, ANTI)
    monkeypatch.setattr("sdpsearch.extension.cost._SEARCHED", 0.0)
    divided = sd.decide(channel, ANTI)
    assert (whole.membership.face.charges, whole.verdict) == (1, HOLDS)
    assert divided.membership.face.charges > 1
    assert (divided.verdict, divided.margin.lower > 0) == (HOLDS, True)
    assert divided.margin.lower == pytest.approx(whole.margin.lower, rel=1e-6)
    assert divided.map @ channel.minimal().complementary == channel

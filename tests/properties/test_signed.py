"""SignedExtendible: known boundaries, laws, and the inequality that it stands for."""

import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

import sdpsearch as sd
from sdpsearch.channels.random import random_antidegradable, random_channel

HOLDS, FAILS, UNDECIDED = sd.Verdict.HOLDS, sd.Verdict.FAILS, sd.Verdict.UNDECIDED
SIGNED, ANTI = sd.SignedExtendible(), sd.Antidegradable()
SEEDS = st.integers(0, 2**31)


def dephrasure_boundary(p):
    """η²/(1+η²), below which Q > 0 (log-singularity, docs/signed-extensions.md)."""
    square = (1 - 2 * p) ** 2
    return square / (1 + square)


#: Where it starts to hold, and how much further out that is than antidegradability.
BOUNDARIES = {
    "depolarizing d=2": (sd.zoo.depolarizing(d=2), 1 / 3, 0),
    "depolarizing d=3": (sd.zoo.depolarizing(d=3), 3 / 8, 0),
    "transpose-depolarizing d=3": (sd.zoo.transpose_depolarizing(d=3), 1 / 2, 1 / 14),
    "transpose-depolarizing d=4": (sd.zoo.transpose_depolarizing(d=4), 3 / 5, 0),
    "dephrasure 1/10": (sd.zoo.dephrasure(0.1), dephrasure_boundary(0.1), 0.0542),
    "dephrasure 1/5": (sd.zoo.dephrasure(0.2), dephrasure_boundary(0.2), 0.1102),
    "erasure d=2": (sd.zoo.erasure(), 1 / 2, 0),
    "erasure d=3": (sd.zoo.erasure(d=3), 1 / 2, 0),
    "damping": (sd.zoo.amplitude_damping(), 1 / 2, 0),
}


@pytest.mark.parametrize(("family", "start", "gain"), BOUNDARIES.values(), ids=BOUNDARIES)
def test_both_sides_of_a_boundary(family, start, gain):
    assert sd.decide(family(start + 1e-6), SIGNED).verdict is HOLDS
    assert sd.decide(family(start - 1e-6), SIGNED).verdict is FAILS
    assert sd.decide(family(start + gain + 1e-3), ANTI).verdict is HOLDS
    assert sd.decide(family(start + gain - 1e-3), ANTI).verdict is FAILS


@pytest.mark.parametrize(
    "name",
    ["depolarizing d=2", "transpose-depolarizing d=3", "dephrasure 1/10", "erasure d=2"],
)
def test_thresholds_of_affine_families_are_brackets_around_them(name):
    family, start, _ = BOUNDARIES[name]
    found = sd.threshold(family, SIGNED)
    (boundary,) = found.boundaries
    assert boundary.bracket.lower - 1e-15 <= start <= boundary.bracket.upper + 1e-15
    assert boundary.bracket.width < 1e-8
    assert found.holds_on[0].upper == 1
    assert found.coverage is sd.Coverage.CONVEX


def test_an_isolated_point_is_found():
    found = sd.threshold(sd.zoo.dephasing(), SIGNED)
    assert found.holds_on == (sd.Interval(0.5, 0.5),)


def test_curves_are_searched():
    mine = sd.ChannelFamily(lambda g: sd.zoo.dephrasure(0.1)(g * g), name="mine")
    found = sd.threshold(mine, SIGNED, points=9)
    assert found.start == pytest.approx(dephrasure_boundary(0.1) ** 0.5, abs=1e-7)


@pytest.mark.parametrize(
    ("shape", "rank", "seed"), [((2, 3), 2, 1), ((3, 3), 2, 1), ((2, 3), 2, 0)]
)
def test_generic_channels_with_outputs_of_dimension_3_gain(shape, rank, seed):
    family = sd.white_noise(random_channel(*shape, rank=rank, rng=seed))
    signed, anti = (sd.threshold(family, asked).start for asked in (SIGNED, ANTI))
    assert signed < anti - 1e-3


@pytest.mark.parametrize("seed", range(8))
def test_qubit_channels_do_not(seed):
    channel = random_channel(2, 2, rank=2 + seed % 3, rng=seed)
    signed, anti = (sd.decide(channel, asked).margin for asked in (SIGNED, ANTI))
    if np.isfinite(anti.upper):
        assert signed.lower == pytest.approx(anti.lower, abs=1e-7)
        assert signed.upper == pytest.approx(anti.upper, abs=1e-7)


def follows(channel):
    """Check that an antidegradable channel is signed-extendible, and as far inside."""
    signed, anti = sd.decide(channel, SIGNED), sd.decide(channel, ANTI)
    assert signed.verdict is not FAILS
    if anti.verdict is HOLDS:
        assert signed.verdict is HOLDS
        assert signed.margin.upper >= anti.margin.lower - 1e-12


@given(shape=st.sampled_from([(2, 2), (2, 3), (3, 2)]), seed=SEEDS)
@settings(max_examples=10)
def test_antidegradable_channels_are_signed_extendible(shape, seed):
    follows(random_antidegradable(*shape, rng=seed))


@pytest.mark.slow
@given(seed=SEEDS)
@settings(max_examples=20)
def test_antidegradable_qutrit_channels_are_signed_extendible(seed):
    follows(random_antidegradable(3, 3, rng=seed))


def holding(seed, d_out=3):
    """Return a channel 2 → d_out that holds and is not antidegradable."""
    family = sd.white_noise(random_channel(2, d_out, rank=2, rng=seed))
    signed, anti = (sd.threshold(family, asked).start for asked in (SIGNED, ANTI))
    channel = family((signed + anti) / 2)
    assert sd.decide(channel, ANTI).verdict is FAILS
    return channel


@pytest.mark.parametrize("seed", [1, 2])
def test_it_survives_what_comes_before_and_after(seed):
    channel = holding(1)
    after = random_channel(3, 2, rank=2, rng=seed) @ channel
    before = channel @ random_channel(3, 2, rank=3, rng=seed)
    assert sd.decide(after, SIGNED).verdict is HOLDS
    assert sd.decide(before, SIGNED).verdict is HOLDS


@pytest.mark.parametrize("share", [0.25, 0.5])
def test_mixtures_of_what_holds_hold(share):
    first, last = holding(1), holding(3)
    choi = (1 - share) * first.choi + share * last.choi
    mixed = sd.Channel.from_choi(choi, d_in=2, d_out=3)
    assert sd.decide(mixed, SIGNED).verdict is HOLDS


@pytest.mark.parametrize(
    "channel",
    [
        sd.zoo.transpose_depolarizing(d=3)(0.52),
        sd.zoo.dephrasure(0.1)(0.41),
        sd.zoo.amplitude_damping()(0.7),
        random_channel(3, 2, rank=4, rng=1),
    ],
)
def test_the_signed_map_is_what_it_is_said_to_be(channel):
    decision = sd.decide(channel, SIGNED)
    found = decision.signed_map
    small = channel.minimal()
    d_env, d_b = small.d_env, small.d_out
    n = found.choi.reshape(d_env, d_b, d_env, d_b)
    assert np.allclose(np.einsum("ebfb->ef", n), np.eye(d_env))
    assert found.least == pytest.approx(np.linalg.eigvalsh(found.choi)[0], abs=1e-12)
    # N∘Φ^c, from the complement's own Kraus operators.
    shape = (small.d_in, d_env, small.d_in, d_env)
    complement = small.complementary.choi.reshape(shape)
    through = np.einsum("aexf,ebfc->abxc", complement, n).reshape(channel.choi.shape)
    assert np.abs(through - channel.choi).max() <= found.residual + 1e-13
    assert found.residual < 1e-12
    assert found.norm <= 1 + 1e-9
    again = pickle.loads(pickle.dumps(decision)).signed_map
    assert again.norm == pytest.approx(found.norm, abs=1e-9)


def test_maps_are_signed_where_the_channel_is_not_antidegradable_and_none_where_it_fails():
    family = sd.zoo.dephrasure(0.1)
    assert sd.decide(family(0.41), SIGNED).signed_map.least < -0.1
    assert sd.decide(family(0.3), SIGNED).signed_map is None
    assert sd.decide(family(0.41), sd.PPT()).signed_map is None


@pytest.mark.parametrize("seed", range(3))
def test_a_witness_refutes_and_is_missed_by_nothing_that_holds(seed):
    family = sd.white_noise(random_channel(2, 3, rank=2, rng=seed))
    found = sd.decide(family(0.01), SIGNED)
    assert found.verdict is FAILS
    assert np.vdot(found.witness, found.channel.choi).real == pytest.approx(-1)
    for x in (0.5, 0.9):
        assert found.witness_value(family(x)) > 0
    for other in range(5):
        channel = random_antidegradable(2, 3, rng=other)
        assert found.witness_value(channel) > -2 * found.residual - 1e-9


def test_on_the_boundary_exact_arithmetic_decides_what_is_stated_exactly():
    exact = sd.zoo.dephrasure(0.1)(Fraction(16, 41))
    found = sd.decide(exact, SIGNED)
    assert found.verdict is HOLDS
    assert "in exact arithmetic" in found.reason
    assert found.signed_map.norm == pytest.approx(1, abs=1e-6)
    assert sd.decide(sd.zoo.transpose_depolarizing(d=3)(0.5), SIGNED).verdict is HOLDS
    assert sd.decide(sd.Channel(exact.kraus), SIGNED).verdict is UNDECIDED


@pytest.mark.parametrize(
    "channel",
    [
        sd.zoo.dephrasure(0.1)(0.38),
        sd.zoo.transpose_depolarizing(d=3)(0.45),
        random_channel(2, 3, rank=2, rng=1),
    ],
)
def test_a_rank_deficient_channel_has_a_witness_on_all_of_the_space(channel):
    found = sd.decide(channel, SIGNED)
    assert np.vdot(found.witness, channel.choi).real == pytest.approx(-1)
    for other in range(5):
        held = random_antidegradable(channel.d_in, channel.d_out, rng=other)
        assert found.witness_value(held) > -2 * found.residual - 1e-9


def test_forced_directions_are_confirmed_in_exact_arithmetic():
    found = sd.decide(sd.zoo.transpose_depolarizing(d=3)(0.55), SIGNED)
    assert found.membership.face.forced == 1
    assert "decided exactly" in found.reason


# The theorem: D(Φ(ρ)‖Φ(σ)) ≤ D(Φ^c(ρ)‖Φ^c(σ)), references and copies included.


def relative_entropy(rho, sigma):
    """Return D(ρ‖σ) in nats for σ of full rank on ρ's support."""
    p, u = np.linalg.eigh(rho)
    q, v = np.linalg.eigh(sigma)
    overlap = np.abs(u.conj().T @ v) ** 2
    p, q = np.clip(p, 0, None), np.clip(q, 1e-300, None)
    own = float(np.sum(p[p > 1e-14] * np.log(p[p > 1e-14])))
    weights = p @ overlap
    seen = weights > 1e-14
    return own - float(np.sum(weights[seen] * np.log(q[seen])))


def applied(channel, rho, d_ref):
    kraus = np.array([np.kron(np.eye(d_ref), k) for k in channel.kraus])
    return np.einsum("eij,jk,elk->il", kraus, rho, kraus.conj(), optimize=True)


def excess(channel, rho, sigma, d_ref=1):
    """Return how much more Φ tells ρ from σ than Φ^c does."""
    told = [
        relative_entropy(applied(c, rho, d_ref), applied(c, sigma, d_ref))
        for c in (channel, channel.minimal().complementary)
    ]
    return told[0] - told[1]


def state(parameters, order):
    half = parameters[: order**2] + 1j * parameters[order**2 :]
    half = half.reshape(order, order)
    rho = half @ half.conj().T + 1e-6 * np.eye(order)
    return rho / np.trace(rho).real


def worst_excess(channel, d_ref, seed, steps):
    """Return the largest excess relative to D(ρ‖σ) that ascent from random pairs finds."""
    order = channel.d_in * d_ref
    rng = np.random.default_rng(seed)

    def loss(parameters):
        rho, sigma = (state(part, order) for part in np.split(parameters, 2))
        scale = relative_entropy(rho, sigma) + 1e-9
        return -excess(channel, rho, sigma, d_ref) / scale

    start = rng.normal(size=4 * order**2)
    return -minimize(loss, start, method="L-BFGS-B", options={"maxiter": steps}).fun


HOLDING = {
    "transpose-depolarizing": lambda: sd.zoo.transpose_depolarizing(d=3)(0.501),
    "dephrasure": lambda: sd.zoo.dephrasure(0.1)(0.3903),
    "random 2 to 3": lambda: holding(1),
}


@pytest.mark.parametrize("name", HOLDING)
def test_the_environment_tells_states_apart_at_least_as_well(name):
    channel = HOLDING[name]()
    assert sd.decide(channel, SIGNED).verdict is HOLDS
    assert sd.decide(channel, ANTI).verdict is FAILS
    rng = np.random.default_rng(0)
    for d_ref in (1, 2):
        order = channel.d_in * d_ref
        for _ in range(30):
            pair = (state(rng.normal(size=2 * order**2), order) for _ in range(2))
            assert excess(channel, *pair, d_ref) <= 1e-9
    assert worst_excess(channel, 1, 0, 10) <= 1e-7


def test_so_it_does_with_a_reference_and_for_two_copies():
    channel = HOLDING["dephrasure"]()
    assert worst_excess(channel, 2, 1, 8) <= 1e-7
    rng = np.random.default_rng(2)
    twice = sd.Channel(
        np.array([np.kron(k, m) for k in channel.kraus for m in channel.kraus])
    )
    for _ in range(20):
        pair = (state(rng.normal(size=32), 4) for _ in range(2))
        assert excess(twice, *pair) <= 1e-9


def test_and_it_does_not_where_the_property_fails():
    channel = sd.zoo.dephrasure(0.1)(0.3)
    assert sd.decide(channel, SIGNED).verdict is FAILS
    assert worst_excess(channel, 1, 0, 60) > 1e-3

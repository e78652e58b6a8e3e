"""The search over N and the engine measure the same margin; its map is a map."""

from functools import cache

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_antidegradable, random_channel, random_unitary
from sdpsearch.mapsearch import map_margin

ANTI = sd.Antidegradable()
SOLVERS = [("cvxpy", "CLARABEL"), ("cvxpy", "SCS"), ("picos", None)]
by_every_solver = pytest.mark.parametrize(
    ("language", "solver"), SOLVERS, ids=["clarabel", "scs", "cvxopt"]
)


def zoo_cases():
    """Return known channels on both sides of their thresholds, and at the far ends."""
    families = {
        "depolarizing-2": (sd.zoo.depolarizing(d=2), (0.2, 0.33, 0.34, 0.6, 1.0)),
        "depolarizing-3": (sd.zoo.depolarizing(d=3), (0.2, 0.37, 0.38, 0.7)),
        "transpose-3": (sd.zoo.transpose_depolarizing(d=3), (0.3, 0.56, 0.58, 0.9)),
        "damping": (sd.zoo.amplitude_damping(), (0.0, 0.3, 0.499, 0.501, 0.8, 1.0)),
        "erasure-2": (sd.zoo.erasure(), (0.3, 0.499, 0.501, 0.8)),
        "erasure-3": (sd.zoo.erasure(d=3), (0.4, 0.6)),
        "dephasing": (sd.zoo.dephasing(), (0.2, 0.5, 0.7)),
        "gad": (sd.zoo.generalized_amplitude_damping(), (0.3, 0.499, 0.501, 0.8)),
        "pure-loss": (sd.zoo.pure_loss(), (0.3, 0.49, 0.51, 0.8)),
    }
    cases = {f"{n}-{x}": family(x) for n, (family, xs) in families.items() for x in xs}
    return cases | {"werner-holevo-3": sd.zoo.werner_holevo(3)}


RANKS = {(2, 2): (1, 2, 3, 4), (2, 3): (2, 3, 4), (3, 2): (2, 3, 4, 5), (3, 3): (2, 5, 6)}
RANDOM = {
    f"{d_in}to{d_out}-rank{rank}": random_channel(d_in, d_out, rank, rng=rank)
    for (d_in, d_out), ranks in RANKS.items()
    for rank in ranks
} | {
    "inside-2to2": random_antidegradable(2, 2, 2, rng=3),
    "inside-3to3": random_antidegradable(3, 3, 2, rng=3),
}
CASES = zoo_cases() | RANDOM


@cache
def engine(name):
    return sd.decide(CASES[name], ANTI)


def overlap(one, other, slack=1e-7):
    return one.lower <= other.upper + slack and other.lower <= one.upper + slack


@by_every_solver
@pytest.mark.parametrize("name", CASES)
def test_both_formulations_measure_the_same_margin(name, language, solver):
    channel, decision = CASES[name], engine(name)
    found = map_margin(channel, language=language, solver=solver)
    # Of a channel that is its own reference no more is known than rounding lets be.
    assert found.margin.width < 1e-5 or found.margin.lower > 1e12
    assert overlap(found.margin, decision.margin)
    assert (found.map is not None) == (found.margin.lower > 0)
    assert (found.map is not None) == (decision.verdict is sd.Verdict.HOLDS)
    if found.map is not None:
        assert found.residual < 1e-8
        small = channel.minimal()
        recovered = found.map @ small.complementary
        assert recovered == channel
        assert np.max(np.abs(recovered.choi - channel.choi)) < 1e-8
        assert (found.map.d_in, found.map.d_out) == (small.d_env, channel.d_out)


@pytest.mark.parametrize("gamma", [0.2, 0.4, 0.499, 0.501, 0.6, 0.8])
@by_every_solver
def test_damping_margin_is_the_closed_form(gamma, language, solver):
    channel = sd.zoo.amplitude_damping()(gamma)
    found = map_margin(channel, language=language, solver=solver).margin
    exact = -(1 - 2 * gamma) / (2 * (1 - gamma))
    assert found.lower - 1e-9 <= exact <= found.upper + 1e-9
    assert found.width < 1e-8


@pytest.mark.parametrize("seed", range(4))
def test_margin_does_not_see_unitaries_or_the_choice_of_kraus_operators(seed):
    rng = np.random.default_rng(seed)
    channel = random_channel(2, 3, 3, rng)
    u, v, w = (random_unitary(d, rng) for d in (2, 3, 5))
    padded = np.concatenate([channel.kraus, np.zeros((2, 3, 2))])
    turned = np.einsum("ef,bc,fcd,da->eba", w, v, padded, u)
    one, other = map_margin(channel), map_margin(sd.Channel(turned))
    assert overlap(one.margin, other.margin)
    assert max(one.margin.width, other.margin.width) < 1e-6


@by_every_solver
def test_a_complementary_map_exists_just_where_degradable(language, solver):
    family = sd.complement_of(sd.zoo.erasure(d=3))
    inside = map_margin(family(0.4), language=language, solver=solver)
    outside = map_margin(family(0.6), language=language, solver=solver)
    assert inside.margin.lower > 0 > outside.margin.upper


# Signs on random channels, near the boundary too.


def contradicts(channel, **settings):
    """Tell whether a checked margin of one formulation excludes that of the other."""
    one = map_margin(channel, **settings).margin
    other = sd.decide(channel, ANTI).margin
    return (
        not overlap(one, other)
        or one.lower > 0 > other.upper
        or other.lower > 0 > one.upper
    )


def sampled(count):
    """Return random complex channels, d = 2 and 3, ranks 1 to 6."""
    kinds = [(d, rank) for d in (2, 3) for rank in range(1, min(6, d * d) + 1)]
    chosen = (kinds[seed % len(kinds)] for seed in range(count))
    return [random_channel(d, d, r, rng=1000 + seed) for seed, (d, r) in enumerate(chosen)]


def test_signs_never_contradict():
    assert [c for c in sampled(40) if contradicts(c)] == []


@pytest.mark.slow
@by_every_solver
def test_signs_of_many_channels_never_contradict(language, solver):
    channels = sampled(200)
    assert [c for c in channels if contradicts(c, language=language, solver=solver)] == []


@pytest.mark.slow
@pytest.mark.parametrize("offset", [-1e-4, -1e-6, 1e-6, 1e-4])
def test_signs_beside_the_boundary_are_right(offset):
    for seed in range(20):
        family = sd.white_noise(random_channel(2, 2, 1 + seed % 2, rng=seed))
        boundaries = sd.threshold(family, ANTI).boundaries
        for boundary in boundaries:
            margin = map_margin(family(boundary.value + offset)).margin
            assert (margin.upper if offset < 0 else -margin.lower) < 0


# What cannot be settled stays open.


@pytest.mark.parametrize("solver", ["CLARABEL", "SCS"])  # PICOS passes none to CVXOPT
def test_a_time_limit_never_makes_a_wrong_margin(solver):
    channel = sd.white_noise(random_channel(3, 3, 2, rng=0))(0.3)
    found = map_margin(channel, solver=solver, time_limit=1e-3)
    assert overlap(found.margin, sd.decide(channel, ANTI).margin)
    assert (found.map is not None) == (found.margin.lower > 0)


# CVXOPT runs into a division by zero here where it is asked for too much.
@pytest.mark.parametrize(("d_in", "d_out", "rank"), [(2, 2, 4), (2, 3, 5), (3, 2, 6)])
def test_cvxopt_settles_channels_of_high_rank(d_in, d_out, rank):
    found = map_margin(random_channel(d_in, d_out, rank, rng=rank), language="picos")
    assert found.margin.width < 1e-5

"""ε against closed forms, its laws, and the map that attains it."""

import warnings

import cvxpy
import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_antidegradable, random_channel, random_unitary
from sdpsearch.mapsearch import antidegradability_defect, degradability_defect, map_margin

LANGUAGES = [("cvxpy", "CLARABEL"), ("cvxpy", "SCS"), ("picos", None)]
by_every_solver = pytest.mark.parametrize(
    ("language", "solver"), LANGUAGES, ids=["clarabel", "scs", "cvxopt"]
)


def depolarizing_defect(d, x):
    """Return min_N ‖N∘D^c − D‖ for x below d/(2(d+1)) (MATH.md, section 5)."""
    y = (np.sqrt(1 - x + x / d**2) - np.sqrt(x) / d) ** 2
    return 2 * (1 - 1 / d**2) * (y - x)


def erasure_defect(d, p):
    """Return min_N ‖N∘Φ − Φ^c‖ of the erasure channel for p > 1/2."""
    return 2 * (2 * p - 1) * (1 - 1 / d**2)


EXACT = {
    "erasure-2-0.6": (degradability_defect, sd.zoo.erasure()(0.6), 0.3),
    "erasure-2-0.9": (degradability_defect, sd.zoo.erasure()(0.9), erasure_defect(2, 0.9)),
    "erasure-3-0.7": (
        degradability_defect,
        sd.zoo.erasure(d=3)(0.7),
        erasure_defect(3, 0.7),
    ),
    "erasure-2-inside": (degradability_defect, sd.zoo.erasure()(0.3), 0.0),
    "damping-inside": (antidegradability_defect, sd.zoo.amplitude_damping()(0.7), 0.0),
    "damping-degradable": (degradability_defect, sd.zoo.amplitude_damping()(0.3), 0.0),
    "depolarizing-2-0.1": (
        antidegradability_defect,
        sd.zoo.depolarizing(d=2)(0.1),
        0.8187928102,
    ),
    "depolarizing-2-0.3": (
        antidegradability_defect,
        sd.zoo.depolarizing(d=2)(0.3),
        0.1017261929,
    ),
    "depolarizing-3-0.2": (
        antidegradability_defect,
        sd.zoo.depolarizing(d=3)(0.2),
        0.6650656766,
    ),
    "depolarizing-2-inside": (antidegradability_defect, sd.zoo.depolarizing(d=2)(0.5), 0.0),
    "depolarizing-3-inside": (antidegradability_defect, sd.zoo.depolarizing(d=3)(0.4), 0.0),
    "low-noise": (
        degradability_defect,
        sd.zoo.depolarizing(d=2)(4 / 3 * 0.01),
        5.402309e-4,
    ),
    "identity": (antidegradability_defect, sd.zoo.identity(2), 1.5),
    "identity-degradable": (degradability_defect, sd.zoo.identity(2), 0.0),
}


@by_every_solver
@pytest.mark.parametrize(("defect", "channel", "exact"), EXACT.values(), ids=EXACT.keys())
def test_exact_values(defect, channel, exact, language, solver):
    found = defect(channel, language=language, solver=solver)
    assert abs(found.epsilon.middle - exact) < 1e-6
    assert found.epsilon.width <= 1e-6
    assert found.epsilon.lower <= exact + 1e-9
    assert found.epsilon.upper >= exact - 1e-9


@pytest.mark.parametrize("d", [2, 3])
def test_depolarizing_formula_along_the_family(d):
    family = sd.zoo.depolarizing(d=d)
    for x in (0.02, 0.15, 0.25, 0.32):
        found = antidegradability_defect(family(x)).epsilon
        exact = depolarizing_defect(d, x)
        assert found.lower - 1e-9 <= exact <= found.upper + 1e-9
        assert found.width < 1e-6


# Laws.

SHAPES = [(2, 2, 2), (2, 2, 3), (2, 3, 2), (3, 2, 2)]


def close(one, other, atol=1e-6):
    return abs(one.epsilon.middle - other.epsilon.middle) < atol


@pytest.mark.parametrize("defect", [antidegradability_defect, degradability_defect])
@pytest.mark.parametrize(("d_in", "d_out", "rank"), SHAPES)
def test_unitaries_before_and_after_change_nothing(defect, d_in, d_out, rank):
    rng = np.random.default_rng(rank)
    channel = random_channel(d_in, d_out, rank, rng)
    before, after = random_unitary(d_in, rng), random_unitary(d_out, rng)
    turned = sd.Channel(after @ channel.kraus @ before)
    assert close(defect(channel), defect(turned))


@by_every_solver
@pytest.mark.parametrize(("d_in", "d_out", "rank"), SHAPES)
def test_antidegradability_is_degradability_of_the_complement(
    d_in, d_out, rank, language, solver
):
    settings = {"language": language, "solver": solver}
    channel = random_channel(d_in, d_out, rank, rng=7 * rank)
    one = antidegradability_defect(channel, **settings)
    assert close(one, degradability_defect(channel.complementary, **settings))
    assert one.epsilon.width < 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_more_noise_afterwards_never_makes_it_worse(seed):
    rng = np.random.default_rng(seed)
    channel, noise = random_channel(2, 2, 2, rng), random_channel(2, 2, 2, rng)
    worse = antidegradability_defect(noise @ channel).epsilon
    assert worse.lower <= antidegradability_defect(channel).epsilon.upper + 1e-8


@pytest.mark.parametrize("seed", range(6))
def test_zero_just_where_the_margin_is_not_negative(seed):
    channel = random_channel(2, 2, 1 + seed % 3, rng=seed)
    epsilon = antidegradability_defect(channel).epsilon
    margin = map_margin(channel).margin
    assert (epsilon.lower > 1e-6) == (margin.upper < -1e-6)
    inside = random_antidegradable(2, 2, 2, rng=seed)
    assert antidegradability_defect(inside).epsilon.upper < 1e-6


# The bounds are real.


def diamond_norm(difference, d_in, d_out):
    """Return ‖Δ‖_⋄ of any map by Watrous's 1207.5726, not the form for differences.

    ‖Δ‖_⋄ = min (‖tr_B Y‖ + ‖tr_B Z‖)/2 with [[Y, −J], [−J†, Z]] ≥ 0.
    """
    size = d_in * d_out
    y, z = (cvxpy.Variable((size, size), hermitian=True) for _ in range(2))
    block = cvxpy.bmat([[y, -difference], [-difference.conj().T, z]])
    traced = [cvxpy.partial_trace(m, (d_in, d_out), 1) for m in (y, z)]
    cost = sum(cvxpy.lambda_max((t + t.H) / 2) for t in traced) / 2
    problem = cvxpy.Problem(cvxpy.Minimize(cost), [(block + block.H) / 2 >> 0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # "may be inaccurate": 1e-6 will do
        return problem.solve(solver="CLARABEL")


def error_of(n, source, target):
    difference = (n @ source).choi - target.choi
    return diamond_norm(difference, target.d_in, target.d_out)


def test_the_independent_diamond_norm_knows_its_own_values():
    x, other = sd.zoo.identity(2), sd.zoo.unitary(np.diag([1, 1j]))
    # Two unitaries: twice the sine of half the angle between their eigenvalues.
    exact = 2 * np.sin(np.pi / 4)
    assert diamond_norm(x.choi - other.choi, 2, 2) == pytest.approx(exact, abs=1e-6)
    full = sd.zoo.depolarizing(d=3)(1.0)
    difference = full.choi - sd.zoo.identity(3).choi
    assert diamond_norm(difference, 3, 3) == pytest.approx(2 * (1 - 1 / 9), abs=1e-6)


ATTAINED = {
    "depolarizing": sd.zoo.depolarizing(d=2)(0.1),
    "damping": sd.zoo.amplitude_damping()(0.3),
    "complex": random_channel(2, 2, 3, rng=5),
    "complex-2to3": random_channel(2, 3, 2, rng=6),
}


@pytest.mark.parametrize("channel", ATTAINED.values(), ids=ATTAINED.keys())
@by_every_solver
def test_the_map_attains_the_upper_bound(channel, language, solver):
    found = antidegradability_defect(channel, language=language, solver=solver)
    small = channel.minimal()
    assert (found.map.d_in, found.map.d_out) == (small.d_env, channel.d_out)
    attained = error_of(found.map, small.complementary, channel)
    assert attained == pytest.approx(found.epsilon.upper, abs=1e-6)
    assert attained >= found.epsilon.lower - 1e-6
    found = degradability_defect(channel, language=language, solver=solver)
    attained = error_of(found.map, small, small.complementary)
    assert attained == pytest.approx(found.epsilon.upper, abs=1e-6)
    assert attained >= found.epsilon.lower - 1e-6


def test_no_other_map_does_better_than_the_lower_bound():
    channel = ATTAINED["complex"]
    small = channel.minimal()
    lower = antidegradability_defect(channel).epsilon.lower
    for seed in range(5):
        n = random_channel(small.d_env, channel.d_out, 2, rng=seed)
        assert error_of(n, small.complementary, channel) >= lower - 1e-6

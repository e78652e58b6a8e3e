"""Criteria by symmetry against the semidefinite programme, exactly on their boundaries."""

import itertools
from fractions import Fraction as F
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels import zoo
from sdpsearch.known.criteria import two_qubit_antidegradable
from sdpsearch.known.symmetric import (
    brauer_antidegradable,
    brauer_threshold,
    dephased_threshold,
    jump_antidegradable,
    uniform_antidegradable,
)
from sdpsearch.known.thresholds import fact

WEIGHTS = st.tuples(*[st.integers(0, 20)] * 3).filter(any)
SHARES = st.fractions(0, 1, max_denominator=30)
TINY = F(1, 10**40)


def holds(channel, asked="antidegradable"):
    verdict = sd.decide(channel, asked).verdict
    assert verdict is not sd.Verdict.UNDECIDED
    return verdict is sd.Verdict.HOLDS


# Both sides of every boundary


FAMILIES = [
    zoo.brauer(2, (3, 0, 1)),
    zoo.brauer(2, (1, 8, 1)),
    zoo.brauer(3),
    zoo.werner(2),
    zoo.werner(3),
    zoo.depolarizing_dephasing(2, 0.4),
    zoo.depolarizing_dephasing(3),
    zoo.depolarizing_erasure(2),
    zoo.depolarizing_erasure(3, 0.1),
    zoo.two_weyl(3, 0.3),
    zoo.noisy_landau_streater(0.5),
    zoo.noisy_landau_streater(1),
    zoo.noisy_landau_streater(1.5),
    zoo.multilevel_amplitude_damping(3, rates=(3, 2, 1)),
]
LARGE = [
    zoo.brauer(4, (4, 2, 1)),
    zoo.brauer(4, (1, 4, 0)),
    zoo.depolarizing_dephasing(4, 0.6),
    zoo.two_weyl(4),
    zoo.brauer(5),
    zoo.brauer(5, (9, 1, 0)),
    zoo.depolarizing_dephasing(5),
    zoo.depolarizing_erasure(4, 0.3),
    zoo.two_weyl(5),
    zoo.two_weyl(4, 0.9),
    zoo.two_weyl(3, 0),
    zoo.noisy_landau_streater(2),
    zoo.noisy_landau_streater(2.5),
]
#: Few copies at d ≥ 3 by default: what they need is compiled first.
MORE_COPIES = [
    (zoo.depolarizing_dephasing(2, 0.1), 3),
    (zoo.depolarizing_dephasing(2, 0.3), 3),
    (zoo.depolarizing_dephasing(2, 0.3), 6),
    (zoo.depolarizing_dephasing(2, 0.6), 4),
    (zoo.werner(2), 3),
    (zoo.werner(2), 5),
    (zoo.depolarizing_erasure(2), 3),
    (zoo.depolarizing_erasure(2), 4),
    (zoo.multilevel_amplitude_damping(3, rates=(3, 2, 1)), 3),
]
STILL_MORE = [
    (zoo.depolarizing_dephasing(3, 0.1), 3),
    (zoo.depolarizing_dephasing(3, 0.3), 3),
    (zoo.depolarizing_dephasing(3, 0.1), 4),
    (zoo.depolarizing_dephasing(3, 0.6), 4),
    (zoo.depolarizing_dephasing(4, 0.1), 3),
    (zoo.depolarizing_dephasing(4, 0.5), 3),
    (zoo.werner(3), 3),
    (zoo.werner(3), 4),
    (zoo.werner(4), 4),
    (zoo.depolarizing_erasure(3), 3),
    (zoo.noisy_landau_streater(1), 3),
    (zoo.noisy_landau_streater(1.5), 3),
]


def check_both_sides(family, asked, step=1e-6):
    """The engine holds where the fact does, beside its boundaries and in between."""
    known = fact(family, asked)
    low, high = family.domain
    edges = sorted({end for interval in known.holds for end in interval})
    points = [e + s * step for e in edges for s in (-1, 1)] + [low + 0.63 * (high - low)]
    for x in points:
        if low <= x <= high:
            inside = any(start <= x <= end for start, end in known.holds)
            assert holds(family(x), asked) == inside, x


def labelled(value):
    return getattr(value, "label", str(value))


@pytest.mark.parametrize("family", FAMILIES, ids=labelled)
def test_antidegradable_on_both_sides(family):
    check_both_sides(family, "antidegradable")


@pytest.mark.slow
@pytest.mark.parametrize("family", LARGE, ids=labelled)
def test_antidegradable_on_both_sides_in_more_dimensions(family):
    check_both_sides(family, "antidegradable")


@pytest.mark.parametrize(("family", "k"), MORE_COPIES, ids=labelled)
def test_extendible_on_both_sides(family, k):
    check_both_sides(family, f"{k}-extendible")


@pytest.mark.slow
@pytest.mark.parametrize(("family", "k"), STILL_MORE, ids=labelled)
def test_extendible_on_both_sides_in_more_dimensions(family, k):
    check_both_sides(family, f"{k}-extendible")


@pytest.mark.slow
@pytest.mark.parametrize(
    "family",
    [
        zoo.brauer(3, (0, 1, 0)),
        zoo.brauer(3, (1, 0, 1)),
        zoo.brauer(3, (0, 0, 1)),
        zoo.brauer(4),
        zoo.werner(4),
        zoo.depolarizing_dephasing(4),
        zoo.depolarizing_erasure(3),
        zoo.two_weyl(4),
    ],
    ids=labelled,
)
def test_degradable_on_both_sides(family):
    # What holds at one point alone holds for no x beside it that floats tell apart.
    known = fact(family, "degradable")
    assert all(start == end for start, end in known.holds)
    for x in (1e-6, 0.3, 0.9, 1 - 1e-6):
        assert not holds(family(x), "degradable")
    points = [start for start, _ in known.holds]
    for x in family.domain:
        assert holds(family(x), "degradable") == (x in points)


# Brauer mixtures


@settings(max_examples=8)
@given(d=st.integers(2, 3), weights=WEIGHTS)
def test_brauer_mixtures_by_the_engine(d, weights):
    margin = brauer_antidegradable(d, weights)
    if abs(margin) > 1e-6:
        assert holds(zoo.brauer(d, weights)(0)) == (margin > 0)


@settings(max_examples=30)
@given(d=st.integers(2, 1000), weights=WEIGHTS)
def test_the_threshold_is_the_boundary_exactly(d, weights):
    start = np.array([F(w, sum(weights)) for w in weights], dtype=object)
    white = np.array(zoo.orthogonal.white(d), dtype=object)
    x = brauer_threshold(d, weights)
    assert 0 <= x < 1
    if x == 0:
        assert brauer_antidegradable(d, weights) >= 0
        return

    def margin(at):
        return brauer_antidegradable(d, (1 - at) * start + at * white)

    assert margin(x) == 0
    assert margin(x + TINY) > 0 > margin(x - TINY)


@pytest.mark.parametrize("d", [2, 3, 7, 1000])
def test_known_members(d):
    assert brauer_threshold(d, (1, 0, 0)) == F(d, 2 * (d + 1))
    x = F(2 * (d - 1), 3 * d - 2)  # transpose-depolarizing
    assert brauer_antidegradable(d, (1 - x, x, 0)) == 0
    beyond = brauer_antidegradable(d, (1 - x - TINY, x + TINY, 0))
    assert beyond < 0 if d == 2 else beyond > 0
    assert (brauer_antidegradable(d, (0, 1, 0)) >= 0) == (d > 2)  # Werner–Holevo


@settings(max_examples=20)
@given(weights=WEIGHTS, x=st.fractions(0, 1, max_denominator=50))
def test_two_levels_by_the_qubit_criterion(weights, x):
    channel = zoo.brauer(2, weights)(x)
    at = [abs(s) for s in channel.squares.max(axis=(1, 2))]  # of 1, iY, X, and Z
    margin = brauer_antidegradable(2, (at[0], at[1], 2 * at[2]))
    other = two_qubit_antidegradable(channel)
    assert margin * other > 0 or min(abs(margin), abs(other)) < 1e-9


# All levels alike, and jumps


@settings(max_examples=8)
@given(d=st.integers(2, 4), move=SHARES, coherence=SHARES)
def test_levels_alike_by_the_engine(d, move, coherence):
    alpha = move / (d - 1)
    beta = 1 - (d - 1) * alpha
    gamma = coherence * beta
    margin = uniform_antidegradable(d, coherence=gamma, move=alpha)
    one = np.eye(d, dtype=int)
    channel = zoo.cldui(alpha + (beta - alpha) * one, gamma + (beta - gamma) * one)
    if abs(margin) > 1e-5:
        assert holds(channel) == (margin > 0)


@pytest.mark.parametrize("d", [2, 3, 10])
@pytest.mark.parametrize("p", [F(0), F(3, 10), F(9, 10)])
def test_depolarizing_dephasing_is_on_the_boundary(d, p):
    low = F(fact(zoo.depolarizing_dephasing(d, p), "antidegradable").holds[0][0])
    for step, sign in ((F(1, 10**9), 1), (-F(1, 10**9), -1)):
        x = low + step
        margin = uniform_antidegradable(d, coherence=(1 - x) * (1 - p), move=x / d)
        assert margin * sign > 0


def test_dephasing_with_three_levels_has_a_rational_threshold():
    x, p = F(3, 13), F(3, 10)
    assert uniform_antidegradable(3, coherence=(1 - x) * (1 - p), move=x / 3) == 0
    found = fact(zoo.depolarizing_dephasing(3, p), "antidegradable").holds[0][0]
    assert found == pytest.approx(3 / 13, abs=1e-15)


@settings(max_examples=100)
@given(k=st.integers(2, 30), d=st.integers(2, 1000), p=st.floats(0, 1))
def test_more_copies_and_less_dephasing_need_more_noise(k, d, p):
    low = dephased_threshold(k, d, p)
    ppt = d * (1 - p) / (d * (1 - p) + 1)
    assert 0 <= low <= dephased_threshold(k + 1, d, p) + 1e-12 <= ppt + 2e-12
    assert dephased_threshold(k, d, p / 2) >= low - 1e-12
    assert dephased_threshold(k, d, 0) == pytest.approx((1 - 1 / k) * d / (d + 1))


def jump_channel(moves):
    stay = np.sqrt(np.diagonal(moves))
    return zoo.cldui(moves, np.outer(stay, stay))


@settings(max_examples=12)
@given(
    d=st.integers(2, 3),
    pieces=st.lists(st.integers(0, 9), min_size=9, max_size=9),
    stay=st.integers(1, 9),
)
def test_jumps_by_the_engine(d, pieces, stay):
    moves = np.array(pieces).reshape(3, 3)[:d, :d] + stay * np.eye(d)
    moves /= moves.sum(axis=1)[:, None]
    margin = jump_antidegradable(moves)
    if abs(margin) > 1e-5:
        assert holds(jump_channel(moves)) == (margin > 0)


def test_decay_to_the_ground_state_at_one_half():
    half = F(1, 2)
    cascade = [[1, 0, 0], [half, half, 0], [half, 0, half]]
    assert jump_antidegradable(cascade) == 0
    cascade[2] = [half - TINY, 0, half + TINY]
    assert jump_antidegradable(cascade) < 0
    assert jump_antidegradable([[1, 0], [1, 0]]) == inf


@settings(max_examples=20)
@given(
    rates=st.tuples(*[st.integers(0, 9)] * 3).filter(any),
    gamma=st.fractions(0, 1, max_denominator=60),
)
def test_cascades_are_jumps(rates, gamma):
    """A decay to a middle level does not help: only the one to the ground state counts."""
    family = zoo.multilevel_amplitude_damping(3, rates=rates)
    moves = np.einsum("ijij->ij", family(gamma).choi.reshape((3,) * 4)).real
    known = fact(family, "antidegradable").holds
    inside = any(low <= gamma <= high for low, high in known)
    margin = jump_antidegradable(moves)
    assert (margin > 0) == inside or abs(margin) < 1e-9


# What the criteria rest on


@settings(max_examples=5)
@given(seed=st.integers(0, 10**6), d=st.integers(2, 3))
def test_coherences_that_split_among_the_levels_are_shared(seed, d):
    """B = Σ_r M_r with (M_r)_ii ≤ A_ir, with equality: antidegradable."""
    rng = np.random.default_rng(seed)
    parts = rng.normal(size=(d, d, d))
    parts = np.einsum("rij,rkj->rik", parts, parts)
    coherences = parts.sum(axis=0)
    moves = np.einsum("rii->ir", parts).copy()
    np.fill_diagonal(moves, coherences.diagonal())
    total = moves.sum(axis=1)
    moves, coherences = moves / total[:, None], coherences / np.sqrt(np.outer(total, total))
    assert holds(sd.white_noise(zoo.cldui(moves, coherences))(1e-6))


@settings(max_examples=5)
@given(seed=st.integers(0, 10**6), d=st.integers(2, 3))
def test_diagonals_of_states_that_commute_with_the_fourier_transform(seed, d):
    """P = diag(ρ) with ρF = Fρ, F[n, n'] = ω^[n,n']/d: antidegradable."""
    places = list(itertools.product(range(d), repeat=2))
    powers = [[a * v - u * b for u, v in places] for a, b in places]
    fourier = np.exp(2j * np.pi * np.array(powers) / d) / d
    assert np.allclose(fourier @ fourier, np.eye(d * d))
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(d * d, 2)) + 1j * rng.normal(size=(d * d, 2))
    state = root @ root.conj().T
    state = state + fourier @ state @ fourier
    p = state.diagonal().real.reshape(d, d)
    assert holds(sd.white_noise(zoo.weyl(p))(1e-6))


# White noise on Landau–Streater channels: numbers without a closed form but for j = 3/2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("j", "value"), [(1.5, 5 / 17), (2, 0.3289876796), (2.5, 0.3599712716)]
)
def test_landau_streater_with_white_noise(j, value):
    found = sd.threshold(sd.white_noise(zoo.landau_streater(j)), "antidegradable")
    assert found.start == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize("j", [1, 1.5, 2, 2.5])
def test_landau_streater_with_white_noise_is_ppt(j):
    """F Σ J_i⊗J_i/(j(j+1)) is least in the total spin 0, or 1 for half-integers."""
    d = 2 * j + 1
    least = 1 if j == int(j) else 1 - 1 / (j * (j + 1))
    found = sd.threshold(sd.white_noise(zoo.landau_streater(j)), "ppt")
    assert found.start == pytest.approx(least / (least + 1 / d), abs=1e-9)


# Arguments


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: brauer_antidegradable(1, (1, 0, 0)), "`d` must be at least 2, but is 1"),
        (lambda: brauer_antidegradable(2, (1, 0)), r"three weights .* is \(1, 0\)"),
        (lambda: brauer_threshold(2, (0, 0, 0)), "not all zero"),
        (lambda: uniform_antidegradable(3, 0.9, 0.2), "stay, .*0.6, but is 0.9"),
        (lambda: uniform_antidegradable(3, -0.1, 0), r"`coherence` must lie in \[0, 1\]"),
        (lambda: uniform_antidegradable(3, 0, 0.6), "to stay, .*-0.2, but is 0"),
        (lambda: dephased_threshold(1, 2, 0.5), "`k` must be at least 2, but is 1"),
        (lambda: dephased_threshold(2, 2, 1.5), r"`p` must lie in \[0, 1\], but is 1.5"),
        (lambda: jump_antidegradable([1, 0]), "square matrix of probabilities"),
        (lambda: jump_antidegradable([[1, 0], [0.5, -0.5]]), "≥ 0, but is"),
        (lambda: jump_antidegradable([[1, 0], [0.5, 0.4]]), "rows of sum 1.* 1.0e-01"),
    ],
)
def test_bad_arguments(call, message):
    with pytest.raises(ValueError, match=message) as caught:
        call()
    assert "\n" not in str(caught.value)

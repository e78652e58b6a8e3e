"""Twirled maps of D_x and their parameters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.antidegrading import covariant_part, map_errors, restricted_map
from sdpsearch.antidegrading.covariant import TERMS, covariant_equation
from sdpsearch.channels.random import random_channel, random_unitary
from sdpsearch.known.maps import (
    frugal_antidegrading_map,
    optimal_antidegrading_map,
    paper_map,
    threshold_noise,
)

seeds = st.integers(0, 2**32 - 1)


def squared(d, x):
    return sd.zoo.depolarizing_complement(d)(x).complementary


def from_formula(part, w):
    """Return N(W) as the docstring of the room writes it."""
    d = part.d
    omega = np.eye(d).reshape(-1)
    phi = np.outer(omega, omega) / d
    one = np.eye(d)

    def first(matrix):
        return np.einsum("iaib->ab", matrix.reshape(d, d, d, d))

    second = np.einsum("aibi->ab", w.reshape(d, d, d, d))
    terms = {
        "n": np.trace(w) * one / d,
        "a": first(w),
        "b": second.T,
        "e": np.trace(phi @ w) * one / d,
        "c": first(phi @ w) + first(w @ phi),
        "s": 1j * (first(phi @ w) - first(w @ phi)),
    }
    return sum(value * terms[name] for name, value in part.parameters.items())


@given(seed=seeds, d=st.sampled_from([2, 3]))
@settings(max_examples=20)
def test_the_twirl_is_covariant_and_a_projection(seed, d):
    rng = np.random.default_rng(seed)
    map = random_channel(d * d, d, 2 * d, rng)
    part = covariant_part(map)
    unitary = random_unitary(d, rng)
    turned = sd.Channel(
        unitary.conj().T @ part.map.kraus @ np.kron(unitary.conj(), unitary)
    )
    assert np.max(np.abs(turned.choi - part.map.choi)) < 1e-12
    assert part.distance > 0.1
    again = covariant_part(part.map)
    assert again.distance < 1e-12
    assert again.parameters == pytest.approx(part.parameters, abs=1e-12)
    # Trace preservation: n + a + b = 1 and e = −2c.
    assert part.n + part.a + part.b == pytest.approx(1, abs=1e-12)
    assert part.e == pytest.approx(-2 * part.c, abs=1e-12)


@given(seed=seeds, d=st.sampled_from([2, 3]))
@settings(max_examples=15)
def test_twirling_before_or_after_a_turn_is_the_same(seed, d):
    """The Haar average does not see a unitary: what sampling would converge to."""
    rng = np.random.default_rng(seed)
    map, unitary = random_channel(d * d, d, d, rng), random_unitary(d, rng)
    turned = sd.Channel(unitary.conj().T @ map.kraus @ np.kron(unitary.conj(), unitary))
    assert covariant_part(turned).parameters == (
        pytest.approx(covariant_part(map).parameters, abs=1e-12)
    )


@given(seed=seeds, d=st.sampled_from([2, 3, 4]))
@settings(max_examples=15)
def test_the_parameters_are_those_of_the_formula(seed, d):
    rng = np.random.default_rng(seed)
    part = covariant_part(random_channel(d * d, d, d, rng))
    w = rng.normal(size=(d * d, d * d)) + 1j * rng.normal(size=(d * d, d * d))
    assert np.max(np.abs(part.map.apply(w) - from_formula(part, w))) < 1e-12
    assert tuple(part.parameters) == tuple(TERMS)


@pytest.mark.parametrize("d", [2, 3, 4])
@pytest.mark.parametrize("x", [0.55, 0.8, 1.0])
def test_the_known_maps(d, x):
    g = np.sqrt(1 + d * d * (1 - x) / x)
    optimal = covariant_part(optimal_antidegrading_map(d, x))
    a = (g * g - 1) / (d * d - 2 + 2 * g)
    assert optimal.parameters == pytest.approx(
        {"n": 1 - a, "a": a, "b": 0, "e": 0, "c": 0, "s": 0}, abs=1e-12
    )
    theirs = restricted_map(paper_map(d, x), sd.zoo.depolarizing(d)(x), squared(d, x))
    paper = covariant_part(theirs)
    a = (1 - x) / x
    c = a * (1 / g - 1)
    assert paper.parameters == pytest.approx(
        {"n": 1 - a, "a": a, "b": 0, "e": -2 * c, "c": c, "s": 0}, abs=1e-12
    )
    for part in (optimal, paper):
        assert part.distance < 1e-12
        assert abs(covariant_equation(part, x)) < 1e-12


@pytest.mark.parametrize(("d", "x"), [(2, 0.7), (3, 0.6)])
def test_the_frugal_map_breaks_time_reversal(d, x):
    part = covariant_part(frugal_antidegrading_map(d, x))
    assert part.a == pytest.approx(1, abs=1e-12)
    assert part.s > 0.5
    assert part.distance < 1e-12
    assert abs(covariant_equation(part, x)) < 1e-12


@pytest.mark.parametrize("d", [2, 3, 4])
@pytest.mark.parametrize("x", [0.45, 0.6, 0.9])
def test_the_engines_map_in_closed_form(d, x):
    """It mixes the extensions at x_c and at 1: a = d(1−x)/((d+2)x), b = s = 0."""
    channel = sd.zoo.depolarizing(d)(x)
    found = sd.decide(channel, sd.Antidegradable()).map
    map = restricted_map(found, channel.minimal(), squared(d, x))
    part = covariant_part(map)
    assert part.distance < 1e-8
    assert part.a == pytest.approx(d * (1 - x) / ((d + 2) * x), abs=1e-9)
    assert abs(part.b) < 1e-9
    assert abs(part.s) < 1e-9
    assert abs(covariant_equation(part, x)) < 1e-12


@given(seed=seeds)
@settings(max_examples=10)
def test_a_twirled_antidegrading_map_is_one(seed):
    """Also of a map that is far from covariant: N turned and mixed with itself."""
    d, x = 2, 0.6
    rng = np.random.default_rng(seed)
    channel = squared(d, x)
    from sdpsearch.antidegrading import nearest_solution, solution_set

    target = random_channel(d * d, d, d**3, rng)
    map = nearest_solution(solution_set(channel), target).map
    assert map_errors(map, channel).residual < 1e-9
    part = covariant_part(map)
    assert part.distance > 1e-3
    assert map_errors(part.map, channel).residual < 1e-9
    assert abs(covariant_equation(part, x)) < 1e-8


@pytest.mark.parametrize("d", [2, 3, 4])
def test_three_free_parameters_two_for_qubits(d):
    """Six (five) weights, less trace preservation (2) and N∘D^c = D (1)."""
    from sdpsearch.antidegrading.covariant import _commutant

    operators, names = _commutant(d)
    rank = np.linalg.matrix_rank(operators.reshape(len(names), -1))
    assert rank == len(names) == (5 if d == 2 else 6)
    assert len(names) - 3 == (2 if d == 2 else 3)
    assert threshold_noise(d) < 0.5


def test_other_dimensions_are_refused():
    with pytest.raises(ValueError, match="for d_out=2, but d_in=3"):
        covariant_part(sd.zoo.replacer(3, 2))
    with pytest.raises(ValueError, match="at least 2"):
        covariant_part(sd.zoo.replacer(3, 1))

"""Entropy and coherent information: laws, the gradient, and the dual bound."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.channels import zoo
from sdpsearch.channels.random import random_channel, random_degradable, random_unitary
from sdpsearch.coherent.information import Outputs, coherent_information, entropy
from sdpsearch.known.formulas import hashing_bound, shannon_entropy

SEEDS = st.integers(0, 10**6)


def random_state(d, seed, rank=None):
    rng = np.random.default_rng(seed)
    real, imaginary = rng.standard_normal((2, d, d if rank is None else rank))
    factor = real + 1j * imaginary
    rho = factor @ factor.conj().T
    return rho / np.trace(rho).real


@given(SEEDS, st.integers(1, 5))
def test_entropy_is_that_of_the_spectrum_and_invariant(seed, d):
    rho, u = random_state(d, seed), random_unitary(d, seed)
    values = np.clip(np.linalg.eigvalsh(rho), 0, None)
    assert abs(entropy(rho) - shannon_entropy(values)) < 1e-12
    assert abs(entropy(u @ rho @ u.conj().T) - entropy(rho)) < 1e-12
    assert -1e-12 <= entropy(rho) <= np.log2(d) + 1e-12


@given(SEEDS, st.integers(2, 4))
def test_identity_transmits_the_entropy(seed, d):
    rho = random_state(d, seed)
    assert abs(coherent_information(zoo.identity(d), rho) - entropy(rho)) < 1e-12


@given(SEEDS)
def test_complement_changes_the_sign_and_pure_inputs_carry_none(seed):
    channel, rho = random_channel(3, 2, rank=3, rng=seed), random_state(3, seed)
    there = coherent_information(channel, rho)
    assert abs(there + coherent_information(channel.complementary, rho)) < 1e-12
    pure = random_state(3, seed, rank=1)
    assert abs(coherent_information(channel, pure)) < 1e-12


@given(SEEDS)
def test_coherent_information_adds_on_products(seed):
    first, second = (random_channel(2, 2, rank=2, rng=seed + i) for i in (0, 1))
    left, right = random_state(2, seed), random_state(2, seed + 1)
    joint = coherent_information(first.tensor(second), np.kron(left, right))
    apart = coherent_information(first, left) + coherent_information(second, right)
    assert abs(joint - apart) < 1e-11


@given(SEEDS)
def test_post_processing_loses_coherent_information(seed):
    channel, noise = (random_channel(2, 2, rank=2, rng=seed + i) for i in (0, 1))
    rho = random_state(2, seed)
    after = coherent_information(noise @ channel, rho)
    assert after <= coherent_information(channel, rho) + 1e-11


@given(SEEDS)
def test_at_the_mixed_input_it_is_the_hashing_bound(seed):
    channel = random_channel(3, 3, rank=2, rng=seed)
    found = coherent_information(channel, np.eye(3) / 3)
    assert abs(found - hashing_bound(channel)) < 1e-12


@given(SEEDS, st.booleans())
def test_gradient_against_finite_differences(seed, real):
    channel = zoo.amplitude_damping()(0.3) if real else random_channel(2, 3, 3, rng=seed)
    outputs = Outputs.of(channel)
    rho = 0.8 * random_state(2, seed) + 0.1 * np.eye(2)
    direction = random_state(2, seed + 1) - random_state(2, seed + 2)
    value, slope, guard = outputs.gradient(rho)
    step = 1e-5
    up, down = (outputs.coherent_information(rho + s * direction) for s in (step, -step))
    assert abs((up - down) / (2 * step) - np.vdot(slope, direction).real) < 1e-7
    assert abs(np.vdot(slope, rho).real - value) < 1e-12  # homogeneous of degree one
    assert np.linalg.eigvalsh(guard)[0] >= 0


@settings(max_examples=60)
@given(SEEDS, st.floats(0, 1))
def test_concave_for_degradable_channels(seed, weight):
    channel = random_degradable(3, 2, rank=2, rng=seed)
    first, second = random_state(3, seed), random_state(3, seed + 1, rank=1 + seed % 3)
    mixed = weight * first + (1 - weight) * second
    chord = weight * coherent_information(channel, first)
    chord += (1 - weight) * coherent_information(channel, second)
    assert coherent_information(channel, mixed) >= chord - 1e-11


@settings(max_examples=60)
@given(SEEDS)
def test_dual_bound_holds_for_every_pair_of_states(seed):
    outputs = Outputs.of(random_degradable(3, 2, rank=2, rng=seed))
    at = outputs.bound(random_state(3, seed, rank=1 + seed % 3))
    for other in range(5):
        rho = random_state(3, seed + other, rank=1 + other % 3)
        assert outputs.coherent_information(rho) <= at


def test_dual_bound_is_no_bound_without_degradability():
    # The complement of a qubit depolarizing channel below x_c: local maxima next to pure
    # states exceed what the mixed state, a critical point, would promise.
    outputs = Outputs.of(zoo.depolarizing_complement(2)(0.2))
    promised = outputs.bound(np.eye(2) / 2)
    assert outputs.coherent_information(np.diag([0.00715, 0.99285])) > 0.0027 > promised


def test_rounding_guard_is_small_beside_a_faint_environment():
    outputs = Outputs.of(zoo.dephasing()(1e-12))
    gap = outputs.bound(np.eye(2) / 2) - outputs.coherent_information(np.eye(2) / 2)
    assert 0 <= gap < 1e-12


@pytest.mark.parametrize(
    "wrong",
    [
        np.eye(2),
        np.diag([1.5, -0.5]),
        np.array([[0.5, 0.1], [0.3, 0.5]]),
        np.ones((2, 3)),
        np.array([[np.nan, 0], [0, 1]]),
        np.ones(4) / 4,
    ],
)
def test_what_is_no_state_is_refused_in_one_line(wrong):
    with pytest.raises(ValueError, match="Argument `rho` must") as refused:
        entropy(wrong)
    assert "\n" not in str(refused.value)


def test_input_of_another_dimension_is_refused():
    with pytest.raises(ValueError, match=r"must have shape \(2, 2\)"):
        coherent_information(zoo.dephasing()(0.1), np.eye(3) / 3)


# Superactivation: Smith and Yard, 0807.4935


def test_smith_yard_with_erasure_has_joint_coherent_information():
    """Key qubit x uniform, shield half of |Φ+>, the other half and x into the erasure."""
    pair = np.eye(2).reshape(-1) / np.sqrt(2)
    keys = [np.kron(np.kron(bit, pair), bit) for bit in np.eye(2)]
    rho = sum(np.outer(v, v) for v in keys) / 2
    joint = zoo.smith_yard().tensor(zoo.erasure(d=4)(0.5))
    assert abs(coherent_information(joint, rho) - 0.0106699578) < 1e-9

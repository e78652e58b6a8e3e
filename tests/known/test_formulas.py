"""Closed-form capacities: values in print, zeros, limits, and I_c computed from Kraus."""

from math import comb, log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar

from sdpsearch.channels import zoo
from sdpsearch.channels.curves import complement_of
from sdpsearch.channels.random import random_channel
from sdpsearch.known.formulas import (
    binary_entropy,
    cloner_capacity,
    damping_capacity,
    dephasing_capacity,
    depolarizing_complement_capacity,
    erasure_capacity,
    hashing_bound,
    shannon_entropy,
    transpose_depolarizing_complement_capacity,
)
from sdpsearch.known.maps import threshold_noise

UNIT = st.floats(0, 1)


@given(UNIT)
def test_binary_entropy_is_symmetric_and_between_0_and_1(p):
    assert abs(binary_entropy(p) - binary_entropy(1 - p)) < 1e-14
    assert 0 <= binary_entropy(p) <= 1


@pytest.mark.parametrize("wrong", [[0.5, 0.6], [1.1, -0.1], [[1.0]], [float("nan")]])
def test_what_is_no_distribution_is_refused(wrong):
    with pytest.raises(ValueError, match="sum 1"):
        shannon_entropy(wrong)


# Equation (32) of the paper


@pytest.mark.parametrize("d", range(2, 7))
def test_eq_32_at_its_ends(d):
    at_threshold = depolarizing_complement_capacity(d, threshold_noise(d))
    assert abs(at_threshold - (1 - log2(d + 1) / d)) < 1e-14
    assert abs(depolarizing_complement_capacity(d, 1) - log2(d)) < 1e-14
    assert abs(depolarizing_complement_capacity(d, 0) + log2(d)) < 1e-14


@pytest.mark.parametrize(("d", "zero"), [(2, 0.2523862), (3, 0.2870867)])
def test_eq_32_crosses_zero(d, zero):
    found = brentq(lambda x: depolarizing_complement_capacity(d, x), 0.1, 0.9)
    assert abs(found - zero) < 5e-8
    assert zero < threshold_noise(d)


@pytest.mark.parametrize("d", range(2, 6))
def test_eq_32_increases_and_is_minus_the_hashing_bound(d):
    xs = np.linspace(0, 1, 41)
    values = [depolarizing_complement_capacity(d, x) for x in xs]
    assert np.all(np.diff(values) > 0)
    hashing = [hashing_bound(zoo.depolarizing(d)(x)) for x in xs]
    assert np.allclose(values, np.negative(hashing), rtol=0, atol=1e-13)


def test_eq_32_as_printed():
    d, x = 3, 0.7
    y, z = x / d**2, 1 - x + x / d**2
    printed = -(d * d - 1) * y * log2(y) - z * log2(z) - log2(d)
    assert abs(depolarizing_complement_capacity(d, x) - printed) < 1e-14


# The other forms


@pytest.mark.parametrize("d", range(3, 6))
@pytest.mark.parametrize("x", [0.0, 0.3, 4 / 7, 0.75, 1.0])
def test_transpose_depolarizing_complement_is_ic_at_the_mixed_input(d, x):
    channel = complement_of(zoo.transpose_depolarizing(d))(x)
    value = transpose_depolarizing_complement_capacity(d, x)
    assert abs(value - hashing_bound(channel)) < 1e-13


def test_transpose_depolarizing_complement_in_three_dimensions():
    value = transpose_depolarizing_complement_capacity
    assert abs(value(3, 4 / 7) - 0.3059585) < 5e-8
    assert abs(value(3, 0.75) - log2(4 / 3)) < 1e-14
    assert abs(value(3, 1)) < 1e-14
    best = minimize_scalar(lambda x: -value(3, x), bounds=(4 / 7, 1), method="bounded")
    assert abs(best.x - 0.75) < 1e-5


@pytest.mark.parametrize("d", range(2, 5))
@pytest.mark.parametrize("e", [0.0, 0.2, 0.5])
def test_erasure_is_ic_at_the_mixed_input(d, e):
    assert abs(erasure_capacity(d, e) - hashing_bound(zoo.erasure(d)(e))) < 1e-13
    assert erasure_capacity(d, 1 - e) == pytest.approx(0, abs=1e-13) or e > 0.5


@given(UNIT, st.integers(2, 5))
def test_dephasing_is_ic_at_the_mixed_input(p, d):
    channel = zoo.generalized_dephasing(d)(p)
    assert abs(dephasing_capacity(1 - p, d) - hashing_bound(channel)) < 1e-12
    assert abs(dephasing_capacity(1 - 2 * p) - (1 - binary_entropy(p))) < 1e-12


@pytest.mark.parametrize("d", [2, 3, 5])
@pytest.mark.parametrize("gamma", [0.0, 1e-9, 0.01, 0.2, 0.4, 0.49999])
def test_damping_is_a_maximum_to_twelve_digits(d, gamma):
    def rate(q):
        kept, lost = (1 - gamma) * q, gamma * q
        more = (1 - 2 * gamma) * q * log2(d - 1)
        return binary_entropy(kept) - binary_entropy(lost) + more

    found = damping_capacity(gamma, d)
    assert all(rate(q) <= found + 1e-13 for q in np.linspace(0, 1, 2001))
    best = minimize_scalar(lambda q: -rate(q), bounds=(0, 1), method="bounded")
    assert abs(found + best.fun) < 1e-10
    assert damping_capacity(1 - gamma, d) == 0.0


def test_damping_ends_at_no_loss_and_one_half():
    assert abs(damping_capacity(0, 4) - 2) < 1e-12
    assert damping_capacity(0.5) == 0
    assert 0 < damping_capacity(0.5 - 1e-9) < 1e-8


@pytest.mark.parametrize(("m", "d"), [(1, 2), (2, 2), (3, 2), (2, 3), (3, 3), (2, 5)])
def test_cloner_is_the_ratio_of_symmetric_dimensions(m, d):
    ratio = comb(d + m - 1, m) / comb(d + m - 2, m - 1)
    assert abs(cloner_capacity(m, d) - log2(ratio)) < 1e-14
    assert abs(cloner_capacity(m, d) - hashing_bound(zoo.cloner(m, d))) < 1e-13


# The hashing bound


@given(
    st.lists(st.floats(0, 1), min_size=3, max_size=3).filter(lambda w: sum(w) > 0.1), UNIT
)
def test_hashing_bound_of_pauli_channels(weights, p):
    direction = np.array(weights) / sum(weights)
    expected = 1 - shannon_entropy([1 - p, *(p * direction)])
    assert abs(hashing_bound(zoo.pauli(weights)(p)) - expected) < 1e-12


@given(st.integers(0, 10**6))
def test_hashing_bound_lies_between_the_dimensions(seed):
    channel = random_channel(3, 2, rank=4, rng=seed)
    bound = hashing_bound(channel)
    assert -log2(4) <= bound <= 1
    # Exchanging output and environment changes its sign.
    assert abs(bound + hashing_bound(channel.complementary)) < 1e-12


@pytest.mark.parametrize(
    ("form", "arguments"),
    [
        (depolarizing_complement_capacity, (2, 1.5)),
        (depolarizing_complement_capacity, (1, 0.5)),
        (transpose_depolarizing_complement_capacity, (3, -0.1)),
        (erasure_capacity, (2, 1.1)),
        (dephasing_capacity, (1.2,)),
        (dephasing_capacity, (-0.9, 3)),
        (damping_capacity, (-0.1,)),
        (cloner_capacity, (0,)),
    ],
)
def test_arguments_out_of_range_are_refused_in_one_line(form, arguments):
    with pytest.raises(ValueError, match="Argument `") as refused:
        form(*arguments)
    assert "\n" not in str(refused.value)

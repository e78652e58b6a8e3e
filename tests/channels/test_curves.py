"""mixture, white_noise, complement_of: the families they make of channels and families."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import random_channel

seeds = st.integers(0, 2**32 - 1)
parameters = st.floats(0, 1)
laws = settings(max_examples=25)


@laws
@given(seeds, parameters)
def test_mixture_mixes_choi_operators(seed, x):
    first, last = random_channel(2, 3, rng=seed), random_channel(2, 3, rng=seed + 1)
    family = sd.mixture(first, last)
    expected = (1 - x) * first.choi + x * last.choi
    assert np.allclose(family(x).choi, expected, rtol=0, atol=1e-12)
    assert family(0) == first
    assert family(1) == last


def test_mixture_takes_kraus_operators():
    family = sd.mixture([np.eye(2)], [np.diag([1, -1])], name="flip", parameter="p")
    assert family(0.3) == sd.zoo.dephasing()(0.3)
    assert (family.name, family.parameter, family.domain) == ("flip", "p", (0, 1))


def test_mixture_needs_equal_dimensions():
    with pytest.raises(ValueError, match=r"have \(2, 2\) and \(2, 3\)"):
        sd.mixture(sd.zoo.identity(2), sd.zoo.replacer(2, 3))


@laws
@given(seeds, parameters, st.integers(1, 3), st.integers(1, 3))
def test_white_noise_mixes_with_the_maximally_mixed_state(seed, x, d_in, d_out):
    channel = random_channel(d_in, d_out, rng=seed)
    expected = (1 - x) * channel.choi + x * np.eye(d_in * d_out) / d_out
    assert np.allclose(sd.white_noise(channel)(x).choi, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("d", [2, 3, 4])
def test_white_noise_on_the_identity_is_depolarizing(d):
    noisy, known = sd.white_noise([np.eye(d)]), sd.zoo.depolarizing(d=d)
    assert all(noisy(x) == known(x) for x in (0, 0.2, 0.7, 1))


@laws
@given(parameters)
def test_complement_is_that_of_the_minimal_environment(x):
    family = sd.zoo.depolarizing(d=2)
    other = sd.complement_of(family)
    assert other(x) == family(x).minimal().complementary
    assert other(x).d_out == family(x).rank


def test_complement_keeps_domain_parameter_and_arguments():
    family = sd.zoo.bb84()
    other = sd.complement_of(family)
    assert other.label == "complement of bb84"
    assert other.domain == family.domain
    assert other.parameter == family.parameter
    assert dict(other.arguments) == dict(family.arguments)

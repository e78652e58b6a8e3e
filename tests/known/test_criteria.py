"""The two-qubit criteria against channels whose answer is known."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.channels import zoo
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.random import random_antidegradable, random_unitary
from sdpsearch.known.criteria import two_qubit_antidegradable, two_qubit_degradable

SEEDS = st.integers(0, 10_000)


@settings(max_examples=60, deadline=None)
@given(gamma=st.floats(0, 1))
def test_amplitude_damping(gamma):
    # tr ρ_B² − tr ρ_AB² = γ − 1/2 + … = (2γ−1)/2 by direct computation
    margin = two_qubit_antidegradable(zoo.amplitude_damping()(gamma))
    assert margin == pytest.approx((2 * gamma - 1) / 2, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(weights=st.tuples(*[st.floats(0, 1)] * 4).filter(lambda w: sum(w) > 1e-3))
def test_pauli_channels_factorise(weights):
    p = np.array(weights) / sum(weights)
    flips = [np.eye(2), np.diag([1, -1]), [[0, 1], [1, 0]], [[0, 1], [-1, 0]]]
    channel = Channel(np.sqrt(p)[:, None, None] * np.array(flips))
    roots = np.sqrt(p)
    # 16 · (Brahmagupta's product) = the criterion times two
    product = np.prod([roots.sum() - 2 * r for r in roots])
    margin = two_qubit_antidegradable(channel)
    assert 2 * margin == pytest.approx(product, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS)
def test_post_processing_keeps_antidegradability(seed):
    channel = random_antidegradable(rng=seed)
    after = zoo.amplitude_damping()(0.3) @ channel
    assert two_qubit_antidegradable(after) >= -1e-12


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, x=st.floats(0, 1))
def test_margin_is_invariant_under_unitaries(seed, x):
    rng = np.random.default_rng(seed)
    before, after = (zoo.unitary(random_unitary(2, rng)) for _ in range(2))
    channel = zoo.generalized_amplitude_damping(0.2)(x)
    margin = two_qubit_antidegradable(after @ channel @ before)
    assert margin == pytest.approx(two_qubit_antidegradable(channel), abs=1e-9)


def test_no_noise_at_rank_deficient_channels():
    # √det of a rounded determinant would leave 1e-8 here
    margin = two_qubit_antidegradable(zoo.depolarizing(2)(0.0))
    assert margin == pytest.approx(-0.5, abs=1e-14)
    assert abs(two_qubit_antidegradable(zoo.dephasing()(0.5))) < 1e-14


def test_degradable_by_rank():
    assert two_qubit_degradable(zoo.identity(2)) == inf
    assert two_qubit_degradable(zoo.depolarizing(2)(0.01)) == -inf
    assert two_qubit_degradable(zoo.dephasing()(0.2)) >= 0
    assert two_qubit_degradable(zoo.amplitude_damping()(0.6)) < 0
    assert two_qubit_degradable(zoo.amplitude_damping()(0.4)) > 0


@pytest.mark.parametrize("criterion", [two_qubit_antidegradable, two_qubit_degradable])
def test_only_for_qubits(criterion):
    with pytest.raises(ValueError, match="d_in=2 and d_out=3"):
        criterion(zoo.erasure(2)(0.5))

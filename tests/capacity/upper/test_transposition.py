"""The transposition bound: known values, every backend, and validity."""

from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.capacity.lower.coherent import maximise_coherent_information
from sdpsearch.capacity.upper import transposition
from sdpsearch.capacity.upper.transposition import transposition_bound
from sdpsearch.channels import zoo
from sdpsearch.channels.random import random_channel
from sdpsearch.conic.solvers import SOLVERS
from sdpsearch.linalg import partial_transpose


def entangled_value(channel):
    """A lower bound on the norm: the maximally entangled input."""
    dims = (channel.d_in, channel.d_out)
    values = np.linalg.eigvalsh(partial_transpose(channel.choi, dims))
    return log2(np.sum(np.abs(values)) / channel.d_in)


@pytest.mark.parametrize("d", [2, 3, 4])
def test_identity_and_covariant_channels_need_no_programme(d):
    assert abs(transposition_bound(zoo.identity(d)).bits - log2(d)) < 1e-12
    for x in (0.1, 0.4):
        found = transposition_bound(zoo.depolarizing(d)(x))
        assert abs(found.bits - entangled_value(zoo.depolarizing(d)(x))) < 1e-9
        assert found.method == "Y = |J^Γ|"
    # ‖Θ∘Φ‖ of an erasure channel is (1−e) d + e.
    assert abs(transposition_bound(zoo.erasure(d)(0.3)).bits - log2(0.7 * d + 0.3)) < 1e-12


@pytest.mark.parametrize(
    "channel",
    [zoo.horodecki()(3.7), zoo.smith_yard(), zoo.dephasing()(0.5), zoo.replacer(3)],
)
def test_zero_for_ppt_channels(channel):
    assert 0 <= transposition_bound(channel).bits < 1e-12


@pytest.mark.parametrize("solver", SOLVERS)
def test_backends_agree(solver):
    for channel in (zoo.amplitude_damping()(0.3), random_channel(2, 3, 3, rng=1)):
        found = transposition_bound(channel, solver=solver)
        assert solver in found.method
        reference = transposition_bound(channel).bits
        assert abs(found.bits - reference) < 1e-6
        assert found.bits > entangled_value(channel)


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_between_coherent_information_and_dimension(seed):
    channel = random_channel(2, 2, rank=2, rng=seed)
    bound = transposition_bound(channel).bits
    found = maximise_coherent_information(channel, degradable=False, starts=2, seed=seed)
    assert found.value <= bound + 1e-12
    assert entangled_value(channel) - 1e-9 <= bound <= 1 + 1e-9


def test_large_channels_and_broken_solvers_keep_the_plain_bound(monkeypatch):
    channel = zoo.amplitude_damping()(0.3)
    optimal = transposition_bound(channel).bits
    monkeypatch.setattr(transposition, "_solve", lambda *_: None)
    plain = transposition_bound(channel)
    assert plain.method == "Y = |J^Γ|"
    assert plain.bits > optimal + 1e-3
    monkeypatch.setattr(transposition, "LARGEST", 3)
    assert transposition_bound(channel).bits == plain.bits


def test_a_solver_far_off_costs_tightness_not_validity(monkeypatch):
    channel = zoo.amplitude_damping()(0.3)
    optimal = transposition_bound(channel).bits
    monkeypatch.setattr(transposition, "_solve", lambda x, *_: np.zeros_like(x))
    assert transposition_bound(channel).bits >= optimal


def test_unknown_solver_is_refused():
    with pytest.raises(ValueError, match="solver"):
        transposition_bound(zoo.dephasing()(0.1), solver="qix")

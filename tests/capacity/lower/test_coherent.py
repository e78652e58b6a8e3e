"""Optimised coherent information against closed forms, its gap, and the lower bounds."""

from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.capacity.lower import cone
from sdpsearch.capacity.lower.coherent import (
    LOWER_BOUND,
    MAXIMUM,
    maximise_coherent_information,
)
from sdpsearch.capacity.lower.cone import maximise_by_qics
from sdpsearch.channels import zoo
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.curves import complement_of
from sdpsearch.channels.random import random_channel, random_degradable, random_unitary
from sdpsearch.coherent.ascent import climb, multi_start
from sdpsearch.coherent.information import Outputs, coherent_information
from sdpsearch.known.formulas import (
    cloner_capacity,
    damping_capacity,
    dephasing_capacity,
    depolarizing_complement_capacity,
    erasure_capacity,
    hashing_bound,
    transpose_depolarizing_complement_capacity,
)
from sdpsearch.known.maps import threshold_noise

SEEDS = st.integers(0, 10**6)


def known():
    """Degradable channels with the capacity known in closed form."""
    for d in (2, 3):
        for e in (0.0, 0.1, 0.25, 0.49, 0.5):
            yield f"erasure{d} {e}", zoo.erasure(d)(e), erasure_capacity(d, e)
        x_c = threshold_noise(d)
        for x in (x_c, 0.4, 0.5, 0.8, 1.0):
            channel = zoo.depolarizing_complement(d)(x)
            yield (
                f"eq32 {d} {x:.3f}",
                channel,
                depolarizing_complement_capacity(d, x),
            )
    for p in (0.0, 1e-6, 0.11, 0.3, 0.5, 0.9):
        yield f"dephasing {p}", zoo.dephasing()(p), dephasing_capacity(1 - 2 * p)
    for gamma in (0.0, 1e-8, 0.1, 0.25, 0.4, 0.499, 0.5):
        channel = zoo.amplitude_damping()(gamma)
        yield f"damping {gamma}", channel, damping_capacity(gamma)
    for d, gamma in ((3, 0.2), (4, 0.45)):
        channel = zoo.multilevel_amplitude_damping(d)(gamma)
        yield f"damping{d} {gamma}", channel, damping_capacity(gamma, d)
    for x in (4 / 7, 0.6, 0.75, 0.95, 1.0):
        channel = complement_of(zoo.transpose_depolarizing(3))(x)
        value = transpose_depolarizing_complement_capacity(3, x)
        yield f"transpose {x:.3f}", channel, value
    for m, d in ((2, 2), (3, 2), (4, 2), (2, 3), (3, 3)):
        yield f"cloner {m} {d}", zoo.cloner(m, d), cloner_capacity(m, d)
    for d, p in ((3, 0.3), (4, 0.8)):
        channel = zoo.generalized_dephasing(d)(p)
        yield f"schur{d} {p}", channel, dephasing_capacity(1 - p, d)
    gram = [[1, 0.3j], [-0.3j, 1]]
    value = dephasing_capacity(abs(0.4 + 0.6 * 0.3j))
    yield "schur complex", zoo.generalized_dephasing(gram=gram)(0.6), value
    yield "identity", zoo.identity(3), log2(3)
    u = random_unitary(3, 0)
    yield "unitary", zoo.unitary(u), log2(3)


KNOWN = list(known())


@pytest.mark.parametrize(
    ("channel", "value"), [k[1:] for k in KNOWN], ids=[k[0] for k in KNOWN]
)
def test_optimum_is_the_closed_form(channel, value):
    found = maximise_coherent_information(channel, degradable=True)
    assert found.kind == MAXIMUM
    assert found.method.startswith("qics: optimal")
    assert "L-BFGS" not in found.method
    assert abs(found.value - value) < 1e-9
    assert found.upper is not None
    assert value - 1e-12 <= found.upper < value + 1e-9
    assert 0 <= found.gap < 1e-9
    assert abs(coherent_information(channel, found.state) - found.value) < 1e-12
    assert not found.state.flags.writeable


@pytest.mark.slow
@pytest.mark.parametrize("d", [4, 5, 6])
def test_optimum_is_the_closed_form_in_larger_dimensions(d):
    for x in (threshold_noise(d), 0.7):
        channel = zoo.depolarizing_complement(d)(x)
        found = maximise_coherent_information(channel, degradable=True)
        assert abs(found.value - depolarizing_complement_capacity(d, x)) < 1e-9
        assert found.gap < 1e-9


def test_degradability_is_decided_when_not_told():
    assert maximise_coherent_information(zoo.amplitude_damping()(0.3)).kind == MAXIMUM
    below = maximise_coherent_information(zoo.depolarizing()(0.1))
    assert (below.kind, below.upper, below.gap) == (LOWER_BOUND, None, np.inf)


def test_optimum_on_the_boundary_of_the_states():
    # Level 2 is told apart from the qubit 0, 1: only a waste of input.
    gram = [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    channel = zoo.generalized_dephasing(gram=gram)(1.0)
    found = maximise_coherent_information(channel)
    assert abs(found.value - 1) < 1e-9
    assert found.gap < 1e-8
    assert abs(found.state[2, 2]) < 1e-8


def test_redundant_kraus_operators_and_outputs_change_nothing():
    channel = zoo.amplitude_damping()(0.3)
    twice = np.repeat(channel.kraus, 2, axis=0) / np.sqrt(2)
    padded = np.concatenate([twice, np.zeros((4, 3, 2))], axis=1)
    found = maximise_coherent_information(Channel(padded))
    assert found.kind == MAXIMUM
    assert abs(found.value - damping_capacity(0.3)) < 1e-10


@settings(max_examples=6)
@given(SEEDS)
def test_random_degradable_channels_have_a_small_gap(seed):
    channel = random_degradable(3, 2, rank=2, rng=seed)
    outputs = Outputs.of(channel)
    rho, message = maximise_by_qics(outputs)
    assert rho is not None, message
    assert outputs.coherent_information(rho) <= outputs.bound(rho)
    # Where the cone solver stalls (seed 393522), the ascent that follows goes on.
    found = maximise_coherent_information(channel, degradable=True)
    value, upper = found.value, found.upper
    assert value <= upper < value + 1e-6
    # Local ascent is global where I_c is concave, and is found by other code.
    climbed = outputs.coherent_information(climb(outputs, np.eye(3) / 3))
    assert abs(climbed - value) < 1e-7
    assert climbed <= upper


@settings(max_examples=8)
@given(SEEDS)
def test_capacity_of_degradable_channels_adds(seed):
    first = random_degradable(2, 2, rng=seed)
    second = zoo.amplitude_damping()((seed % 50) / 100)
    ends = [
        maximise_coherent_information(c, degradable=True)
        for c in (first, second, first.tensor(second))
    ]
    assert abs(ends[0].value + ends[1].value - ends[2].value) < 1e-7


def test_ascent_takes_over_where_qics_breaks_down(monkeypatch):
    monkeypatch.setattr(cone, "_cone", lambda: None)
    found = maximise_coherent_information(zoo.amplitude_damping()(0.2), degradable=True)
    assert found.kind == MAXIMUM
    assert found.gap < 1e-7
    assert "L-BFGS" in found.method
    assert "TypeError" in found.method


def test_broken_numerics_give_no_certificate(monkeypatch):
    channel = zoo.amplitude_damping()(0.2)
    monkeypatch.setattr(Outputs, "bound", lambda *_: np.inf)
    found = maximise_coherent_information(channel, degradable=True)
    assert (found.kind, found.upper) == (LOWER_BOUND, None)


# Lower bounds


@given(SEEDS)
@settings(max_examples=15)
def test_ascents_are_never_worse_than_hashing(seed):
    channel = random_channel(2, 2, rank=3, rng=seed)
    outputs = Outputs.of(channel)
    rho = multi_start(outputs, 3, seed)
    assert outputs.coherent_information(rho) >= hashing_bound(channel) - 1e-12
    assert abs(np.trace(rho).real - 1) < 1e-12
    assert np.linalg.eigvalsh(rho)[0] > -1e-12


def test_depolarizing_below_threshold_is_hashing():
    channel = zoo.depolarizing()(0.1)
    found = maximise_coherent_information(channel)
    assert abs(found.value - hashing_bound(channel)) < 1e-9


def test_the_complement_of_depolarizing_beats_hashing_at_small_noise():
    channel = zoo.depolarizing_complement(2)(0.2)
    found = maximise_coherent_information(channel)
    assert hashing_bound(channel) < 0 < 0.0027 < found.value


def test_the_seed_decides():
    channel = zoo.generalized_amplitude_damping()(0.2)
    first, again = (
        maximise_coherent_information(channel, degradable=False, seed=3) for _ in range(2)
    )
    assert first.value == again.value
    assert "seed 3" in first.method


@pytest.mark.parametrize("starts", [0, -1])
def test_no_start_is_refused(starts):
    with pytest.raises(ValueError, match="`starts` must be at least 1"):
        maximise_coherent_information(zoo.dephasing()(0.1), starts=starts)


def test_time_limit_still_gives_a_valid_answer():
    channel = zoo.amplitude_damping()(0.2)
    found = maximise_coherent_information(channel, degradable=True, time_limit=1e-9)
    assert found.value <= damping_capacity(0.2) + 1e-12
    assert found.upper is None or found.upper >= damping_capacity(0.2) - 1e-12

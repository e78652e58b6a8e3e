"""Bounds on the capacity: which reason is given where, and that they are ordered."""

from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdpsearch.capacity import bounds as module
from sdpsearch.capacity.along import capacity_along
from sdpsearch.capacity.bounds import quantum_capacity
from sdpsearch.channels import zoo
from sdpsearch.channels.curves import complement_of
from sdpsearch.channels.random import (
    random_antidegradable,
    random_channel,
    random_degradable,
)
from sdpsearch.extension.memory import ProblemTooLarge
from sdpsearch.known.formulas import damping_capacity
from sdpsearch.known.maps import threshold_noise

SEEDS = st.integers(0, 10**6)


@pytest.mark.parametrize(
    ("channel", "name"),
    [
        (zoo.depolarizing(2)(0.5), "antidegradable"),
        (zoo.depolarizing(3)(0.4), "antidegradable"),
        (zoo.erasure(2)(0.7), "antidegradable"),
        (zoo.amplitude_damping()(0.6), "antidegradable"),
        (zoo.werner_holevo(3), "antidegradable"),
        (zoo.horodecki()(3.5), "ppt"),
        (zoo.horodecki()(4.0), "ppt"),
        (zoo.depolarizing(2)(0.9), "ppt"),
        (zoo.replacer(2), "ppt"),
        (zoo.transpose_depolarizing(3)(0.55), "signed-extendible"),
        (zoo.dephrasure(0.1)(0.391), "signed-extendible"),
    ],
)
def test_zero_capacity_has_its_reason(channel, name):
    found = quantum_capacity(channel)
    assert (found.lower, found.upper) == (0.0, 0.0)
    assert found.exact
    assert found.checked
    assert found.upper_name == name
    assert found.upper_reason.startswith(name)
    assert found.lower_name == "trivial"
    assert found.maximum is None


def test_a_channel_that_is_ppt_to_rounding_has_no_capacity_to_rounding():
    found = quantum_capacity(zoo.smith_yard())
    assert found.lower == 0
    assert found.upper < 1e-12


@settings(max_examples=10)
@given(SEEDS)
def test_antidegradable_channels_have_no_capacity(seed):
    found = quantum_capacity(random_antidegradable(2, 2, rank=2, rng=seed))
    assert (found.lower, found.upper) == (0.0, 0.0)


@settings(max_examples=8)
@given(SEEDS)
def test_degradable_channels_have_equal_bounds(seed):
    found = quantum_capacity(random_degradable(2, 2, rank=2, rng=seed))
    assert found.exact
    if found.upper > 0:
        assert found.upper_name in ("degradable", "dimension")
        assert 0 <= found.upper - found.lower < 1e-8


@settings(max_examples=15)
@given(SEEDS, st.integers(1, 4))
def test_bounds_are_ordered(seed, rank):
    found = quantum_capacity(random_channel(2, 2, rank=rank, rng=seed), starts=2)
    assert 0 <= found.lower <= found.upper <= 1
    assert found.upper == min(bound.bits for bound in found.upper_bounds)
    assert {decision.property.name for decision in found.decisions} >= {"ppt"}
    assert repr(found).startswith("CapacityBounds(Q in [")


def test_neither_ppt_nor_antidegradable_promises_nothing():
    # Between its zero of the hashing bound and x_c nothing is known of D_x.
    found = quantum_capacity(zoo.depolarizing(2)(0.3))
    assert found.lower == 0.0
    assert found.upper_name == "transposition"
    assert not found.exact
    assert (found.lower_name, found.positive) == ("open", False)
    told = f"{found.lower_reason} {found.upper_reason}"
    assert "no capacity is negative" in told
    assert "positive capacity" not in told


def test_what_one_use_does_not_transmit_is_looked_for_beyond():
    pure = quantum_capacity(zoo.dephrasure(0.1)(0.39))  # 0.0002 before it vanishes
    assert (pure.lower_name, pure.positive) == ("log-singularity", True)
    assert 0 <= pure.lower < 1e-9
    two = quantum_capacity(zoo.transpose_depolarizing(3)(0.4))
    assert two.lower_name == "coherent information of 2 uses"
    assert two.positive
    assert two.lower > 2e-3


def test_hashing_is_named_where_the_mixed_input_is_best():
    found = quantum_capacity(zoo.depolarizing(2)(0.1))
    assert found.lower_name == "hashing"
    assert "a lower bound" in found.lower_reason
    other = quantum_capacity(zoo.generalized_amplitude_damping(0.3)(0.1))
    assert other.lower_name == "coherent information"
    assert "a lower bound" in other.lower_reason


@pytest.mark.parametrize("d", [2, 3])
def test_at_the_threshold_an_exact_proof_decides(d):
    found = quantum_capacity(zoo.depolarizing_complement(d)(threshold_noise(d)))
    assert found.exact
    assert found.checked
    assert found.lower == pytest.approx(1 - log2(d + 1) / d, abs=1e-9)


def test_beside_the_threshold_the_closed_form_decides_and_says_so():
    d = 3  # for d = 2 the floats themselves can be proved exactly
    x_c = threshold_noise(d) * (1 + 1e-13)  # near enough to be undecided, and no fraction
    (point,) = capacity_along(zoo.depolarizing_complement(d), [x_c])
    assert point.bounds.exact
    assert not point.bounds.checked
    assert "in closed form" in point.bounds.upper_reason
    assert point.closed_form == pytest.approx(1 - log2(d + 1) / d, abs=1e-11)
    assert point.difference is not None
    assert point.difference < 1e-9
    (zero,) = capacity_along(zoo.depolarizing(d), [x_c])
    assert (zero.bounds.lower, zero.bounds.upper) == (0.0, 0.0)


def test_an_undecided_channel_alone_gets_bounds_only():
    x = threshold_noise(3) * (1 + 1e-13)
    found = quantum_capacity(zoo.depolarizing_complement(3)(x))
    assert not found.exact
    assert found.lower == pytest.approx(1 - log2(4) / 3, abs=1e-9)
    assert found.upper_name == "transposition"


def test_what_is_known_never_overrules_a_verdict():
    channel = zoo.depolarizing(2)(0.1)
    found = quantum_capacity(channel, known={"antidegradable": "hearsay"})
    assert found.lower > 0.4
    assert all("hearsay" not in bound.reason for bound in found.upper_bounds)


def test_too_large_a_decision_leaves_bounds(monkeypatch):
    real = module.settle

    def refusing(channel, property, **options):
        if property.name != "ppt":
            raise ProblemTooLarge("no memory")
        return real(channel, property, **options)

    monkeypatch.setattr(module, "settle", refusing)
    found = quantum_capacity(zoo.amplitude_damping()(0.2))
    assert found.lower <= damping_capacity(0.2) + 1e-9 <= found.upper
    assert found.upper_name == "transposition"
    told = quantum_capacity(zoo.amplitude_damping()(0.2), known={"degradable": "known"})
    assert told.exact
    assert not told.checked


FAMILIES = [
    *(zoo.FAMILIES[name]() for name in zoo.FAMILIES),
    zoo.depolarizing(3),
    zoo.depolarizing_complement(3),
    zoo.erasure(3),
    zoo.transpose_depolarizing(2),
    zoo.pure_loss(1),
    complement_of(zoo.transpose_depolarizing(3)),
    complement_of(zoo.amplitude_damping()),
]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.label[:50])
def test_families_agree_with_their_closed_forms(family):
    low, high = family.domain
    xs = [low + share * (high - low) for share in (0.0, 0.15, 0.35, 0.5, 0.8)]
    for point in capacity_along(family, xs, starts=3):
        found = point.bounds
        assert 0 <= found.lower <= found.upper
        assert point.difference is None or point.difference < 1e-6
        if point.fact is not None and point.fact.relation == "≥":
            assert point.closed_form is not None
            assert point.closed_form <= found.upper + 1e-12
            assert found.lower >= point.closed_form - 1e-9  # the ascents start there


def test_progress_and_order_of_points():
    seen = []
    points = capacity_along(
        zoo.erasure(), [0.4, 0.1], progress=lambda x, done: seen.append((x, done))
    )
    assert [point.x for point in points] == [0.4, 0.1]
    assert seen == [(0.4, 1), (0.1, 2)]
    assert np.allclose([p.bounds.upper for p in points], [0.2, 0.8])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"solver": "qix"}, "solver"),
        ({"time_limit": 0}, "time_limit"),
        ({"starts": 0}, "starts"),
    ],
)
def test_bad_options_are_refused_in_one_line(options, message):
    with pytest.raises(ValueError, match=message) as refused:
        quantum_capacity(zoo.depolarizing()(0.1), **options)
    assert "\n" not in str(refused.value)

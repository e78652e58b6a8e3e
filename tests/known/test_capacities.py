"""Closed-form facts: who gets them, where they are stated, and what they must satisfy."""

import numpy as np
import pytest

from sdpsearch.capacity.lower.coherent import maximise_coherent_information
from sdpsearch.channels import zoo
from sdpsearch.channels.curves import complement_of, white_noise
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.known.capacities import (
    ENTRIES,
    capacity_fact,
    capacity_facts,
    channel_capacity_fact,
)
from sdpsearch.known.formulas import hashing_bound
from sdpsearch.known.thresholds import facts

GRAM = [[1, 0.3j], [-0.3j, 1]]
FAMILIES = [
    *(zoo.FAMILIES[name]() for name in zoo.FAMILIES),
    zoo.transpose_depolarizing(2),
    zoo.generalized_amplitude_damping(0.0),
    zoo.generalized_amplitude_damping(1.0),
    zoo.damping_dephasing(0.0),
    zoo.damping_dephasing(1.0),
    zoo.dephrasure(0.0),
    zoo.dephrasure(1.0),
    zoo.pure_loss(1),
    zoo.pauli((0, 1, 0)),
    zoo.generalized_dephasing(gram=GRAM),
    zoo.multilevel_amplitude_damping(4),
    zoo.brauer(2, (3, 0, 1)),
    zoo.brauer(4, (5, 1, 2)),
    zoo.werner(2),
    zoo.depolarizing_dephasing(2, 0.0),
    zoo.depolarizing_erasure(3, 0.0),
    zoo.two_weyl(2),
    zoo.two_weyl(3, 0.1),
    zoo.two_weyl(3, 0),
    zoo.noisy_landau_streater(0.5),
    zoo.noisy_landau_streater(2),
]
ALL = FAMILIES + [complement_of(family) for family in FAMILIES]
LABELS = [family.label[:50] for family in ALL]


def inside(fact):
    low, high = fact.domain
    return [low + share * (high - low) for share in (0.0, 0.3, 0.9, 1.0)]


@pytest.mark.parametrize("family", ALL, ids=LABELS)
def test_facts_lie_in_the_domain_and_are_no_less_than_hashing(family):
    low, high = family.domain
    for fact in capacity_facts(family):
        assert low <= fact.domain[0] <= fact.domain[1] <= high
        assert fact.relation in ("=", "≥")
        assert fact.status in ("published", "folklore", "derived")
        assert fact.expression
        assert fact.source
        for x in inside(fact):
            value = fact.value(x)
            assert 0 <= value <= np.log2(family.d_in) + 1e-12
            floor = max(0.0, hashing_bound(family(x)))
            if fact.relation == "=":
                assert value >= floor - 1e-12
            else:
                assert value == pytest.approx(floor, abs=1e-12)


@pytest.mark.parametrize("family", ALL, ids=LABELS)
def test_positive_capacities_are_attained_and_stated_where_degradable(family):
    degradable = [f for f in facts(family) if f.property == "degradable"]
    for fact in capacity_facts(family):
        for x in inside(fact):
            if fact.relation != "=" or fact.value(x) == 0:
                continue
            assert any(low <= x <= high for f in degradable for low, high in f.holds)
            found = maximise_coherent_information(family(x), degradable=True)
            assert abs(found.value - fact.value(x)) < 1e-6


@pytest.mark.parametrize("family", ALL, ids=LABELS)
def test_two_facts_that_meet_agree(family):
    known = [f for f in capacity_facts(family) if f.relation == "="]
    for fact in known:
        for x in inside(fact):
            here = [f.value(x) for f in known if f.domain[0] <= x <= f.domain[1]]
            assert max(here) - min(here) < 1e-9


def test_capacity_before_bounds():
    relations = [f.relation for f in capacity_facts(zoo.depolarizing(2))]
    assert relations == sorted(relations, key="=≥".index)
    known = capacity_fact(zoo.depolarizing(2), 0.6)
    assert known is not None
    assert (known.relation, known.value(0.6)) == ("=", 0.0)


def test_impostors_and_strangers_get_no_facts():
    impostor = ChannelFamily(lambda x: zoo.dephasing()(x / 2), name="erasure")
    assert capacity_facts(impostor) == ()
    assert capacity_facts(white_noise(zoo.identity(2))) == ()
    assert capacity_fact(impostor, 0.3) is None


def test_every_claim_is_about_something_that_exists():
    names = {name.removeprefix("complement of ") for name in ENTRIES}
    assert names <= {*zoo.FAMILIES, *zoo.CHANNELS}
    assert {name for name in ENTRIES if name.startswith("complement")} <= {
        f"complement of {name}" for name in zoo.FAMILIES
    }


CHANNELS = [
    ("identity", {"d": 3}),
    ("werner_holevo", {"d": 2}),
    ("werner_holevo", {}),
    ("landau_streater", {"j": 0.5}),
    ("landau_streater", {}),
    ("cloner", {}),
    ("cloner", {"m": 3, "d": 3}),
    ("eposic", {"j_in": 1, "j_out": 0.5, "j_env": 0.5}),
    ("eposic", {"j_in": 0.5, "j_out": 1.5, "j_env": 1}),
    ("eposic", {"j_in": 0.5, "j_out": 1, "j_env": 1.5}),
    ("eposic", {"j_in": 1.5, "j_out": 1, "j_env": 0.5}),
    ("eposic", {"j_in": 1.5, "j_out": 0.5, "j_env": 1}),
    ("eposic", {"j_in": 1, "j_out": 1, "j_env": 0}),
    ("smith_yard", {}),
    ("replacer", {}),
]


@pytest.mark.parametrize(("name", "arguments"), CHANNELS, ids=str)
def test_channels_without_a_parameter(name, arguments):
    known = channel_capacity_fact(name, **arguments)
    assert known is not None
    assert known.parameter == ""
    channel = zoo.build(name, **arguments)
    value = known.value(0.0)
    if value > 0:
        found = maximise_coherent_information(channel)
        assert found.gap < 1e-9
        assert abs(found.value - value) < 1e-9
    else:
        assert hashing_bound(channel) <= 1e-12


def test_unknown_channels_have_none():
    assert channel_capacity_fact("werner_holevo", d=4) is None
    assert channel_capacity_fact("landau_streater", j=2) is None
    assert channel_capacity_fact("erasure") is None

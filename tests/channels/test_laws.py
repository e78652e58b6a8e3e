"""Composition laws: one channel of the family post-processed is the other."""

import dataclasses
from itertools import combinations_with_replacement

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels import zoo
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.law import CompositionLaw
from sdpsearch.channels.random import random_channel


def law_of(family):
    assert family.law is not None
    return family.law


def rest(x, y):
    """Return z with 1−y = (1−z)(1−x)."""
    return 0.0 if x == 1 else 1 - (1 - y) / (1 - x)


def own(family):
    return lambda x, y: family(rest(x, y))


def flips(x, y):
    return zoo.bb84()(rest(2 * x, 2 * y) / 2)


def erase_more(d):
    """The flag stays, all else is replaced by it with probability z."""

    def post(x, y):
        z, flag = rest(x, y), np.eye(d + 1)[d]
        stay = np.sqrt(1 - z) * np.diag(1 - flag)
        lose = [np.sqrt(z) * np.outer(flag, row) for row in np.eye(d + 1)[:d]]
        return Channel([stay, *lose, np.outer(flag, flag)])

    return post


LAWS = [
    (zoo.amplitude_damping(), own(zoo.amplitude_damping())),
    *[
        (family, own(family))
        for family in map(zoo.generalized_amplitude_damping, (0, 0.2, 0.5, 1))
    ],
    (zoo.multilevel_amplitude_damping(4), own(zoo.multilevel_amplitude_damping(4))),
    (zoo.damping_dephasing(0.2), own(zoo.amplitude_damping())),
    (zoo.pure_loss(3), lambda x, y: zoo.pure_loss(3)(y / x if x else 0.0)),
    (zoo.bb84(), flips),
    (zoo.depolarizing(3), own(zoo.depolarizing(3))),
    (zoo.brauer(3, (1, 2, 3)), own(zoo.depolarizing(3))),
    (zoo.depolarizing_dephasing(3, 0.3), own(zoo.depolarizing(3))),
    (zoo.depolarizing_erasure(2, 0.3), erase_more(2)),
    (zoo.generalized_dephasing(3), own(zoo.generalized_dephasing(3))),
    (zoo.erasure(3), erase_more(3)),
    (zoo.dephrasure(0.2), erase_more(2)),
    (zoo.with_erasure(random_channel(2, 3, rng=0)), erase_more(3)),
    (
        sd.white_noise(random_channel(2, 3, rng=1)),
        own(zoo.depolarizing(3)),
    ),
]


@pytest.mark.parametrize(("family", "post"), LAWS, ids=[str(f)[:60] for f, _ in LAWS])
def test_post_processing_makes_the_other_channel(family, post):
    low, high = family.domain
    points = np.linspace(low, high, 7)
    for x, y in combinations_with_replacement(
        points if law_of(family).increasing else points[::-1], 2
    ):
        made = post(x, y) @ family(x)
        assert np.allclose(made.choi, family(y).choi, rtol=0, atol=1e-12)


def test_which_zoo_families_have_laws():
    laws = {name: make().law for name, make in zoo.FAMILIES.items()}
    assert {name for name, law in laws.items() if law is not None} == {
        family.name for family, _ in LAWS
    } - {"with_erasure", "white noise"}
    falling = {name for name, law in laws.items() if law and not law.increasing}
    assert falling == {"pure_loss"}


def test_laws_that_are_not_claimed():
    assert zoo.multilevel_amplitude_damping(3, rates=(1, 0, 1)).law is None
    assert sd.mixture(zoo.identity(2), zoo.replacer(2)).law is None
    assert sd.complement_of(zoo.amplitude_damping()).law is None
    assert sd.ChannelFamily(lambda x: zoo.dephasing()(x)).law is None


@pytest.mark.parametrize("family", [family for family, _ in LAWS], ids=repr)
def test_statements_are_one_sentence(family):
    statement = law_of(family).statement
    assert statement.startswith("Φ_y = ")
    assert statement.endswith(".")
    assert statement.count(". ") == 0


def test_laws_are_frozen():
    law = CompositionLaw("Φ_y = Φ_x.", increasing=True)
    assert sd.ChannelFamily(zoo.dephasing(), law=law).law is law
    with pytest.raises(dataclasses.FrozenInstanceError):
        law.increasing = False  # pyright: ignore[reportAttributeAccessIssue]

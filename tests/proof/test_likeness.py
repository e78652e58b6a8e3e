"""Statements compared with channels by a path of their own: equal, near, or another."""

from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.channels.random import random_channel, random_unitary
from sdpsearch.proof.exact.stated import StatedPoint
from sdpsearch.proof.likeness import ROUNDING, apart
from sdpsearch.proof.statement.floating import literal
from sdpsearch.proof.statement.state import as_given, state

EXACT = {
    "depolarizing": sd.zoo.depolarizing(d=3)(F(1, 3)),
    "damping": sd.zoo.amplitude_damping()(F(3, 5)),
    "loss": sd.zoo.pure_loss(photons=2)(F(2, 7)),
    "erasure": sd.zoo.erasure(d=2)(F(1, 2)),
    "cascade": sd.zoo.multilevel_amplitude_damping(d=3, rates=(1, 2, 3))(F(1, 4)),
    "complement": sd.zoo.depolarizing(d=2)(F(1, 10**14)).complementary,
}


def point(statement):
    return StatedPoint(statement.choi, statement.scales, statement.at)


@pytest.mark.parametrize("name", EXACT)
def test_exact_statements_are_equal(name):
    assert apart(point(as_given(EXACT[name])), EXACT[name]) == 0


@pytest.mark.parametrize("exponent", [3, 12, 16, 30, 60, 90])
def test_a_difference_however_small_is_seen(exponent):
    tiny = F(1, 10**exponent)
    family = sd.zoo.amplitude_damping()
    stated = point(as_given(family(F(3, 5))))
    assert 0 < apart(stated, family(F(3, 5) + tiny)) <= 2 * tiny
    noisy = sd.zoo.depolarizing(d=2)
    assert apart(point(as_given(noisy(0))), noisy(tiny)) > 0


@given(st.integers(0, 10**6))
def test_literal_floats_are_themselves(seed):
    channel = random_channel(2, 3, rank=2, rng=seed)
    assert apart(point(literal(channel)), channel) == 0
    # The same map by other Kraus operators, to the rounding of these.
    mixed = sd.Channel(np.tensordot(random_unitary(2, seed), channel.kraus, 1))
    assert apart(point(literal(channel)), mixed) <= ROUNDING


@given(st.integers(0, 10**6))
def test_a_ball_contains_the_floats_it_is_about(seed):
    channel = random_channel(2, 2, rng=seed)
    ball = state(channel)
    assert apart(point(ball), channel) < ball.radius


def test_the_normalisation_is_undone_exactly():
    # Filters of A and of B, far from 1: only their own normalisation gives the channel.
    statement = as_given(EXACT["loss"])
    assert any(x != 1 for x in statement.scales)
    assert apart(point(statement), EXACT["loss"]) == 0
    other = StatedPoint(statement.choi, (F(1),) * 3)
    assert apart(other, EXACT["loss"]) > F(1, 100)


def test_what_cannot_be_normalised_is_refused():
    statement = as_given(EXACT["damping"])
    nothing = StatedPoint(statement.choi.scaled(0), statement.scales)
    with pytest.raises(ValueError, match="normalized"):
        apart(nothing, EXACT["damping"])


def test_what_was_compared_is_not_said_to_be_more_equal_than_it_is():
    damping = sd.zoo.amplitude_damping()(F(3, 5))
    floats = sd.Channel(damping.kraus)
    for channel, words in ((damping, "is equal"), (floats, "agrees with the floats given")):
        certificate = sd.decide(channel, sd.Antidegradable(), prove=True).certificate
        assert words in sd.verify(certificate, channel).compared

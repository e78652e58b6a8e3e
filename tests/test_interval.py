"""Interval: a closed set of numbers that unpacks."""

import math

import pytest

import sdpsearch as sd


def test_it_unpacks_into_its_ends():
    low, high = sd.Interval(-1, math.inf)
    assert (low, high) == (-1.0, math.inf)
    assert tuple(sd.Interval(0.5, 0.5)) == (0.5, 0.5)


def test_a_decisions_margin_and_a_boundarys_bracket_unpack():
    found = sd.threshold(sd.zoo.erasure(), "antidegradable")
    low, high = found.boundaries[0].bracket
    assert low <= found.value <= high
    low, high = sd.decide(sd.zoo.erasure()(0.7), "antidegradable").margin
    assert 0 < low <= high


@pytest.mark.parametrize(
    ("inside", "x"), [(True, 1), (True, 2), (False, 2.1), (False, 0.9)]
)
def test_containing_is_by_the_ends_not_by_unpacking(inside, x):
    assert (x in sd.Interval(1, 2)) is inside


def test_ends_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="lower ≤ upper"):
        sd.Interval(2, 1)

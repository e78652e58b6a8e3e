"""The capacity's own threshold: brackets, mechanisms, several sets, what is open."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import sdpsearch as sd

LOG = "log-singularity"

MEETING = [
    (sd.zoo.erasure(d=2), 0.5, (LOG, "antidegradable")),
    (sd.zoo.amplitude_damping(), 0.5, (LOG, "antidegradable")),
    (sd.zoo.dephrasure(0.1), 16 / 41, (LOG, "signed-extendible")),
    (sd.zoo.dephrasure(Fraction(1, 4)), 1 / 5, (LOG, "signed-extendible")),
    (sd.zoo.dephasing(), 0.5, (LOG, LOG)),
]
#: Those that stand for the others in every run.
_QUICK = ("erasure(d=2)", "dephrasure(p=0.1)")


@pytest.mark.parametrize(
    ("family", "value", "mechanisms"),
    [
        pytest.param(
            *case,
            id=case[0].label,
            marks=[] if case[0].label in _QUICK else [pytest.mark.slow],
        )
        for case in MEETING
    ],
)
def test_both_sides_meet(family, value, mechanisms):
    found = sd.threshold(family, "zero-capacity")
    (boundary,) = found.boundaries
    assert boundary.value == pytest.approx(value, abs=1e-9)
    assert boundary.bracket.width < 2e-8
    assert boundary.mechanisms == mechanisms
    assert found.is_decided
    assert not found.undecided
    for x, side in ((boundary.bracket.lower, "FAILS"), (boundary.bracket.upper, "HOLDS")):
        verdicts = {d.verdict.name for y, d in found.decisions if y == x}
        assert verdicts == {side} or value in (boundary.bracket.lower, 0.5)


def test_an_open_bracket_keeps_its_two_ends():
    found = sd.threshold(sd.zoo.depolarizing(d=2), "zero-capacity")
    (boundary,) = found.boundaries
    assert boundary.bracket.lower == pytest.approx(0.25381, abs=2e-5)
    assert boundary.bracket.upper == pytest.approx(1 / 3, abs=1e-9)
    # Nobody knows where in it the capacity vanishes: the value is where it is proved to.
    assert boundary.value == boundary.bracket.upper
    assert boundary.mechanisms == ("coherent information of 5 uses", "antidegradable")
    assert not found.is_decided
    assert found.coverage is sd.Coverage.MONOTONE


@pytest.mark.slow
def test_transpose_depolarizing_gains_on_both_sides():
    found = sd.threshold(sd.zoo.transpose_depolarizing(d=3), "zero-capacity")
    (boundary,) = found.boundaries
    assert boundary.bracket.upper == pytest.approx(1 / 2, abs=1e-9)
    assert boundary.bracket.lower == pytest.approx(0.40199, abs=1e-4)
    assert boundary.mechanisms == ("coherent information of 2 uses", "signed-extendible")
    # Without a composition law two uses speak for their own parameters only.
    assert found.coverage is sd.Coverage.REASONS
    (spoken,) = found.undecided
    assert spoken.upper == boundary.bracket.lower


def test_sets_may_lie_anywhere():
    alike = sd.threshold(sd.zoo.werner(d=3), "zero-capacity")
    assert alike.holds_on == (sd.Interval(0.0, 1.0),)
    assert not alike.boundaries
    none = sd.threshold(sd.zoo.platypus(), "zero-capacity")
    assert none.occurrence is sd.Occurrence.NEVER


@pytest.mark.slow
def test_a_family_of_floats_is_searched_too():
    channel = sd.random_channel(2, 3, 2, np.random.default_rng(5))
    family = sd.white_noise(channel)
    found = sd.threshold(family, "zero-capacity")
    (boundary,) = found.boundaries
    antidegradable = sd.threshold(family, "antidegradable")
    assert boundary.bracket.upper <= antidegradable.value + 1e-8
    assert boundary.bracket.lower > 0
    kept = dict(found.decisions)
    assert kept[boundary.bracket.lower].verdict == "FAILS"
    assert kept[boundary.bracket.upper].verdict == "HOLDS"


@pytest.mark.slow
def test_an_input_is_followed_beyond_points_at_which_none_was_found():
    family = sd.white_noise(sd.random_channel(2, 3, rank=2, rng=0))
    (boundary,) = sd.threshold(family, "zero-capacity").boundaries
    low, high = boundary.bracket
    assert low > 0.3 * high  # at the second of six points one use shows nothing


@pytest.mark.slow
def test_an_ascent_may_take_a_part_of_a_code_away():
    """Of two vectors to repeat one came to nothing, which ended in an error."""
    found = sd.threshold(sd.zoo.damping_dephasing(), "zero-capacity")
    (boundary,) = found.boundaries
    assert 0 < boundary.bracket.lower <= boundary.bracket.upper < 1

"""Thresholds of capacities in exact arithmetic: where both sides meet, and brackets."""

from __future__ import annotations

import re
from fractions import Fraction

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.proof import second

ZERO = sd.ZeroCapacity()


def proved(family):
    """Return a threshold and its theorem, believed by both checkers about the family."""
    found = sd.threshold(family, ZERO, prove=True)
    certificate = found.certificate
    assert certificate is not None, found.proof
    second.confirm(certificate.text.encode())
    verdict = sd.verify(certificate, family, second=True)
    assert verdict.proved, verdict.reason
    return found, verdict.theorem


EXACT = [
    (sd.zoo.erasure(d=2), Fraction(1, 2), "starts"),
    (sd.zoo.dephrasure(Fraction(1, 10)), Fraction(16, 41), "starts"),
    (
        sd.mixture(sd.zoo.erasure()(1), sd.zoo.erasure()(0), "erasure, falling"),
        Fraction(1, 2),
        "ceases",
    ),
]


@pytest.mark.parametrize(
    ("family", "value", "verb"), EXACT, ids=[f.label for f, *_ in EXACT]
)
def test_both_sides_meet_in_one_theorem(family, value, verb):
    found, theorem = proved(family)
    (boundary,) = found.boundaries
    assert boundary.tier is sd.Tier.EXACT
    assert boundary.proved == (value, value)
    assert f"the quantum capacity {verb} to vanish at exactly" in theorem


def test_an_open_bracket_is_proved_at_both_ends():
    found, theorem = proved(sd.zoo.depolarizing(d=2))
    (boundary,) = found.boundaries
    assert boundary.tier is sd.Tier.BRACKETED
    low, high = boundary.proved
    assert high == Fraction(1, 3)
    # Five uses transmit at one point; one use, by convexity, below the hashing bound.
    assert float(low) == pytest.approx(0.25381, abs=2e-5)
    assert re.search(r"Q > 0 for J\(x\) for every x in \[0, 0\.25238\d*\]", theorem)
    assert boundary.value == boundary.bracket.upper


@pytest.mark.slow
def test_an_isolated_point_is_proved_from_both_sides():
    found, theorem = proved(sd.zoo.dephasing())
    (boundary,) = found.boundaries
    low, high = boundary.proved
    assert low < Fraction(1, 2) < high
    assert high - low < Fraction(1, 10**14)
    assert "Q = P = 0 for J(p) at p = 1/2" in theorem
    assert theorem.count("Q > 0 for J(p)") == 2


@pytest.mark.slow
def test_points_of_a_curve_are_proved_one_by_one():
    found, theorem = proved(sd.zoo.amplitude_damping())
    (boundary,) = found.boundaries
    low, high = boundary.proved
    assert high == Fraction(1, 2)
    assert high - low <= Fraction(1, 10**12)
    assert "The channel at gamma = 1/2 has no quantum and no private capacity" in theorem
    assert "has quantum capacity, Q > 0" in theorem


@pytest.mark.slow
def test_a_family_of_floats_is_proved_by_one_use_where_several_transmit():
    """A ball of channels is sent one use only; the bracket says no more than is proved."""
    rng = np.random.default_rng(2)
    found, theorem = proved(sd.white_noise(sd.random_channel(3, 2, 2, rng)))
    (boundary,) = found.boundaries
    assert "of 5 uses" in boundary.mechanisms[0]
    low, high = boundary.proved
    known = dict(found.decisions)
    assert 0 < low < high < 1
    assert "in the real and imaginary part of each entry" in theorem
    assert any(d.verdict is sd.Verdict.FAILS and x >= float(low) for x, d in known.items())


def test_a_line_of_floats_without_boundary_is_proved_in_a_ball():
    rng = np.random.default_rng(7)
    found, theorem = proved(sd.white_noise(sd.random_channel(2, 2, 2, rng)))
    assert not found.boundaries
    # Its start is where the noise is told from none.
    assert re.search(r"Q = P = 0 for J\(x\) for every x in \[0\S*, 1\]\.", theorem)


@pytest.mark.slow
def test_two_uses_reach_further_in_a_point_of_their_own():
    found, theorem = proved(sd.zoo.transpose_depolarizing(d=3))
    (boundary,) = found.boundaries
    assert boundary.proved[1] == Fraction(1, 2)
    assert "Q = P = 0 for J(x) for every x in [1/2, 1]" in theorem
    assert "Q > 0 for J(x) for every x in {" in theorem
    assert "where several uses transmit" in found.proof


SINGLE = [
    (sd.zoo.dephrasure(Fraction(1, 10))(Fraction(16, 41)), "Q = P = 0, for it is signed"),
    (sd.zoo.dephrasure(Fraction(1, 10))(Fraction(39, 100)), "has quantum capacity, Q > 0"),
    (sd.zoo.depolarizing(d=2)(Fraction(1, 4)), "has quantum capacity, Q > 0"),
    (sd.zoo.depolarizing(d=2)(Fraction(1, 3)), "Q = P = 0, for it is"),
]


@pytest.mark.parametrize(("channel", "said"), SINGLE)
def test_one_channel_is_proved(channel, said):
    found = sd.decide(channel, ZERO, prove=True)
    assert said in found.certificate.theorem
    second.confirm(found.certificate.text.encode())
    assert sd.verify(found.certificate, channel, second=True).proved


def test_an_open_question_has_no_proof():
    found = sd.decide(sd.zoo.depolarizing(d=2)(Fraction(3, 10)), ZERO, prove=True)
    assert found.verdict is sd.Verdict.UNDECIDED
    assert found.certificate is None

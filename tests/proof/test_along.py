"""Lines: what is claimed of a family is what two points and two witnesses prove."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.proof.exact.matrix import equal, identity, pairing, transposed_on_b
from sdpsearch.proof.exact.positivity import is_psd
from sdpsearch.proof.exact.rounding import dense
from sdpsearch.proof.prove.extendible import ExtendibleSegment
from sdpsearch.proof.prove.parts import Inside, Outside, tidy
from sdpsearch.proof.prove.ppt import PPTSegment
from sdpsearch.proof.statement.state import state

F = Fraction


def segment(family, copies=2):
    """Return the exact line of an affine family on [0, 1]."""
    ends = (state(family(F(0))), state(family(F(1))))
    return ExtendibleSegment(ends, (F(0), F(1)), family.label, family.parameter, copies)


def ppt_segment(family):
    ends = (state(family(F(0))), state(family(F(1))))
    return PPTSegment(ends, (F(0), F(1)), family.label, family.parameter)


def membership(family, x, copies=2):
    return sd.decide(family(x), sd.KExtendible(copies)).membership


DEPOLARIZING = sd.zoo.depolarizing(d=2)
ERASURE = sd.zoo.erasure(d=2)
DEPHASING = sd.zoo.dephasing()


# The line itself


@pytest.mark.parametrize("family", [DEPOLARIZING, ERASURE, DEPHASING, sd.zoo.two_pauli()])
def test_the_line_passes_through_the_family(family):
    line = segment(family)
    assert line.is_exact
    for x in (F(0), F(1, 3), F(5, 7), F(1)):
        assert line.passes(x, state(family(x)))
        assert equal(line.at(x).choi, state(family(x)).choi)
        assert not line.passes(x, state(family(x / 2 + F(1, 7))))


def test_direction_is_per_unit_of_the_parameter():
    family = sd.zoo.horodecki()
    low, high = (F(repr(end)) for end in family.domain)
    ends = (state(family(low)), state(family(high)))
    line = ExtendibleSegment(ends, (low, high), family.label, family.parameter)
    step = dense(line.problem.choi_at(low + 1)) - dense(line.problem.choi_at(low))
    assert np.max(np.abs(dense(line.direction) - step)) < 1e-15


# Inside


@pytest.mark.parametrize(
    ("family", "copies", "x", "holds"),
    [
        (DEPOLARIZING, 2, F(1, 2), True),
        (DEPOLARIZING, 2, F(3, 10), False),
        (DEPOLARIZING, 3, F(1, 2), True),
        (DEPOLARIZING, 3, F(2, 5), False),
        (ERASURE, 2, F(3, 5), True),
        (ERASURE, 2, F(1, 2), True),
        (ERASURE, 2, F(2, 5), False),
        (DEPHASING, 2, F(1, 2), True),
        (DEPHASING, 2, F(51, 100), False),
    ],
)
def test_inside_is_proved_where_it_holds_and_nowhere_else(family, copies, x, holds):
    line = segment(family, copies)
    made = line.inside(x, membership(family, x, copies))
    assert (made is not None) is holds
    assert made is None or made.x == x


@pytest.mark.parametrize(
    ("x", "holds"), [(F(2, 3), True), (1, True), (F(2, 3) - F(1, 10**40), False)]
)
def test_ppt_is_proved_by_the_partial_transpose_alone(x, holds):
    made = ppt_segment(DEPOLARIZING).inside(F(x), None)
    assert (made is not None) is holds


# Outside


@pytest.mark.parametrize(
    ("family", "x", "exact", "above"),
    [
        (DEPOLARIZING, 0.3, F(1, 3), False),
        (DEPOLARIZING, 0.1, F(1, 3), False),
        (ERASURE, 0.45, F(1, 2), False),
        (DEPHASING, 0.3, F(1, 2), False),
        (DEPHASING, 0.8, F(1, 2), True),
    ],
)
def test_a_witness_refutes_its_side_of_its_zero(family, x, exact, above):
    line = segment(family)
    found = line.outside(membership(family, x), family(x).choi)
    assert found.above is above
    assert pairing(found.witness, line.problem.choi_at(found.zero)) == 0
    # It refutes x, and nothing beyond the true boundary.
    assert found.zero >= exact if above else found.zero <= exact
    assert (F(x) > found.zero) is above
    assert pairing(found.witness, line.problem.choi_at(F(x))) < 0


def test_an_empty_face_is_refuted_everywhere():
    line = segment(sd.zoo.transpose_depolarizing(d=3), 3)
    found = line.nowhere()
    assert found.zero is None
    made = line.certify([], [found], 20)
    assert made.failing == [(0, 1, "[]")]
    assert made.held is None


def test_ppt_witness_comes_from_the_lowest_eigenvector():
    line = ppt_segment(DEPOLARIZING)
    found = line.outside(None, DEPOLARIZING(0.5).choi)
    assert not found.above
    assert found.zero <= F(2, 3)
    assert found.zero == pytest.approx(2 / 3, abs=1e-12)


def test_sides_of_an_isolated_point():
    line = segment(DEPHASING)
    both = line.sides(F(1, 2))
    assert sorted(side.above for side in both) == [False, True]
    assert {side.zero for side in both} == {F(1, 2)}
    assert line.sides(F(1, 3)) == []
    assert segment(DEPOLARIZING).sides(F(1, 3)) == []


# Meetings


@pytest.mark.parametrize(
    ("family", "copies", "exact"),
    [
        (DEPOLARIZING, 2, F(1, 3)),
        (DEPOLARIZING, 3, F(4, 9)),
        (ERASURE, 2, F(1, 2)),
        (sd.zoo.transpose_depolarizing(d=3), 2, F(4, 7)),
    ],
)
def test_both_proofs_meet_at_the_boundary_only(family, copies, exact):
    line = segment(family, copies)
    asked = sd.parse_property(f"{copies}-extendible")
    [edge] = sd.threshold(family, asked).boundaries
    inside, outside = (
        membership(family, x, copies) for x in (edge.bracket.upper, edge.bracket.lower)
    )
    held, fails = line.meeting(exact, inside, outside, rising=True)
    assert held.x == fails.zero == exact
    made = line.certify([held], [fails], 20)
    assert made.held == (exact, exact)
    assert made.failing == [(0, exact, "[)")]
    for wrong in (exact - F(1, 10**9), exact + F(1, 10**9)):
        met = line.meeting(wrong, inside, outside, rising=True)
        assert met is None or met[1].zero <= exact <= met[0].x


def test_ppt_meets_at_the_boundary_only():
    line = ppt_segment(DEPOLARIZING)
    held, fails = line.meeting(F(2, 3), None, None, rising=True)
    assert held.x == fails.zero == F(2, 3)
    assert is_psd(transposed_on_b(fails.witness, 2))
    assert line.meeting(F(2, 3) - F(1, 10**30), None, None, rising=True) is None
    # PPT inside, but with no null vector to make a witness of.
    assert line.meeting(F(3, 4), None, None, rising=True) is None


# Digits


def within(family, x):
    """Return a point inside and what the engine found there."""
    return x, membership(family, x)


@pytest.mark.parametrize("digits", [5, 20, 60])
def test_digits_enclose_the_boundary(digits):
    near = within(DEPOLARIZING, F(1, 2))
    held, fails = segment(DEPOLARIZING).to_digits(digits, near, rising=True)
    assert fails.zero <= F(1, 3) <= held.x
    assert 0 <= held.x - fails.zero < F(1, 10**digits)


def test_digits_of_a_falling_boundary():
    family = sd.ChannelFamily.from_squares(lambda x: ERASURE.squares(1 - x))
    near = within(family, F(1, 4))
    held, fails = segment(family).to_digits(30, near, rising=False)
    assert held.x <= F(1, 2) <= fails.zero
    assert fails.above
    assert fails.zero - held.x < F(1, 10**30)


def test_digits_need_an_exact_line_and_a_face():
    near = within(DEPOLARIZING, F(1, 2))
    empty = segment(sd.zoo.transpose_depolarizing(d=3), 3)
    assert empty.to_digits(9, near, rising=True) is None
    line = segment(DEPOLARIZING)
    ball = replace(line, ends=tuple(replace(e, radius=F(1, 2**50)) for e in line.ends))
    assert ball.to_digits(9, near, rising=True) is None


# The certificate


def proved_points():
    line = segment(DEPOLARIZING)
    held = [line.inside(x, membership(DEPOLARIZING, x)) for x in (F(1, 2), F(9, 10))]
    return line, held, line.outside(membership(DEPOLARIZING, 0.2), DEPOLARIZING(0.2).choi)


def test_certificate_claims_the_hull_of_the_points_and_the_half_line():
    line, held, fails = proved_points()
    made = line.certify(reversed(held), [fails], 20)
    assert made.held == (F(1, 2), F(9, 10))
    [(low, high, brackets)] = made.failing
    assert (low, brackets) == (0, "[)")
    # Rounded outwards by less than the last place.
    assert 0 <= fails.zero - high < F(1, 10**20)
    assert sd.verify(made.certificate, DEPOLARIZING).proved
    assert "[1/2, 9/10]" in made.certificate.theorem


def test_nothing_proves_nothing():
    line, held, fails = proved_points()
    assert line.certify([], [], 20) is None
    assert line.certify([held[0]], [], 20).failing == []
    assert line.certify([], [fails], 20).held is None


def test_a_false_claim_gets_no_certificate():
    line, held, fails = proved_points()
    # A proof at 1/2 put forward for 1/10, and for the edge of the domain.
    for x in (F(1, 10), F(0)):
        moved = Inside(x, {**held[0].proof, "at": f"{x.numerator:x}/{x.denominator:x}"})
        assert line.certify([moved, held[1]], [], 20) is None
    # A witness that is none: −1 refutes everything, if it is believed.
    assert line.certify([], [line.refuted(identity(4).scaled(-1))], 20) is None
    flipped = line.refuted(fails.witness.scaled(-1))
    assert line.certify([], [flipped], 20) is None


def test_a_witness_that_refutes_nothing_is_left_out():
    line, held, _ = proved_points()
    useless = Outside(identity(4), None, False, {})
    made = line.certify(held, [useless], 20)
    assert made.failing == []


def test_a_line_of_balls_widens_what_is_claimed():
    line, held, fails = proved_points()
    ends = tuple(replace(end, radius=F(1, 2**50)) for end in line.ends)
    wide = replace(line, ends=ends)
    assert not wide.is_exact
    found = wide.outside(membership(DEPOLARIZING, 0.2), DEPOLARIZING(0.2).choi)
    assert found.zero < fails.zero
    made = wide.inside(F(1, 2), membership(DEPOLARIZING, 0.5))
    assert "slack" in made.proof
    assert wide.certify([made], [found], 20).held == (F(1, 2), F(1, 2))
    # The proof about the single channel does not cover the ball.
    assert wide.certify([held[0]], [], 20) is None


# Decimals


@given(
    x=st.fractions(-5, 5),
    outward=st.sampled_from([-1, 1]),
    places=st.integers(1, 40),
)
def test_tidy_rounds_to_the_side_told(x, outward, places):
    found = tidy(x, outward=outward, places=places)
    assert (found - x) * outward >= 0
    assert abs(found - x) < F(1, 10**places)
    assert found == x or 10**places % found.denominator == 0

"""What a threshold says of parameters that were not decided, and on what grounds."""

from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.search.findings import Coverage
from sdpsearch.search.threshold import Occurrence as Kind

ANTI, PPT, DEG = sd.Antidegradable(), sd.PPT(), sd.Degradable()
DEPOLARIZING = sd.zoo.depolarizing(d=2)


def black_box(function, **options):
    return sd.ChannelFamily(function, **options)


def tent(x):
    return sd.zoo.dephasing()(0.5 * max(0, 1 - abs(x - 0.6) / 0.05))


@settings(max_examples=6, deadline=None)
@given(st.floats(0.4, 0.9), st.floats(0.01, 0.1))
def test_nothing_is_proved_between_the_points_of_a_black_box(start, width):
    family = black_box(
        lambda x: sd.zoo.identity(2) if start < x < start + width else DEPOLARIZING(x)
    )
    found = sd.threshold(family, ANTI, prove=True)
    assert found.coverage is Coverage.SAMPLED
    assert not found.settled
    assert "nothing about those between" in found.proof
    assert "line" not in found.certificate.problem


def test_a_black_box_with_nothing_found_is_sampled_only():
    found = sd.threshold(black_box(tent), ANTI, prove=True)
    assert found.certificate is None
    assert not found.settled
    assert "as far as sampled" in repr(found)
    assert sd.decide(tent(0.6), ANTI, prove=True).verdict is sd.Verdict.HOLDS


def test_an_oscillation_with_the_grids_period_is_noticed():
    # The nine even points all see the same phase.
    family = black_box(
        lambda x: sd.zoo.amplitude_damping()(0.5 + 0.3 * np.sin(16 * np.pi * x + 0.3))
    )
    found = sd.threshold(family, ANTI)
    assert len(found.holds_on) > 1
    assert {b.tier for b in found.boundaries} == {"sampled"}


def test_decisions_of_a_scan_take_part_in_what_is_located():
    # The scan hits the window, the grids do not; on a declared line that is noticed.
    def channel(x):
        return sd.zoo.identity(2) if abs(x - 0.777) < 1e-3 else DEPOLARIZING(x)

    sampled = sd.scan(black_box(channel), [ANTI], [0.1, 0.777]).thresholds[0]
    assert len(sampled.holds_on) == 2
    declared = sd.scan(black_box(channel, affine=True), [ANTI], [0.1, 0.777]).thresholds[0]
    assert declared.coverage is Coverage.SAMPLED
    assert "contradicts" in declared.method
    assert not any(0.777 in interval for interval in declared.holds_on)


def test_a_declared_line_is_proved_under_that_hypothesis():
    family = black_box(lambda x: DEPOLARIZING(x), affine=True)
    found = sd.threshold(family, ANTI, prove=True)
    assert found.boundaries[0].closed_form == "1/3"
    assert "declared, a hypothesis" in found.proof
    assert "as declared" in found.method
    told = sd.verify(found.certificate, family)
    assert told.proved
    assert "declared, a hypothesis" in told.compared


@pytest.mark.parametrize("bend", [1e-14, 1e-13, 4e-12])
def test_a_line_declared_but_bent_is_not_proved(bend):
    # Too little to be seen in its values, more than a proof may pass over.
    family = black_box(lambda x: DEPOLARIZING(min(1, x + bend * x * (1 - x))), affine=True)
    found = sd.threshold(family, ANTI, prove=True)
    assert "line" not in found.certificate.problem
    assert "its channel at x = 5/16 is another one" in found.proof
    assert found.boundaries[0].tier != "exact"
    assert sd.verify(found.certificate, family).proved


@given(st.lists(st.floats(0.1, 1.4), min_size=4, max_size=4), st.booleans())
@settings(max_examples=12)
def test_an_end_that_nothing_decides_is_left_open(angles, upper):
    # Complete dephasing between two unitaries prepares what it measured: at its end the
    # family is entanglement breaking but for the rounding of its floats, which only a proof
    # about these very floats can tell from failing.
    def rotation(t, p):
        rise, fall = np.exp(1j * p) * np.sin(t), np.exp(-1j * p) * np.sin(t)
        return np.array([[np.cos(t), -rise], [fall, np.cos(t)]])

    first, last = rotation(*angles[:2]), rotation(*angles[2:])
    flip = np.diag([1, -1])
    mixed = sd.mixture([first @ last], [first @ flip @ last])
    family = sd.ChannelFamily(mixed, domain=(0.5, 1) if upper else (0, 0.5))
    found = sd.threshold(family, ANTI)
    if found.occurrence is Kind.NEVER:
        literally = sd.decide(family(0.5), ANTI, prove=True)
        assert literally.verdict is sd.Verdict.FAILS
        assert literally.certificate is not None
        return
    assert any(0.5 in i for i in (*found.holds_on, *found.undecided)) or found.boundaries


@pytest.mark.parametrize(
    ("domain", "holds"),
    [((0, 0.9), 0.5), ((0.1, 1), 0.5), ((F(1, 3), F(8, 9)), 0.5), ((0.5, 0.9), 0.5),
     ((0, 0.4), None), ((0.6, 1), None)],
)  # fmt: skip
@pytest.mark.parametrize("asked", [PPT, ANTI], ids=["ppt", "antidegradable"])
def test_a_single_point_is_neither_missed_nor_left_out(asked, domain, holds):
    family = sd.ChannelFamily(sd.zoo.dephasing(), domain=domain)
    found = sd.threshold(family, asked, prove=True)
    assert [i.lower for i in found.holds_on] == ([] if holds is None else [holds])
    assert found.occurrence is (Kind.NEVER if holds is None else Kind.ISOLATED)
    assert found.coverage is Coverage.CONVEX
    if holds is None:
        assert found.proof == "proved in exact arithmetic"


@pytest.mark.parametrize("asked", [PPT, ANTI, sd.EntanglementBreaking()], ids=repr)
@pytest.mark.parametrize("exponent", [6, 9, 12, 14])
def test_never_is_not_said_of_a_narrow_window(asked, exponent):
    # ρ ↦ ½(ρ + ZρZ) with a little noise is all three; mixed with the identity it is not,
    # so that the property holds on a narrow window around x = 1/2 (of about the noise's
    # width for PPT, of its root for antidegradability).
    noise = F(1, 10**exponent)
    dephased = sd.zoo.depolarizing(d=2)(noise) @ sd.zoo.dephasing()(F(1))
    start = sd.zoo.depolarizing(d=2)(noise) @ sd.zoo.dephasing()(F(0))
    found = sd.threshold(sd.mixture(start, dephased), asked)
    middle = sd.decide(sd.mixture(start, dephased)(F(1, 2)), asked)
    assert middle.verdict is not sd.Verdict.FAILS
    assert found.occurrence is not Kind.NEVER
    for interval in found.holds_on:
        assert abs(interval.lower - 0.5) < float(noise) ** 0.5 + 1e-6
        assert abs(interval.upper - 0.5) < float(noise) ** 0.5 + 1e-6


def test_where_nothing_was_decided_undecided_is_said():
    found = sd.threshold(sd.zoo.horodecki(), sd.EntanglementBreaking())
    assert found.occurrence is Kind.UNDECIDED
    assert not found.settled
    (stretch,) = found.undecided
    assert stretch.lower < 2
    assert stretch.upper > 3
    assert "undecided" in repr(found)


def test_degradability_is_not_convex_so_lines_are_sampled():
    found = sd.threshold(sd.zoo.erasure(d=2), DEG)
    assert found.coverage is Coverage.SAMPLED
    assert found.holds_on[0].upper == pytest.approx(0.5)


def test_a_law_speaks_for_what_is_beyond_a_point():
    found = sd.threshold(sd.zoo.amplitude_damping(), ANTI)
    assert found.coverage is Coverage.MONOTONE
    assert found.settled
    assert sd.threshold(sd.zoo.amplitude_damping(), DEG).coverage is Coverage.SAMPLED

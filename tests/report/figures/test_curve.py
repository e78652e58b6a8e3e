"""Curves for figures: what is drawn of every decision, and what of many."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.report.figures.curve import Point, bar, curve_of, thinned

MOST = 60


def curve(values, verdict=None):
    """Return the curve of margins at 0, 1, …; None for a question left open."""
    points = [
        Point(
            float(x),
            sd.Verdict.UNDECIDED if y is None else verdict or sd.Verdict.FAILS,
            sd.Interval(-math.inf, math.inf) if y is None else sd.Interval(y, y),
            reason="open." if y is None else "",
        )
        for x, y in enumerate(values)
    ]
    return curve_of("ppt", points, (), sd.Coverage.CONVEX)


@settings(max_examples=50)
@given(st.lists(st.one_of(st.none(), st.floats(-9, 9)), max_size=300))
def test_a_thinned_curve_keeps_its_shape(values):
    whole = curve(values)
    few = thinned(whole, MOST)
    drawn = dict(zip(few.x, few.y, strict=True))
    there = list(zip(whole.x, map(str, whole.y), whole.told, strict=True))
    assert set(zip(few.x, map(str, few.y), few.told, strict=True)) <= set(there)
    assert few.shown <= whole.shown
    if len(whole.y) <= MOST:
        assert [few.x, few.told] == [whole.x, whole.told]
    if not any(map(math.isfinite, whole.y)):
        return
    finite = [y for y in whole.y if math.isfinite(y)]
    assert {min(finite), max(finite)} <= set(few.y)
    # Wherever the sign changes, both sides are there.
    for i in range(len(whole.y) - 1):
        one, two = whole.y[i : i + 2]
        if math.isfinite(one) and math.isfinite(two) and (one < 0) != (two < 0):
            assert {whole.x[i], whole.x[i + 1]} <= set(drawn)


@pytest.mark.parametrize("count", [1, 100, 10_000])
def test_long_curves_get_short(count):
    few = thinned(curve([math.sin(9 * i / count) for i in range(count)]), 1500)
    assert len(few.x) == min(count, len(few.x)) <= 1520
    assert (few.x[0], few.x[-1]) == (0.0, count - 1.0)
    bars = thinned(curve([None] * count), 1500)
    assert len(bars.undecided) == len(bars.reasons) <= 1500


def test_open_and_failed_points_say_so():
    whole = sd.Interval(-math.inf, math.inf)
    points = [
        Point(0.0, sd.Verdict.FAILS, sd.Interval(-0.5, -0.5)),
        Point(0.5, sd.Verdict.UNDECIDED, sd.Interval(-1e-13, 1e-13), reason="near."),
        Point(0.6, sd.Verdict.UNDECIDED, whole, failed=True, reason="broken."),
        Point(1.0, sd.Verdict.HOLDS, sd.Interval(1.0, 2.0)),
    ]
    found = curve_of("ppt", points, (), None)
    assert found.reasons == ((0.5, "near."), (0.6, "broken."))
    assert found.failed == (0.6,)
    assert [x for x, _, _ in found.undecided] == [0.6, 1.0]
    assert found.told[1].startswith("0.5: UNDECIDED, margin 0 ± ")
    assert (found.joined, found.shown) == (False, 5)


@pytest.mark.parametrize(
    ("ends", "drawn"),
    [
        ((-math.inf, math.inf), (-1, 2)),
        ((0.5, math.inf), (0.5, 2)),
        ((0.1, 0.2), (0.1, 0.2)),
    ],
)
def test_bars_end_where_the_axes_do(ends, drawn):
    assert bar(*ends, (-1, 2)) == drawn

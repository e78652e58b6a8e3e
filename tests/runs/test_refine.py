"""Points go where a verdict changes or a margin bends, the same ones in every run."""

from itertools import pairwise

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.interval import Interval
from sdpsearch.properties import Verdict
from sdpsearch.runs.refine import FINEST, Refinement, refinement

DEPOL = sd.zoo.depolarizing(d=2)
GRID = (0.0, 0.25, 0.5, 0.75, 1.0)


def seen(function, xs):
    found = {x: function(x) for x in xs}
    return {
        x: (Verdict.HOLDS if m > 0 else Verdict.FAILS, Interval(m, m))
        for x, m in found.items()
    }


def rounds(function, made, xs=GRID):
    """Return the points that a refinement ends with."""
    while new := made.points((0.0, 1.0), xs, [seen(function, xs)]):
        xs = tuple(sorted({*xs, *new}))
    return xs


def test_a_straight_line_is_left_alone():
    # m/(1+|m|) is straight where m is s/(1−|s|).
    assert rounds(lambda x: (1 + x) / 4 / (1 - (1 + x) / 4), Refinement(1e-3, 999)) == GRID


@pytest.mark.parametrize("resolution", [0.1, 0.01, 1e-4])
def test_a_crossing_is_bracketed_to_the_resolution_and_no_further(resolution):
    xs = rounds(lambda x: x - 1 / 3, Refinement(resolution, 9999))
    low, high = next((a, b) for a, b in pairwise(xs) if a < 1 / 3 < b)
    assert resolution / 2 < high - low <= resolution
    assert min(np.diff(xs)) > resolution / 2


def test_points_gather_where_a_margin_bends():
    xs = np.array(rounds(lambda x: 1 + abs(x - 0.7), Refinement(1e-3, 999)))
    near, far = (np.sum(abs(xs - centre) < 0.05) for centre in (0.7, 0.2))
    assert near > 2 * far


def test_what_failed_calls_for_nothing():
    found = dict.fromkeys(GRID)
    assert Refinement(1e-3, 999).points((0.0, 1.0), GRID, [found]) == []


def test_a_budget_is_kept_and_spent_on_crossings_first():
    made = Refinement(FINEST, 12)
    xs = rounds(lambda x: x - 1 / 3 + 0.2 * np.sin(20 * x), made)
    assert len(xs) == 12
    assert len(rounds(lambda x: x - 1 / 3, Refinement(FINEST, 3))) == len(GRID)


def test_every_property_of_a_scan_has_its_points(path, table, tmp_path):
    questions = ["antidegradable", "ppt"]
    found = sd.scan(DEPOL, questions, GRID, resolution=0.01, run=path)
    for edge in (1 / 3, 2 / 3):
        low, high = next((a, b) for a, b in pairwise(found.xs) if a <= edge <= b)
        assert high - low <= 0.01
    again = sd.scan(DEPOL, questions, GRID, resolution=0.01, run=path)
    assert again.records() == found.records()
    sd.scan(DEPOL, questions, GRID, run=tmp_path / "begun.db")
    sd.scan(DEPOL, questions, GRID, resolution=0.01, run=tmp_path / "begun.db")
    assert table(tmp_path / "begun.db") == table(path)


def test_a_refined_scan_cut_off_goes_on_as_it_would_have(path, tmp_path, counted, table):
    counted.at[0.6875] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt, match=r"\d+ of \d+ kept"):
        sd.scan(DEPOL, counted, GRID, resolution=0.01, run=path)
    counted.at.clear()
    sd.scan(DEPOL, counted, GRID, resolution=0.01, run=path)
    sd.scan(DEPOL, counted, GRID, resolution=0.01, run=tmp_path / "at once.db")
    assert table(path) == table(tmp_path / "at once.db")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"resolution": 0}, r"must lie in \[1e-06, 1\).*but is 0"),
        ({"resolution": float("nan")}, "but is nan"),
        ({"budget": 0}, "budget"),
        ({"budget": 10**6}, "at most 10000 points"),
    ],
)
def test_mistakes_are_told_before_anything_is_decided(counted, options, message):
    with pytest.raises(ValueError, match=message):
        sd.scan(DEPOL, counted, GRID, **options)
    assert counted.asked == []


def test_without_either_nothing_is_added():
    assert refinement(None, None) is None
    assert refinement(0.5, None) == Refinement(0.5, 10_000)

"""A watched solve tells how far it is, and takes the same steps as one that is not."""

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch import watching
from sdpsearch.cli import output
from sdpsearch.watching import Iteration


def test_a_solve_tells_of_every_iteration():
    seen = []
    family = sd.zoo.depolarizing(d=3)
    alone = sd.threshold(family, "antidegradable")
    with watching.watched_by(seen.append):
        watched = sd.threshold(family, "antidegradable")
    assert watched.boundaries[0].bracket == alone.boundaries[0].bracket
    solves = sum(now.number == 0 for now in seen)
    assert 1 <= solves <= watched.solves
    assert max(now.number for now in seen) > 5
    last = seen[-1]
    assert last.gap < 1e-8
    assert last.target < last.first
    assert watching.watcher() is None


def test_watchers_end_with_what_they_watch():
    with pytest.raises(ZeroDivisionError), watching.watched_by(print):
        _ = 1 / 0
    assert watching.watcher() is None


def test_the_pace_of_the_gap_tells_the_rest():
    halfway = Iteration(6, 1.0, 1e-5, 1e-10, 3.0)
    assert halfway.remaining == pytest.approx(3.0)
    assert Iteration(1, 1.0, 0.5, 1e-10, 1.0).remaining is None
    assert Iteration(5, 1.0, 2.0, 1e-10, 1.0).remaining is None  # it grew
    assert Iteration(5, 1.0, 0.0, 1e-10, 1.0).remaining is None
    assert Iteration(5, np.inf, 1e-11, 1e-10, 1.0).remaining == 0.0


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (Iteration(0, 1.0, 1.0, 1e-10, 0.0), "iteration 0, gap 1e+00 of 1e-10"),
        (Iteration(4, 1.0, 1e-2, 1e-8, 60.0), "about 3 min to go"),
        (Iteration(4, 1.0, 1e-2, 1e-8, 6.5), "about 20 s to go"),
    ],
)
def test_lines(now, says):
    assert says in output.solve_line(now)


def test_without_a_terminal_a_line_a_minute():
    said = []
    seldom = output._Seldom(said.append)
    now = Iteration(4, 1.0, 1e-2, 1e-8, 60.0)
    seldom(now)
    assert said == []
    seldom._last -= output.MINUTE
    seldom(now)
    seldom(now)
    assert len(said) == 1

"""A time limit holds for the whole call; told by a clock that the tests set."""

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch import deadline
from sdpsearch.channels.random import random_channel
from sdpsearch.deadline import OutOfTime, check, is_over, remaining, within
from sdpsearch.extension import asking
from sdpsearch.search.locate import proved
from sdpsearch.search.sampler import Sampler
from sdpsearch.search.threshold import Occurrence

ANTI = sd.Antidegradable()


class Clock:
    """Time that passes at every look at it, and whenever told to."""

    def __init__(self, monkeypatch, step=0.0):
        self.now, self.step, self.looks = 0.0, step, 0
        monkeypatch.setattr(deadline, "clock", self)

    def __call__(self):
        self.now += self.step
        self.looks += 1
        return self.now


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def generic(d=2, seed=1):
    return sd.white_noise(random_channel(d, d, 2, rng=seed))


def test_without_a_limit_there_is_no_end(clock):
    check("nothing", 1e300)
    assert remaining() is None
    assert remaining(3.0) == 3.0
    assert not is_over()


def test_what_is_left_goes_down_and_then_it_is_over(clock):
    with within(5):
        clock.now = 2.0
        assert (remaining(), remaining(1.0)) == (3.0, 1.0)
        check("time was left")
        clock.now = 5.0
        assert is_over()
        with pytest.raises(OutOfTime, match=r"^the time limit of 5 s was reached while it"):
            check("it was asked")
        assert remaining() > 0  # solvers take no zero
    assert remaining() is None


def test_an_inner_limit_is_never_longer_than_the_outer(clock):
    with within(2), within(10):
        assert remaining() == 2.0
    with within(10), within(2):
        assert remaining() == 2.0
    with within(10):
        with within(2):
            pass
        assert remaining() == 10.0


def test_what_would_end_late_is_not_begun(clock):
    with within(1):
        check("little was done", 1e6)
        with pytest.raises(OutOfTime, match="would have been passed while much was done"):
            check("much was done", 1e13)


ASKED = {
    "pair": (generic(3)(0.4), ANTI, {}),
    "face": (sd.zoo.amplitude_damping()(0.3), ANTI, {}),
    "copies": (generic(3)(0.4), sd.KExtendible(4), {}),
    "complement": (generic()(0.1), sd.Degradable(), {}),
    "search": (generic()(0.3), sd.BySearch(ANTI), {}),
    "cross-check": (generic()(0.3), ANTI, {"cross_check": True}),
    "proof": (sd.zoo.amplitude_damping()(0.5), ANTI, {"prove": True}),
    "several": (sd.zoo.amplitude_damping()(0.5), ANTI, {"solver": "qics,scs,clarabel"}),
    "breaking": (sd.zoo.horodecki()(2.5), sd.EntanglementBreaking(), {}),
}


@pytest.mark.parametrize("name", ASKED)
def test_wherever_the_time_ends_the_answer_is_right_or_open(monkeypatch, name):
    channel, asked, options = ASKED[name]
    full = sd.decide(channel, asked, **options)
    told = 0
    for limit in (0.5, 1.5, 2.5, 4.5, 7.5, 12.5, 25.5):
        Clock(monkeypatch, step=1.0)  # every look takes a second
        found = sd.decide(channel, asked, time_limit=limit, **options)
        assert found.verdict in (full.verdict, sd.Verdict.UNDECIDED)
        if found.verdict is not full.verdict:
            assert f"the time limit of {limit:g} s" in found.reason
        told += f"the time limit of {limit:g} s" in found.reason
    assert told


def test_the_solver_gets_what_is_left(monkeypatch):
    clock, given = Clock(monkeypatch), []
    real = asking.backend

    class Slow:
        def __init__(self, name):
            self.name = name

        def solve(self, problem, *, tolerance, time_limit=None):
            given.append(time_limit)
            clock.now += 3.0
            return real(self.name).solve(problem, tolerance=tolerance)

    monkeypatch.setattr(asking, "backend", Slow)
    boundary = sd.zoo.amplitude_damping()(0.5)  # stays open, so that all are asked
    found = sd.decide(boundary, ANTI, solver="qics,scs", time_limit=5)
    assert found.verdict is sd.Verdict.UNDECIDED
    assert np.allclose(given, [5.0, 2.0], atol=1e-3)
    assert "the time limit of 5 s was reached" in found.reason


FAMILIES = {
    "affine": sd.zoo.depolarizing(d=2),
    "curved": sd.zoo.amplitude_damping(),
    "generic": generic(),
}


@pytest.mark.parametrize(
    ("family", "boundaries"),
    [(sd.zoo.erasure(), 1), (sd.zoo.amplitude_damping(), 0)],
    ids=["affine", "curved"],
)
def test_a_capacity_threshold_keeps_what_was_shown(monkeypatch, family, boundaries):
    shown = []
    for limit in (0.5, 20.5, 60.5):
        clock = Clock(monkeypatch, step=1.0)
        found = sd.threshold(family, "zero-capacity", time_limit=limit)
        assert clock.looks < limit + 400
        assert "cut short by the time limit" in found.method
        assert all(span.lower > 1 / 2 - 1e-9 for span in found.holds_on)
        assert all(1 / 2 in b.bracket for b in found.boundaries)
        shown.append((len(found.holds_on), len(found.boundaries)))
    assert shown[0] == (0, 0)
    assert shown[-1] == (1, boundaries)


@pytest.mark.parametrize("options", [{}, {"prove": True}], ids=["floats", "proof"])
@pytest.mark.parametrize("name", FAMILIES)
def test_a_threshold_keeps_what_was_certified(monkeypatch, name, options):
    family = FAMILIES[name]
    full = sd.threshold(family, ANTI)
    for limit in (0.5, 3.5, 10.5, 40.5):
        clock = Clock(monkeypatch, step=1.0)
        found = sd.threshold(family, ANTI, time_limit=limit, **options)
        assert clock.looks < limit + 400  # once it is over, nothing more is begun
        for interval in found.holds_on:
            assert any(
                f.lower - 1e-6 <= interval.lower and interval.upper <= f.upper + 1e-6
                for f in full.holds_on
            )
    assert "time limit" not in full.method
    Clock(monkeypatch, step=1.0)
    nothing = sd.threshold(family, ANTI, time_limit=0.5)
    assert nothing.holds_on == ()
    assert "cut short by the time limit" in nothing.method


@pytest.mark.parametrize(
    ("family", "asked", "limit"),
    [
        (sd.zoo.erasure(), "3-extendible", 3e-6),
        (sd.zoo.transpose_depolarizing(d=3), "antidegradable", 3e-6),
    ],
    ids=["copies", "antidegradable"],
)
def test_what_was_decided_at_the_ends_alone_says_nothing_between(
    clock, family, asked, limit
):
    """No time passes, but every programme would take too long."""
    found = sd.threshold(family, asked, time_limit=limit)
    assert not found.settled
    assert any(part.lower <= 1e-3 and part.upper >= 0.999 for part in found.open_on)


def test_what_is_asked_together_ends_in_time(clock):
    found = sd.threshold(sd.zoo.erasure(), "signed-extendible", time_limit=1e-8)
    assert found.occurrence is Occurrence.UNDECIDED


def test_a_set_follows_where_a_proof_narrows_its_bracket(clock):
    family = sd.zoo.amplitude_damping()
    found = sd.threshold(family, ANTI, time_limit=1e-7)
    assert not found.boundaries[0].is_narrow
    told = proved(found, Sampler(family, ANTI, "native", None))
    assert told.boundaries[0].closed_form == "1/2"
    assert told.holds_on[0].lower == told.estimated[0].lower == 0.5


def test_a_witness_on_all_of_the_space_is_asked_for_where_there_is_time(clock):
    found = sd.decide(sd.zoo.erasure()(0.3), "signed-extendible")
    with within(1e-5):
        assert found.witness is None
    assert sd.decide(sd.zoo.erasure()(0.3), "signed-extendible").witness is not None


@pytest.mark.parametrize("limit", [0.5, 10.5, 25.5])
def test_a_capacitys_threshold_ends_in_time(monkeypatch, limit):
    """Wherever inputs are being followed: what is not reached stays open."""
    clock = Clock(monkeypatch, step=1.0)
    found = sd.threshold(sd.zoo.depolarizing(d=2), "zero-capacity", time_limit=limit)
    assert clock.looks < limit + 400
    assert all(part.lower > 1 / 3 - 1e-9 for part in found.holds_on)
    assert any(part.lower <= 0.26 and part.upper > 1 / 3 for part in found.open_on)
    assert "cut short by the time limit" in found.method


def test_a_scan_gives_every_decision_its_own_time(monkeypatch):
    Clock(monkeypatch, step=0.01)
    found = sd.scan(sd.zoo.erasure(), ANTI, np.linspace(0, 1, 9), time_limit=5)
    verdicts = {d.verdict for (d,) in found.decisions}
    assert verdicts == {sd.Verdict.FAILS, sd.Verdict.HOLDS, sd.Verdict.UNDECIDED}
    assert not any("time limit" in d.reason for (d,) in found.decisions)


def test_a_threshold_by_partitions_ends_in_time(monkeypatch):
    """At any step: what is then open is said to be open, on the whole domain."""
    clock = Clock(monkeypatch, step=1.0)
    for limit in (3, 30):
        clock.looks = 0
        found = sd.threshold(sd.zoo.depolarizing(1000), "3-extendible", time_limit=limit)
        assert clock.looks <= limit + 3
        assert found.occurrence is Occurrence.UNDECIDED
        assert [tuple(part) for part in found.undecided] == [(0, 1)]
        assert "time limit" in found.proof

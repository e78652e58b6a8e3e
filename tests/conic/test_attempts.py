"""A solver argument stands for the solves to be tried, in order, and the reason says so."""

import pytest

import sdpsearch as sd
from sdpsearch.conic.solvers import attempts


def test_tighter_tolerances_come_before_the_next_backend():
    made = [(a.solver, a.tolerance) for a in attempts("qics, clarabel:fast")]
    assert made == [("qics", 1e-10), ("qics", 1e-13), ("clarabel", 1e-7)]


def test_the_own_backend_is_followed_by_the_next_in_line():
    assert attempts("native") == attempts("native,qics")
    assert [str(a) for a in attempts("native:fast")] == ["native at 1e-07"]
    assert {a.solver for a in attempts("native,scs")} == {"native", "scs"}


@pytest.mark.parametrize(
    ("solver", "message"),
    [
        ("qics:quick", "accurate, fast, but 'qics:quick' has 'quick'"),
        ("qics,claribel", "did you mean 'clarabel'"),
        ("", "must be one of"),
        ("mosek", "but is 'mosek'.$"),
    ],
)
def test_unknown_words_are_named(solver, message):
    with pytest.raises(ValueError, match=message):
        attempts(solver)


def test_escalation_is_reported():
    # Exactly on a boundary nothing decides, so that everything is tried.
    decision = sd.decide(
        sd.zoo.erasure()(0.5), sd.Antidegradable(), solver="scs:fast,qics,clarabel"
    )
    assert decision.verdict is sd.Verdict.UNDECIDED
    assert decision.solves == 5
    for attempt in attempts("scs:fast,qics,clarabel"):
        assert str(attempt) in decision.reason


def test_no_escalation_where_the_first_answer_decides():
    decision = sd.decide(sd.zoo.erasure()(0.7), sd.Antidegradable(), solver="scs:fast,qics")
    assert decision.verdict is sd.Verdict.HOLDS
    assert decision.solves <= 1
    assert "asked in turn" not in decision.reason


@pytest.mark.parametrize("solver", ["qics:fast", "scs:fast", "clarabel:fast", "clarabel"])
def test_presets_find_thresholds(solver):
    found = sd.threshold(sd.zoo.depolarizing(d=2), sd.Antidegradable(), solver=solver)
    assert found.value == pytest.approx(1 / 3, abs=1e-6)
    assert 1 / 3 in found.boundaries[0].bracket

"""scan() is decide() at every point, threshold() once, and nothing before all is valid."""

import builtins
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pandas
import pytest

import sdpsearch as sd
from sdpsearch.runs.work import Batch, Search

QUESTIONS = (sd.Antidegradable(), sd.Degradable(), sd.PPT(), sd.KExtendible(3))
FAMILIES = {
    "affine": (sd.zoo.depolarizing(d=2), (0.0, 0.2, 0.4, 1.0)),
    "curved": (sd.zoo.amplitude_damping(), (0.1, 0.45, 0.8)),
    "own": (sd.mixture(sd.zoo.identity(2), sd.zoo.dephasing()(0.5)), (0.25, 0.75)),
}
every_family = pytest.mark.parametrize(
    ("family", "xs"), FAMILIES.values(), ids=list(FAMILIES)
)


@dataclass(frozen=True)
class Watched(sd.PPT):
    """PPT that remembers every channel it was asked about."""

    asked: list = field(default_factory=list, compare=False)

    def decide(self, channel, *, solver, time_limit=None):
        self.asked.append(channel)
        return super().decide(channel, solver=solver, time_limit=time_limit)


# The law


@every_family
def test_scan_is_pointwise_decide(family, xs):
    found = sd.scan(family, QUESTIONS, xs)
    assert found.xs == xs
    assert found.properties == QUESTIONS
    for x, row in zip(xs, found.decisions, strict=True):
        for asked, decision in zip(QUESTIONS, row, strict=True):
            alone = sd.decide(family(x), asked)
            assert decision.property == asked
            assert decision.channel == family(x)
            assert decision.verdict is alone.verdict
            assert tuple(decision.margin) == pytest.approx(tuple(alone.margin), abs=1e-9)


@every_family
def test_scan_locates_the_thresholds(family, xs):
    found = sd.scan(family, QUESTIONS[:3], xs)
    for asked, located in zip(QUESTIONS[:3], found.thresholds, strict=True):
        alone = sd.threshold(family, asked)
        assert located.property == asked
        assert len(located.holds_on) == len(alone.holds_on)
        for found_set, alone_set in zip(located.holds_on, alone.holds_on, strict=True):
            assert found_set.lower == pytest.approx(alone_set.lower, abs=1e-8)
            assert found_set.upper == pytest.approx(alone_set.upper, abs=1e-8)


def test_scan_and_threshold_cannot_disagree():
    # A set narrower than the coarse scan's spacing, met by one of the scan's own points.
    family = sd.ChannelFamily(
        lambda x: sd.zoo.depolarizing(d=2)(float(np.exp(-(((x - 0.53) / 0.02) ** 2))))
    )
    found = sd.scan(family, sd.Antidegradable(), [0.5, 0.53, 0.56])
    assert [row[0].verdict.name for row in found.decisions] == ["FAILS", "HOLDS", "FAILS"]
    (interval,) = found.thresholds[0].holds_on
    assert 0.53 in interval


@every_family
def test_threads_give_the_same(family, xs):
    serial = sd.scan(family, QUESTIONS, xs)
    with ThreadPoolExecutor(3) as executor:
        threaded = sd.scan(family, QUESTIONS, xs, executor=executor)
    assert threaded.records() == serial.records()


def test_work_is_sent_as_origin_and_parameters():
    class Watching(ThreadPoolExecutor):
        def submit(self, work, sent):
            parcels.append(sent)
            return super().submit(work, sent)

    parcels = []
    family = sd.zoo.depolarizing(d=2)
    with Watching(2) as executor:
        found = sd.scan(family, QUESTIONS[:3], (0.1, 0.5), executor=executor)
    assert [d.property for d in found.decisions[1]] == list(QUESTIONS[:3])
    batches = [one for one in parcels if isinstance(one, Batch)]
    searches = [one for one in parcels if isinstance(one, Search)]
    assert [one.points for one in batches] == [(Fraction(1, 10), Fraction(1, 2))] * 3
    assert {one.origin for one in batches} == {one.family for one in searches}
    assert {one.origin for one in batches} == {family.origin}


def test_processes_give_the_same():
    family, asked, xs = sd.zoo.erasure(), [sd.Antidegradable()], (0.2, 0.7)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        spread = sd.scan(family, asked, xs, executor=executor)
    assert spread.records() == sd.scan(family, asked, xs).records()


def test_scan_is_consistent_with_the_threshold():
    family = sd.zoo.depolarizing(d=3)
    found = sd.scan(family, [sd.Antidegradable()], np.linspace(0, 1, 9))
    edge = found.thresholds[0].value
    for x, (decision,) in zip(found.xs, found.decisions, strict=True):
        expected = sd.Verdict.HOLDS if x > edge else sd.Verdict.FAILS
        assert decision.verdict is expected or abs(x - edge) < 1e-8


# Its arguments


def test_parameters_are_sorted():
    found = sd.scan(sd.zoo.erasure(), [sd.PPT()], iter([0.7, 0.1, 0.4]))
    assert found.xs == (0.1, 0.4, 0.7)
    assert [row["e"] for row in found.records()] == [0.1, 0.4, 0.7]


def test_one_property_needs_no_list():
    assert sd.scan(sd.zoo.erasure(), sd.PPT(), [0.2]).properties == (sd.PPT(),)


def test_progress_counts_every_decision():
    seen = []
    sd.scan(
        sd.zoo.erasure(),
        [sd.PPT(), sd.Antidegradable()],
        [0.7, 0.2],
        progress=lambda x, count: seen.append((x, count)),
    )
    assert sorted(seen) == [(0.2, 1), (0.2, 3), (0.7, 2), (0.7, 4)]


@pytest.mark.parametrize(
    ("xs", "solver", "error", "message"),
    [
        ([], "qics", ValueError, "at least one parameter"),
        ([0.2, 1.5], "qics", ValueError, r"\[0, 1\], but is 1\.5"),
        ([0.2, float("nan")], "qics", ValueError, "but is nan"),
        ([0.2], "qcis", ValueError, "did you mean 'qics'"),
        ([0.2, "much"], "qics", TypeError, "must be a number, but is 'much'"),
        (0.2, "qics", TypeError, "iterable"),
    ],
    ids=["empty", "outside", "nan", "solver", "word", "number"],
)
def test_mistakes_are_told_before_anything_is_decided(xs, solver, error, message):
    asked = Watched()
    with pytest.raises(error, match=message):
        sd.scan(sd.zoo.erasure(), [asked], xs, solver=solver)
    assert asked.asked == []


def test_a_family_that_fails_at_the_last_point_fails_at_once():
    def channel(x):
        if x > 0.9:
            raise RuntimeError("no such channel")
        return sd.zoo.erasure()(x)

    asked = Watched()
    family = sd.ChannelFamily(channel, name="mine")
    with pytest.raises(ValueError, match=r"mine gives no channel at x=0\.95: no such"):
        sd.scan(family, [asked], [0.1, 0.5, 0.95])
    assert asked.asked == []


@pytest.mark.parametrize(
    ("properties", "error"),
    [([], ValueError), ([sd.PPT], TypeError), (["pdt"], ValueError), ([None], TypeError)],
    ids=["none", "class", "name", "nothing"],
)
def test_properties_are_properties(properties, error):
    with pytest.raises(error, match="Argument `propert"):
        sd.scan(sd.zoo.erasure(), properties, [0.2])


def test_one_bad_property_stops_the_good_ones():
    asked = Watched()
    with pytest.raises(TypeError, match="must be a property"):
        sd.scan(sd.zoo.erasure(), [asked, sd.PPT], [0.2])
    assert asked.asked == []


# What it returns


def test_records_are_flat_and_complete():
    found = sd.scan(sd.zoo.erasure(), [sd.PPT(), sd.Antidegradable()], [0.3, 1])
    rows = found.records()
    assert [(r["e"], r["property"]) for r in rows] == [
        (0.3, "ppt"),
        (0.3, "antidegradable"),
        (1, "ppt"),
        (1, "antidegradable"),
    ]
    for row, decision in zip(rows, (d for ds in found.decisions for d in ds), strict=True):
        assert row["verdict"] == decision.verdict.name
        assert (row["margin_lower"], row["margin_upper"]) == (
            decision.margin.lower,
            decision.margin.upper,
        )
        assert (row["residual"], row["reason"]) == (decision.residual, decision.reason)


def test_dataframe_holds_the_records():
    found = sd.scan(sd.zoo.erasure(), [sd.PPT(), sd.Antidegradable()], [0.3, 0.7])
    frame = found.to_dataframe()
    assert isinstance(frame, pandas.DataFrame)
    assert frame.to_dict("records") == found.records()
    assert list(frame["e"]) == [0.3, 0.3, 0.7, 0.7]
    assert frame["margin_lower"].dtype == float


def test_without_pandas_the_command_is_told(monkeypatch):
    real = builtins.__import__

    def without_pandas(name, *rest, **more):
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest, **more)

    found = sd.scan(sd.zoo.erasure(), [sd.PPT()], [0.3])
    monkeypatch.setattr(builtins, "__import__", without_pandas)
    with pytest.raises(ImportError, match=r"pip install 'sdpsearch\[pandas\]'"):
        found.to_dataframe()


@pytest.mark.parametrize("d", [2, 3])
def test_marks_are_the_analytic_values(d):
    family = sd.zoo.depolarizing(d=d)
    found = sd.scan(family, [sd.PPT()], [0.5])
    assert found.marks == sd.marks(family)
    assert [m.value for m in found.marks] == [d / (2 * (d + 1)), 0.5, d / (d + 1)]


def test_unknown_families_have_no_marks():
    family = sd.mixture(sd.zoo.identity(2), sd.zoo.amplitude_damping()(0.7))
    assert sd.scan(family, [sd.PPT()], [0.5]).marks == ()


def test_a_parameter_beyond_floats_is_one_line():
    with pytest.raises(ValueError, match="`x` is larger than any float"):
        sd.scan(sd.zoo.depolarizing(d=2), [sd.PPT()], [10**400])

"""Records are strict JSON, say what was asked, and leave nothing out but the matrices."""

import csv
import io
import json
from dataclasses import fields
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sdpsearch as sd
from sdpsearch.report.record import dumps, record
from sdpsearch.report.scan import scans_csv
from sdpsearch.report.shapes import finite, interval, plain, strict

ERASURE = sd.zoo.erasure()
#: Left out of records; a certificate is told by its theorem.
MATRICES = {"map", "witness", "obstruction", "membership", "certificate"}
#: Told by the question.
ASKED = {"channel", "property", "solver", "family"}


@pytest.fixture(scope="module")
def scan():
    return sd.scan(ERASURE, ["antidegradable", "ppt"], [0, 0.25, 0.5, 1])


@pytest.fixture(scope="module")
def comparison():
    return sd.compare(sd.zoo.depolarizing(d=3))


@pytest.fixture(scope="module")
def threshold():
    return sd.threshold(sd.zoo.depolarizing(d=3), "antidegradable")


def through_json(found):
    """Return a result's record as whoever reads the JSON gets it."""
    made = found.to_dict()
    read = json.loads(json.dumps(made, allow_nan=False))
    assert read == made
    assert dumps(made) == dumps(read)
    return read


def names(thing):
    return {field.name for field in fields(thing)}


# Intervals and numbers


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (-1.0, 0.5, None),
        (2.0, np.inf, "unbounded above"),
        (-np.inf, 2.0, "unbounded below"),
        (-np.inf, np.inf, "unbounded"),
        (np.inf, np.inf, "at +infinity"),
        (-np.inf, -np.inf, "at -infinity"),
    ],
)
def test_infinite_ends_are_null_with_a_word(low, high, word):
    made = interval(sd.Interval(low, high))
    assert made["infinite"] == word
    for end, key in ((low, "lower"), (high, "upper")):
        assert made[key] == (end if np.isfinite(end) else None)
    json.dumps(made, allow_nan=False)


@given(st.floats())
def test_numbers_survive_or_are_null(x):
    assert finite(x) == (x if np.isfinite(x) else None)
    assert strict({"a": [x, (x,)]}) == {"a": [finite(x), [finite(x)]]}


@given(
    st.recursive(
        st.floats()
        | st.integers()
        | st.fractions()
        | st.text()
        | st.none()
        | st.booleans(),
        st.lists,
        max_leaves=5,
    )
)
def test_any_argument_can_be_written(value):
    json.dumps(plain(value), allow_nan=False)
    json.dumps(plain(np.float64(value)) if isinstance(value, float) else None)


def test_what_is_no_number_is_written_in_words():
    assert plain((1, Fraction(1, 3), np.int64(2), np.inf)) == [1, "1/3", 2, "inf"]
    assert isinstance(plain(np.eye(2)), str)


def test_dumps_is_strict_and_escapes_no_letters():
    assert "Σ" in dumps({"reason": "Σ K†K"})
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps({"x": np.inf})


def test_other_things_have_no_record():
    with pytest.raises(TypeError, match="no record of a int"):
        record(3)


# Decisions


@pytest.mark.parametrize(
    ("e", "verdict", "has_map", "has_witness"),
    [
        (0.25, "FAILS", False, True),
        (0.5, "UNDECIDED", False, False),
        (0.7, "HOLDS", True, False),
    ],
)
def test_decision_leaves_out_only_the_matrices(e, verdict, has_map, has_witness):
    decision = sd.decide(ERASURE(e), "antidegradable")
    made = through_json(decision)
    assert names(decision) - MATRICES - ASKED <= set(made)
    assert made == {
        "schema": "sdpsearch/decision/1",
        "question": {
            "property": "antidegradable",
            "channel": "erasure(d=2)",
            "x": e,
            "d_in": 2,
            "d_out": 3,
            "kraus_operators": 3,
            "solver": decision.solver,
        },
        "verdict": verdict,
        "margin": interval(decision.margin),
        "residual": decision.residual,
        "reason": decision.reason,
        "solves": decision.solves,
        "has_map": has_map,
        "has_witness": has_witness,
        "signed_map": None,
        "mechanism": None,
        "transmission": None,
        "cross_check": None,
        "theorem": None,
    }


def test_a_channel_of_unknown_origin_is_told_by_its_dimensions():
    question = through_json(sd.decide(sd.random_channel(2, 3, rng=1), "ppt"))["question"]
    assert (question["channel"], question["x"]) == (None, None)
    assert (question["d_in"], question["d_out"], question["kraus_operators"]) == (2, 3, 6)


def test_a_proof_is_in_the_record_as_its_theorem():
    proved = sd.decide(ERASURE(0.7), "antidegradable", prove=True)
    assert through_json(proved)["theorem"].endswith("The channel is antidegradable.")
    found = sd.threshold(ERASURE, "antidegradable", prove=True)
    made = through_json(found)
    assert made["theorem"].endswith("at exactly e = 1/2.")
    exactly = {"lower": "1/2", "upper": "1/2", "infinite": None}
    assert made["boundaries"][0]["proved"] == exactly
    made = through_json(found.certificate)
    assert made["schema"] == "sdpsearch/certificate/1"
    assert made["theorem"] == found.certificate.theorem
    checked = through_json(sd.verify(found.certificate, ERASURE))
    assert checked["schema"] == "sdpsearch/verification/1"
    assert (checked["proved"], checked["disagree"]) == (True, False)
    assert checked["question"]["sha256"] == made["sha256"]


def test_cross_check_is_in_the_record():
    decision = sd.decide(ERASURE(0.7), "antidegradable", cross_check=True)
    check = through_json(decision)["cross_check"]
    assert check["agreement"] == "AGREE"
    assert check["solvers"] == ["native", "cvxpy/CLARABEL"]
    first, second = (margin["lower"] for margin in check["margins"])
    assert first == pytest.approx(second, abs=1e-7)


def test_infinite_margin_is_written():
    made = through_json(sd.decide(sd.zoo.replacer(2), "ppt"))
    assert made["margin"] == {"lower": None, "upper": None, "infinite": "at +infinity"}


# Thresholds


def test_threshold_is_complete(threshold):
    made = through_json(threshold)
    assert names(threshold) - {"certificate"} - ASKED <= set(made)
    assert made["schema"] == "sdpsearch/threshold/1"
    assert made["question"] == {
        "property": "antidegradable",
        "family": "depolarizing",
        "label": "depolarizing(d=3)",
        "arguments": {"d": 3},
        "parameter": "x",
        "domain": {"lower": 0.0, "upper": 1.0, "infinite": None},
        "d_in": 3,
        "d_out": 3,
        "solver": "native",
    }
    assert made["occurrence"] == "intervals"
    assert made["holds_on"] == [interval(i) for i in threshold.holds_on]
    (boundary,) = threshold.boundaries
    (written,) = made["boundaries"]
    assert names(boundary) == set(written)
    assert written["value"] == boundary.value
    assert written["bracket"] == interval(boundary.bracket)
    assert through_json(boundary) == {"schema": "sdpsearch/boundary/1"} | written
    told = [(d["x"], d["verdict"]) for d in made["decisions"]]
    assert told == [(x, d.verdict.name) for x, d in threshold.decisions]


def test_nowhere_is_an_empty_list():
    made = through_json(sd.threshold(sd.zoo.platypus(), "antidegradable"))
    assert (made["holds_on"], made["boundaries"]) == ([], [])
    assert made["occurrence"] == "never"


# Comparisons


def test_comparison_is_complete(comparison):
    made = through_json(comparison)
    assert made["schema"] == "sdpsearch/comparison/1"
    properties = [row.threshold.property.name for row in comparison.rows]
    assert made["question"]["properties"] == properties
    assert made["question"]["d_in"] == 3
    for row, written in zip(comparison.rows, made["rows"], strict=True):
        assert written["property"] == row.threshold.property.name
        assert written["known"]["holds_on"] == [interval(ends) for ends in row.fact.holds]
        assert (written["difference"], written["same_kind"]) == (row.difference, True)
        for key in ("expression", "source", "status"):
            assert written["known"][key] == getattr(row.fact, key)
    for mark, written in zip(comparison.marks, made["marks"], strict=True):
        assert names(mark) <= set(written)
        assert written["slack"] == comparison.slack(mark)


def test_unknown_is_null_and_sets_of_another_kind_are_told():
    family = sd.mixture(sd.zoo.identity(2), sd.zoo.amplitude_damping()(0.7))
    rows = through_json(sd.compare(family))["rows"]
    unknown = ("known", "difference", "same_kind")
    assert [[row[key] for key in unknown] for row in rows] == [[None] * 3] * 3
    half = sd.ChannelFamily(ERASURE, domain=(0, 0.25))
    found = sd.compare(half, "antidegradable").rows[0]
    if found.difference == np.inf:
        (row,) = through_json(sd.compare(half, "antidegradable"))["rows"]
        assert (row["difference"], row["same_kind"]) == (None, False)


# Scans


def test_scan_is_complete(scan):
    made = through_json(scan)
    assert set(made) == {"schema", "question", "points", "thresholds", "marks"}
    assert made["question"]["xs"] == [0, 0.25, 0.5, 1]
    assert made["question"]["properties"] == ["antidegradable", "ppt"]
    assert len(made["points"]) == 8
    assert [t["property"] for t in made["thresholds"]] == ["antidegradable", "ppt"]
    assert [m["value"] for m in made["marks"]] == [m.value for m in scan.marks]
    assert made["points"][-1]["margin"]["upper"] == pytest.approx(0, abs=1e-12)
    assert made["points"][-2]["margin"]["infinite"] == "unbounded above"


def test_csv_is_the_records(scan):
    rows = list(csv.DictReader(io.StringIO(scans_csv([scan]))))
    expected = scan.records()
    assert list(rows[0]) == list(expected[0])
    for row, wanted in zip(rows, expected, strict=True):
        for key, value in wanted.items():
            if isinstance(value, float):
                assert float(row[key]) == value
            else:
                assert row[key] == str(value)


# Capacities


@pytest.mark.parametrize("gamma", [0.2, 0.7])
def test_capacity_bounds_are_complete(gamma):
    bounds = sd.quantum_capacity(sd.zoo.amplitude_damping()(gamma))
    made = through_json(bounds)
    assert made["schema"] == "sdpsearch/capacity-bounds/1"
    assert made["question"]["channel"] == "amplitude_damping"
    assert made["question"]["x"] == gamma
    assert (made["lower"], made["upper"]) == (bounds.lower, bounds.upper)
    assert [u["bits"] for u in made["upper_bounds"]] == [
        u.bits for u in bounds.upper_bounds
    ]
    assert (made["maximum"] is None) is (bounds.maximum is None)

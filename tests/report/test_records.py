"""Records are strict JSON and leave nothing out but the matrices."""

import csv
import io
import json
from dataclasses import fields

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.report import records

ERASURE = sd.zoo.erasure()
#: Left out of records; a certificate is told by its theorem.
MATRICES = {"channel", "map", "witness", "obstruction", "membership", "certificate"}


@pytest.fixture(scope="module")
def scan():
    return sd.scan(ERASURE, [sd.Antidegradable(), sd.PPT()], [0, 0.25, 0.5, 1])


@pytest.fixture(scope="module")
def comparison():
    return sd.compare(sd.zoo.depolarizing(d=3))


@pytest.fixture(scope="module")
def threshold():
    return sd.threshold(sd.zoo.depolarizing(d=3), sd.Antidegradable())


def refuse(word):
    raise ValueError(f"{word} is not strict JSON")


def through_json(record):
    return json.loads(records.dumps(record), parse_constant=refuse)


def names(thing):
    return {field.name for field in fields(thing)}


# dumps


def test_infinities_become_strings():
    record = {"a": np.inf, "b": [-np.inf, (1.5, np.float64("inf"))]}
    assert through_json(record) == {"a": "inf", "b": ["-inf", [1.5, "inf"]]}


def test_finite_numbers_survive_exactly():
    values = [0.1, 1 / 3, -1e-300, 7, True, None, "text", np.float64(0.375)]
    assert through_json(values) == values


def test_letters_are_not_escaped():
    assert "Σ" in records.dumps({"reason": "Σ K†K"})


# Families


def test_family_record_is_what_it_was_built_with():
    assert records.family_record(ERASURE) == {
        "family": "erasure",
        "arguments": {"d": 2},
        "parameter": "e",
        "domain": [0.0, 1.0],
    }


def test_any_argument_can_be_written():
    arguments = {"d": 3, "gram": np.eye(2), "rates": (1.0, 0.5), "on": "file", "x": None}
    family = sd.ChannelFamily(ERASURE, arguments=arguments)
    found = through_json(records.family_record(family))["arguments"]
    assert (found["d"], found["rates"], found["on"], found["x"]) == (
        3,
        [1, 0.5],
        "file",
        None,
    )
    assert isinstance(found["gram"], str)


# Decisions


@pytest.mark.parametrize(
    ("e", "verdict", "has_map", "has_witness"),
    [
        (0.25, "FAILS", False, True),
        (0.5, "UNDECIDED", False, False),
        (0.7, "HOLDS", True, False),
    ],
)
def test_decision_record_leaves_out_only_the_matrices(e, verdict, has_map, has_witness):
    decision = sd.decide(ERASURE(e), sd.Antidegradable())
    record = through_json(records.decision_record(decision))
    assert names(decision) - MATRICES <= set(record)
    assert record == {
        "property": "antidegradable",
        "verdict": verdict,
        "margin": [decision.margin.lower, decision.margin.upper],
        "residual": decision.residual,
        "reason": decision.reason,
        "solver": decision.solver,
        "solves": decision.solves,
        "has_map": has_map,
        "has_witness": has_witness,
        "cross_check": None,
        "theorem": None,
    }


def test_a_proof_is_in_the_record_as_its_theorem():
    proved = sd.decide(ERASURE(0.7), sd.Antidegradable(), prove=True)
    record = through_json(records.decision_record(proved))
    assert record["theorem"].endswith("The channel is antidegradable.")
    found = sd.threshold(ERASURE, sd.Antidegradable(), prove=True)
    record = through_json(records.threshold_record(found))
    assert record["theorem"].endswith("at exactly e = 1/2.")
    assert record["boundaries"][0]["proved"] == ["1/2", "1/2"]


def test_cross_check_is_in_the_record():
    decision = sd.decide(ERASURE(0.7), sd.Antidegradable(), cross_check=True)
    check = through_json(records.decision_record(decision))["cross_check"]
    assert check["agreement"] == "AGREE"
    assert check["solvers"] == ["qics", "cvxpy/CLARABEL"]
    assert check["margins"][0] == pytest.approx(check["margins"][1], abs=1e-7)


def test_infinite_margin_is_written():
    decision = sd.decide(sd.zoo.replacer(2), sd.PPT())
    record = through_json(records.decision_record(decision))
    assert record["margin"] == ["inf", "inf"]


# Thresholds


def test_threshold_record_is_complete(threshold):
    record = through_json(records.threshold_record(threshold))
    assert names(threshold) - {"certificate"} <= set(record)
    assert record["family"] == "depolarizing"
    assert record["occurrence"] == "intervals"
    (interval,) = threshold.holds_on
    assert record["holds_on"] == [[interval.lower, interval.upper]]
    (boundary,) = threshold.boundaries
    (written,) = record["boundaries"]
    assert names(boundary) == set(written)
    assert written["value"] == boundary.value
    assert written["bracket"] == [boundary.bracket.lower, boundary.bracket.upper]
    assert [d["at"] for d in record["decisions"]] == [x for x, _ in threshold.decisions]
    assert [d["verdict"] for d in record["decisions"]] == [
        d.verdict.name for _, d in threshold.decisions
    ]


def test_nowhere_is_an_empty_list():
    found = sd.threshold(sd.zoo.platypus(), sd.Antidegradable())
    record = through_json(records.threshold_record(found))
    assert (record["holds_on"], record["boundaries"]) == ([], [])
    assert record["occurrence"] == "never"


# Comparisons


def test_comparison_record_is_complete(comparison):
    record = through_json(records.comparison_record(comparison))
    assert len(record["rows"]) == len(comparison.rows)
    for row, written in zip(comparison.rows, record["rows"], strict=True):
        assert written["property"] == row.threshold.property.name
        assert written["known"] == [list(ends) for ends in row.fact.holds]
        assert written["difference"] == row.difference
        for key in ("expression", "source", "status"):
            assert written[key] == getattr(row.fact, key)
    for mark, written in zip(comparison.marks, record["marks"], strict=True):
        assert names(mark) <= set(written)
        assert written["slack"] == comparison.slack(mark)


def test_unknown_is_null():
    family = sd.mixture(sd.zoo.identity(2), sd.zoo.amplitude_damping()(0.7))
    record = through_json(records.comparison_record(sd.compare(family)))
    unknown = ("known", "expression", "source", "status", "difference")
    assert [[row[key] for key in unknown] for row in record["rows"]] == [[None] * 5] * 3


# Scans


def test_scan_record_is_complete(scan):
    record = through_json(records.scan_record(scan))
    assert set(record) == {*records.family_record(ERASURE), "points", "thresholds", "marks"}
    assert len(record["points"]) == 8
    assert [t["property"] for t in record["thresholds"]] == ["antidegradable", "ppt"]
    assert [m["value"] for m in record["marks"]] == [m.value for m in scan.marks]
    assert record["points"][-1]["margin_upper"] == pytest.approx(0, abs=1e-12)
    assert record["points"][-2]["margin_upper"] == "inf"


def test_csv_is_the_records(scan):
    rows = list(csv.DictReader(io.StringIO(records.scan_csv(scan))))
    expected = scan.records()
    assert list(rows[0]) == list(expected[0])
    for row, wanted in zip(rows, expected, strict=True):
        for key, value in wanted.items():
            if isinstance(value, float):
                assert float(row[key]) == value
            else:
                assert row[key] == str(value)

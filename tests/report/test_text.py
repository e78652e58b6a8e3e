"""Tables hold the numbers they are about, readable without colour."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

import sdpsearch as sd
from sdpsearch.report import words
from sdpsearch.report.comparison import comparison_tables
from sdpsearch.report.decision import decision_text
from sdpsearch.report.scan import scan_table
from sdpsearch.report.threshold import threshold_text


def rendered(thing):
    file = io.StringIO()
    Console(width=120, file=file, highlight=False).print(thing)
    return file.getvalue()


# Numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.375, "0.375"),
        (1 / 3, "0.3333333333"),
        (1.0, "1"),
        (0, "0"),
        (-0.25, "−0.25"),
        (1e-12, "1e−12"),
        (np.inf, "∞"),
        (-np.inf, "−∞"),
    ],
)
def test_number_has_ten_digits(value, text):
    assert words.number(value) == text


@given(st.floats(-1e300, 1e300))
def test_number_can_be_read_back(value):
    assert float(words.number(value).replace("−", "-")) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0, "0"), (3.2e-9, "3e−09"), (0.96, "1e+00"), (np.inf, "differs")],
)
def test_small_has_one_digit(value, text):
    assert words.small(value) == text


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ((0.25, 0.25), "+0.25"),
        ((-0.5, -0.5), "−0.5"),
        ((0.25, 0.25 + 1e-12), "+0.25"),
        ((-1e-9, 2e-9), "0 ± 2e−09"),
        ((-1e-15, 1e-15), "0 ± 1e−15"),
        ((0.2, 0.3), "in [0.2, 0.3]"),
        ((2, np.inf), "≥ 2"),
        ((np.inf, np.inf), "+∞"),
        ((0, 0), "0 ± 0"),
    ],
    ids=str,
)
def test_margin_shows_what_is_known(ends, text):
    assert words.margin(sd.Interval(*ends)) == text


@pytest.mark.parametrize(
    ("pairs", "text"),
    [
        ([], "nowhere"),
        ([(0.375, 1)], "[0.375, 1]"),
        ([(0.5, 0.5)], "{0.5}"),
        ([(0, 0.25), (0.75, 1)], "[0, 0.25] ∪ [0.75, 1]"),
        ([(-1, 1)], "[−1, 1]"),
    ],
    ids=str,
)
def test_sets_are_closed(pairs, text):
    assert words.sets(pairs) == text
    assert words.sets([sd.Interval(*pair) for pair in pairs]) == text


# Decisions


def test_decision_that_holds_shows_its_map():
    text = rendered(
        decision_text(sd.decide(sd.zoo.erasure()(1.0), sd.Antidegradable()), "E")
    )
    assert text.startswith("E\n")
    assert "antidegradable  HOLDS" in text
    assert "≥ " in text
    assert "map N" in text
    assert "3 → 3" in text or "2 → 3" in text


def test_decision_that_fails_shows_its_witness():
    decision = sd.decide(sd.zoo.depolarizing(d=2)(0), sd.PPT())
    text = rendered(decision_text(decision, "identity"))
    assert "ppt" in text
    assert "FAILS" in text
    assert words.margin(decision.margin) in text
    assert "4×4 matrix W" in text
    assert "map N" not in text


def test_decision_says_why():
    decision = sd.decide(sd.zoo.amplitude_damping()(0.5), sd.Antidegradable())
    text = " ".join(rendered(decision_text(decision, "AD")).split())
    assert "UNDECIDED" in text
    assert decision.reason in text


# Thresholds


def test_threshold_shows_set_boundary_and_work():
    found = sd.threshold(sd.zoo.depolarizing(d=3), sd.Antidegradable())
    text = rendered(threshold_text(found))
    assert text.startswith("depolarizing(d=3)\n")
    assert "x in [0.375, 1]" in text
    assert "0 ≤ x ≤ 1" in text
    assert (
        f"certified bracket of width {words.small(found.boundaries[0].bracket.width)}"
        in text
    )
    assert f"{found.solves} conic programme" in text
    assert found.method in " ".join(text.split())


@pytest.mark.parametrize(
    ("family", "asked", "where"),
    [
        (sd.zoo.transpose_depolarizing(d=3), sd.KExtendible(3), "no value"),
        (sd.zoo.erasure(), sd.PPT(), "e in {1}"),
        (sd.zoo.horodecki(), sd.KExtendible(1), "alpha in [0, 5]"),
    ],
    ids=["never", "isolated", "always"],
)
def test_threshold_names_the_occurrence(family, asked, where):
    found = sd.threshold(family, asked)
    text = rendered(threshold_text(found))
    assert where in text
    assert found.occurrence.value in text


def test_a_sampled_family_says_what_was_sampled():
    found = sd.threshold(sd.zoo.dephasing(), sd.Degradable())
    text = rendered(threshold_text(found))
    assert f"holds at all {len(found.decisions)} sampled points" in text
    assert "between them nothing is claimed" in text
    none = sd.threshold(sd.zoo.platypus(), sd.Antidegradable())
    assert "no sampled value" in rendered(threshold_text(none))


def test_what_is_undecided_is_said():
    found = sd.threshold(sd.zoo.horodecki(), sd.EntanglementBreaking())
    text = rendered(threshold_text(found))
    assert "undecided values only" in text
    assert "undecided for" in text
    assert "∅" not in text + repr(found)


# Comparisons and scans


def test_comparison_shows_found_known_and_difference():
    comparison = sd.compare(sd.zoo.erasure(d=3))
    file = io.StringIO()
    Console(width=200, file=file).print(comparison_tables([comparison]))
    text = file.getvalue()
    lines = {
        row.threshold.property.name: line
        for row in comparison.rows
        for line in text.splitlines()
        if f" {row.threshold.property.name} " in line and " e in " in line
    }
    assert len(lines) == len(comparison.rows)
    for row in comparison.rows:
        line = lines[row.threshold.property.name]
        assert words.sets(row.threshold.estimated) in line
        assert words.sets(row.fact.holds) in line
        assert row.fact.expression in line
        assert words.small(row.difference) in line


def test_comparison_measures_the_marks():
    text = rendered(comparison_tables([sd.compare(sd.zoo.depolarizing(d=3))]))
    assert "+0.1250000000" in text
    assert "+0.3750000000" in text


def test_comparison_without_marks_has_one_table():
    family = sd.mixture(sd.zoo.identity(2), sd.zoo.amplitude_damping()(0.7), name="mine")
    text = rendered(comparison_tables([sd.compare(family)]))
    assert "mine" in text
    assert "Analytic bounds" not in text


def test_several_families_share_the_tables():
    comparisons = [sd.compare(sd.zoo.depolarizing(d=d)) for d in (2, 3)]
    text = rendered(comparison_tables(comparisons))
    assert text.count("Thresholds: found by SDP") == 1
    assert "depolarizing(d=2)" in text
    assert "depolarizing(d=3)" in text


def test_scan_shows_every_point_threshold_and_mark():
    asked = [sd.Antidegradable(), sd.PPT()]
    scan = sd.scan(sd.zoo.depolarizing(d=3), asked, [0, 0.25, 0.5, 1])
    text = rendered(scan_table(scan))
    assert "depolarizing(d=3)" in text
    for x, decisions in zip(scan.xs, scan.decisions, strict=True):
        (line,) = [
            s for s in text.splitlines() if s.startswith(f"│ {words.number(x):>4} │")
        ]
        for decision in decisions:
            assert words.margin(decision.margin) in line
            assert decision.verdict.name in line
    assert "antidegradable for x in [0.375, 1]" in text
    assert "ppt for x in [0.75, 1]" in text
    for mark in scan.marks:
        assert f"x = {words.number(mark.value)}: {mark.label}" in text

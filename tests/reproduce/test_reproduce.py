"""The reproduction: which equations hold as printed, and the files it leaves."""

import json

import numpy as np
import pytest

from sdpsearch.cli.app import run
from sdpsearch.report.reproduction import FIGURES, numbers, reproduction_line, write
from sdpsearch.report.reproduction_markdown import CERTIFICATE
from sdpsearch.reproduce import corollary, equations
from sdpsearch.reproduce.finding import Finding
from sdpsearch.reproduce.run import CLOSED, SOLVED, reproduce

MISPRINTS = {"(10)", "(24)", "(26)", "(29)", "(30)", "(35)"}
WORDING = {"(16)", "(19)", "(33)"}
DEFINITIONS = {"(2)", "(14)"}


#: The whole of it takes long; .ci/run has a step for it.
whole = pytest.mark.slow


@pytest.fixture(scope="module")
def steps():
    return []


@pytest.fixture(scope="module")
def found(steps):
    return reproduce(steps.append)


@whole
def test_every_equation_is_there_once(found):
    labels = [item.label for item in (*found.equations, *found.claims)]
    for number in range(1, 37):
        assert labels.count(f"({number})") == 1


@whole
def test_the_misprints_are_these(found):
    verdicts = {item.label: item.verdict for item in found.equations}
    assert {k for k, v in verdicts.items() if v == "misprint"} == MISPRINTS
    assert {k for k, v in verdicts.items() if v == "wording"} == WORDING
    assert {k for k, v in verdicts.items() if v == "definition"} == DEFINITIONS


@whole
def test_the_correct_forms_hold_and_the_printed_ones_do_not(found):
    for item in (*found.equations, *found.maps):
        if item.deviation is not None:
            assert item.deviation <= CLOSED, item.label
        if item.printed is not None:
            assert item.printed > 0.05, item.label
            assert item.correction, item.label
    assert all(item.deviation <= SOLVED for item in (*found.claims, *found.beyond))
    assert found.failures == ()


@whole
def test_maps_hold_to_thirteen_digits(found):
    assert len(found.maps) == 4
    assert max(item.deviation for item in found.maps) <= 1e-13


@whole
def test_thresholds_are_proved(found):
    assert [(row.family, row.d) for row in found.rows] == [
        *(("depolarizing", d) for d in (2, 3, 4, 5, 6)),
        *(("transpose-depolarizing", d) for d in (3, 4, 5)),
    ]
    for row in found.rows:
        (boundary,) = row.found.boundaries
        assert boundary.tier == "exact"
        assert boundary.proved == (row.exact, row.exact)
        assert row.deviation == 0
    assert [str(row.exact) for row in found.rows][-3:] == ["4/7", "3/5", "8/13"]


@whole
def test_the_thresholds_are_theorems_about_every_dimension(found):
    told = [item.theorem.splitlines()[-1].strip() for item in found.theorems]
    assert told == [
        "So it starts to be antidegradable at exactly x = d/(2d + 2), for every d ≥ 2.",
        "So it starts to be antidegradable at exactly x = (2d - 2)/(3d - 2), "
        "for every d ≥ 3.",
    ]
    for row in found.rows:
        item = found.theorems[row.family != "depolarizing"]
        assert item.holds_on[0](row.d) == row.exact


@whole
def test_no_random_channel_takes_more_noise_than_the_bound(found):
    for item in (*found.white, *found.transposed):
        assert item.slack > -SOLVED
        if item.rank == 1:
            assert abs(item.slack) < SOLVED
    assert {(c.d, c.rank) for c in found.white} == set(corollary.RANDOM)
    assert any(c.slack > 0.01 and c.value > 0 for c in found.white)


@whole
def test_both_sides_of_every_capacity_are_there(found):
    rows = {(row.family, row.d): row for row in found.vanishing}
    assert len(rows) == 9
    for (_, d), row in rows.items():
        (boundary,) = row.capacity.boundaries
        assert 0 < boundary.bracket.lower < boundary.bracket.upper
        assert boundary.tier == ("bracketed" if d < 6 else "numerical")
        assert abs(row.gained) < 1e-8 or row.family == "transpose-depolarizing"
    assert rows["transpose-depolarizing", 3].signed.boundaries[0].closed_form == "1/2"
    assert rows["transpose-depolarizing", 3].gained == pytest.approx(4 / 7 - 1 / 2)
    assert rows["transpose-depolarizing", 4].signed.boundaries[0].closed_form == "3/5"
    for item in found.transposed:
        assert item.signed <= min(item.value, item.signed_bound) + SOLVED
    assert [item.verdict for item in found.beyond] == ["sharpened", "beyond", "answered"]


@whole
def test_the_curves_end_where_they_are_valid(found):
    for curve in found.capacities:
        d = curve["d"]
        assert curve["valid_from"] == pytest.approx(d / (2 * (d + 1)))
        assert curve["capacity"][0] == pytest.approx(1 - np.log2(d + 1) / d)
        assert curve["capacity"][-1] == pytest.approx(np.log2(d))
        assert np.all(np.diff(curve["capacity"]) > 0)


@whole
def test_progress_names_the_steps(found, steps):
    assert steps[0] == "equations (1) to (35)"
    assert len(steps) > 10
    assert found.seconds > 0


@whole
def test_a_wrong_equation_would_be_reported(found):
    wrong = Finding("(1)", "not so", 1e-3)
    from dataclasses import replace

    spoiled = replace(found, equations=(wrong, *found.equations[1:]))
    assert spoiled.failures == (wrong,)


@pytest.mark.parametrize(
    ("field", "value"), [("x", 0.4), ("d", 5)], ids=["below one half", "d = 5"]
)
def test_section_two_holds_elsewhere(field, value):
    rng = np.random.default_rng(3)
    d, x = (value, 0.7) if field == "d" else (3, value)
    case = equations.Case(d, x, rng.normal(size=(d, d)) + 1j * rng.normal(size=(d, d)))
    for equation in equations.EQUATIONS[:11]:
        if equation.check is not None:
            assert equation.finding([case]).deviation <= 1e-12


@whole
def test_files_are_complete(found, tmp_path):
    paths = write(found, tmp_path / "deep" / "out")
    line = reproduction_line(found, paths)
    assert line.endswith(f"0 beyond their bound; written to {tmp_path / 'deep' / 'out'}")
    assert f" {len(MISPRINTS)} of them misprints," in line
    drawn = {f"{name}.{end}" for name in FIGURES for end in ("png", "pdf")}
    assert {path.name for path in paths} == {
        "report.md",
        "numbers.json",
        CERTIFICATE,
        *drawn,
    }
    assert run(["verify", str(tmp_path / "deep" / "out" / CERTIFICATE), "--quiet"]) == 0
    assert all(path.stat().st_size > 2000 for path in paths)
    record = json.loads((tmp_path / "deep" / "out" / "numbers.json").read_text())
    assert record["seconds"] == numbers(found)["seconds"]
    assert [item["label"] for item in record["equations"]][:2] == ["(1)", "(2)"]
    text = (tmp_path / "deep" / "out" / "report.md").read_text()
    for figure in ("figure2.png", "thresholds.png", "corollary.png", "vanishing.png"):
        assert f"({figure})" in text
    assert "| (30) |" in text
    assert "8/13" in text


def test_a_file_in_the_way_is_told(tmp_path, capsys):
    (tmp_path / "out").write_text("mine")
    assert run(["reproduce", "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "it is a file, not a folder" in said
    assert (tmp_path / "out").read_text() == "mine"

"""The README's table of both formulations and all solvers says what it should."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def load():
    spec = importlib.util.spec_from_file_location(
        "agreement", ROOT / "benchmarks" / "readme" / "agreement.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


agreement = load()


def filled(error="3e−10", special=None):
    """Return a table with one error everywhere but in the special cells."""
    lines = ["| family | " + " | ".join(agreement.COLUMNS) + " |"]
    lines.append("|---" * (len(agreement.COLUMNS) + 1) + "|")
    for row, (_, exact) in agreement.ROWS.items():
        cells = []
        for column in agreement.COLUMNS:
            reference = exact is None and column == agreement.REFERENCE
            text = "reference (0.01 s)" if reference else f"{error} (0.01 s)"
            cells.append((special or {}).get((row, column), text))
        lines.append(f"| {row} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def test_committed_table_is_whole_and_within_the_limits():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert agreement.check(agreement.between(readme)) == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("depolarizing, d=2", "extension: QICS"),
        ("depolarizing, d=2", "map: CVXPY/Clarabel"),
    ],
)
def test_cheap_cells_again(row, column):
    exact = agreement.ROWS[row][1]
    said, found = agreement.cell(row, column, exact)
    assert found == pytest.approx(exact, abs=1e-7)
    assert agreement.check(filled(special={(row, column): said})) == []


def test_check_passes_what_is_good():
    assert agreement.check(filled()) == []
    assert agreement.check(filled("0")) == []
    assert agreement.check(filled("1e−7")) == []


QUBIT = "depolarizing, d=2"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("extension: QICS", "2e−7 (0.01 s)"),
        ("extension: Clarabel", "2e−7 (0.01 s)"),
        ("map: CVXPY/Clarabel", "2e−7 (3 s)"),
        ("extension: SCS", "2e−6 (0.01 s)"),
        ("map: PICOS/CVXOPT", "2e−6 (0.01 s)"),
        ("extension: SCS", "nan (0.01 s)"),
        ("extension: SCS", "–"),
        ("extension: SCS", "reference (0.01 s)"),
    ],
)
def test_check_sees_what_is_wrong(column, text):
    [said] = agreement.check(filled(special={(QUBIT, column): text}))
    assert said.startswith(f"{QUBIT} / {column}: ")


def test_check_misses_nothing_that_is_missing():
    assert agreement.check("no table") == ["there is no table"]
    whole = filled().splitlines()
    assert len(agreement.check("\n".join(whole[:-1]))) == len(agreement.COLUMNS)


def test_written_replaces_only_what_is_between_the_markers():
    before = f"one\n{agreement.BEGIN}\nold\n{agreement.END}\ntwo\n"
    after = agreement.written(before, "new")
    assert after == f"one\n{agreement.BEGIN}\nnew\n{agreement.END}\ntwo\n"
    assert agreement.written(after, "new") == after
    with pytest.raises(ValueError, match="once each"):
        agreement.written("no such place", "new")


def test_written_fills_empty_markers_without_touching_the_rest():
    readme = f"one\n\n{agreement.BEGIN}\n{agreement.END}\n\ntwo\n"
    after = agreement.written(readme, "new")
    assert after == f"one\n\n{agreement.BEGIN}\nnew\n{agreement.END}\n\ntwo\n"


def test_the_readme_has_one_table():
    readme = agreement.README.read_text(encoding="utf-8")
    assert readme.count("| family | extension: QICS |") == 1

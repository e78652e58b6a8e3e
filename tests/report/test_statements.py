"""What a certificate states, in fractions and in LaTeX."""

from fractions import Fraction as F

import pytest

from sdpsearch.report import statements


def problem_of(*entries, denominator="1", **changes):
    return {
        "d_in": "1",
        "d_out": "2",
        "property": {"name": "ppt"},
        "points": [{"choi": {"denominator": denominator, "entries": list(entries)}}],
        **changes,
    }


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("1 0 3", "3/10"),
        ("1 0 -3 1", "-3/10 + 1/10 i"),
        ("1 0 0 -4", "-2/5 i"),
        ("1 0 1 -1", "1/10 - 1/10 i"),
        ("1 1 a", "1"),
    ],
)
def test_entries_are_exact_fractions(entry, shown):
    last = statements.entries(problem_of(entry, denominator="a")).splitlines()[-1]
    assert last.endswith(f" = {shown}")


def test_entries_too_long_for_decimals_are_hexadecimal():
    last = statements.entries(problem_of("0 0 1" + "0" * 8000)).splitlines()[-1]
    assert F(int(last.split("= ")[1].split("/")[0], 16)) == 16**8000


def test_every_operator_of_a_problem_is_shown_with_its_place():
    point = {"choi": {"entries": ["0 0 1"]}, "at": "1/3", "scales": ["1", "2"]}
    lines = statements.entries(
        problem_of(points=[point, {**point, "at": "2"}])
    ).splitlines()
    assert [line for line in lines if line.startswith("Stated")] == [
        "Stated operator C at x = 1/3; rows and columns are |a b>:",
        "Stated operator C at x = 2; rows and columns are |a b>:",
    ]
    assert lines.count("  scales: 1, 2") == 2

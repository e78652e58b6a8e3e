"""The suite: truths that are proved, programmes that are read back with their optima."""

from fractions import Fraction

import pytest

import sdpsearch as sd
from sdpsearch.benchmark.library import library
from sdpsearch.benchmark.suite import PROVED, random_line, suite
from sdpsearch.cli.app import run
from sdpsearch.conic.formats import read_cbf, read_sdpa
from sdpsearch.conic.solvers import clarabel, native


@pytest.mark.parametrize(
    "shape",
    [pytest.param(s, marks=[pytest.mark.slow] * (s[0] > 3)) for s in PROVED],
    ids=str,
)
def test_enclosures_are_proved(shape):
    low, high = (Fraction(repr(end)) for end in PROVED[shape][1])
    found = sd.threshold(random_line(*shape), "antidegradable", prove=True)
    assert low <= found.boundaries[0].proved[0] <= found.boundaries[0].proved[1] <= high
    assert sd.verify(found.certificate).proved


@pytest.mark.slow
def test_this_package_is_right_about_the_standard_suite():
    for instance in suite("standard"):
        subject, asked = instance.subject(), sd.KExtendible(instance.k)
        if isinstance(subject, sd.Channel):
            assert sd.decide(subject, asked).verdict.name == (
                "HOLDS" if instance.truth else "FAILS"
            ), instance.name
        else:
            low, high = instance.truth
            assert low - 1e-8 <= sd.threshold(subject, asked).value <= high + 1e-8


def test_names_and_sizes():
    names = [i.name for i in suite("large")]
    assert len(names) == len(set(names))
    assert {
        "generic",
        "near a threshold",
        "rank-deficient",
        "copies",
        "covariant",
        "zoo",
    } == {i.kind for i in suite("standard")}
    with pytest.raises(ValueError, match="small, standard, large"):
        suite("tiny")


def test_the_library_is_read_back_with_its_optima(tmp_path, capsys):
    assert run(["export", "--suite", str(tmp_path)]) == 0
    assert "has 14 programmes" in capsys.readouterr().out
    table = (tmp_path / "README.md").read_text(encoding="utf-8")
    kinds = set()
    for posed in library("small"):
        name, (low, high) = f"{posed.name}.{posed.form}", posed.optimum
        cbf, sdpa = (
            read_cbf(tmp_path / f"{name}.cbf"),
            read_sdpa(tmp_path / f"{name}.dat-s"),
        )
        for problem, solver in ((cbf, native), (sdpa, native)):
            found = float(problem.objective @ solver.solve(problem).x)
            assert low - 1e-9 <= found <= high + 1e-9, name
        if cbf.objective.size < 50:
            other = float(cbf.objective @ clarabel.solve(cbf).x)
            assert low - 1e-8 <= other <= high + 1e-8, name
        assert name in table
        kinds |= set(posed.kinds)
    assert kinds == {"interior", "no interior", "degenerate", "tiny margin"}


def test_mistakes_are_told_in_one_line(capsys):
    assert run(["export", "--suite", "out", "erasure"]) == 2
    assert "--suite writes all" in capsys.readouterr().err
    assert run(["export", "erasure"]) == 2
    assert "Name a FAMILY and a FILE" in capsys.readouterr().err

"""The commands that reach the second formulation, and the export of the first."""

import json

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.cli.app import run
from sdpsearch.conic.formats import read_cbf, read_sdpa
from sdpsearch.conic.solvers import backend


def test_cross_check_is_printed(capsys):
    assert run(["decide", "erasure", "--e", "0.7", "--cross-check"]) == 0
    out = capsys.readouterr().out
    assert "AGREE" in out
    assert "native: margin" in out
    assert "cvxpy/CLARABEL: margin" in out


def test_cross_check_is_in_the_json(capsys):
    assert run(["decide", "erasure", "--e", "0.7", "--cross-check", "--json"]) == 0
    check = json.loads(capsys.readouterr().out)["cross_check"]
    assert check["agreement"] == "AGREE"


def test_a_contradiction_exits_3_with_a_report(capsys, monkeypatch):
    # One verdict is made wrong on its way; everything after it is real.
    from dataclasses import replace
    from importlib import import_module

    # In the package the module's name is the function's.
    deciding = import_module("sdpsearch.properties.decide")
    honest = deciding.cross_checked

    def about_another_channel(decision, **options):
        return honest(replace(decision, channel=sd.zoo.erasure()(0.3)), **options)

    monkeypatch.setattr(deciding, "cross_checked", about_another_channel)
    assert run(["decide", "erasure", "--e", "0.7", "--cross-check"]) == 3
    out, err = capsys.readouterr()
    assert err.count("\n") == 1
    assert "DISAGREE" in err
    report = json.loads(out)
    assert [d["verdict"] for d in report["decisions"]] == ["HOLDS", "FAILS"]
    assert np.shape(report["kraus"])[-1] == 2


def test_threshold_by_the_map(capsys):
    line = "threshold amplitude_damping --method map --solver cvxpy/scs --json"
    assert run(line.split()) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["boundaries"][0]["value"] == pytest.approx(0.5, abs=1e-6)
    assert found["question"]["property"] == "antidegradable by cvxpy/scs"


@pytest.mark.parametrize(("suffix", "read"), [(".cbf", read_cbf), (".dat-s", read_sdpa)])
@pytest.mark.parametrize(
    "line", ["depolarizing --d 3 --x 0.4", "amplitude_damping --gamma 0.3"]
)
def test_exported_programme_has_the_margin_as_its_optimum(tmp_path, suffix, read, line):
    path = tmp_path / f"margin{suffix}"
    name, *options = line.split()
    assert run(["export", name, str(path), *options]) == 0
    problem = read(path)
    solution = backend("clarabel").solve(problem, tolerance=1e-10)
    x = float(options[-1])
    margin = sd.decide(
        sd.zoo.build(name, **({"d": 3} if "--d" in options else {}))(x), sd.Antidegradable()
    ).margin
    assert problem.objective @ solution.x == pytest.approx(margin.middle, abs=1e-7)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("export dephasing {} --p 0.4", "linear identity alone decides"),
        ("export identity {}", "face alone decides"),
        ("export dephasing {} --p 0.5", "margin +∞"),
        ("export erasure {} --e 0.4 --property ppt", "without a conic programme"),
        ("export erasure {}.xyz --e 0.4", "one of .dat-s, .cbf"),
    ],
)
def test_what_has_no_programme_is_refused(tmp_path, capsys, line, message):
    path = tmp_path / "margin.cbf"
    assert run(line.format(path).split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert err.count("\n") == 1
    assert not path.exists()

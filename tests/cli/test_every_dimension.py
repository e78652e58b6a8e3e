"""Any dimension, and all of them, on the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sdpsearch.proof import checker

EVERY = "antidegradable for  x in [d/(2d + 2), 1], for every d ≥ 2"


def test_one_theorem_for_every_dimension(call, tmp_path):
    place = tmp_path / "every.json"
    status, out, _ = call("threshold depolarizing --d all --prove --certificate", place)
    assert status == 0
    assert EVERY in out
    assert "exactly x = d/(2d + 2), for every d ≥ 2." in " ".join(out.split())
    status, out, _ = call("verify", place, "--family", "depolarizing", "--d", "all")
    assert status == 0
    assert "as functions of d" in out
    status, out, _ = call("verify", place, "--second", "--show")
    assert status == 0
    assert "The second checker says: proved." in out
    assert "0011 1" in out
    status, out, _ = call("verify", place, "--family", "werner", "--d", "all")
    assert status == 1
    assert "Refused" in out


def test_the_checker_alone_proves_it(call, tmp_path):
    place = tmp_path / "every.json"
    assert call("threshold transpose_depolarizing --d all --certificate", place)[0] == 0
    alone = tmp_path / "checker.py"
    alone.write_bytes(Path(checker.__file__).read_bytes())
    done = subprocess.run(
        [sys.executable, "-I", "-S", alone, place],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=True,
        env={"PYTHONIOENCODING": "utf-8"},
    )
    assert "exactly x = (2d - 2)/(3d - 2), for every d ≥ 3." in done.stdout


def test_in_latex(call, tmp_path):
    place = tmp_path / "every.json"
    call("threshold depolarizing --d all --certificate", place)
    out = call("verify", place, "--latex")[1]
    assert r"for every $x \in [d/(2d + 2), 1]$, for every $d \geq 2$." in out
    assert r"$J(0)$ = $\sum|ii\rangle\langle jj|$." in out
    assert r"$J(1)$ = $(1/d) \sum|ij\rangle\langle ij|$." in out


def test_short(call):
    status, out, _ = call("threshold depolarizing --d all --property ppt --quiet")
    assert (status, out) == (0, "x in [d/(d + 1), 1], for every d ≥ 2\n")
    status, out, _ = call("threshold depolarizing --d 1000 --quiet")
    assert (status, out) == (
        0,
        "x in [0.4995004995, 1]; 500/1001 = 0.4995004995  (exact, proved)\n",
    )


def test_any_dimension(call, tmp_path):
    place = tmp_path / "large.json"
    status, out, _ = call(
        "threshold depolarizing --d 100000 --certificate", place, "--json"
    )
    record = json.loads(out)
    assert status == 0
    assert record["boundaries"][0]["closed_form"] == "50000/100001"
    assert (record["question"]["d_in"], record["question"]["d_out"]) == (10**5, 10**5)
    assert call("verify", place, "--family", "depolarizing", "--d", "100000")[0] == 0
    assert call("verify", place, "--family", "depolarizing", "--d", "1000")[0] == 1


def test_what_is_not_proved_says_why(call, tmp_path):
    place = tmp_path / "none.json"
    status, out, err = call(
        "threshold depolarizing_dephasing --d all --p 0.5 --certificate", place
    )
    assert status == 1
    assert "undecided: at d = " in out
    assert "no simple closed form" in err
    assert not place.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("threshold erasure --d all", "not known to keep one form in every dimension"),
        ("threshold depolarizing --d all --digits 5", "do not go with --d all"),
        ("threshold depolarizing --d all --method map", "do not go with --d all"),
        ("threshold depolarizing --d all --property degradable", "no proof for every"),
        ("threshold depolarizing --d 10000000000", "at most 1000000000"),
        ("threshold erasure --d 1000", "built from Python"),
        ("decide depolarizing --d 1000 --x 0.3", "`sdpsearch threshold` takes any"),
        ("scan depolarizing --d 1000 --x 0.3", "`sdpsearch threshold` takes any"),
        ("decide depolarizing --d all --x 0.3", "--d"),
    ],
)
def test_mistakes(call, words, says):
    status, out, err = call(words)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1

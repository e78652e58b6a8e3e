"""An answer survives every encoding that a terminal may have."""

import json
import os
import re
import subprocess
import sys

import pytest

from sdpsearch.cli.plain import plain

ENCODINGS = ["ascii:strict", "cp1252", "cp437", "koi8-r", "utf-8"]


def say(line, encoding):
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [sys.executable, "-m", "sdpsearch", *line.split()],
        capture_output=True,
        env=environment,
        check=False,
    )
    name = encoding.partition(":")[0]
    error = done.stderr.decode(name)
    # On a slow machine a command says what it is doing.
    error = re.sub(r"(?m)^.* (…|\.\.\.)\r?\n", "", error)
    return done.returncode, done.stdout.decode(name), error


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_table_keeps_its_result_and_its_columns(encoding):
    status, out, err = say("compare depolarizing --d 2 --property ppt", encoding)
    assert (status, err) == (0, "")
    assert "d/(d+1)" in out
    assert "\\u" not in out
    tables = [block for block in out.split("\n\n") if "|" in block or "│" in block]
    for block in tables:
        rows = [line for line in block.splitlines() if line[0] in "|│┃"]
        assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize(
    "encoding", ["ascii", pytest.param("cp1252", marks=pytest.mark.slow)]
)
def test_a_text_is_written_in_what_there_is(encoding):
    status, out, err = say("decide depolarizing --x 0.4", encoding)
    assert (status, err) == (0, "")
    assert "(2 -> 2)" in out
    assert "HOLDS" in out
    assert say("decide depolarizing --x 1/3", encoding)[0] == 1


def test_a_closed_form_in_ascii():
    line = "threshold pauli --direction 1,1,2 --digits 20"
    status, out, _ = say(line, "ascii")
    assert status == 0
    assert "(10 - 4sqrt2)/17" in out


def test_json_is_lossless():
    line = "threshold pauli --direction 1,1,2 --digits 20 --json"
    status, out, _ = say(line, "ascii")
    assert status == 0
    assert json.loads(out)["boundaries"][0]["closed_form"] == "(10 − 4√2)/17"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_mistakes_too(encoding):
    status, out, err = say("decide depolarizing --x 0.3 --d Φ≥字", encoding)
    assert (status, out) == (2, "")
    assert "Phi>=\\u5b57" in err


def test_lists_and_help_too():
    assert say("--help", "ascii")[0] == 0
    assert say("families", "ascii")[0] == 0


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("≥ ≤ √2 − ∞ Φ", ">= <= sqrt2 - inf Phi"),
        ("2⁻⁵⁰, d², v₁₂", "2^-50, d^2, v_12"),
        ("x²₃", "x^2_3"),
        ("naïve Ż", "naive Z"),
        ("字", "\\u5b57"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_plain(text, written):
    assert plain(text) == written
    assert plain(text, "utf-8") == text

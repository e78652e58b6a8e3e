"""What a newcomer asks for: help, a family's page, the citation, the result alone."""

import json
import os
import subprocess
import sys

import pytest

import sdpsearch as sd
from sdpsearch.channels import zoo
from sdpsearch.cli.app import COMMANDS
from sdpsearch.cli.examples import EXAMPLES

#: These want files made before, peers, or a quarter of a minute; other tests have them.
ELSEWHERE = {"atlas", "benchmark", "merge", "plot", "report", "reproduce", "show", "verify"}


def test_every_command_has_one_example():
    assert list(EXAMPLES) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_shows_it(call, name):
    status, out, _ = call(f"{name} --help")
    assert status == 0
    assert out.count("Example: ") == 1
    assert f"Example: {EXAMPLES[name]}" in " ".join(out.split())


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - ELSEWHERE))
def test_it_runs(call, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert call(EXAMPLES[name].removeprefix("sdpsearch "))[0] == 0


def test_commands_stand_in_the_order_of_need(call):
    out = call("--help")[1]
    places = [out.index(f"│ {name} ") for name in COMMANDS]
    assert places == sorted(places)
    assert "--install-completion" in out


@pytest.mark.parametrize("name", [*zoo.FAMILIES, *zoo.CHANNELS])
def test_page(call, name):
    status, out, err = call(f"families {name}")
    assert (status, err) == (0, "")
    record = json.loads(call(f"families {name} --json")[1])
    assert record["formula"] in out
    assert out.startswith(f"{name}\n")
    for key, entry in record["arguments"].items():
        assert f"--{key.replace('_', '-')}  " in out
        assert entry["about"]
        assert entry["form"] in out
    assert ("domain" in record) == (name in zoo.FAMILIES)


def test_page_of_nothing(call):
    status, out, err = call("families depolarising")
    assert (status, out) == (2, "")
    assert "try depolarizing" in err


def test_source_is_told(call):
    out = " ".join(call("families pure_loss")[1].split())
    assert "quant-ph/9610043" in out
    assert "eta in [0, 1]" in out


def test_cite(call):
    status, out, err = call("--cite")
    assert (status, err) == (0, "")
    paper = ("Roofeh", "Karimipour", "2408.05733", "{Phase transition in", "{2024}")
    for word in (*paper, sd.__version__, "@software"):
        assert word in out


def test_quiet(call, tmp_path):
    assert call("decide depolarizing --x 0.5 --quiet")[1:] == ("HOLDS\n", "")
    assert call("decide depolarizing --x 0.2 --quiet")[1:] == ("FAILS\n", "")
    path = tmp_path / "c.json"
    line = "threshold depolarizing --d 3 --quiet"
    status, out, err = call(f"{line} --certificate", path)
    proved = "x in [0.375, 1]; 3/8 = 0.375  (exact, proved)\n"
    assert (status, out, err) == (0, proved, "")
    assert call(line)[1] == "x in [0.375, 1]\n"
    assert call("verify --quiet", path)[:2] == (0, "proved\n")
    text = path.read_text().replace('"3/8"', '"2/8"')
    path.write_text(text)
    assert call("verify --quiet", path)[1] in {"not proved\n", ""}


QUIET = {
    "scan depolarizing --d 3 --x 0:1:5 --property ppt": ["ppt: x in [0.75, 1]"],
    "compare depolarizing --d 2 --d 3 --property ppt": [
        "depolarizing(d=2) ppt: x in [0.6666666667, 1]; known [0.6666666667, 1], d/(d+1); "
        "|found−known| = ",
        "depolarizing(d=3) ppt: x in [0.75, 1]; known [0.75, 1], d/(d+1); |found−known| = ",
    ],
    "compare two_pauli --property 3-extendible": ["two_pauli 3-extendible: p in "],
    "capacity amplitude_damping --gamma 0.5,1": [
        "gamma = 0.5: Q in [0, 0]",
        "gamma = 1: Q in [0, 0]",
    ],
    "capacity identity": ["Q in [1, 1]"],
    "maps depolarizing --x 0.2": ["depolarizing(d=2) at x = 0.2: FAILS"],
    "maps replacer": ["replacer: HOLDS; |J(N∘Φᶜ) − J(Φ)| = "],
}


@pytest.mark.parametrize("line", QUIET)
def test_quiet_is_a_line_for_each_result(call, line):
    _, out, err = call(f"{line} --quiet")
    found = out.splitlines()
    assert err == ""
    assert len(found) == len(QUIET[line])
    for told, begins in zip(found, QUIET[line], strict=True):
        assert told.startswith(begins)


def test_quiet_leaves_json_whole(call):
    loud = json.loads(call("decide depolarizing --x 0.5 --json")[1])
    quiet = json.loads(call("decide depolarizing --x 0.5 --json --quiet")[1])
    assert quiet.keys() == loud.keys()


def test_completion_is_installed_where_the_shell_looks(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "sdpsearch", "--install-completion", "--shell", "bash"],
        capture_output=True,
        env={**os.environ, "HOME": str(tmp_path)},
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    scripts = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert scripts
    assert "threshold" in scripts[0].read_text()

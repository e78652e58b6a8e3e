"""Runs on the command line: kept, shown, merged, and cut off in one clear line."""

import json
import signal

import pytest

import sdpsearch as sd
from sdpsearch.runs import work

SCAN = (
    "scan depolarizing --x 0:1:11 --property antidegradable --property ppt --run depol.db"
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def cut_off(monkeypatch, how):
    """Let the second batch of a scan end in something else."""

    def kept(batch):
        if batch.asked.property == sd.PPT():
            how()
        return found(batch)

    found = work.kept
    monkeypatch.setattr(work, "kept", kept)


def test_a_run_is_shown_in_every_form(call):
    status, out, err = call(SCAN)
    assert (status, err) == (0, "")
    assert call(SCAN)[1] == out
    table = call("show depol.db")[1]
    assert "depolarizing(d=2) │ antidegradable │ x in [0.3333333333, 1]" in table
    assert call("show depol.db --csv")[1].count("\n") == 23
    record = json.loads(call("show depol.db --json")[1])
    assert len(record["decisions"]) == 22
    assert r"\toprule" in call("show depol.db --latex")[1]
    assert call("show depol.db --parquet -o depol.parquet") == (0, "", "")
    assert call("show depol.db --csv -o depol.csv") == (0, "", "")
    with open("depol.csv") as file:
        assert file.read() == call("show depol.db --csv")[1]
    (session,) = sd.open_run("depol.db").sessions()
    assert session["command"] is not None


def test_runs_are_merged(call):
    call("scan erasure --x 0.2 --property ppt --run a.db --quiet")
    call("scan erasure --x 0.4 --property ppt --run b.db --quiet")
    status, out, err = call("merge a.db b.db -o c.db")
    assert (status, err) == (0, "")
    assert "erasure(d=2)" in out
    assert [row["x"] for row in sd.open_run("c.db").records()] == [0.2, 0.4]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("show depol.db", "Cannot read depol.db: there is no such file."),
        ("show depol.db --csv --json", "Give one of --csv and --json."),
        ("merge -o c.db", "Name the runs to be merged"),
        ("merge a.db -o c.db", "Cannot read a.db: there is no such file."),
        (
            "scan erasure --run no/depol.db",
            "Cannot write no/depol.db: there is no folder no.",
        ),
    ],
)
def test_mistakes_are_one_line(call, line, message):
    status, _, err = call(line)
    assert status == 2
    assert message.lower() in err.lower()
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("number", "status", "word"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")],
)
def test_a_scan_cut_off_says_what_it_kept(call, monkeypatch, number, status, word):
    cut_off(monkeypatch, lambda: signal.raise_signal(number))
    done = call(SCAN)
    assert done == (
        status,
        "",
        f"sdpsearch: {word}; 11 of 22 kept in depol.db; the same command continues\n",
    )
    monkeypatch.undo()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_failure_leaves_the_rest_and_is_said(call, monkeypatch):
    def decide(self, channel, *, solver, time_limit=None):
        if channel.origin.at == 1:
            raise RuntimeError("no luck here")
        return found(self, channel, solver=solver, time_limit=time_limit)

    found = sd.PPT.decide
    monkeypatch.setattr(sd.PPT, "decide", decide)
    status, out, err = call(SCAN)
    assert (status, err) == (
        1,
        "sdpsearch: 1 of 22 decisions failed; the rest is answered.\n",
    )
    assert "UNDECIDED" in out
    assert call("show depol.db --csv")[1].count("RuntimeError: no luck here") == 1


def test_a_family_of_ones_own_continues(call):
    with open("mine.py", "w") as file:
        file.write(MINE)
    line = "scan mine.py:mine --x 0:1:3 --property ppt --run mine.db"
    first = call(line)
    assert (first[0], first[2]) == (0, "")
    assert call(line) == first
    assert call("show mine.db")[1].count("mine.py:mine") == 1


MINE = """
import sdpsearch as sd

def mine(x):
    return sd.zoo.erasure()(x * x)
"""

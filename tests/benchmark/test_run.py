"""The benchmark: real drivers in processes of their own, and answers held against truth."""

import json
import runpy
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sdpsearch.benchmark import peers as registry
from sdpsearch.benchmark.instances import Instance
from sdpsearch.benchmark.journal import Journal, read
from sdpsearch.benchmark.peers import OURS, Peer, peers
from sdpsearch.benchmark.result import Benchmark
from sdpsearch.benchmark.run import Limits, run
from sdpsearch.benchmark.suite import suite
from sdpsearch.benchmark.thresholds import times
from sdpsearch.benchmark.verdicts import outcome
from sdpsearch.cli.app import run as command
from sdpsearch.report.benchmark import benchmark_record
from sdpsearch.report.benchmark_markdown import benchmark_markdown

SMALL = {instance.name: instance for instance in suite("small")}
BELOW, ABOVE, *_ = SMALL.values()
THRESHOLD = SMALL["depolarizing(d=2), threshold"]
OUR = {"solver_seconds": None, "peak_mb": 1.0, "value": 0.10629840295}
FEW, LITTLE = Limits(20.0, 2000), Limits(1.0, 500)


def liar(*ways: str) -> Peer:
    """Return a peer that answers in these ways, whatever it is asked."""
    both = {"decide": ways, "threshold": ways}
    here = Path(__file__).with_name("liar.py")
    return Peer("liar", "A liar", here, Path(sys.executable), both)


def found_in(journal: Journal) -> Benchmark:
    return Benchmark.of(list(SMALL.values()), journal.made, journal.rows.values())


def outcomes(instance: Instance, peer: Peer, path: Path, limits: Limits) -> dict[str, str]:
    journal = run([instance], [peer], path, limits, 1)
    return {
        r["way"]: outcome(instance, r) for r in journal.rows.values() if r["peer"] == "liar"
    }


def test_who_lies_dies_or_takes_too_much_is_told_apart(tmp_path):
    ways = ("yes", "yes, far off", "no answer", "no question", "raises", "dies")
    found = outcomes(BELOW, liar(*ways, "memory"), tmp_path / "a", LITTLE)
    assert found == {
        "yes": "wrong",
        "yes, far off": "wrong",
        "no answer": "undecided",
        "no question": "not asked",
        "raises": "failed",
        "dies": "failed",
        "memory": "out of memory",
    }
    assert "ValueError: never heard of it" in {
        row.get("message") for row in read(tmp_path / "a")[1]
    }
    true = outcomes(ABOVE, liar("yes", "yes, far off"), tmp_path / "b", FEW)
    assert true == {"yes": "right", "yes, far off": "unconfirmed"}


def test_a_peer_by_hand_answers_and_is_timed_beside_this_package(tmp_path):
    (cvxpy,) = peers(["cvxpy"])
    ways = {"decide": ("margin/CLARABEL",), "threshold": ("primal/CLARABEL",)}
    both = [BELOW, THRESHOLD]
    journal = run(both, [OURS, replace(cvxpy, ways=ways)], tmp_path / "peers.jsonl", FEW, 2)
    found = found_in(journal)
    assert set(found.instances) == set(both)
    assert found.missing == 0
    assert all(tally.right == 1 and not tally.wrong for tally in found.verdicts.values())
    ours, theirs = found.times[THRESHOLD].values()
    assert ours.is_precise
    assert theirs.error < 1e-7
    assert 0 <= theirs.inside <= theirs.seconds
    # Thresholds are timed again, verdicts are not.
    assert [key[3] for key in journal.rows if key[0] == BELOW.name] == [1, 1]
    assert [key[3] for key in journal.rows if key[0] == THRESHOLD.name] == [1, 1, 2, 2]
    assert set(journal.made["versions"]) == {"sdpsearch", "cvxpy"}
    report = benchmark_markdown(found, "peers.png")
    assert "Nobody was wrong." in report
    assert benchmark_record(found)["schema"] == "sdpsearch/benchmark/1"


def test_a_run_that_was_cut_off_is_continued(tmp_path):
    path, asked = tmp_path / "peers.jsonl", []

    def cut_off(line):
        asked.append(line)
        if len(asked) == 4:
            raise KeyboardInterrupt

    few, peer = [BELOW, ABOVE, THRESHOLD], liar("yes", "no answer")
    with pytest.raises(KeyboardInterrupt):
        run(few, [peer], path, FEW, 1, cut_off)
    assert len(read(path)[1]) == 3
    path.write_bytes(path.read_bytes()[:-20])  # as if it had been killed while it wrote
    again = []
    journal = run(few, [peer], path, FEW, 1, again.append)
    assert len(again) == 4
    assert len(journal.rows) == 6
    assert read(path) == (journal.made, list(journal.rows.values()))
    nothing = []
    run(few, [peer], path, FEW, 1, nothing.append)
    assert nothing == []
    with pytest.raises(ValueError, match="was made with limits"):
        run(few, [], path, LITTLE, 1)
    path.write_text("a list of groceries\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no journal"):
        run(few, [], path, FEW, 1)


def test_what_is_larger_than_what_timed_out_is_not_asked(tmp_path):
    larger = SMALL["random 3→3, rank 2, white noise, threshold"]
    smaller = SMALL["random 2→2, rank 2, white noise, threshold"]
    peer = replace(liar(), ways={"decide": (), "threshold": ("for ever",)})
    journal = run([larger, smaller], [peer], tmp_path / "j", LITTLE, 1)
    told = {key[0]: row["outcome"] for key, row in journal.rows.items()}
    assert told == {smaller.name: "time", larger.name: "beyond"}
    ours = {"instance": smaller.name, "peer": OURS.name, "way": "native", "round": 1}
    rows = [*journal.rows.values(), {**ours, "outcome": "answered", "seconds": 0.25, **OUR}]
    assert times(smaller, rows, 1.0)["liar", "for ever"].ratio == 4  # at the least


def test_the_tolerance_is_the_best_there_is(tmp_path):
    journal = run([BELOW, ABOVE], [liar("yes")], tmp_path / "j", FEW, 1)
    tally = found_in(journal).verdicts["liar", "yes"]
    assert (tally.right, tally.wrong, tally.tolerance, tally.best_right) == (1, 1, 0.0, 1)
    assert tally.names == (BELOW.name,)


def test_peers_are_registered_and_their_drivers_are_there(tmp_path):
    everybody = peers(["all"])
    assert {"cvxpy", "picos", "qics", "toqito", "numqi", "qutipy"} <= {
        p.name for p in everybody
    }
    for peer in everybody:
        assert peer.driver.is_file()
        pinned = registry.FOLDER / "requirements" / f"{peer.name}.txt"
        assert pinned.is_file() == (peer.python != OURS.python)
    with pytest.raises(ValueError, match="no peer 'tokito'"):
        peers(["tokito"])
    with pytest.raises(ValueError, match="in the repository"):
        peers(["cvxpy"], tmp_path)


def test_who_is_not_installed_is_named_and_this_package_is_right(
    tmp_path, monkeypatch, capsys
):
    ghost = replace(liar(), name="ghost", python=tmp_path / "python")
    monkeypatch.setattr("sdpsearch.cli.commands.benchmark.peers", lambda _: (ghost,))
    folder = tmp_path / "out"
    assert command(["benchmark", "-o", str(folder), "--rounds", "1", "--quiet"]) == 0
    told = capsys.readouterr()
    assert "ghost is not installed and not asked: python benchmarks/peers" in told.err
    assert "sdpsearch native: 9 right, 0 unconfirmed, 0 wrong" in told.out
    names = {"peers.jsonl", "peers.json", "peers.md", "peers.png"}
    assert {path.name for path in folder.iterdir()} == names
    located = json.loads((folder / "peers.json").read_text(encoding="utf-8"))["thresholds"]
    assert located[0]["precise"] == 4


def test_what_the_pages_quote_is_on_record(monkeypatch):
    root = registry.FOLDER.parent.parent
    monkeypatch.syspath_prepend(root / "benchmarks" / "readme")
    quoting = runpy.run_path(str(root / "benchmarks" / "readme" / "peers.py"))
    on_record = quoting["on_record"]()
    ours = [v for (peer, _), v in on_record.verdicts.items() if peer == OURS.name]
    assert ours
    assert all(tally.right == tally.asked for tally in ours)
    for page, text in quoting["excerpts"]().items():
        assert text in (root / page).read_text(encoding="utf-8"), page

"""A run keeps every answer once, whatever happens, and gives back what it was given."""

import io
import json
import re
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas
import pyarrow.parquet
import pytest

import sdpsearch as sd
from sdpsearch.report.run import run_csv, run_latex, run_parquet
from sdpsearch.runs import schema
from sdpsearch.runs.file import RunUnwritable
from sdpsearch.runs.merge import RunsDisagreeError, merge
from sdpsearch.runs.store import open_store

DEPOL = sd.zoo.depolarizing(d=2)
GRID = tuple(float(x) for x in np.linspace(0, 1, 21))
QUESTIONS = ("antidegradable", "ppt")
DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "runs.md"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return a run, and the scan that it was made by."""
    path = tmp_path_factory.mktemp("runs") / "whole.db"
    return path, sd.scan(DEPOL, QUESTIONS, GRID, run=path)


# Nothing is solved twice


def test_a_scan_with_a_run_is_the_scan_without(whole):
    plain = sd.scan(DEPOL, QUESTIONS, GRID)
    assert whole[1].records() == plain.records()
    for kept, found in zip(whole[1].thresholds, plain.thresholds, strict=True):
        assert kept.to_dict()["boundaries"] == found.to_dict()["boundaries"]
        for (x, one), (y, other) in zip(kept.decisions, found.decisions, strict=True):
            assert (x, one.verdict, one.margin) == (y, other.verdict, other.margin)


def test_the_same_call_again_asks_nothing(path, counted):
    first = sd.scan(DEPOL, counted, GRID, run=path)
    asked = len(counted.asked)
    data = path.read_bytes()
    again = sd.scan(DEPOL, counted, GRID, run=path)
    assert len(counted.asked) == asked
    assert again.records() == first.records()
    assert again.to_dict() == first.to_dict()
    assert path.read_bytes()[100:] == data[100:]  # the header counts openings


def test_other_points_and_properties_add_to_it(path, counted):
    sd.scan(DEPOL, counted, GRID[::2], run=path)
    before = len(counted.asked)
    sd.scan(DEPOL, [counted, "antidegradable"], GRID, run=path)
    assert len(counted.asked) - before == len(GRID[1::2])
    sd.scan(sd.zoo.depolarizing(d=3), counted, [0.5], run=path)
    found = {
        (one.label, one.property): one.verdicts.total()
        for one in sd.open_run(path).series()
    }
    assert found == {
        ("depolarizing(d=2)", "antidegradable"): 21,
        ("depolarizing(d=2)", "ppt"): 21,
        ("depolarizing(d=3)", "ppt"): 1,
    }


def test_another_way_of_asking_is_another_question(path, counted):
    sd.scan(DEPOL, counted, [0.5], run=path)
    sd.scan(DEPOL, counted, [0.5], run=path, solver="scs")
    sd.scan(DEPOL, counted, [0.5], run=path, time_limit=60)
    assert len([c for c in counted.asked if c.origin.at == 0.5]) >= 3
    assert len(sd.open_run(path).series()) == 3


def test_a_family_of_ones_own_is_known_by_its_channels(path):
    def channel(x):
        seen.append(x)
        return sd.zoo.erasure()(x * power)

    seen, power = [], 1.0
    mine = sd.ChannelFamily(channel, name="mine")
    first = sd.scan(mine, "ppt", [0.3, 0.9], run=path)
    assert sd.scan(mine, "ppt", [0.3, 0.9], run=path).records() == first.records()
    assert len(sd.open_run(path).records()) == 2
    power = 0.5
    other = sd.scan(sd.ChannelFamily(channel, name="mine"), "ppt", [0.3, 0.9], run=path)
    assert other.records() != first.records()


def test_maps_witnesses_and_obstructions_come_back(path):
    family, asked = sd.zoo.amplitude_damping(), ["antidegradable", "degradable"]
    first = sd.scan(family, asked, [0.2, 0.5, 0.8], run=path)
    again = sd.scan(family, asked, [0.2, 0.5, 0.8], run=path)
    for rows in zip(first.decisions, again.decisions, strict=True):
        for one, other in zip(*rows, strict=True):
            assert (one.map is None) == (other.map is None)
            if one.map is not None:
                np.testing.assert_array_equal(one.map.kraus, other.map.kraus)
            for name in ("witness", "obstruction"):
                mine, its = getattr(one, name), getattr(other, name)
                np.testing.assert_array_equal(np.array(mine, float), np.array(its, float))
    record = sd.open_run(path).records()[0]
    assert (record["map"] is None) is not (record["witness"] is None)
    array = sd.open_run(path).array(record["witness"] or record["map"])
    assert array.dtype.kind in "fc"
    with pytest.raises(ValueError, match="no certificate of digest"):
        sd.open_run(path).certificate("0")


# Cut off


@pytest.mark.parametrize("at", [GRID[0], GRID[10], GRID[-1]])
def test_what_was_kept_is_kept_and_the_same_call_continues(
    path, tmp_path, counted, table, at
):
    counted.at[at] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt) as told:
        sd.scan(DEPOL, ["antidegradable", counted], GRID, run=path)
    kept = len(sd.open_run(path).records())
    assert str(told.value) == (
        f"interrupted; {kept} of 42 kept in {path}; the same command continues"
    )
    assert kept >= 21
    counted.at.clear()
    sd.scan(DEPOL, ["antidegradable", counted], GRID, run=path)
    sd.scan(DEPOL, ["antidegradable", counted], GRID, run=tmp_path / "at once.db")
    assert table(path) == table(tmp_path / "at once.db")


def test_a_full_disk_loses_nothing_that_was_kept(path, monkeypatch):
    sd.scan(DEPOL, "ppt", GRID, run=path)
    before = sd.open_run(path).records()

    def cramped(*args):
        store = made(*args)
        pages = store._connection.execute("PRAGMA page_count").fetchone()["page_count"]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        return store

    from sdpsearch.runs import store as room

    made = room.RunStore
    monkeypatch.setattr(room, "RunStore", cramped)
    with pytest.raises(RunUnwritable) as told:
        sd.scan(DEPOL, ["ppt", "antidegradable"], GRID, run=path)
    assert str(told.value) == (
        f"Cannot write {path}: database or disk is full; 21 of 42 kept in {path}; "
        "the same command continues"
    )
    assert sd.open_run(path).records() == before
    monkeypatch.undo()
    sd.scan(DEPOL, ["ppt", "antidegradable"], GRID, run=path)
    assert len(sd.open_run(path).records()) == 42


def test_one_writes_at_a_time_and_readers_need_not_wait(whole):
    path, _ = whole
    with open_store(path):
        with pytest.raises(ValueError, match=r"process \d+ on .* is writing it") as told:
            sd.scan(DEPOL, "ppt", [0.5], run=path)
        assert "\n" not in str(told.value)
        assert len(sd.open_run(path).records()) == 42
    assert list(path.parent.glob("*-writer")) == []
    sd.scan(DEPOL, "ppt", GRID, run=path)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("nowhere/depol.db", "there is no folder"),
        (".", "it is a folder"),
        ("/proc/depol.db", "Cannot write /proc/depol.db: "),
    ],
)
def test_where_nothing_can_be_written_nothing_is_asked(tmp_path, counted, place, message):
    with pytest.raises(ValueError, match=message):
        sd.scan(DEPOL, counted, [0.5], run=tmp_path / place)
    assert counted.asked == []


def test_what_is_no_run_is_left_alone(tmp_path):
    text, other, later = (tmp_path / name for name in ("notes.txt", "other.db", "later.db"))
    text.write_text("not a database, but a text long enough to be taken for one " * 9)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (x)")
    sd.scan(DEPOL, "ppt", [0.5], run=later)
    with sqlite3.connect(later) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    for path, message in ((text, "no run"), (other, "no run"), (later, "later sdpsearch")):
        data = path.read_bytes()
        with pytest.raises(ValueError, match=message):
            sd.scan(DEPOL, "ppt", [0.5], run=path)
        with pytest.raises(ValueError, match=message):
            sd.open_run(path)
        assert path.read_bytes() == data
    with pytest.raises(ValueError, match="there is no such file"):
        sd.open_run(tmp_path / "depol.db")


# Failures


def test_a_point_that_fails_is_tried_again_and_told(path, counted):
    counted.at[0.5] = RuntimeError("no  luck\nhere.")
    found = sd.scan(DEPOL, counted, GRID, run=path)
    (told,) = [row for row in found.records() if row["x"] == 0.5]
    assert told["reason"] == (
        "Whether the channel is ppt is undecided: the work failed, RuntimeError: "
        "no luck here."
    )
    assert told["verdict"] == "UNDECIDED"
    asked = [float(channel.origin.at) for channel in counted.asked]
    assert asked.count(0.5) >= 2
    (series,) = sd.open_run(path).series()
    assert (series.verdicts["failed"], series.verdicts.total()) == (1, 21)
    before = len(counted.asked)
    sd.scan(DEPOL, counted, GRID, run=path)
    assert len(counted.asked) == before


def test_without_a_run_an_error_is_raised_where_it_happens(counted):
    counted.at[0.5] = RuntimeError("no luck here")
    with pytest.raises(RuntimeError, match="no luck here"):
        sd.scan(DEPOL, counted, GRID)


# Merged


def test_parts_merge_to_the_whole_in_any_order(whole, tmp_path, table):
    path, _ = whole
    parts = [tmp_path / f"{name}.db" for name in ("even", "odd", "ppt")]
    sd.scan(DEPOL, "antidegradable", GRID[::2], run=parts[0])
    sd.scan(DEPOL, "antidegradable", GRID[1::2], run=parts[1])
    sd.scan(DEPOL, "ppt", GRID, run=parts[2])
    tables = []
    for number, order in enumerate((parts, parts[::-1], [*parts, *parts])):
        made = tmp_path / f"merged {number}.db"
        merge(order, made)
        tables.append(table(made))
    assert len(set(tables)) == 1
    merged = pandas.read_csv(io.BytesIO(tables[0]))
    alone = pandas.read_csv(io.BytesIO(table(path)))
    keys = ["label", "property", "exact", "verdict"]
    assert merged[keys].equals(alone[keys])
    assert [one.threshold.holds_on for one in sd.open_run(made).series()] == [
        one.threshold.holds_on for one in sd.open_run(path).series()
    ]
    sd.scan(DEPOL, QUESTIONS, GRID, run=made)  # it goes on like any other


def test_runs_that_contradict_each_other_are_not_merged(tmp_path):
    good, bad, both = (tmp_path / f"{name}.db" for name in ("good", "bad", "both"))
    for path in (good, bad):
        sd.scan(DEPOL, "ppt", [0.2], run=path)
    with sqlite3.connect(bad) as connection:
        connection.execute("UPDATE decisions SET verdict = 'HOLDS'")
    with pytest.raises(RunsDisagreeError, match="says HOLDS where another run says FAILS"):
        merge([good, bad], both)
    assert not both.exists()
    with pytest.raises(ValueError, match="it is there already"):
        merge([good], bad)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_answer_goes_before_a_failure(tmp_path, counted, order):
    paths = [tmp_path / "failed.db", tmp_path / "fine.db"]
    counted.at[0.5] = RuntimeError()
    sd.scan(DEPOL, counted, [0.5], run=paths[0])
    counted.at.clear()
    sd.scan(DEPOL, counted, [0.5], run=paths[1])
    merge([paths[i] for i in order], tmp_path / "both.db")
    (row,) = sd.open_run(tmp_path / "both.db").records()
    assert (row["failed"], row["verdict"]) == (0, "FAILS")


# Read


def test_sql_pandas_and_parquet_read_the_same(whole):
    run = sd.open_run(whole[0])
    with sqlite3.connect(whole[0]) as connection:
        frame = pandas.read_sql("SELECT * FROM records", connection)
    assert list(frame.columns[1:]) == list(schema.RECORD) == list(run.records()[0])
    assert frame["margin_upper"].tolist() == [row["margin_upper"] for row in run.records()]
    table = pyarrow.parquet.read_table(io.BytesIO(run_parquet(run)))
    assert table.to_pylist() == run.records()
    assert run.to_dataframe()["reason"].tolist() == frame["reason"].tolist()
    assert pandas.read_csv(io.StringIO(run_csv(run)))["x"].tolist() == frame["x"].tolist()


def test_record_and_tables_say_what_was_found(whole):
    run = sd.open_run(whole[0])
    record = json.loads(json.dumps(run.to_dict(), allow_nan=False))
    assert record["schema"] == "sdpsearch/run/1"
    assert [one["verdicts"]["HOLDS"] for one in record["series"]] == [14, 7]
    assert len(record["decisions"]) == 42
    assert "antidegradable" in run._repr_html_()
    latex = run_latex(run)
    assert latex.count(r"\\") == 3
    assert r"$x \in [0.6666666667, 1]$" in latex
    (session,) = run.sessions()
    assert (session["version"], session["command"]) == (sd.__version__, None)


def test_the_document_has_the_schema():
    told = re.search(r"```sql\n(.*?)\n```", DOCUMENT.read_text(encoding="utf-8"), re.S)
    assert told[1].strip() == schema.TABLES.strip()
    assert str(schema.APPLICATION) in DOCUMENT.read_text(encoding="utf-8")


# Proved


@pytest.mark.parametrize(
    ("family", "value"),
    [(DEPOL, "1/3"), (sd.zoo.amplitude_damping(), "1/2")],
    ids=["line", "curve"],
)
def test_thresholds_are_proved_and_certificates_kept(path, family, value):
    first = sd.scan(family, "antidegradable", [0.2, 0.9], prove=True, run=path)
    (found,) = first.thresholds
    assert found.boundaries[0].tier >= sd.Tier.BRACKETED
    assert found.boundaries[0].closed_form == value
    again = sd.scan(family, "antidegradable", [0.2, 0.9], prove=True, run=path)
    assert again.thresholds[0].certificate == found.certificate
    assert "antidegradable" in found.certificate.theorem
    with sqlite3.connect(path) as connection:
        (digest,) = connection.execute("SELECT certificate FROM thresholds").fetchone()
    assert sd.open_run(path).certificate(digest) == found.certificate
    assert sd.open_run(path).series()[0].threshold.certificate == found.certificate
    plain = sd.scan(family, "antidegradable", [0.2, 0.9], run=path)
    assert plain.thresholds[0].certificate is None


def test_what_a_killed_writer_left_half_done_is_taken_back(path, table):
    sd.scan(DEPOL, "ppt", GRID, run=path)
    before = table(path)
    done = subprocess.run([sys.executable, "-c", KILLED, path], check=False, timeout=300)
    assert done.returncode == -signal.SIGKILL
    assert path.with_name("depol.db-journal").exists()
    assert table(path) == before
    assert not path.with_name("depol.db-journal").exists()


#: A writer that has spilled part of a transaction into the file when it is killed.
KILLED = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("DELETE FROM decisions")
for i in range(200):
    row = (str(i), os.urandom(5000))
    connection.execute("INSERT INTO objects VALUES (?, 'npy', ?)", row)
os.kill(os.getpid(), 9)
"""


def test_why_a_capacity_vanishes_or_not_is_kept(tmp_path):
    path, family = tmp_path / "capacity.db", sd.zoo.dephrasure(0.1)
    found = sd.scan(family, "zero-capacity", (0.0, 0.39, 0.42), run=path)
    again = sd.scan(family, "zero-capacity", (0.0, 0.39, 0.42), run=path)
    assert again.to_dict() == found.to_dict()
    (edge,) = again.thresholds[0].boundaries
    assert edge.mechanisms == ("log-singularity", "signed-extendible")
    for (one,), (other,) in zip(again.decisions, found.decisions, strict=True):
        assert one.mechanism == other.mechanism
        if other.transmission is None:
            assert one.transmission is None
            continue
        assert one.transmission.information == other.transmission.information
        kept = one.transmission.code.vectors
        assert np.array_equal(kept, other.transmission.code.vectors)

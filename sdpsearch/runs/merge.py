"""merge(): several runs as one, nothing twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from sdpsearch.runs import rows
from sdpsearch.runs.file import (
    connect_to_read,
    connect_to_write,
    only_writer,
    readable,
    transaction,
    unwritable,
)
from sdpsearch.runs.store import as_dict

Row = rows.Row


class RunsDisagreeError(Exception):
    """Two runs answer one question HOLDS and FAILS: one of them is wrong."""


def merge(runs: Sequence[str | PathLike[str]], target: str | PathLike[str]) -> None:
    """Write one run that has what several have.

    Of a question that several have answered, a verdict goes before an open answer, that
    before one that failed, and then the run that is named first.

    Args:
        runs: the files, at least one; they stay as they are.
        target: the file to be made; it must not be there yet.

    Raises:
        ValueError: a file cannot be read, or the target is there or cannot be written.
        RunsDisagreeError: two of them contradict each other; nothing is written.
        RunUnwritable: the disk is full; nothing is left.

    Example:
        >>> import os, tempfile, sdpsearch as sd
        >>> from sdpsearch.runs.merge import merge
        >>> a, b, both = (os.path.join(tempfile.mkdtemp(), "run.db") for _ in range(3))
        >>> _ = sd.scan(sd.zoo.erasure(), "ppt", [0.5], run=a)
        >>> _ = sd.scan(sd.zoo.erasure(), "ppt", [1], run=b)
        >>> merge([a, b], both)
        >>> len(sd.open_run(both).records())
        2
    """
    path = Path(target)
    if path.exists():
        raise ValueError(f"Cannot write {path}: it is there already.")
    for run in runs:
        connect_to_read(run).close()
    try:
        with only_writer(path):
            connection = connect_to_write(path)
            connection.row_factory = as_dict
            try:
                with unwritable(path), transaction(connection):
                    for run in runs:
                        _add(connection, Path(run))
            finally:
                connection.close()
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _add(target: sqlite3.Connection, path: Path) -> None:
    """Add what a run has to the one that is made."""
    source = connect_to_read(path)
    source.row_factory = as_dict
    try:
        with readable(path):
            for row in source.execute("SELECT * FROM objects"):
                rows.insert(target, "objects", row, "OR IGNORE")
            sessions = _renumbered(source, target, "sessions")
            series = {
                row["id"]: _series(target, row)
                for row in source.execute("SELECT * FROM series ORDER BY id").fetchall()
            }
            for row in source.execute("SELECT * FROM decisions"):
                row["series"] = series[row["series"]]
                row["session"] = sessions[row["session"]]
                _decision(target, row, path)
            for row in source.execute("SELECT * FROM thresholds ORDER BY id").fetchall():
                row["series"] = series[row["series"]]
                row["session"] = sessions[row["session"]]
                _threshold(source, target, row)
    finally:
        source.close()


def _renumbered(
    source: sqlite3.Connection, target: sqlite3.Connection, table: str
) -> dict[int, int]:
    """Add the rows of a table under new numbers, and return which they are."""
    found = source.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
    return {row.pop("id"): rows.insert(target, table, row) for row in found}


def _series(target: sqlite3.Connection, row: Row) -> int:
    known = target.execute("SELECT id FROM series WHERE key = ?", (row["key"],)).fetchone()
    if known is not None:
        return known["id"]
    return rows.insert(target, "series", {k: v for k, v in row.items() if k != "id"})


def _decision(target: sqlite3.Connection, row: Row, path: Path) -> None:
    """Add a decision, unless a better one of the same question is there."""
    place = row["series"], row["exact"]
    text = "SELECT * FROM decisions WHERE series = ? AND exact = ?"
    known = target.execute(text, place).fetchone()
    if known is not None:
        verdicts = {known["verdict"], row["verdict"]}
        if known["key"] == row["key"] and verdicts == {"HOLDS", "FAILS"}:
            raise RunsDisagreeError(
                f"{path} says {row['verdict']} where another run says {known['verdict']}, "
                f"at {row['exact']}; {row['reason']} {known['reason']}"
            )
        if _rank(known) <= _rank(row):
            return
    rows.insert(target, "decisions", row, "OR REPLACE")


def _threshold(source: sqlite3.Connection, target: sqlite3.Connection, row: Row) -> None:
    """Add a threshold with its boundaries and samples, unless it is there or failed."""
    number = row.pop("id")
    text = "SELECT id, failed, settled FROM thresholds WHERE key = ?"
    known = target.execute(text, (row["key"],)).fetchone()
    if known is not None:
        if (known["failed"], -known["settled"]) <= (row["failed"], -row["settled"]):
            return
        for table, column in (
            ("boundaries", "threshold"),
            ("samples", "threshold"),
            ("thresholds", "id"),
        ):
            target.execute(f"DELETE FROM {table} WHERE {column} = ?", (known["id"],))
    made = rows.insert(target, "thresholds", row)
    for table in ("boundaries", "samples"):
        text = f"SELECT * FROM {table} WHERE threshold = ?"
        for part in source.execute(text, (number,)):
            rows.insert(target, table, part | {"threshold": made})


def _rank(row: Row) -> int:
    if row["failed"]:
        return 2
    return int(row["verdict"] == "UNDECIDED")

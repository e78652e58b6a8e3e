"""RunStore: answers kept in the file of a run as they are made, each exactly once."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sdpsearch
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.rationals import fraction
from sdpsearch.runs import rows
from sdpsearch.runs.file import connect_to_write, only_writer, transaction, unwritable
from sdpsearch.runs.kept import Kept
from sdpsearch.runs.kept_threshold import KeptThreshold
from sdpsearch.runs.objects import Objects, write_objects
from sdpsearch.runs.series import Series

_DECISION = """
SELECT d.key, d.verdict, d.margin_lower, d.margin_upper, d.residual, d.reason,
    d.solver, d.solves, d.failed, d.seconds, d.mechanism, d.transmission,
    m.content AS map, w.content AS witness, o.content AS obstruction
FROM decisions d LEFT JOIN objects m ON m.digest = d.map
    LEFT JOIN objects w ON w.digest = d.witness
    LEFT JOIN objects o ON o.digest = d.obstruction
WHERE d.series = ? AND d.exact = ?
"""


class RunStore:
    """The file of a run, open for one process to add to.

    What `keep` and `keep_threshold` are given is on the disk when they return, all of it,
    or none where they raise RunUnwritable.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        command: Sequence[str] | None = None,
    ) -> None:
        connection.row_factory = as_dict
        self.path, self._connection = path, connection
        self._command = None if command is None else json.dumps(list(command))
        self._session: int | None = None

    def known(self, series: Series, channels: Mapping[float, Channel]) -> dict[float, Kept]:
        """Return what is kept of the questions about channels, by parameter.

        Args:
            series: the question along a family.
            channels: the channels of the family, by parameter.
        """
        number = self._number(series)
        if number is None:
            return {}
        found: dict[float, Kept] = {}
        for x, channel in channels.items():
            place = number, str(fraction(x))
            row = self._connection.execute(_DECISION, place).fetchone()
            if row is not None and row["key"] == series.point_key(x, channel):
                found[x] = rows.kept_of(row)
        return found

    def keep(self, series: Series, answers: Mapping[float, tuple[Channel, Kept]]) -> None:
        """Keep answers about channels, by parameter.

        Args:
            series: the question along a family.
            answers: channels and what is kept of the answers.
        """
        objects: Objects = {}
        places = [
            {
                "x": x,
                "exact": str(fraction(x)),
                "key": series.point_key(x, channel),
                **rows.decision_row(objects, kept),
            }
            for x, (channel, kept) in answers.items()
        ]
        with unwritable(self.path), transaction(self._connection):
            about = {"series": self._made(series), "session": self._current()}
            write_objects(self._connection, objects)
            found = [about | place for place in places]
            # Of a family of one's own that was edited the old answer goes.
            rows.insert_all(self._connection, "decisions", found, "OR REPLACE")

    def threshold(self, series: Series, xs: Sequence[float]) -> KeptThreshold | None:
        """Return the threshold that was located beside the parameters, if it is kept."""
        text = (
            "SELECT t.*, o.content AS proof_text FROM thresholds t "
            "LEFT JOIN objects o ON o.digest = t.certificate WHERE t.key = ?"
        )
        row = self._connection.execute(text, (series.threshold_key(xs),)).fetchone()
        return None if row is None else read_threshold(self._connection, row)

    def keep_threshold(
        self, series: Series, xs: Sequence[float], found: KeptThreshold
    ) -> None:
        """Keep the threshold that was located beside the parameters."""
        with unwritable(self.path), transaction(self._connection):
            if self.threshold(series, xs) is not None:
                return  # asked for twice
            objects: Objects = {}
            row = {
                "series": self._made(series),
                "session": self._current(),
                "key": series.threshold_key(xs),
                "points": len(xs),
                **rows.threshold_row(objects, found),
            }
            write_objects(self._connection, objects)
            number = rows.insert(self._connection, "thresholds", row)
            for place, boundary in enumerate(found.boundaries):
                row = {"threshold": number, "number": place, **rows.boundary_row(boundary)}
                rows.insert(self._connection, "boundaries", row)
            for sample in found.samples:
                row = {"threshold": number, **rows.sample_row(sample)}
                rows.insert(self._connection, "samples", row)

    def _number(self, series: Series) -> int | None:
        text = "SELECT id FROM series WHERE key = ?"
        row = self._connection.execute(text, (series.key,)).fetchone()
        return None if row is None else row["id"]

    def _made(self, series: Series) -> int:
        """Return the number of a series, which gets one here if it is new."""
        known = self._number(series)
        if known is not None:
            return known
        return rows.insert(self._connection, "series", rows.series_row(series))

    def _current(self) -> int:
        """Return the number of this session, written down with its first answer."""
        if self._session is not None:
            text = "SELECT 1 FROM sessions WHERE id = ?"
            if self._connection.execute(text, (self._session,)).fetchone():
                return self._session  # else the disk was full, and it was taken back
        row = {
            "command": self._command,
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": sdpsearch.__version__,
            "python": platform.python_version(),
            "machine": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count(),
        }
        self._session = rows.insert(self._connection, "sessions", row)
        return self._session


@contextmanager
def open_store(
    path: str | os.PathLike[str], command: Sequence[str] | None = None
) -> Iterator[RunStore]:
    """Open the file of a run to add to it, alone; it is made where there is none.

    Args:
        path: the file.
        command: the words that ask for it, for the run to remember.

    Raises:
        ValueError: it cannot be written there, another process is writing it, or the file
            is something else.
    """
    with only_writer(path):
        connection = connect_to_write(path)
        try:
            yield RunStore(Path(path), connection, command)
        finally:
            connection.close()


def read_threshold(connection: sqlite3.Connection, row: rows.Row) -> KeptThreshold:
    """Return the threshold of a row, with what stands in other tables."""
    row = {**row, "certificate": row["proof_text"]}
    parts = [
        connection.execute(
            f"SELECT * FROM {table} WHERE threshold = ? ORDER BY {by}", (row["id"],)
        ).fetchall()
        for table, by in (("boundaries", "number"), ("samples", "x"))
    ]
    return rows.threshold_of(row, *parts)


def as_dict(cursor: sqlite3.Cursor, values: tuple) -> rows.Row:
    """Return a row by the names of its columns, as the factory of a connection."""
    names = (column[0] for column in cursor.description)
    return dict(zip(names, values, strict=True))

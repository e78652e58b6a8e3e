"""Run: the file that a scan keeps its answers in, to be read."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from sdpsearch.linalg import Array
from sdpsearch.proof.certificate import Certificate
from sdpsearch.reported import Paged, Shown, Tabulated
from sdpsearch.runs.file import connect_to_read, readable
from sdpsearch.runs.kept_threshold import KeptThreshold
from sdpsearch.runs.objects import array_of, certificate_of
from sdpsearch.runs.rows import Row
from sdpsearch.runs.store import as_dict, read_threshold

#: Of several thresholds of a series the present one, the last here, rests on most points,
#: and is proved if one of these is.
_THRESHOLDS = """
SELECT t.*, o.content AS proof_text FROM thresholds t
LEFT JOIN objects o ON o.digest = t.certificate
ORDER BY t.series, t.points, t.certificate IS NOT NULL, t.key
"""
_COUNTS = """
SELECT series, CASE failed WHEN 1 THEN 'failed' ELSE verdict END AS kind,
    COUNT(*) AS number, SUM(seconds) AS seconds, MAX(seconds) AS longest,
    SUM(solves) AS solves
FROM decisions GROUP BY series, kind
"""
_POINTS = """
SELECT x, exact, verdict, margin_lower, margin_upper, failed, reason, mechanism, seconds
FROM decisions WHERE series = ? ORDER BY x, exact
"""


@dataclass(frozen=True, eq=False)
class KeptSeries:
    """What a run has of one property along one family.

    Attributes:
        family, arguments, label, parameter, domain, d_in: of the family.
        property, solver, time_limit: what was asked, and how.
        verdicts: how many decisions there are of each verdict, and of those that failed.
        solves, seconds, longest: conic programmes solved for all decisions, how long they
            took, and the longest of them.
        threshold: where the property starts and stops; None where it is not located yet.
        number, key: of the series in the run, and the digest of what is asked.
    """

    number: int
    key: str
    family: str
    arguments: dict[str, Any]
    label: str
    parameter: str
    domain: tuple[float, float]
    d_in: int
    property: str
    solver: str
    time_limit: float | None
    verdicts: Counter[str]
    solves: int
    seconds: float
    longest: float
    threshold: KeptThreshold | None


@dataclass(frozen=True, eq=False)
class Run(Shown, Tabulated, Paged):
    """A run as it is on the disk, read anew with every question, while it grows too.

    Attributes:
        path: the file.
    """

    path: Path

    def records(self) -> list[dict[str, Any]]:
        """Return one flat record per decision, by family, property and parameter.

        Raises:
            ValueError: the file cannot be read.

        Example:
            >>> import os, tempfile, sdpsearch as sd
            >>> path = os.path.join(tempfile.mkdtemp(), "erasure.db")
            >>> _ = sd.scan(sd.zoo.erasure(), "ppt", [0.5, 1], run=path)
            >>> [(row["x"], row["verdict"]) for row in sd.open_run(path).records()]
            [(0.5, 'FAILS'), (1.0, 'HOLDS')]
        """
        text = "SELECT * FROM records WHERE series = ? ORDER BY x, exact"
        with self._reading() as connection:
            found = [
                row
                for series in _series(connection)
                for row in connection.execute(text, (series["id"],))
            ]
        for row in found:
            del row["series"]
        return found

    def series(self) -> list[KeptSeries]:
        """Return what is asked in the run, and where it holds.

        Raises:
            ValueError: the file cannot be read.
        """
        with self._reading() as connection:
            rows = _series(connection)
            located = {
                row["series"]: read_threshold(connection, row)
                for row in connection.execute(_THRESHOLDS).fetchall()
            }
            counted = connection.execute(_COUNTS).fetchall()
        counts: dict[int, list[Row]] = {row["id"]: [] for row in rows}
        for row in counted:
            counts[row["series"]].append(row)
        return [_kept(row, counts[row["id"]], located.get(row["id"])) for row in rows]

    def points(self, series: KeptSeries) -> list[dict[str, Any]]:
        """Return the decisions of one series by parameter, and how long each took."""
        with self._reading() as connection:
            return connection.execute(_POINTS, (series.number,)).fetchall()

    def sessions(self) -> list[dict[str, Any]]:
        """Return when, by what command and on what machine answers were added."""
        with self._reading() as connection:
            return connection.execute("SELECT * FROM sessions ORDER BY id").fetchall()

    def array(self, digest: str) -> Array:
        """Return the array that a record names: Kraus operators of a map, or a witness.

        Raises:
            ValueError: the run has no such array.
        """
        found = array_of(self._object(digest, "npy"))
        assert found is not None
        return found

    def certificate(self, digest: str) -> Certificate:
        """Return the certificate that a record names, unchecked.

        Raises:
            ValueError: the run has no such certificate.
        """
        found = certificate_of(self._object(digest, "json"))
        assert found is not None
        return found

    def _object(self, digest: str, kind: str) -> bytes:
        text = "SELECT content FROM objects WHERE digest = ? AND kind = ?"
        with self._reading() as connection:
            row = connection.execute(text, (digest, kind)).fetchone()
        if row is None:
            what = {"npy": "array", "json": "certificate"}[kind]
            raise ValueError(f"{self.path} has no {what} of digest {digest!r}.")
        return row["content"]

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        connection = connect_to_read(self.path)
        connection.row_factory = as_dict
        try:
            with readable(self.path):
                yield connection
        finally:
            connection.close()

    def __repr__(self) -> str:
        return f"Run({str(self.path)!r})"


def open_run(path: str | PathLike[str]) -> Run:
    """Return a run that a scan keeps in a file, to be read; it may still be growing.

    Args:
        path: the file that `scan(..., run=path)` was given.

    Raises:
        ValueError: there is no such file, or it is no run.

    Example:
        >>> import os, tempfile, sdpsearch as sd
        >>> path = os.path.join(tempfile.mkdtemp(), "erasure.db")
        >>> _ = sd.scan(sd.zoo.erasure(), "ppt", [0.5, 1], run=path)
        >>> [one.verdicts["HOLDS"] for one in sd.open_run(path).series()]
        [1]
    """
    connect_to_read(path).close()
    return Run(Path(path))


def _series(connection: sqlite3.Connection) -> list[Row]:
    """Return the series in an order that does not depend on when they were added."""
    rows = connection.execute("SELECT * FROM series").fetchall()
    return sorted(rows, key=_place)


def _place(row: Row) -> Any:
    """Return where a series stands: by family, its numbers as numbers, and question."""
    names = ("family", "arguments", "property", "solver")
    limit = float("inf") if row["time_limit"] is None else row["time_limit"]
    return [*(_natural(row[name]) for name in names), limit, row["key"]]


def _natural(text: str) -> list[tuple[int, str]]:
    """Return a text to sort by, in which 10 comes after 9."""
    parts = re.split(r"(\d+)", text)
    return [(int(p), "") if p.isdecimal() else (-1, p) for p in parts]


def _kept(row: Row, counts: list[Row], located: KeptThreshold | None) -> KeptSeries:
    return KeptSeries(
        number=row["id"],
        key=row["key"],
        family=row["family"],
        arguments=json.loads(row["arguments"]),
        label=row["label"],
        parameter=row["parameter"],
        domain=(row["domain_lower"], row["domain_upper"]),
        d_in=row["d_in"],
        property=row["property"],
        solver=row["solver"],
        time_limit=row["time_limit"],
        verdicts=Counter({one["kind"]: one["number"] for one in counts}),
        solves=sum(one["solves"] for one in counts),
        seconds=sum(one["seconds"] for one in counts),
        longest=max((one["longest"] for one in counts), default=0.0),
        threshold=located,
    )

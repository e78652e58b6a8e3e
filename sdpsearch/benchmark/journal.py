"""Journal: answers, a JSON line each as it is made; a torn last line is no loss."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sdpsearch.writing import write_file

#: What tells one answer from another: instance, peer, way, round.
Key = tuple[str, str, str, int]


class Journal:
    """The file of a run: one line on how it was made, then a line an answer.

    Args:
        path: the file; it is written anew, without what a kill has torn.
        made: how answers are made: machine, versions, limits.
        rows: the answers so far.
    """

    def __init__(
        self, path: Path, made: dict[str, Any], rows: Iterable[dict[str, Any]] = ()
    ) -> None:
        self.path, self.made = path, made
        self.rows = {key(row): row for row in rows}
        self._write()

    @classmethod
    def continued(cls, path: Path, made: dict[str, Any]) -> Journal:
        """Return the journal that is there, or one that begins.

        Raises:
            ValueError: it was made with other limits, is no journal, or cannot be written.
        """
        if not path.exists():
            return cls(path, made)
        before, rows = read(path)
        if before["limits"] != made["limits"]:
            raise ValueError(
                f"{path} was made with limits {before['limits']}, not {made['limits']}: "
                "give these, or another folder."
            )
        return cls(path, before, rows)

    def add(self, row: dict[str, Any]) -> None:
        """Keep an answer."""
        self.rows[key(row)] = row
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(_line(row))

    def note(self, versions: dict[str, dict[str, str]]) -> None:
        """Keep the versions of everybody who answered."""
        if self.made["versions"] != (merged := self.made["versions"] | versions):
            self.made = self.made | {"versions": merged}
            self._write()

    def _write(self) -> None:
        lines = [self.made, *self.rows.values()]
        write_file(self.path, "".join(map(_line, lines)))


def key(row: dict[str, Any]) -> Key:
    """Return what tells an answer from others."""
    return row["instance"], row["peer"], row["way"], row["round"]


def read(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return how a journal was made and its answers.

    Raises:
        ValueError: it is no journal.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    try:
        # The last piece is empty, or an answer that was being written.
        made, *rows = (json.loads(line) for line in lines[:-1])
        if "limits" in made:
            return made, rows
    except ValueError:
        pass
    raise ValueError(f"{path} is no journal of a benchmark.")


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"

"""Journal: records as JSON lines, so that a run can stop and go on."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.soundness.judge import Record


class Journal:
    """Records of judged decisions, in a file that only grows, or in memory.

    Args:
        path: the file, None for none; a torn last line is dropped.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.records: list[Record] = list(_lines(path)) if path else []
        self.done = {(r["kind"], r["index"]) for r in self.records}

    def add(self, records: Iterable[Record]) -> None:
        """Keep records, in the file too."""
        fresh = list(records)
        self.records += fresh
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(_plain(r)) + "\n" for r in fresh)


def _lines(path: Path) -> Iterator[Record]:
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    whole, newline, torn = text.rpartition("\n")
    if torn:
        path.write_text(whole + newline, encoding="utf-8")
    for line in whole.splitlines():
        yield _spoken(json.loads(line))


def _plain(record: Record) -> Record:
    """Return a record for strict JSON: a distance that is no number by its name."""
    distance = record.get("distance", 0.0)
    return record if math.isfinite(distance) else record | {"distance": str(distance)}


def _spoken(record: Record) -> Record:
    return record | {"distance": float(record.get("distance", 0.0))}

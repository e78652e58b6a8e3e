"""The command: what is asked, how long, and where the answers are kept."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.zero_capacity import counts, lines, named, report

RESULTS = Path(__file__).parent.parent / "results"
SOURCES = {"lines": lines.records, "named": named.records, "counts": counts.records}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.zero_capacity")
    parser.add_argument("what", choices=(*SOURCES, "report"))
    parser.add_argument("--seconds", type=float, default=600, help="of process time")
    given = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    if given.what == "report":
        report.write({name: read(kept_in(name)) for name in SOURCES}, RESULTS)
        return 0
    path = kept_in(given.what)
    done = {record["key"] for record in read(path)}
    for record in _until(SOURCES[given.what](done), given.seconds):
        with path.open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(record, ensure_ascii=False) + "\n")
        print(record, flush=True)
    return 0


def kept_in(name: str) -> Path:
    """Return where the records of a name are kept."""
    return RESULTS / f"zero-capacity-{name}.jsonl"


def read(path: Path) -> list[dict[str, Any]]:
    """Return the records of a journal, none if there is no such file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _until(records: Iterable[dict[str, Any]], seconds: float) -> Iterator[dict[str, Any]]:
    for record in records:
        yield record
        if time.process_time() > seconds:
            return

"""Report: the table of a run, and what was wrong in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from statistics import median

from benchmarks.soundness.judge import (
    ERROR,
    EXCUSED,
    FAULTS,
    NEARBY,
    OPEN,
    OUTCOMES,
    RECOGNISED,
    RIGHT,
    UNKNOWN,
    WRONG,
    Record,
)

_HEAD = ("class", "property", "asked", "right", "WRONG", "within rounding", "recognised")
_HEAD += ("undecided", "> 1e-10 away", "distance ?", "errors", "median")


def table(records: Iterable[Record]) -> str:
    """Return the table in plain text, one line for a class and a property, and the sum."""
    groups: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in records:
        groups[record["kind"], record["property"]].append(record)
    rows = [_HEAD, *(_row(key, groups[key]) for key in sorted(groups))]
    rows.append(_row(("all", ""), [r for group in groups.values() for r in group]))
    widths = [max(len(row[i]) for row in rows) for i in range(len(_HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i < 2 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _row(key: tuple[str, str], records: list[Record]) -> tuple[str, ...]:
    count = {name: sum(r["outcome"] == name for r in records) for name in OUTCOMES}
    undecided = count[OPEN] + count[NEARBY] + count[UNKNOWN]
    time = median(r["seconds"] for r in records) if records else 0.0
    numbers = (len(records), count[RIGHT], count[WRONG], count[EXCUSED], count[RECOGNISED])
    numbers += (undecided, count[OPEN], count[UNKNOWN], count[ERROR])
    return (*key, *(str(n) if n else "·" for n in numbers), f"{time * 1e3:.1f} ms")


def faults(records: Iterable[Record], most: int) -> str:
    """Return the first faults of every class and property, each on a few lines."""
    lines, shown = [], defaultdict(int)
    for record in records:
        key = record["kind"], record["property"], record["outcome"]
        if record["outcome"] not in FAULTS or shown[key] >= most:
            continue
        shown[key] += 1
        lines.append(
            f"{record['outcome'].upper()}: {record['kind']} {record['index']}, "
            f"{record['property']}: {record['verdict']}, but truth is {record['truth']} "
            f"({record['why']}; {record['distance']:.1e} from the boundary)"
        )
        last = record.get("reason", "").strip().splitlines()[-1:] or [""]
        lines.append(f"    {last[0][:200]}")
        lines.append(f"    {str(record.get('channel', ''))[:600]}")
    return "\n".join(lines)

"""The run: cases dealt to workers, judged, kept, and reported."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import traceback
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.soundness import built, closed, lines, qubits, squared
from benchmarks.soundness.case import KINDS
from benchmarks.soundness.journal import Journal
from benchmarks.soundness.judge import (
    ERROR,
    FAULTS,
    RIGHT,
    Record,
    again,
    failed,
    judged,
    known_together,
)
from benchmarks.soundness.report import faults, table

#: Imported for the classes that they enter.
CLASSES = (qubits, built, closed, squared)
#: Claims a case comes with, on average: what turns decisions into cases.
_CLAIMS = 3.1
#: Cases that a worker gets at once, to decide together what goes together.
_DEALT = 128
#: Seconds between two lines of progress.
_PAUSE = 10.0


#: A class and the number of a case of it.
Task = tuple[str, int]


def plan(count: int, only: str | None) -> Iterator[Task]:
    """Yield (class, number) of about as many cases as `count` decisions need, mixed."""
    kinds = [k for k in KINDS.values() if only is None or only in k.name]
    whole = sum(k.share for k in kinds)
    cases = max(1.0, count / _CLAIMS)
    wanted = {k.name: max(1, round(cases * k.share / whole)) for k in kinds}
    for number in range(max(wanted.values(), default=0)):
        yield from ((name, number) for name, most in wanted.items() if number < most)


def work(tasks: Sequence[Task], *, seed: int, prove: bool) -> list[Record]:
    """Make and judge cases, together unless proved; one that cannot be made is an error."""
    records, made = [], []
    for name, index in tasks:
        head = {"kind": name, "index": index, "seed": seed}
        try:
            made.append((head, KINDS[name].case(seed, index)))
        except Exception:  # of an oracle or of the package: shown, and not passed over
            records.append(head | failed("the case", traceback.format_exc()))
    known = [{}] * len(made) if prove else known_together([case for _, case in made])
    for (head, case), answers in zip(made, known, strict=True):
        found = judged(case, prove=prove, known=answers)
        records += [head | record for record in found]
    return records


def run(
    count: int, *, seed: int, jobs: int, prove: bool, only: str | None, journal: Journal
) -> list[Record]:
    """Judge the cases that the journal has not, and the lines; return all records."""
    tasks = [task for task in plan(count, only) if task not in journal.done]
    dealt = [tasks[i : i + _DEALT] for i in range(0, len(tasks), _DEALT)]
    doing = partial(work, seed=seed, prove=prove)
    begun = told = perf_counter()
    if jobs == 1:
        results = map(doing, dealt)
        told = _collect(results, journal, begun, told)
    else:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            _collect(pool.imap_unordered(doing, dealt), journal, begun, told)
    return journal.records


def _collect(results, journal: Journal, begun: float, told: float) -> float:
    for records in results:
        journal.add(records)
        if perf_counter() - told > _PAUSE:
            told = perf_counter()
            _tell(journal.records, told - begun)
    return told


def _tell(records: list[Record], seconds: float) -> None:
    bad = sum(record["outcome"] in FAULTS for record in records)
    print(f"{seconds:6.0f} s  {len(records)} decisions, {bad} faults", file=sys.stderr)


def replay(path: Path, only: str | None, prove: bool) -> list[Record]:
    """Ask again what was not right in a journal, of the very channels written there."""
    held = [
        record
        for record in Journal(path).records
        if "channel" in record
        and record["outcome"] in FAULTS
        and (only is None or only in record["kind"])
    ]
    return [again(record, prove=prove) for record in held]


def arguments() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser("benchmarks.soundness", description=__doc__)
    parser.add_argument("--count", type=int, default=50_000, help="decisions, about")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", help="classes whose name contains this")
    parser.add_argument("--out", type=Path, help="JSON lines; an old file is gone on with")
    parser.add_argument("--prove", action="store_true", help="ask for certificates too")
    parser.add_argument("--no-lines", action="store_true", help="no thresholds")
    parser.add_argument("--replay", type=Path, help="ask again what was wrong in a file")
    parser.add_argument("--faults", type=int, default=3, help="shown of each class")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run, print, and return 1 if anything is wrong."""
    told = arguments().parse_args(argv)
    if told.replay is not None:
        records = replay(told.replay, told.only, told.prove)
    else:
        records = run(
            told.count,
            seed=told.seed,
            jobs=told.jobs,
            prove=told.prove,
            only=told.only,
            journal=Journal(told.out),
        )
        if not told.no_lines:
            records = records + lines.judged_lines(told.only, prove=told.prove)
    print(faults(records, told.faults))
    print(table(records))
    wrong = [record for record in records if record["outcome"] in FAULTS]
    errors = sum(record["outcome"] == ERROR for record in wrong)
    right = sum(record["outcome"] == RIGHT for record in records)
    print(f"{len(records)} asked, {right} right, {len(wrong)} faults ({errors} errors).")
    return 1 if wrong else 0

"""A benchmark as its record, a line, and the files that a run leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from sdpsearch.benchmark.instances import Instance
from sdpsearch.benchmark.result import Benchmark
from sdpsearch.report.benchmark_markdown import benchmark_markdown
from sdpsearch.report.figures.benchmark import growth, save_growth
from sdpsearch.report.record import dumps
from sdpsearch.report.shapes import Record, interval, schema, strict
from sdpsearch.writing import write_file

#: The journal and the report, in one folder.
JOURNAL, _MARKDOWN, _RECORD, _FIGURE = "peers.jsonl", "peers.md", "peers.json", "peers.png"


def write(found: Benchmark, folder: Path) -> list[Path]:
    """Write the report beside the journal and return its files.

    Raises:
        ValueError: a file cannot be written.
    """
    write_file(folder / _MARKDOWN, benchmark_markdown(found, _FIGURE))
    write_file(folder / _RECORD, dumps(benchmark_record(found)) + "\n")
    save_growth(found, folder / _FIGURE)
    return [folder / name for name in (_MARKDOWN, _RECORD, _FIGURE)]


def benchmark_record(found: Benchmark) -> Record:
    """Return what a benchmark came to, everybody's answers left to its journal."""
    return {
        **schema("benchmark"),
        "made": found.made,
        "missing": found.missing,
        "instances": [_instance_part(i) for i in found.instances],
        "verdicts": [
            {"peer": peer, "way": way, **asdict(tally)}
            for (peer, way), tally in found.verdicts.items()
        ],
        "thresholds": [
            {"peer": peer, "way": way, **strict(asdict(tally))}
            for (peer, way), tally in found.thresholds.items()
        ],
        "times": [
            {"instance": i.name, "peer": peer, "way": way, **strict(asdict(time))}
            for i, columns in found.times.items()
            for (peer, way), time in columns.items()
        ],
        "growth": [asdict(curve) for curve in growth(found)],
    }


def _instance_part(instance: Instance) -> Record:
    truth = instance.truth
    return {
        "name": instance.name,
        "kind": instance.kind,
        "asks": instance.asks,
        "k": instance.k,
        "truth": truth if isinstance(truth, bool) else interval(truth),
        "source": instance.source,
    }


def benchmark_line(found: Benchmark, paths: Sequence[Path]) -> str:
    """Return who was right how often, a line each, and where the rest is."""
    lines = [
        f"{peer} {way}: {tally.right} right, {tally.unconfirmed} unconfirmed, "
        f"{tally.wrong} wrong, {tally.undecided} undecided of {tally.asked}"
        for (peer, way), tally in found.verdicts.items()
    ]
    return "\n".join([*lines, f"Written: {', '.join(map(str, paths))}"])

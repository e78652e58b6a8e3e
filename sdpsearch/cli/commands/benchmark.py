"""`sdpsearch benchmark`: questions with known answers, to this package and its peers."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from sdpsearch.benchmark.journal import read
from sdpsearch.benchmark.peers import OURS, Peer, peers
from sdpsearch.benchmark.result import Benchmark
from sdpsearch.benchmark.run import Limits, run
from sdpsearch.benchmark.suite import suite
from sdpsearch.cli import output, status
from sdpsearch.cli.options import Json, Quiet, Whole, seconds
from sdpsearch.report.benchmark import JOURNAL, benchmark_line, benchmark_record, write

_NAMES = Annotated[
    list[str] | None,
    Parameter(
        help="Whom to ask: names of benchmarks/peers/peers.toml, several with commas; all "
        "(the default) or none.",
        negative="",
        consume_multiple=False,
    ),
]


def benchmark_command(
    *,
    against: _NAMES = None,
    instances: str = "small",
    out: Annotated[str, Parameter(name=["--out", "-o"])] = "benchmark",
    limit: Annotated[float, Parameter(name="--time-limit", converter=seconds)] = 60.0,
    memory: Annotated[Whole, Parameter(name="--memory-mb")] = 6000,
    rounds: Whole = 3,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Put questions with known answers to this package and its peers.

    Right and wrong answers come first, then errors, times and memory. The same command
    continues a run that was stopped. Exit status 3 if this package is wrong.

    Parameters
    ----------
    instances
        small, standard or large; each contains the ones before it.
    out
        The folder for peers.jsonl, which keeps every answer, and the report: peers.md,
        peers.json, peers.png.
    limit
        Seconds of process time that an answer may take.
    memory
        Megabytes that an answer may take.
    rounds
        How often thresholds are timed.
    """
    chosen = suite(instances)
    asked = _installed(against)
    if rounds < 1 or memory < 1:
        raise ValueError("Options --rounds and --memory-mb must be at least 1.")
    limits = Limits(limit, memory)
    folder = output.made_folder("--out", out)
    try:
        with output.steps(quiet) as step:
            run(chosen, [OURS, *asked], folder / JOURNAL, limits, rounds, step)
    finally:  # of a run that was stopped, what there is
        if (folder / JOURNAL).exists():
            found = Benchmark.of(chosen, *read(folder / JOURNAL))
            paths = write(found, folder)
    output.show(json, found, lambda item: benchmark_line(item, paths), benchmark_record)
    own = next(iter(found.verdicts.values()), None)
    return status.DISAGREE if own is not None and own.wrong else status.OK


def _installed(names: list[str] | None) -> list[Peer]:
    """Return the peers that can be asked, and say which cannot and how they could."""
    words = [w for name in names or ["all"] for w in name.split(",") if w]
    found = [] if words == ["none"] else peers(words)
    for peer in found:
        if not peer.is_installed:
            output.say(
                f"{peer.name} is not installed and not asked: "
                f"python benchmarks/peers/install.py {peer.name}"
            )
    return [peer for peer in found if peer.is_installed]

"""What the pages quote of the benchmark on record.

    .venv/bin/python benchmarks/readme/peers.py [--write]

prints it, or puts it between the markers in README.md, docs/benchmark.md and docs/faq.md.
Nothing is measured: benchmarks/results/peers.jsonl has the answers.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from markers import put

from sdpsearch.benchmark.journal import read
from sdpsearch.benchmark.result import Benchmark
from sdpsearch.benchmark.suite import suite
from sdpsearch.report.benchmark_markdown import time_table, verdict_table

ROOT = Path(__file__).parent.parent.parent
JOURNAL = ROOT / "benchmarks" / "results" / "peers.jsonl"
#: Of the thresholds, those that are quoted.
KINDS = ("generic", "covariant", "rank-deficient")

VERDICTS = (
    "Verdicts; tolerance: the best one on a peer's own margin, chosen with the truth at "
    "hand, and the right and wrong answers with it. *Unconfirmed*: true, but the extension "
    "that came with it misses more than 1e−6."
)
TIMES = (
    "Process time of a threshold, one thread, warm. ×n: n times as long as sdpsearch, in "
    "the solver alone (the whole in brackets), in the fastest way whose error is at most "
    "1e−8; sdpsearch is charged for everything. >×n: stopped by the limit. –: not asked."
)


def on_record() -> Benchmark:
    """Return the benchmark on record."""
    return Benchmark.of(suite("large"), *read(JOURNAL))


def excerpts() -> dict[str, str]:
    """Return what each page quotes."""
    found = on_record()
    made = found.made
    how = (
        f"{len(found.instances)} instances, {made['processor']}, {made['begun'][:10]}; by "
        "`.venv/bin/python benchmarks/readme/peers.py --write` from "
        "benchmarks/results/peers.jsonl."
    )
    verdicts = f"{verdict_table(found)}\n\n{VERDICTS}"
    both = f"{verdicts}\n\n{time_table(found, KINDS)}\n\n{TIMES} {how}"
    return {
        "README.md": both,
        "docs/benchmark.md": both,
        "docs/faq.md": f"{verdicts} {how}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put it into the pages")
    write = parser.parse_args().write
    for page, text in excerpts().items():
        if write:
            put(ROOT / page, "peers", text)
        else:
            print(f"{page}\n\n{text}\n")


if __name__ == "__main__":
    main()

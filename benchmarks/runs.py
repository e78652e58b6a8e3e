"""What keeping answers costs beside finding them, and how long a large run takes to open.

`python -m benchmarks.runs` prints it, in seconds of this process's own time: whatever else
the machine does is left out.
"""

import tempfile
from pathlib import Path
from time import process_time

import numpy as np

import sdpsearch as sd
from sdpsearch.report.run import run_csv, run_table
from sdpsearch.runs import work
from sdpsearch.runs.column import Column
from sdpsearch.runs.kept import Kept
from sdpsearch.runs.series import Series
from sdpsearch.runs.store import open_store
from sdpsearch.threads import one_blas_thread

QUESTIONS = (sd.Antidegradable(), sd.PPT())
#: Points of a run that is opened, two decisions each.
LARGE = 50_000


def timed(function, *args):
    start = process_time()
    function(*args)
    return process_time() - start


def solved(family, xs):
    """Decide at parameters in the batches of a scan, locate, and keep nothing."""
    channels = {x: family(x) for x in xs}
    for asked in QUESTIONS:
        column = Column(Series(family, asked, "native", None), channels)
        for part in column.batches():
            answers = work.kept(column.batch(part, here=True))
            column.answers.update(zip(part, answers, strict=True))
        work.kept_threshold(column.search(here=True))


def kept(path, family, xs):
    sd.scan(family, QUESTIONS, xs, run=path)


def large(path):
    """Keep a run of many decisions that were never made."""
    family = sd.zoo.depolarizing(d=2)
    xs = [float(x) for x in np.linspace(0, 1, LARGE)]
    channel = family(0.5)
    with open_store(path) as store:
        for asked in QUESTIONS:
            answer = Kept.of(sd.decide(channel, asked), 1e-3)
            series = Series(family, asked, "native", None)
            store.keep(series, dict.fromkeys(xs, (channel, answer)))


def opened(path):
    run = sd.open_run(path)
    assert len(run.records()) == 2 * LARGE


@one_blas_thread()
def main():
    with tempfile.TemporaryDirectory() as folder:
        for d, count in ((2, 2000), (3, 500)):
            family = sd.zoo.depolarizing(d=d)
            xs = [float(x) for x in np.linspace(0, 1, count)]
            kept(Path(folder) / "warm.db", family, xs[:8])
            path = Path(folder) / f"{d}.db"
            plain, whole = timed(solved, family, xs), timed(kept, path, family, xs)
            print(
                f"d = {d}, {count} points: solving {plain:.2f} s, with a run {whole:.2f} s"
            )
        path = Path(folder) / "large.db"
        large(path)
        print(
            f"{2 * LARGE} decisions: opened and read in {timed(opened, path):.2f} s, ",
            end="",
        )
        run = sd.open_run(path)
        print(f"shown in {timed(run_table, run):.2f} s, CSV in {timed(run_csv, run):.2f} s")


if __name__ == "__main__":
    main()

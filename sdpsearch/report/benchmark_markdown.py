"""A benchmark as Markdown: right and wrong answers first, then errors, times, growth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from sdpsearch.benchmark.instances import Instance
from sdpsearch.benchmark.peers import OURS
from sdpsearch.benchmark.result import Benchmark
from sdpsearch.benchmark.thresholds import ACCURACY, Time
from sdpsearch.benchmark.verdicts import RESIDUAL, Column
from sdpsearch.report.figures.benchmark import Growth, growth
from sdpsearch.report.words import small

#: What a peer's end is called in a cell.
_ENDED = {"time": "timed out", "memory": "out of memory", "failed": "failed"}


def benchmark_markdown(found: Benchmark, figure: str) -> str:
    """Return the report on a benchmark.

    Args:
        found: the benchmark.
        figure: the file of its figure, as the report names it.
    """
    parts = [
        "# Against peers",
        _how(found),
        "## Verdicts",
        f"*Right*: the verdict is the truth, and the extension that came with it, if any, "
        f"misses at most {_power(RESIDUAL)}; *unconfirmed*: the truth, with one that "
        "misses more. The tolerance is the one on its own margin that leaves most right "
        "answers, chosen with the truth at hand; – where it tells no margin.",
        verdict_table(found),
        *_wrong(found),
        "## Thresholds",
        threshold_table(found),
        "## Times",
        "Process time, one thread, everything imported and warm; medians over the rounds. "
        "sdpsearch is charged for everything, peers for their solver alone (the whole in "
        f"brackets), each in its fastest way with an error up to {_power(ACCURACY)}. "
        "*×n*: n times as long as sdpsearch; >×n: the limit passed first; –: not asked.",
        time_table(found),
        "## Growth",
        growth_text(growth(found)),
        f"![Process time against dimension]({figure})",
        "## Instances",
        instance_table(found),
    ]
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown, its first column to the left."""
    lines = [head, ("---", *("---:" for _ in head[1:])), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _how(found: Benchmark) -> str:
    made, limits = found.made, found.made["limits"]
    versions = "; ".join(
        f"{peer}: " + ", ".join(f"{name} {number}" for name, number in told.items())
        for peer, told in made["versions"].items()
    )
    missing = f" {found.missing} first answers are missing." if found.missing else ""
    return (
        f"{len(found.instances)} instances, begun {made['begun']} on {made['processor']}, "
        f"{made['cores']} cores, {made['system']}; every answer may take "
        f"{limits['seconds']:g} s of process time and {limits['memory_mb']} MB.{missing} "
        f"Versions: {versions}. Made by `sdpsearch benchmark`."
    )


def verdict_table(found: Benchmark) -> str:
    """Return how everybody decided."""
    head = ("asked", "right", "unconfirmed", "wrong", "undecided", "timed out")
    head += ("out of memory", "failed", "tolerance", "right then", "wrong then")
    rows = []
    for column, tally in found.verdicts.items():
        if not tally.asked:
            continue
        numbers = (tally.asked, tally.right, tally.unconfirmed, tally.wrong)
        numbers += (tally.undecided, tally.timed_out, tally.memory, tally.failed)
        best = ("–",) * 3
        if tally.tolerance is not None:
            best = (small(tally.tolerance), str(tally.best_right), str(tally.best_wrong))
        rows.append((_called(column), *map(str, numbers), *best))
    return table(("", *head), rows)


def _wrong(found: Benchmark) -> list[str]:
    """Return the wrong answers by name, somebody to a paragraph."""
    lines = [
        f"- {_called(column)}: {'; '.join(tally.names)}"
        for column, tally in found.verdicts.items()
        if tally.names
    ]
    return ["Wrong answers:", "\n".join(lines)] if lines else ["Nobody was wrong."]


def threshold_table(found: Benchmark) -> str:
    """Return how everybody located thresholds."""
    head = (f"to {_power(ACCURACY)}", "to 1e−6", "worse", "timed out", "out of memory")
    head += ("failed", "not asked", "median error", "largest")
    rows = []
    for column, tally in found.thresholds.items():
        numbers = (tally.precise, tally.close, tally.off, tally.timed_out, tally.memory)
        numbers += (tally.failed, tally.beyond)
        errors = (_size(tally.median_error), _size(tally.largest_error))
        rows.append((_called(column), *map(str, numbers), *errors))
    return table(("", *head), rows)


def time_table(found: Benchmark, only: Sequence[str] = ()) -> str:
    """Return what everybody took for thresholds, of some kinds of instances or of all."""
    names = [p for p in dict.fromkeys(p for p, _ in found.thresholds) if p != OURS.name]
    rows = []
    for instance in sorted(found.times, key=found.order):
        ours = found.ours(instance)
        if ours is None or (only and instance.kind not in only):
            continue
        shown = ours.ended == "answered"
        mine = (_seconds(ours.seconds), _size(ours.error)) if shown else (ours.ended, "–")
        cells = [_cell(found.fastest(instance, name)) for name in names]
        memory = f"{ours.peak_mb:.0f} MB" if shown else "–"
        rows.append((_short(instance), *mine, memory, *cells))
    return table(("threshold of", OURS.name, "error", "memory", *names), rows)


def _cell(chosen: tuple[str, Time] | None) -> str:
    """Return what a peer took in its best way, and how that compares."""
    if chosen is None:
        return "–"
    way, time = chosen
    if time.ended != "answered":
        least = f">×{_ratio(time.ratio)} " if time.ended == "time" else ""
        return f"{least}({_ENDED[time.ended]})"
    told = f"{_seconds(time.inside)} ({_seconds(time.seconds)}), {time.peak_mb:.0f} MB"
    if not time.is_precise:
        return f"error {_size(time.error)}: {told}"
    return f"×{_ratio(time.ratio)}: {told}, {way}"


def growth_text(curves: Sequence[Growth]) -> str:
    """Return the fitted exponents."""
    fitted = [c for c in curves if c.exponent is not None]
    if not fitted:
        return "Too few sizes were answered for an exponent."
    rows = [
        (c.name, ", ".join(f"{d:g}" for d in c.sizes), f"{c.exponent:.1f}") for c in fitted
    ]
    return (
        table(("generic channels with white noise", "d", "exponent of d"), rows)
        + "\n\nFitted by least squares from d = 3 on. Factoring the d⁴×d⁴ system of a "
        "generic witness takes d¹² operations a step, which ours approaches from below; "
        "a direct method on the unreduced cone, of order 2d³ as a real one, d¹⁸; one "
        "eigenvalue decomposition of it d⁹."
    )


def instance_table(found: Benchmark) -> str:
    """Return every instance with its truth and where that is from."""
    rows = [
        (i.name, i.kind, i.asks, _truth(i), i.source.replace("|", "∣"))
        for i in found.instances
    ]
    return table(("instance", "kind", "asked to", "truth", "source"), rows)


def _truth(instance: Instance) -> str:
    if isinstance(instance.truth, bool):
        return "holds" if instance.truth else "fails"
    low, high = instance.truth
    return f"{low:.12g}" if low == high else f"[{low:.12g}, {high:.12g}]"


def _called(column: Column) -> str:
    peer, way = column
    return peer if peer == OURS.name else f"{peer}, {way}"


def _short(instance: Instance) -> str:
    return instance.name.replace(", threshold", "")


def _seconds(seconds: float) -> str:
    if seconds < 0.0995:
        return f"{1e3 * seconds:.2g} ms"
    return f"{seconds:.2g} s" if seconds < 9.95 else f"{seconds:.0f} s"


def _ratio(ratio: float) -> str:
    return f"{ratio:.2g}" if ratio < 9.95 else f"{ratio:,.0f}"


def _size(error: float) -> str:
    return "–" if not math.isfinite(error) else small(error)


def _power(number: float) -> str:
    return small(number)

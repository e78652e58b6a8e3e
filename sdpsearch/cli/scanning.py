"""How far a scan is, on stderr: always on a terminal, a line a minute elsewhere."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

from sdpsearch import watching
from sdpsearch.cli import output
from sdpsearch.runs.standing import Standing
from sdpsearch.search.region.advance import Advance


@contextmanager
def scanning(
    label: str, quiet: bool = False, line: Callable[[Any], str] | None = None
) -> Iterator[Callable[[Any], None]]:
    """Show how far a scan is, its rate, how long it may still take, and what it found.

    Or of anything else what `line` makes of how far it is.
    """
    line = standing_line if line is None else line
    if quiet:
        yield lambda _standing: None
        return
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        with _seldom(label, console, line) as seldom:
            yield seldom
        return
    told = f"{label} …"
    with console.status(told) as status:

        def watch(now: Any) -> None:
            nonlocal told
            told = f"{label} … {line(now)}"
            status.update(told)

        def solving(now: watching.Iteration) -> None:
            if now.seconds > output.PATIENCE:
                status.update(f"{told}; {output.solve_line(now)}")

        with watching.watched_by(solving):
            yield watch


@contextmanager
def _seldom(
    label: str, console: Console, line: Callable[[Any], str]
) -> Iterator[Callable[[Any], None]]:
    """Say a line when a second has passed, and one a minute from then on."""

    def say(text: str) -> None:
        console.print(f"{label} …{text}", soft_wrap=True)

    patience = threading.Timer(output.PATIENCE, say, ("",))
    patience.daemon = True
    patience.start()
    last = time.monotonic()

    def watch(now: Any) -> None:
        nonlocal last
        if time.monotonic() - last >= output.MINUTE:
            last = time.monotonic()
            say(f" {line(now)}")

    try:
        yield watch
    finally:
        patience.cancel()


def standing_line(now: Standing) -> str:
    """Return how far a scan is on one line.

    Example:
        >>> from collections import Counter
        >>> found = Counter(HOLDS=137, FAILS=100)
        >>> standing_line(Standing(500, 100, found, searches=2, seconds=10.0))
        '237 of 500 decisions, 14/s, about 20 s to go (137 HOLDS, 100 FAILS)'
    """
    found = ", ".join(f"{number} {kind}" for kind, number in now.verdicts.items())
    verdicts = f" ({found})" if found else ""
    if now.done == now.total:
        located = f"{now.thresholds} of {now.searches} thresholds"
        return f"all {now.total} decisions, {located}{verdicts}"
    told = [f"{now.done} of {now.total} decisions"]
    if now.remaining is not None:
        told += [f"{now.rate:.2g}/s", _duration(now.remaining)]
    return f"{', '.join(told)}{verdicts}"


def advance_line(now: Advance) -> str:
    """Return how far the search for a region is on one line.

    Example:
        >>> advance_line(Advance("ppt", 2, 30, 40, 4e-3, 1e-3, 2.0))
        'ppt: 30 solved, 40 decided, gap 4e-03 of 1e-03, about 2 s to go'
    """
    told = f"{now.name}: {now.solves} solved, {now.decisions} decided"
    if now.gap is not None:
        told += f", gap {now.gap:.0e} of {now.goal:.0e}"
    left = now.remaining
    return told if left is None else f"{told}, {_duration(left)}"


def _duration(seconds: float) -> str:
    if seconds < output.MINUTE:
        return f"about {math.ceil(seconds)} s to go"
    if seconds < 60 * output.MINUTE:
        return f"about {math.ceil(seconds / output.MINUTE)} min to go"
    return f"about {seconds / 3600:.1f} h to go"

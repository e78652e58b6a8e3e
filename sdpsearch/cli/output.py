"""What a command writes: the answer to stdout, the rest to stderr, files on request."""

from __future__ import annotations

import io
import json
import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from sdpsearch import watching
from sdpsearch.cli.plain import PLAIN, plain
from sdpsearch.report.narrow import fitted
from sdpsearch.report.record import Record, dumps, error_record
from sdpsearch.report.record import record as recorded
from sdpsearch.writing import check_place, make_folder

#: Seconds after which a command without a terminal says what it is doing.
PATIENCE = 1.0
MINUTE = 60.0


def bear_any_encoding() -> None:
    """Let no character of an answer fail on a terminal that cannot show it.

    What it cannot show is written in ASCII.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=PLAIN)


def say(message: str) -> None:
    """Print one line to stderr."""
    with suppress(OSError):  # nobody listens, and there is no other place to say so
        print(f"sdpsearch: {message}", file=sys.stderr)


def tell(text: str) -> None:
    """Print a text to stdout."""
    print(text)


def refuse(message: str, *, as_json: bool) -> None:
    """Say a mistake in one line, and to who reads JSON as JSON."""
    say(message)
    if as_json:
        print(_lossless(dumps(error_record(message))))


def show(
    as_json: bool,
    found: Any,
    render: Callable[[Any], Any],
    record: Callable[[Any], Record] = recorded,
) -> None:
    """Print what was found, as JSON or rendered for the terminal's width."""
    if as_json:
        print(_lossless(dumps(record(found))))
        return
    rendered = render(found)
    if isinstance(rendered, str):
        # For whoever copies it: whole lines.
        print(rendered)
        return
    console = _Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        # A file or a pipe has no width: let no cell be folded.
        console = _Console(highlight=False, width=200)
    with console.capture() as captured:
        console.print(fitted(rendered, console))
    text = captured.get()
    print("\n".join(line.rstrip() for line in text.split("\n")), end="")


def _lossless(text: str) -> str:
    """Return JSON that standard output can write: in its own escapes, if need be."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return "".join(c if c.isascii() else json.dumps(c)[1:-1] for c in text)
    return text


class _Console(Console):
    """A console whose cells are as wide as what its encoding makes of them."""

    def render_str(self, text: str, **options: Any) -> Text:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Return the text that a string stands for."""
        return super().render_str(plain(text, self.encoding), **options)


@contextmanager
def progress(label: str, quiet: bool = False) -> Iterator[Callable[[float, int], None]]:
    """Show on stderr while something runs how far it is.

    On a terminal a spinner with the last parameter, and of a solve that takes long the gap
    and how long it may still take; elsewhere a line when a second has passed, and of a
    long solve one a minute.
    """
    if quiet:
        yield lambda _x, _count: None
        return
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        # No spinner where nobody watches: one line, once it has taken a second.
        patience = threading.Timer(
            PATIENCE, lambda: console.print(f"{label} …", soft_wrap=True)
        )
        patience.daemon = True
        patience.start()
        seldom = _Seldom(lambda text: console.print(f"{label} … {text}", soft_wrap=True))
        try:
            with watching.watched_by(seldom):
                yield lambda _x, _count: None
        finally:
            patience.cancel()
        return
    with console.status(f"{label} …") as status:

        def solving(now: watching.Iteration) -> None:
            if now.seconds > PATIENCE:
                status.update(f"{label} … {solve_line(now)}")

        with watching.watched_by(solving):
            yield lambda x, count: status.update(
                f"{label} … {count} decided, last at {x:.6g}"
            )


class _Seldom:
    """A watcher that says a line a minute."""

    def __init__(self, say_line: Callable[[str], object]) -> None:
        self._say, self._last = say_line, time.monotonic()

    def __call__(self, now: watching.Iteration) -> None:
        if time.monotonic() - self._last >= MINUTE:
            self._last = time.monotonic()
            self._say(solve_line(now))


def solve_line(now: watching.Iteration) -> str:
    """Return where a solve stands, e.g. "iteration 5, gap 1e-4 of 1e-11, about 20 s to go".

    Example:
        >>> solve_line(watching.Iteration(4, 1.0, 1e-4, 1e-12, 2.0))
        'iteration 4, gap 1e-04 of 1e-12, about 4 s to go'
    """
    told = f"iteration {now.number}, gap {now.gap:.0e} of {now.target:.0e}"
    if now.remaining is None:
        return told
    left = now.remaining
    if left < MINUTE:
        return f"{told}, about {math.ceil(left)} s to go"
    return f"{told}, about {math.ceil(left / MINUTE)} min to go"


@contextmanager
def steps(quiet: bool = False) -> Iterator[Callable[[str], None]]:
    """Say on stderr what a long command is doing, a line a step without a terminal."""
    if quiet:
        yield lambda _line: None
        return
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda line: console.print(f"{line} …", soft_wrap=True)
        return
    with console.status("…") as status:
        yield lambda line: status.update(f"{line} …")


def check_folder(path: str, suffixes: tuple[str, ...] = ()) -> None:
    """Refuse a path that could not be written, before any work is done."""
    check_place(path)
    if suffixes and Path(path).suffix not in suffixes:
        raise ValueError(
            f"Cannot write {path}: the suffix must be one of {', '.join(suffixes)}."
        )


def made_folder(option: str, path: str) -> Path:
    """Return a folder that is there to be written to, before any work is done."""
    if not path:
        raise ValueError(f"Option {option} must name a folder, but is empty.")
    return make_folder(path)


def finish() -> None:
    """Send all that was printed on its way; OSError where nobody takes it."""
    if sys.stdout is not None:
        sys.stdout.flush()


def abandon() -> None:
    """Give up a standard output that takes nothing, so that Python's end is silent."""
    # Under another program's capture there is no such number, and nothing to give up.
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

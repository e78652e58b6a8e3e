"""execute(): columns answered by whoever does the work, each answer kept as it comes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sdpsearch.runs import work
from sdpsearch.runs.column import Answer, Column
from sdpsearch.runs.executors import (
    Here,
    WorkersLost,
    finished,
    is_running,
    submitted,
    width_of,
)
from sdpsearch.runs.kept import Kept
from sdpsearch.runs.kept_threshold import KeptThreshold
from sdpsearch.runs.standing import Standing
from sdpsearch.runs.store import RunStore

#: How often something that fails is tried.
TRIES = 2
#: Seconds without an answer after which a worker is given up, beside this many times what
#: the work was expected to take.
PATIENCE, _SLOWER = 600.0, 20.0

Watch = Callable[[Standing], None]
Progress = Callable[[float, int], None]


@dataclass(eq=False)
class _Task:
    """A batch of a column, or the search for its threshold where it has no parameters."""

    column: Column
    xs: tuple[float, ...] = ()
    failures: int = 0
    since: float = field(default=0.0, init=False)

    def expected(self) -> float:
        """Return seconds after which nothing will come any more."""
        series, points = self.column.series, max(len(self.xs), _SEARCH_POINTS)
        seconds = max(series.seconds, series.time_limit or 0.0)
        return PATIENCE + _SLOWER * seconds * points


#: Decisions that the search for a threshold is expected to be worth.
_SEARCH_POINTS = 20


class Execution:
    """The loop that hands out work and keeps what comes back.

    Args:
        columns: what is asked.
        store: where answers are kept, None for in memory alone.
        executor: who does the work; this process without one.
        watch: called with how far it is, again and again.
        progress: called with each parameter that is answered, and how many are.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        store: RunStore | None = None,
        executor: Executor | None = None,
        watch: Watch | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.columns, self.store = columns, store
        self.here = executor is None
        self.executor = Here() if executor is None else executor
        self.begun_on = getattr(self.executor, "is_running", is_running)
        # With nobody to send it to and nowhere to keep it, an answer stays as it came,
        # and what goes wrong is raised where it happens.
        self.live = store is None and executor is None
        self.watch, self.progress = watch, progress
        self.standing = Standing(
            sum(len(c.channels) for c in columns), searches=len(columns)
        )
        self.queue: deque[_Task] = deque()
        self.flying: dict[Future[Any], _Task] = {}
        self.left: dict[Column, int] = {}
        self.begun = time.monotonic()

    def run(self) -> None:
        """Answer everything that is open."""
        for column in self.columns:
            self._open(column)
        self.standing.before = self.standing.done
        try:
            while self.queue or self.flying:
                width = 1 if self.here else width_of(self.executor)
                while self.queue and len(self.flying) < width:
                    self._send(self.queue.popleft())
                for future in finished(self.flying):
                    self._receive(future)
                self._give_up_stalled()
                self._tell()
        except BaseException as error:
            self._salvage(cancel=not isinstance(error, WorkersLost))
            raise

    def _open(self, column: Column) -> None:
        if self.store is not None:
            known = self.store.known(column.series, column.channels)
            column.answers.update(known)
            self.standing.verdicts.update(map(_kind, known.values()))
        parts = column.batches()
        self.left[column] = len(parts)
        self.queue.extend(_Task(column, xs) for xs in parts)
        if not parts:
            self._complete(column)

    def _complete(self, column: Column) -> None:
        """Go on with the threshold of a column whose points are answered."""
        if self.store is not None:
            column.threshold = self.store.threshold(column.series, column.xs)
        if column.threshold is not None:
            self.standing.thresholds += 1
        else:
            self.queue.append(_Task(column))

    def _send(self, task: _Task) -> None:
        column = task.column
        # A family that is more than its origin does not travel.
        here = self.here or (not task.xs and column.series.origin is None)
        sent_to = Here() if here else self.executor
        if task.xs:
            function = work.decisions if self.live else work.kept
            sent = column.batch(task.xs, here=here)
        else:
            function = work.located if self.live else work.kept_threshold
            sent = column.search(here=here)
        task.since = time.monotonic()
        self.flying[submitted(sent_to, function, sent)] = task

    def _receive(self, future: Future[Any]) -> None:
        task = self.flying.pop(future)
        try:
            found = future.result()
        except Exception as error:  # the worker died, or could not be reached
            self._lost(task, error)
            return
        if task.xs:
            self._answered(task, found)
        else:
            self._located(task, found)

    def _answered(self, task: _Task, found: Sequence[Answer]) -> None:
        column = task.column
        again = [x for x, one in zip(task.xs, found, strict=True) if _is_open(one, task)]
        kept = {x: one for x, one in zip(task.xs, found, strict=True) if x not in again}
        if self.store is not None and kept:
            made = {
                x: (column.channels[x], one)
                for x, one in kept.items()
                if isinstance(one, Kept)
            }
            self.store.keep(column.series, made)
        column.answers.update(kept)
        for x, one in kept.items():
            self.standing.verdicts[_kind(one)] += 1
            if self.progress is not None:
                self.progress(x, self.standing.done)
        self.left[column] += len(again) - 1
        self.queue.extend(_Task(column, (x,), task.failures + 1) for x in again)
        if self.left[column] == 0:
            self._complete(column)

    def _located(self, task: _Task, found: Any) -> None:
        column = task.column
        if getattr(found, "failed", False) and task.failures + 1 < TRIES:
            self.queue.append(_Task(column, (), task.failures + 1))
            return
        if self.store is not None:
            self.store.keep_threshold(column.series, column.xs, found)
        column.threshold = found
        self.standing.thresholds += 1

    def _lost(self, task: _Task, error: Exception) -> None:
        """Try again what was lost with its worker, in halves to find who is to blame."""
        column, xs = task.column, task.xs
        if task.failures + 1 < TRIES:
            self.queue.append(_Task(column, xs, task.failures + 1))
        elif len(xs) > 1:
            middle = len(xs) // 2
            self.left[column] += 1
            for half in (xs[:middle], xs[middle:]):
                self.queue.append(_Task(column, half, task.failures))
        elif xs:
            self._answered(task, [Kept.failure(column.series.property, error)])
        else:
            series = column.series
            kept = KeptThreshold.failure(series.property, series.family, error)
            self._located(task, kept)

    def _give_up_stalled(self) -> None:
        now = time.monotonic()
        for future, task in list(self.flying.items()):
            if future.done():
                continue
            if not self.begun_on(future):
                task.since = now
            limit = task.expected()
            if now - task.since > limit:
                del self.flying[future]
                future.cancel()
                # Whoever works on it still is ended where that can be done.
                kill = getattr(self.executor, "kill", None)
                if kill is not None:
                    kill(future)
                self._lost(task, TimeoutError(f"no answer came within {limit:.0f} s"))

    def _salvage(self, *, cancel: bool) -> None:
        """Keep what has come in the meantime, and take back what nobody has begun."""
        for future in list(self.flying):
            if future.done():
                with suppress(Exception):
                    self._receive(future)
            elif cancel:
                future.cancel()

    def _tell(self) -> None:
        self.standing.seconds = time.monotonic() - self.begun
        if self.watch is not None:
            self.watch(self.standing)


def _kind(answer: Answer) -> str:
    failed = isinstance(answer, Kept) and answer.failed
    return "failed" if failed else answer.verdict.name


def _is_open(answer: Answer, task: _Task) -> bool:
    """Whether an answer is none yet, because the work failed and is tried again."""
    return isinstance(answer, Kept) and answer.failed and task.failures + 1 < TRIES

"""execute(): columns answered by whoever does the work, each answer kept as it comes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Any

from sdpsearch.runs import work
from sdpsearch.runs.column import Answer, Column, Grid
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
from sdpsearch.runs.task import Task

Watch = Callable[[Standing], None]
Progress = Callable[[float, int], None]


class Execution:
    """The loop that hands out work and keeps what comes back.

    Args:
        grids: what is asked.
        store: where answers are kept, None for in memory alone.
        executor: who does the work; this process without one.
        watch: called with how far it is, again and again.
        progress: called with each parameter that is answered, and how many are.
    """

    def __init__(
        self,
        grids: Sequence[Grid],
        store: RunStore | None = None,
        executor: Executor | None = None,
        watch: Watch | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.grids, self.store = grids, store
        self.whose = {column: grid for grid in grids for column in grid.columns}
        self.here = executor is None
        self.executor = Here() if executor is None else executor
        self.begun_on = getattr(self.executor, "is_running", is_running)
        # With nobody to send it to and nowhere to keep it, an answer stays as it came,
        # and what goes wrong is raised where it happens.
        self.live = store is None and executor is None
        self.watch, self.progress = watch, progress
        asked = sum(len(column.channels) for column in self.whose)
        self.standing = Standing(asked, searches=len(self.whose))
        self.queue: deque[Task] = deque()
        self.flying: dict[Future[Any], Task] = {}
        self.left: dict[Column, int] = {}
        self.begun = time.monotonic()

    def run(self) -> None:
        """Answer everything that is open."""
        for grid in self.grids:
            self._open(grid)
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

    def _open(self, grid: Grid) -> None:
        """Ask the store what is known of what a grid asks, and queue the rest."""
        for column in grid.columns:
            if self.store is not None:
                new = {x: column.channels[x] for x in column.fresh}
                known = self.store.known(column.series, new)
                column.answers.update(known)
                self.standing.before += len(known)
                self.standing.verdicts.update(map(_kind, known.values()))
            parts = column.batches()
            self.left[column] = len(parts)
            self.queue.extend(Task(column, xs) for xs in parts)
        self._go_on(grid)

    def _go_on(self, grid: Grid) -> None:
        """Where all of a grid is answered, ask for more points, or for the thresholds."""
        if any(self.left[column] for column in grid.columns):
            return
        if grid.extend():
            more = sum(len(column.fresh) for column in grid.columns)
            self.standing.total += more
            self._open(grid)
            return
        for column in grid.columns:
            if self.store is not None:
                column.threshold = self.store.threshold(column.series, column.xs)
            if column.threshold is not None:
                self.standing.thresholds += 1
            else:
                self.queue.append(Task(column))

    def _send(self, task: Task) -> None:
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

    def _answered(self, task: Task, found: Sequence[Answer]) -> None:
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
        self.queue.extend(task.again(x) for x in again)
        self._go_on(self.whose[column])

    def _located(self, task: Task, found: Any) -> None:
        column = task.column
        if getattr(found, "failed", False) and not task.is_tried_enough:
            self.queue.append(task.again())
            return
        if self.store is not None:
            self.store.keep_threshold(column.series, column.xs, found)
        column.threshold = found
        self.standing.thresholds += 1

    def _lost(self, task: Task, error: Exception) -> None:
        """Try again what was lost with its worker, in halves to find who is to blame."""
        series = task.column.series
        if not task.is_tried_enough:
            self.queue.append(task.again())
        elif len(task.xs) > 1:
            self.left[task.column] += 1
            self.queue.extend(task.halves())
        elif task.xs:
            self._answered(task, [Kept.failure(series.property, error)])
        else:
            failed = KeptThreshold.failure(series.property, series.family, error)
            self._located(task, failed)

    def _give_up_stalled(self) -> None:
        now = time.monotonic()
        for future, task in list(self.flying.items()):
            if future.done():
                continue
            if not self.begun_on(future):
                task.since = now
            limit = task.limit
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


def _is_open(answer: Answer, task: Task) -> bool:
    """Whether an answer is none yet, because the work failed and is tried again."""
    return isinstance(answer, Kept) and answer.failed and not task.is_tried_enough

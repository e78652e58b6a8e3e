"""Everything that a plan asks, answered and kept; nothing is asked twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from sdpsearch.atlas.archive import Archive
from sdpsearch.atlas.plan import Plan
from sdpsearch.atlas.query import Query, answered
from sdpsearch.report.shapes import Record
from sdpsearch.runs.execute import Watch
from sdpsearch.runs.executors import Here, finished, submitted, width_of
from sdpsearch.runs.kept import told
from sdpsearch.runs.scan import answer

#: What of an atlas's folder keeps answers: columns, and all else.
RUN, ANSWERS = "run.db", "answers"


def fill_columns(
    plan: Plan,
    folder: Path,
    *,
    executor: Executor | None = None,
    watch: Watch | None = None,
    command: Sequence[str] | None = None,
) -> None:
    """Answer the columns of a plan, in place, each answer kept as it is made.

    Args:
        plan: what is asked.
        folder: of the atlas.
        executor: who does the work; this process without one.
        watch: called with how far it is.
        command: the words that asked for it, for the run to remember.

    Raises:
        ValueError, RunUnwritable, WorkersLost, KeyboardInterrupt: as `scan`.
    """
    if plan.grids:
        run = folder / RUN
        answer(plan.grids, executor=executor, watch=watch, run=run, command=command)


def fill_queries(
    plan: Plan,
    folder: Path,
    *,
    executor: Executor | None = None,
    step: Callable[[str], None] | None = None,
) -> dict[str, Record]:
    """Return the answers to the queries of a plan by key, each kept as it is made.

    One that fails has "failed", the reason; it is not kept, and asked the next time.

    Args:
        plan: what is asked.
        folder: of the atlas.
        executor: who does the work; this process without one.
        step: called with what is begun, and how much is there.

    Raises:
        ValueError: an answer cannot be written.
        WorkersLost: the executor takes no more work; what was kept is kept.
        KeyboardInterrupt: it was interrupted; the message says what is kept.
    """
    archive = Archive(folder / ANSWERS)
    known = {query.key: archive.get(query.key) for query in plan.queries}
    found = {key: kept for key, kept in known.items() if kept is not None}
    waiting = deque(query for query in plan.queries if query.key not in found)
    try:
        _ask(waiting, found, archive, executor, step or (lambda _line: None))
    except KeyboardInterrupt as error:
        first = str(error) or "interrupted"
        kept = f"{len(found)} of {len(known)} answers kept in {archive.folder}"
        raise type(error)(f"{first}; {kept}; the same command continues") from None
    return found


def _ask(
    waiting: deque[Query],
    found: dict[str, Record],
    archive: Archive,
    executor: Executor | None,
    step: Callable[[str], None],
) -> None:
    """Add the answers to queries to what is found, and keep them."""
    who = Here() if executor is None else executor
    width = 1 if executor is None else width_of(who)
    flying: dict[Future[Any], Query] = {}
    while waiting or flying:
        while waiting and len(flying) < width:
            query = waiting.popleft()
            step(f"{query}, {len(waiting) + len(flying) + 1} to go")
            flying[submitted(who, _answered, query)] = query
        for future in finished(flying):
            query = flying.pop(future)
            found[query.key] = _received(future)
            if "failed" not in found[query.key]:
                archive.keep(query.key, found[query.key])


def _answered(query: Query) -> Record:
    """Return the answer to a query, or why there is none."""
    try:
        return answered(query)
    except Exception as error:
        return {"failed": told(error)}


def _received(future: Future[Any]) -> Record:
    try:
        return future.result()
    except Exception as error:  # the worker died
        return {"failed": told(error)}

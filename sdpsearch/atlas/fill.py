"""fill(): everything that a plan asks, answered and kept; nothing is asked twice."""

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

#: What of an atlas's folder keeps answers.
RUN, ANSWERS = "run.db", "answers"

#: Called with what is being done beside the run, and how much of it is.
Told = Callable[[str], None]


def fill(
    plan: Plan,
    folder: Path,
    *,
    executor: Executor | None = None,
    watch: Watch | None = None,
    step: Told | None = None,
    command: Sequence[str] | None = None,
) -> dict[str, Record]:
    """Answer what a plan asks; columns in place, and return the rest by key.

    Args:
        plan: what is asked.
        folder: of the atlas, which keeps every answer as it is made.
        executor: who does the work; this process without one.
        watch: called with how far the columns are.
        step: called with how far the rest is.
        command: the words that asked for it, for the run to remember.

    Raises:
        ValueError, RunUnwritable, WorkersLost, KeyboardInterrupt: as `scan`.
    """
    archive = Archive(folder / ANSWERS)
    if plan.grids:
        run = folder / RUN
        answer(plan.grids, executor=executor, watch=watch, run=run, command=command)
    return _queries(plan.queries, archive, executor, step or (lambda _line: None))


def _queries(
    queries: Sequence[Query], archive: Archive, executor: Executor | None, step: Told
) -> dict[str, Record]:
    """Return the answers to queries, those that failed with the reason, not kept."""
    known = {query.key: archive.get(query.key) for query in queries}
    found = {key: kept for key, kept in known.items() if kept is not None}
    waiting = deque(query for query in queries if query.key not in found)
    who = Here() if executor is None else executor
    width = 1 if executor is None else width_of(who)
    flying: dict[Future[Any], Query] = {}
    while waiting or flying:
        while waiting and len(flying) < width:
            query = waiting.popleft()
            step(f"{query.kind} of {query.subject}, {len(found)} of {len(known)} kept")
            flying[submitted(who, _kept_going, query)] = query
        for future in finished(flying):
            query = flying.pop(future)
            found[query.key] = _received(future)
            if "failed" not in found[query.key]:
                archive.keep(query.key, found[query.key])
    return found


def _received(future: Future[Any]) -> Record:
    try:
        return future.result()
    except Exception as error:  # the worker died
        return {"failed": told(error)}


def _kept_going(query: Query) -> Record:
    """Return the answer to a query, or why there is none."""
    try:
        return answered(query)
    except Exception as error:
        return {"failed": told(error)}

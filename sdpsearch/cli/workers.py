"""Who does the work of a command: this process, several of them, or a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager


@contextmanager
def workers(jobs: int, scheduler: str | None) -> Iterator[Executor | None]:
    """Yield an executor, None where this process does the work itself.

    Args:
        jobs: number of local processes.
        scheduler: address of a Dask scheduler.

    Raises:
        ValueError: both are given, or nobody answers there.
    """
    if jobs < 1:
        raise ValueError(f"Option --jobs must be at least 1, but is {jobs}.")
    if scheduler is not None:
        if jobs > 1:
            raise ValueError("Give --jobs or --scheduler, not both.")
        # Imported here: few have it.
        from sdpsearch.runs.dask import dask_workers

        with dask_workers(scheduler) as found:
            yield found
    elif jobs > 1:
        # Imported here: who works alone needs none of it.
        from sdpsearch.runs.processes import Processes

        with Processes(jobs) as found:
            yield found
    else:
        yield None

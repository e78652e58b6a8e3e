"""Executors: what is asked of anything that takes work, and this process as one.

Whatever has `submit(function, argument)` and returns something with `done()`, `result()`
and `cancel()` does: the executors of concurrent.futures, loky, mpi4py and Dask, and those
of clusters' queues, whose jobs are no futures.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Any

#: Seconds between two looks at work that is done elsewhere.
_LOOK = 0.2
#: How many tasks a worker has waiting, so that it never waits for the next.
_AHEAD = 2


class WorkersLost(RuntimeError):
    """Nobody is left to do the work; what was kept is kept."""


class Here(Executor):
    """An executor that does at once what it is given, and raises what that raises."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return a future that is done."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def submitted(executor: Any, function: Callable[[Any], Any], sent: Any) -> Future[Any]:
    """Return the future of a call.

    Raises:
        WorkersLost: an executor elsewhere takes no more.
    """
    if isinstance(executor, Here):
        return executor.submit(function, sent)
    try:
        return executor.submit(function, sent)
    except Exception as error:
        told = " ".join(str(error).split()) or type(error).__name__
        raise WorkersLost(f"No worker takes more work: {told}") from error


def width_of(executor: Any) -> float:
    """Return how many tasks are out at once; all where nobody knows how many work.

    What is out is in flight: the less of it, the less is done twice after a mishap.
    """
    for name in ("_max_workers", "max_workers", "num_workers"):
        number = getattr(executor, name, None)
        if isinstance(number, int) and number > 0:
            return _AHEAD * number
    return float("inf")


def is_running(future: Any) -> bool:
    """Whether a worker has begun it, as far as it tells."""
    running = getattr(future, "running", None)
    return running is not None and bool(running())


def finished(flying: Iterable[Future[Any]]) -> list[Future[Any]]:
    """Return those that are done, waiting for the first a little while."""
    futures = list(flying)
    done = [future for future in futures if future.done()]
    if done or not futures:
        return done
    if all(isinstance(future, Future) for future in futures):
        wait(futures, _LOOK, FIRST_COMPLETED)
    else:  # e.g. a job of a cluster's queue, which only tells when it is asked
        time.sleep(_LOOK)
    return [future for future in futures if future.done()]

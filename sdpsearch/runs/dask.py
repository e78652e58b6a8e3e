"""Dask: the workers of a scheduler that runs already, on this machine or a cluster."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from typing import Any

import sdpsearch
from sdpsearch.runs.executors import WorkersLost

#: Seconds for a scheduler to answer, and between two counts of its workers.
_PATIENCE, _COUNT = 10.0, 5.0


class DaskWorkers(Executor):
    """An executor of the workers that a Dask client sees, however many come and go.

    Args:
        client: a distributed.Client.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._inner = client.get_executor(pure=False)
        self._counted, self._threads = -_COUNT, 0

    @property
    def max_workers(self) -> int:
        """How many tasks they do at once; one where there is nobody yet."""
        return max(self._number(), 1)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return the future of a call on one of the workers."""
        return self._inner.submit(fn, *args, **kwargs)

    def is_running(self, future: Future[Any]) -> bool:
        """Whether anybody is there to work on it; Dask tells no more of its own accord."""
        return self._number() > 0

    def _number(self) -> int:
        if self._client.status == "closed":
            raise WorkersLost("The Dask scheduler is gone")
        now = time.monotonic()
        if now - self._counted >= _COUNT:
            self._counted = now
            # While it tries to connect again nobody knows better.
            with suppress(Exception):
                self._threads = sum(self._client.nthreads().values())
        return self._threads


@contextmanager
def dask_workers(address: str) -> Iterator[DaskWorkers]:
    """Connect to a scheduler, and leave it as it is when all is done.

    Args:
        address: of the scheduler, e.g. "tcp://host:8786".

    Raises:
        ImportError: dask.distributed is not installed; the message gives the command.
        ValueError: nobody answers there, or its workers have another sdpsearch or none.
    """
    if re.fullmatch(r"[a-z]+://.+:\d+", address) is None:
        raise ValueError(
            f"A Dask scheduler has an address like tcp://host:8786, not {address!r}."
        )
    try:
        from distributed import Client
    except ImportError as error:
        raise ImportError(
            "A Dask scheduler needs dask.distributed, which is not installed: "
            "pip install 'sdpsearch[dask]'."
        ) from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        told = " ".join(str(error).split()).rstrip(".")
        raise ValueError(f"No Dask scheduler answers at {address!r}: {told}.") from None
    log = logging.getLogger("distributed")
    before = log.level
    log.setLevel(logging.CRITICAL)  # what matters of its mishaps is told by who asked
    try:
        _check_versions(client, address)
        yield DaskWorkers(client)
    finally:
        with suppress(OSError):
            client.close(timeout=_PATIENCE)
        log.setLevel(before)


def _check_versions(client: Any, address: str) -> None:
    """Raise ValueError unless the workers that are there have this very sdpsearch."""
    try:
        found = client.run(_version)
    except Exception as error:
        told = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(
            f"The workers of {address} cannot do the work: {told}; install sdpsearch where "
            "they run."
        ) from None
    other = {version for version in found.values() if version != sdpsearch.__version__}
    if other:
        raise ValueError(
            f"The workers of {address} have sdpsearch {', '.join(sorted(other))}, but this "
            f"is {sdpsearch.__version__}."
        )


def _version() -> str:
    return sdpsearch.__version__

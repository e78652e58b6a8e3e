"""Processes: local workers that may be killed, one by one, without harm to the others."""

from __future__ import annotations

import os
import queue
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from sdpsearch.threads import one_blas_thread

#: A fresh interpreter: a fork would copy locks that other threads hold.
_CONTEXT = get_context("spawn")
#: Seconds a process that is told to end has for it.
_GRACE = 5.0


class WorkerLost(RuntimeError):
    """The process that did the work ended before it was done."""


class Processes(Executor):
    """An executor of local processes, each with one BLAS thread.

    A process that dies takes its task along, whose future says so, and is replaced; those
    of a pool of concurrent.futures would all be lost with it.

    Args:
        number: how many processes.

    Raises:
        ValueError: there is to be none.

    Example:
        >>> from sdpsearch.runs.processes import Processes
        >>> with Processes(1) as workers:
        ...     workers.submit(abs, -2).result()
        2
    """

    def __init__(self, number: int) -> None:
        if number < 1:
            raise ValueError(f"Argument `number` must be at least 1, but is {number}.")
        self.max_workers = number
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._workers = [_Worker(self._tasks) for _ in range(number)]
        self._closed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return the future of a call in one of the processes."""
        if self._closed:
            raise RuntimeError("These processes take no more work: they were shut down.")
        future: Future[Any] = Future()
        self._tasks.put((future, fn, args, kwargs))
        return future

    def kill(self, future: Future[Any]) -> None:
        """End the process that works on a future, which is lost with it."""
        for worker in self._workers:
            worker.kill(future)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let what was submitted be done, or cancelled, and end the processes."""
        self._closed = True
        while cancel_futures:
            try:
                task = self._tasks.get_nowait()
            except queue.Empty:
                break
            if task is not None:
                task[0].cancel()
        for _ in self._workers:
            self._tasks.put(None)
        for worker in self._workers:
            if cancel_futures:
                worker.end()
            if wait:
                worker.thread.join()

    def __exit__(self, kind: Any, *rest: Any) -> None:
        # Who was interrupted does not wait for what nobody will ask for.
        self.shutdown(cancel_futures=kind is not None)


_Task = tuple[Future[Any], Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class _Worker:
    """A thread that feeds one process, and starts another one where that dies."""

    def __init__(self, tasks: queue.SimpleQueue[_Task | None]) -> None:
        self._tasks = tasks
        self._lock = threading.Lock()
        self._future: Future[Any] | None = None
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self.thread = threading.Thread(target=self._feed, daemon=True)
        self.thread.start()

    def kill(self, future: Future[Any]) -> None:
        """End the process if it works on this future."""
        with self._lock:
            if self._future is future and self._process is not None:
                self._process.kill()

    def end(self) -> None:
        """End the process, whatever it does."""
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def _feed(self) -> None:
        while (task := self._tasks.get()) is not None:
            future, *call = task
            if future.set_running_or_notify_cancel():
                self._do(future, call)
        if self._pipe is not None and self._process is not None:
            with suppress(OSError):
                self._pipe.send(None)
            self._process.join(_GRACE)
            self._process.kill()

    def _do(self, future: Future[Any], call: list[Any]) -> None:
        try:
            pipe, process = self._started()
            with self._lock:
                self._future = future
            pipe.send(call)
            wait([pipe, process.sentinel])
            done, found = pipe.recv() if pipe.poll() else _died(process)
        except (EOFError, OSError):  # it died half-way through its answer
            done, found = _died(self._process)
        except Exception as error:  # what is asked cannot be sent
            done, found = False, error
        with self._lock:
            self._future = None
            if isinstance(found, WorkerLost):
                self._process = self._pipe = None
        if done:
            future.set_result(found)
        else:
            future.set_exception(found)

    def _started(self) -> tuple[Connection, BaseProcess]:
        with self._lock:
            if self._pipe is None or self._process is None or not self._process.is_alive():
                self._pipe, other = _CONTEXT.Pipe()
                self._process = _CONTEXT.Process(target=_work, args=(other,), daemon=True)
                self._process.start()
                other.close()
            return self._pipe, self._process


def _died(process: BaseProcess | None) -> tuple[bool, WorkerLost]:
    if process is None:
        return False, WorkerLost("its process did not start")
    process.join(_GRACE)
    code = process.exitcode
    if code is not None and code < 0:
        how = f"was killed by {signal.Signals(-code).name}"
    else:
        how = f"ended with status {code}"
    return False, WorkerLost(f"its process {how}")


@one_blas_thread()
def _work(pipe: Connection) -> None:
    """Do what comes until nothing more does, or nobody is there to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the parent's to say
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while (call := pipe.recv()) is not None:
        function, args, kwargs = call
        try:
            answer = True, function(*args, **kwargs)
        except Exception as error:
            answer = False, error
        try:
            pipe.send(answer)
        except (TypeError, AttributeError, ValueError) as error:
            pipe.send((False, RuntimeError(f"the answer cannot be sent: {error}")))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)

"""Processes: local workers that may be killed, one by one, without harm to the others.

They are plain interpreters that read calls and write answers: those of multiprocessing
would run the script again that asked for them, wherever it forgot to say `if __name__ ==
"__main__"`, and a pool of concurrent.futures ends with the first process that dies.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Any, BinaryIO

from sdpsearch.threads import one_blas_thread

#: Seconds between two looks whether whoever asks is still there.
_LOOK = 1.0
#: What a process runs: with the paths of this one, so that it finds the same modules.
_CODE = (
    "import sys; sys.path[:] = {paths!r}; "
    "from sdpsearch.runs.processes import serve; serve({parent})"
)
_Task = tuple[Future[Any], Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class WorkerLost(RuntimeError):
    """The process that did the work ended before it was done."""


class Processes(Executor):
    """An executor of local processes, each with one BLAS thread.

    A process that dies takes its task along, whose future says so, and is replaced. What is
    sent is found by its name in a module: functions and classes of a script itself are not.

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
        if cancel_futures:
            with suppress(queue.Empty):
                while (task := self._tasks.get_nowait()) is not None:
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


class _Worker:
    """A thread that feeds one process, and starts another one where that dies."""

    def __init__(self, tasks: queue.SimpleQueue[_Task | None]) -> None:
        self._tasks = tasks
        self._lock = threading.Lock()
        self._future: Future[Any] | None = None
        self._process: subprocess.Popen[bytes] | None = None
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
        with self._lock:
            if self._process is not None:
                _close(self._process)

    def _do(self, future: Future[Any], call: list[Any]) -> None:
        try:
            sent = pickle.dumps(call)
        except Exception as error:
            future.set_exception(error)
            return
        process = self._started(future)
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(sent)
            process.stdin.flush()
            done, found = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):  # half an answer, or none
            done, found = False, self._lost(process)
        except Exception as error:  # an answer that means nothing here
            done, found = False, error
        with self._lock:
            self._future = None
        if done:
            future.set_result(found)
        else:
            future.set_exception(found)

    def _started(self, future: Future[Any]) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._process is None:
                code = _CODE.format(paths=sys.path, parent=os.getpid())
                pipe = subprocess.PIPE
                # A group of its own: an interrupt is this process's to act on.
                self._process = subprocess.Popen(
                    [sys.executable, "-c", code], stdin=pipe, stdout=pipe, process_group=0
                )
            self._future = future
            return self._process

    def _lost(self, process: subprocess.Popen[bytes]) -> WorkerLost:
        with self._lock:
            self._process = None
            code = _close(process)
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else ""
        return WorkerLost(f"its process {how or f'ended with status {code}'}")


def _close(process: subprocess.Popen[bytes]) -> int:
    """Let a process end that has nothing more to read, and return its status."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    return process.wait()


@one_blas_thread()
def serve(parent: int) -> None:
    """Do what comes on standard input until nothing more does; what processes run.

    Args:
        parent: the process that asks, whose end is the end of this one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the work prints is no answer
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    with suppress(EOFError, BrokenPipeError):
        while True:
            answers.write(_answer(calls))
            answers.flush()


def _answer(calls: BinaryIO) -> bytes:
    """Return what a call comes to; EOFError where there is none any more."""
    try:
        function, args, kwargs = pickle.load(calls)
    except EOFError:
        raise
    except Exception as error:  # what is sent is not known here
        return pickle.dumps((False, error))
    try:
        answer = True, function(*args, **kwargs)
    except Exception as error:
        answer = False, error
    try:
        return pickle.dumps(answer)
    except Exception as error:
        return pickle.dumps((False, RuntimeError(f"the answer cannot be sent: {error}")))


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)

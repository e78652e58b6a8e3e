"""State that a whole process shares, kept from changing answers: threads, and libraries.

One BLAS thread: the matrices here are small, and threads that wait for each other cost.
On two busy cores the default of one thread a core made a qutrit threshold ten times
slower; large problems (d ≥ 6) gain little from a second thread. The number belongs to the
process, so that calls which overlap share one bound, and the last to leave restores it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from threadpoolctl import ThreadpoolController

#: Whoever sets one of these has decided about threads, and is left alone.
_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class _Bound:
    """Every BLAS of the process at one thread while anybody is inside."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.depth = 0
        self.found: dict[str, tuple[Any, int]] = {}
        self.modules = 0
        self.libraries: list[Any] = []

    def enter(self) -> None:
        with self.lock:
            self.depth += 1
            # A solver imported meanwhile may bring a BLAS of its own; looking takes 3 ms.
            if len(sys.modules) != self.modules:
                found = ThreadpoolController().select(user_api="blas")
                self.libraries, self.modules = found.lib_controllers, len(sys.modules)
            elif self.depth > 1:
                return
            for library in self.libraries:
                if library.filepath not in self.found:
                    self.found[library.filepath] = (library, library.num_threads)
                    _set(library, 1)

    def leave(self) -> None:
        with self.lock:
            self.depth -= 1
            if self.depth == 0:
                for library, number in self.found.values():
                    _set(library, number)
                self.found.clear()


def _set(library: Any, number: int) -> None:
    """Set a number of threads from whichever thread asks, under the lock.

    From 3.7 on threadpoolctl ignores all threads but the first that set a number, so
    that two cannot fight; here they share one bound, and any may be the last to leave.
    """
    clear = getattr(library, "clear_controlling_thread", lambda **_: None)
    clear(force=True)
    library.set_num_threads(number)
    clear(force=True)


_BOUND = _Bound()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Run with one BLAS thread unless the environment sets a number; also a decorator."""
    if any(name in os.environ for name in _SETTINGS):
        yield
        return
    _BOUND.enter()
    try:
        yield
    finally:
        _BOUND.leave()


@contextmanager
def one_numba_thread() -> Iterator[None]:
    """Run numba's kernels on this thread alone unless the environment sets a number."""
    if "NUMBA_NUM_THREADS" in os.environ:
        yield
        return
    import numba

    before = numba.get_num_threads()  # numba keeps one number for each thread
    numba.set_num_threads(1)
    try:
        yield
    finally:
        numba.set_num_threads(before)


#: One lock for each library whose settings belong to the process.
_LOCKS: dict[str, threading.RLock] = {}
_REGISTER = threading.Lock()


@contextmanager
def alone_with(library: str) -> Iterator[None]:
    """Let one thread at a time use a library that keeps its settings in globals.

    FLINT has one working precision, CVXOPT one set of options, and CVXPY one filter of
    warnings, for all threads of a process; also a decorator.
    """
    with _REGISTER:
        lock = _LOCKS.setdefault(library, threading.RLock())
    with lock:
        yield


def _after_fork() -> None:
    """Forget locks held by threads that a forked child does not have."""
    global _REGISTER
    _REGISTER = threading.Lock()
    _LOCKS.clear()
    _BOUND.lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

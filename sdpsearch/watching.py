"""How a long solve is getting on, for whoever waits: the gap, and how long it may take.

A command that has somebody to tell watches what runs inside it; a solver that is watched
says after every iteration how far it is. Each thread has its own watcher.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

#: Iterations from which the pace of the gap tells something.
_TELLING = 2


@dataclass(frozen=True)
class Iteration:
    """Where a solve stands.

    Attributes:
        number: iterations done.
        first: the relative gap before the first.
        gap: the relative gap.
        target: the gap that is aimed at.
        seconds: since the solve began.

    Example:
        >>> Iteration(4, 1.0, 1e-4, 1e-12, 2.0).remaining
        4.0
    """

    number: int
    first: float
    gap: float
    target: float
    seconds: float

    @property
    def remaining(self) -> float | None:
        """Seconds to go at the pace so far, None while there is no telling."""
        if self.number < _TELLING or not 0 < self.gap < self.first:
            return None
        if self.gap <= self.target:
            return 0.0
        done = math.log(self.first / self.gap)
        return self.seconds * math.log(self.gap / self.target) / done


Watcher = Callable[[Iteration], None]

_CURRENT: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Let every solve inside tell the watcher about its iterations."""
    token = _CURRENT.set(watcher)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def watcher() -> Watcher | None:
    """Return who wants to know, None if nobody does."""
    return _CURRENT.get()


class Teller:
    """What a solver tells whoever watches, at no cost where nobody does.

    Args:
        target: the relative gap aimed at.
    """

    def __init__(self, target: float) -> None:
        self._watcher = watcher()
        self._target = target
        self._begun, self._first = time.perf_counter(), math.inf

    def after(self, number: int, gap: float) -> None:
        """Tell how far the solve is after so many iterations."""
        if self._watcher is None:
            return
        if number == 0:
            self._first = gap
        seconds = time.perf_counter() - self._begun
        self._watcher(Iteration(number, self._first, gap, self._target, seconds))

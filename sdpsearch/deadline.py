"""One deadline for a whole call: what is built, every solve, and what is proved.

decide() and threshold() set it; whatever may take long asks in between whether time is
left, and hands a solver what remains. Each thread has its own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

#: Floating-point operations a second of one thread, to predict what cannot be stopped.
_SPEED = 1e10


class OutOfTime(Exception):
    """The call's time is up; what it was doing is in the message."""


@dataclass(frozen=True)
class _Deadline:
    seconds: float
    end: float


_CURRENT: ContextVar[_Deadline | None] = ContextVar("deadline", default=None)


def clock() -> float:
    """Return seconds on a clock that only goes forward."""
    return time.monotonic()


@contextmanager
def within(seconds: float | None) -> Iterator[None]:
    """Give what runs inside so many seconds, or what an outer call has left if less."""
    outer = _CURRENT.get()
    made = None if seconds is None else _Deadline(seconds, clock() + seconds)
    if made is None or (outer is not None and outer.end <= made.end):
        yield
        return
    token = _CURRENT.set(made)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def is_over() -> bool:
    """Whether the time is up."""
    current = _CURRENT.get()
    return current is not None and clock() >= current.end


def check(doing: str, operations: float = 0.0) -> None:
    """Raise OutOfTime if no time is left for what comes next.

    Args:
        doing: what comes next, after "while", e.g. "the face was built".
        operations: how many floating-point operations it takes, where it cannot be
            stopped half-way; what would end late is not begun.
    """
    current = _CURRENT.get()
    if current is None:
        return
    now = clock()
    if now + operations / _SPEED >= current.end:
        how = "was reached" if now >= current.end else "would have been passed"
        raise OutOfTime(f"the time limit of {current.seconds:g} s {how} while {doing}")


def remaining(limit: float | None = None, operations: float = 0.0) -> float | None:
    """Return the seconds left, at most `limit`; None where there is no end.

    Args:
        limit: another limit.
        operations: floating-point operations to leave time for.
    """
    current = _CURRENT.get()
    if current is None:
        return limit
    left = max(current.end - clock() - operations / _SPEED, 1e-3)
    return left if limit is None else min(left, limit)

"""Where the method is, and where it ended."""

from __future__ import annotations

from dataclasses import dataclass

from sdpsearch.conic.problem import Status
from sdpsearch.linalg import Array


@dataclass(frozen=True, eq=False)
class Outcome:
    """Where the method ended."""

    x: Array
    y: Array
    z: Array
    status: Status
    iterations: int
    message: str


@dataclass(frozen=True, eq=False)
class State:
    """An iterate: z by its roots too; s misses G x + g by `slack`, None for nothing."""

    x: Array
    y: Array
    z: Array
    s: Array
    roots: list[Array]
    slack: Array | None

"""Where along a line a property holds, at one dimension d, with rational proofs."""

from __future__ import annotations

from flint import fmpq

from sdpsearch.partitions.account import Account, Closed, Held
from sdpsearch.partitions.points import extension_at
from sdpsearch.partitions.sides import Side, side_of
from sdpsearch.partitions.stretch import Stretch


def account(line: Stretch) -> Account:
    """Return what is proved about a line.

    Raises:
        Unproved: something could not be proved.
        Indivisible: the algebras do not divide over the rationals.
    """
    low, high = side_of(line, 1), side_of(line, -1)
    holds = _holds(low, high)
    held: list[Held] = []
    for side, at in zip((low, high), holds or (), strict=False):
        found = side.extension or extension_at(line, at)
        held.append(Held(at, found))
    first, last = (line.programme.positive(choi) for choi in line.chois)
    return Account(
        d=line.d,
        chois=line.chois,
        channel=(first, last),
        holds=holds,
        fails=tuple(_fails(low, high)),
        held=tuple(held),
        refuted=tuple(s.refuted for s in (low, high) if s.refuted is not None),
    )


def _holds(low: Side, high: Side) -> tuple[fmpq, fmpq] | None:
    start = fmpq(0) if low.held_from is None else low.held_from
    stop = fmpq(1) if high.held_from is None else high.held_from
    return (start, stop) if start <= stop and start <= 1 and stop >= 0 else None


def _fails(low: Side, high: Side) -> list[tuple[fmpq, fmpq, Closed]]:
    """Return the intervals that the witnesses refute."""
    whole: list[tuple[fmpq, fmpq, Closed]] = [(fmpq(0), fmpq(1), ("from", "to"))]
    found: list[tuple[fmpq, fmpq, Closed]] = []
    if low.fails_until is not None:
        if low.fails_until > 1:
            return whole
        if low.fails_until > 0:
            found.append((fmpq(0), low.fails_until, ("from",)))
    if high.fails_until is not None:
        if high.fails_until < 0:
            return whole
        if high.fails_until < 1:
            found.append((high.fails_until, fmpq(1), ("to",)))
    return found

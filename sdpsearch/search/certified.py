"""Sets up to where their brackets say that a property holds, and where proofs put them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdpsearch.interval import Interval
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.threshold import Threshold


def moved(found: Threshold, proved: tuple[Boundary, ...]) -> Iterator[Interval]:
    """Yield the sets with their ends where the proofs put the boundaries.

    Beside a bracket that was wide a set ended where it was certified.
    """
    pairs = list(zip(found.boundaries, proved, strict=True))
    points = {old.value: new.value for old, new in pairs}
    closed = {x: new.value for old, new in pairs if new.is_narrow for x in old.bracket}
    for low, high in found.estimated:
        values = points if low == high else closed | points
        yield Interval(values.get(low, low), values.get(high, high))


def certified(
    estimated: Iterable[Interval], boundaries: Iterable[Boundary]
) -> tuple[Interval, ...]:
    """Return the sets up to where their brackets say that the property holds."""
    brackets = {b.value: b.bracket for b in boundaries}
    found: list[Interval] = []
    for interval in estimated:
        low, high = interval
        inner = Interval(low, high)
        if low < high:
            start = brackets[low].upper if low in brackets else low
            stop = brackets[high].lower if high in brackets else high
            if start <= stop:
                inner = Interval(start, stop)
        found.append(inner)
    return tuple(found)

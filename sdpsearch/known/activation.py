"""What is known about the channels of the superactivation literature."""

from __future__ import annotations

from collections.abc import Iterator

from sdpsearch.known.entry import (
    DERIVED,
    NEVER,
    PUBLISHED,
    CapacityEntries,
    CapacityEntry,
    Entries,
    Entry,
    between,
    entered_in,
    equal,
    extendible,
    separable,
    zero,
)

THRESHOLDS: dict[str, Entries] = {}
CAPACITIES: dict[str, CapacityEntries] = {}


@entered_in(THRESHOLDS, "platypus")
def _platypus(k: int) -> Iterator[Entry]:
    channel = "Leditzky, Leung, Siddhu, Smith, Smolin, 2202.08380"
    source = f"|0>, |2> are told apart by the output, not the environment; {channel}"
    yield Entry(extendible(k), NEVER, "never", source, DERIVED)
    source = f"span(|1>, |2>) reaches the environment, not the output; {channel}"
    yield Entry("degradable", NEVER, "never", source, DERIVED)
    source = f"<1|Φ(|0><2|)|2> = √(1−s) while <2|Φ(|0><0|)|2> = 0; {channel}"
    yield from separable(NEVER, "never", source, DERIVED)


@entered_in(THRESHOLDS, "horodecki")
def _horodecki(k: int) -> Iterator[Entry]:
    del k  # nothing is known in closed form
    source = "P., M. and R. Horodecki, quant-ph/9806058"
    yield Entry("ppt", between(1, 4), "1 ≤ α ≤ 4", source, PUBLISHED)
    expression = "2 ≤ α ≤ 3"
    yield Entry("entanglement-breaking", between(2, 3), expression, source, PUBLISHED)


@entered_in(CAPACITIES, "smith_yard")
def _smith_yard_capacity() -> Iterator[CapacityEntry]:
    yield equal(zero, "0", "PPT: Smith, Yard, 0807.4935", PUBLISHED)

"""What is known about the channels of the superactivation literature."""

from __future__ import annotations

from collections.abc import Iterator

from sdpsearch.known.claim import (
    DERIVED,
    NEVER,
    PUBLISHED,
    CapacityClaim,
    CapacityStatement,
    Claim,
    Statement,
    between,
    equal,
    extendible,
    separable,
    stating,
    zero,
)

THRESHOLDS: dict[str, Statement] = {}
CAPACITIES: dict[str, CapacityStatement] = {}


@stating(THRESHOLDS, "platypus")
def _platypus(k: int) -> Iterator[Claim]:
    channel = "Leditzky, Leung, Siddhu, Smith, Smolin, 2202.08380"
    source = f"|0>, |2> are told apart by the output, not the environment; {channel}"
    yield Claim(extendible(k), NEVER, "never", source, DERIVED)
    source = f"span(|1>, |2>) reaches the environment, not the output; {channel}"
    yield Claim("degradable", NEVER, "never", source, DERIVED)
    source = f"<1|Φ(|0><2|)|2> = √(1−s) while <2|Φ(|0><0|)|2> = 0; {channel}"
    yield from separable(NEVER, "never", source, DERIVED)


@stating(THRESHOLDS, "horodecki")
def _horodecki(k: int) -> Iterator[Claim]:
    del k  # nothing is known in closed form
    source = "P., M. and R. Horodecki, quant-ph/9806058"
    yield Claim("ppt", between(1, 4), "1 ≤ α ≤ 4", source, PUBLISHED)
    expression = "2 ≤ α ≤ 3"
    yield Claim("entanglement-breaking", between(2, 3), expression, source, PUBLISHED)


@stating(CAPACITIES, "smith_yard")
def _smith_yard_capacity() -> Iterator[CapacityClaim]:
    yield equal(zero, "0", "PPT: Smith, Yard, 0807.4935", PUBLISHED)

"""What is known about cloning channels."""

from __future__ import annotations

from collections.abc import Iterator

from sdpsearch.known import formulas
from sdpsearch.known.entry import (
    FOLKLORE,
    CapacityEntries,
    CapacityEntry,
    entered_in,
    equal,
)

CAPACITIES: dict[str, CapacityEntries] = {}


@entered_in(CAPACITIES, "cloner")
def _cloner_capacity(m: int, d: int) -> Iterator[CapacityEntry]:
    source = "degradable (Brádler et al., 0903.1638, 1001.1732) and covariant: I_c at 1/d"
    yield equal(
        lambda _: formulas.cloner_capacity(m, d), "log((d+m−1)/m)", source, FOLKLORE
    )

"""What is known about channels that keep everything or nothing: identity, replacer."""

from __future__ import annotations

from collections.abc import Iterator
from math import log2
from typing import Any

from sdpsearch.known.entry import (
    FOLKLORE,
    CapacityEntries,
    CapacityEntry,
    entered_in,
    equal,
    zero,
)

CAPACITIES: dict[str, CapacityEntries] = {}


@entered_in(CAPACITIES, "identity")
def _identity_capacity(d: int) -> Iterator[CapacityEntry]:
    yield equal(lambda _: log2(d), "log d", "no noise", FOLKLORE)


@entered_in(CAPACITIES, "replacer")
def _replacer_capacity(**_: Any) -> Iterator[CapacityEntry]:
    yield equal(zero, "0", "the output does not depend on the input", FOLKLORE)

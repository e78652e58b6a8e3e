"""What is known about channels that keep everything or nothing: identity, replacer."""

from __future__ import annotations

from collections.abc import Iterator
from math import log2
from typing import Any

from sdpsearch.known.claim import (
    FOLKLORE,
    CapacityClaim,
    CapacityStatement,
    equal,
    stating,
    zero,
)

CAPACITIES: dict[str, CapacityStatement] = {}


@stating(CAPACITIES, "identity")
def _identity_capacity(d: int) -> Iterator[CapacityClaim]:
    yield equal(lambda _: log2(d), "log d", "no noise", FOLKLORE)


@stating(CAPACITIES, "replacer")
def _replacer_capacity(**_: Any) -> Iterator[CapacityClaim]:
    yield equal(zero, "0", "the output does not depend on the input", FOLKLORE)

"""Upper bounds on the quantum capacity, for any channel: one file each, and a registry."""

from __future__ import annotations

from typing import Protocol

from sdpsearch.capacity.upper import dimension, transposition
from sdpsearch.capacity.upper.bound import UpperBound
from sdpsearch.channels.channel import Channel


class Bound(Protocol):
    """What every module of a bound offers under the name `bound`."""

    def __call__(
        self, channel: Channel, *, solver: str, time_limit: float | None = None
    ) -> UpperBound:
        """Return an upper bound on Q(Φ) that was checked without trusting the solver."""
        ...


#: All are computed where nothing says more; of equal ones the last is named.
BOUNDS: dict[str, Bound] = {
    "dimension": dimension.bound,
    "transposition": transposition.bound,
}

__all__ = ["BOUNDS", "Bound", "UpperBound"]

"""The dimension bound: no more gets through than fits."""

from __future__ import annotations

from math import log2

from sdpsearch.capacity.upper.bound import UpperBound
from sdpsearch.channels.channel import Channel


def bound(channel: Channel, *, solver: str, time_limit: float | None = None) -> UpperBound:
    """Return Q(Φ) ≤ log₂ min(d_in, d_out)."""
    width = log2(min(channel.d_in, channel.d_out))
    return UpperBound(width, "dimension", "log min(d_in, d_out)", True)

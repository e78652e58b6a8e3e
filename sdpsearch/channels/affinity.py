"""Whether a curve of channels is a straight line: measured on its Choi operators."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sdpsearch.channels.channel import Channel

#: Interior points, as fractions of the domain, at which affinity is checked; no
#: low-degree curve that is not affine passes through the chord at all of them.
_PROBES = (0.1234, 0.3183, 0.5, 0.6931, 0.8716)
_ATOL = 1e-12


def is_affine(channel: Callable[[float], Channel], low: float, high: float) -> bool:
    """Tell whether x ↦ J(Φ_x) is affine on [low, high]: at five points, to 1e-12."""
    ends = [channel(low).choi, channel(high).choi]
    if ends[0].shape != ends[1].shape:
        return False
    for probe in _PROBES:
        choi = channel(low + probe * (high - low)).choi
        if choi.shape != ends[0].shape:
            return False
        chord = (1 - probe) * ends[0] + probe * ends[1]
        if np.max(np.abs(choi - chord)) > _ATOL:
            return False
    return True

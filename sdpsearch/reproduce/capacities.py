"""Figure 2 of Roofeh and Karimipour, arXiv 2408.05733, on its true range, as numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from sdpsearch.known.formulas import depolarizing_complement_capacity
from sdpsearch.known.maps import threshold_noise

DIMENSIONS = (2, 3, 4, 5, 6)
#: Points of a curve.
_POINTS = 201


def capacity_curves() -> list[dict[str, Any]]:
    """Return Figure 2 as numbers: Q(D_x^c) in bits against x, from x_c on."""
    curves = []
    for d in DIMENSIONS:
        start = threshold_noise(d)
        xs = np.linspace(start, 1.0, _POINTS)
        below = np.linspace(0.0, start, _POINTS)
        curves.append(
            {
                "d": d,
                "valid_from": start,
                "x": [float(x) for x in xs],
                "capacity": [depolarizing_complement_capacity(d, x) for x in xs],
                "x_below": [float(x) for x in below],
                "lower_bound": [depolarizing_complement_capacity(d, x) for x in below],
            }
        )
    return curves

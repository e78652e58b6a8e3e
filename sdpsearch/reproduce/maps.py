"""The antidegrading maps in closed form, checked on grids.

The paper's N_x is that of Roofeh and Karimipour, arXiv 2408.05733.
"""

from __future__ import annotations

import numpy as np

from sdpsearch.channels import zoo
from sdpsearch.known.maps import (
    frugal_antidegrading_map,
    optimal_antidegrading_map,
    paper_map,
    threshold_noise,
)
from sdpsearch.reproduce.finding import Finding

#: Points on [x_c, 1] at which the closed-form maps are checked, both ends included.
_POINTS = 25


def map_findings() -> list[Finding]:
    """Return how far the closed-form maps are from N∘D_x^c = D_x and from channels."""
    names = ("paper", "optimal", "optimal, paper's", "frugal")
    worst: dict[str, float] = dict.fromkeys(names, 0.0)
    for d in range(2, 7):
        for x in np.linspace(threshold_noise(d), 1.0, _POINTS):
            x = float(x)
            channel = zoo.depolarizing(d=d)(x)
            small = zoo.depolarizing_complement(d=d)(x)
            found = {
                "optimal": (optimal_antidegrading_map(d, x), small),
                "optimal, paper's": (
                    optimal_antidegrading_map(d, x, "paper"),
                    channel.complementary,
                ),
            }
            if x >= 0.5:
                found["paper"] = (paper_map(d, x), channel.complementary)
            if x <= d / (2 * (d - 1)):
                found["frugal"] = (frugal_antidegrading_map(d, x), small)
            for name, (inverse, complement) in found.items():
                off = float(np.max(np.abs((inverse @ complement).choi - channel.choi)))
                kraus = inverse.kraus
                total = np.einsum("eab,eac->bc", kraus.conj(), kraus)
                lost = float(np.max(np.abs(total - np.eye(inverse.d_in))))
                worst[name] = max(worst[name], off, lost)
    ranges = {
        "paper": ("the paper's N_x", "x in [1/2, 1]"),
        "optimal": ("the optimal map", "x in [x_c, 1], minimal environment"),
        "optimal, paper's": ("the optimal map", "x in [x_c, 1], the paper's environment"),
        "frugal": ("the map with d Kraus operators", "x in [x_c, min(1, d/(2(d−1)))]"),
    }
    return [
        Finding(
            label="N_x" if name == "paper" else "N",
            statement=f"{what}: a channel with N∘D_x^c = D_x",
            deviation=worst[name],
            cases=f"d = 2 to 6, {_POINTS} points, {where}",
        )
        for name, (what, where) in ranges.items()
    ]

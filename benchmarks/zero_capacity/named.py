"""Families with structure: closed forms that the digits of their thresholds point at."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import Any

import sdpsearch as sd
from sdpsearch.proof.digits.recognise import rational_form

zoo = sd.zoo

#: A label, the family, and where Q = 0 from, as a formula; None where none fits.
CASES = (
    (
        "damping γ = 1/4",
        zoo.with_erasure(zoo.amplitude_damping()(Fraction(1, 4))),
        "g = 1−2γ",
    ),
    (
        "damping γ = 1/3",
        zoo.with_erasure(zoo.amplitude_damping()(Fraction(1, 3))),
        "g = 1−2γ",
    ),
    (
        "damping γ = 1/4, dephasing p = 1/10",
        zoo.with_erasure(zoo.damping_dephasing(Fraction(1, 10))(Fraction(1, 4))),
        "g = (1−γ)(1−2p)² − γ",
    ),
    (
        "dephasing of 3 levels, η = 1/2",
        zoo.with_erasure(zoo.generalized_dephasing(3)(Fraction(1, 2))),
        "g = (d−1)η²/(1+(d−2)η)",
    ),
    (
        "dephasing of 3 levels, η = 3/4",
        zoo.with_erasure(zoo.generalized_dephasing(3)(Fraction(1, 4))),
        "g = (d−1)η²/(1+(d−2)η)",
    ),
    ("depolarizing d = 2, x = 1/6", zoo.depolarizing_erasure(2, Fraction(1, 6)), None),
    ("depolarizing d = 3, x = 1/6", zoo.depolarizing_erasure(3, Fraction(1, 6)), None),
    ("two Pauli p = 1/4", zoo.with_erasure(zoo.two_pauli()(Fraction(1, 4))), None),
)


def records(done: Collection[str]) -> Iterator[dict[str, Any]]:
    """Yield what is found of every family, before erasure, that is not done."""
    for label, family, formula in CASES:
        if label not in done:
            yield {"key": label, "formula": formula, **_measured(family)}


def _measured(family: sd.ChannelFamily) -> dict[str, Any]:
    ends = {}
    for name in ("antidegradable", "signed-extendible"):
        (boundary,) = sd.threshold(family, name).boundaries
        ends[name] = str(rational_form(*map(Fraction, boundary.bracket)) or boundary.value)
    capacity = sd.threshold(family, "zero-capacity").boundaries
    return {**ends, "transmits until": capacity[0].bracket.lower if capacity else None}

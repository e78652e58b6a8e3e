"""Equation (35): any channel followed by D_x; (34) and (36) are in `corollary`."""

from __future__ import annotations

from sdpsearch.channels.random import random_channel
from sdpsearch.reproduce.equations.case import Case, far
from sdpsearch.reproduce.equations.equation import Equation


def _eq35(c: Case) -> tuple[float, float]:
    noisy = random_channel(c.d, c.d, rank=2, rng=c.d)
    left = c.channel.apply(noisy.apply(c.y))
    signal = (1 - c.x) * noisy.apply(c.y)
    right = signal + c.x * c.trace * c.one / c.d
    return far(left, right), far(left, signal + c.x / c.d * c.trace * c.one / c.d)


NOISE: tuple[Equation, ...] = (
    Equation(
        "(35)",
        "D_x∘Λ = (1−x)Λ + x tr(·) 1/d, for random Λ",
        _eq35,
        "x tr(ρ) 1/d: the print has a factor 1/d too many",
    ),
)

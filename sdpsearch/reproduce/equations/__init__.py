"""Equations (1) to (36) of arXiv 2408.05733, computed from the objects they are about.

Both sides are evaluated for d = 2, 3, 4, several x and random complex matrices Y (no
Hermitian ones: they would hide transposes), and the largest deviation is kept. Where the
print is wrong, the printed form is evaluated as well, to show that it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from sdpsearch.reproduce.equations.antidegrading import ANTIDEGRADING
from sdpsearch.reproduce.equations.capacity import CAPACITY
from sdpsearch.reproduce.equations.case import CASES, Case, cases
from sdpsearch.reproduce.equations.channel import CHANNEL
from sdpsearch.reproduce.equations.equation import Equation
from sdpsearch.reproduce.equations.noise import NOISE
from sdpsearch.reproduce.finding import Finding

__all__ = ["CASES", "EQUATIONS", "Case", "Equation", "findings"]

EQUATIONS: tuple[Equation, ...] = (*CHANNEL, *ANTIDEGRADING, *CAPACITY, *NOISE)


def findings() -> Iterator[Finding]:
    """Yield the finding of every equation, in order."""
    everything = cases()
    for equation in EQUATIONS:
        yield equation.finding(everything)

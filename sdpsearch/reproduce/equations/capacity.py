"""Equations (31) to (33): the quantum capacity of the complement of D_x."""

from __future__ import annotations

import numpy as np

from sdpsearch.known.formulas import depolarizing_complement_capacity, shannon_entropy
from sdpsearch.linalg import Array
from sdpsearch.reproduce.equations.case import Case, far
from sdpsearch.reproduce.equations.equation import SHARPENED, WORDING, Equation


def _mixed(c: Case) -> Array:
    """Return D_x^c(1/d)."""
    k = c.channel.kraus
    return np.einsum("eab,fab->ef", k, k.conj()) / c.d


def _eq31(c: Case) -> float:
    values = np.linalg.eigvalsh(_mixed(c))
    share = c.x / c.d**2
    wanted = np.sort([0.0, share + 1 - c.x, *[share] * (c.d**2 - 1)])
    worst = far(values, wanted)
    if 0 < c.x < 1:  # at x = 1 the eigenvectors divide by 0
        phi = np.concatenate([[0.0], c.one.reshape(-1)])
        zero = np.eye(1 + c.d**2)[0]
        null = -c.xi / (1 - c.x) * zero + phi
        top = c.d * (1 - c.x) / c.xi * zero + phi
        worst = max(
            worst, far(_mixed(c) @ null, 0), far(_mixed(c) @ top, (share + 1 - c.x) * top)
        )
    return worst


def _eq32(c: Case) -> float:
    mixed = shannon_entropy(np.linalg.eigvalsh(_mixed(c)))
    return abs(mixed - np.log2(c.d) - depolarizing_complement_capacity(c.d, c.x))


def _eq33(c: Case) -> float:
    return abs(depolarizing_complement_capacity(c.d, 1.0) - float(np.log2(c.d)))


CAPACITY: tuple[Equation, ...] = (
    Equation("(31)", "spectrum and eigenvectors of D_x^c(1/d)", _eq31),
    Equation(
        "(32)",
        "I_c(D_x^c, 1/d) in closed form",
        _eq32,
        "the capacity on all of [d/(2(d+1)), 1], not only on [1/2, 1]",
        SHARPENED,
    ),
    Equation(
        "(33)",
        "Q(D_1^c) = log d",
        _eq33,
        "after it: D_1 gives the maximally mixed state, not a maximally entangled one",
        WORDING,
    ),
)

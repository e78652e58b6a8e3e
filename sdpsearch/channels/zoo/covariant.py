"""Covariant channels without a parameter: optimal universal cloners."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement
from math import comb

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.making import stacked
from sdpsearch.channels.origin import constructor


@constructor
def cloner(m: int = 2, d: int = 2) -> Channel:
    """Return the optimal universal 1→m cloner of C^d, onto all m clones.

    ρ ↦ (d/d_m) P (ρ ⊗ 1^⊗(m−1)) P on the symmetric subspace of (C^d)^⊗m, of dimension
    d_m = C(d+m−1, m), with projector P; Keyl and Werner, quant-ph/9807010. In the
    basis of occupation numbers n, Kraus operators
    K_n = √(d/d_m) Σ_a √((n_a+1)/m) |n + 1_a><a|, Σ_a n_a = m−1: the cloning channels of
    Brádler, 0903.1638, degradable, with antidegradable complements.

    Args:
        m: number of clones, at least 1; one clone is the identity channel.
        d: dimension of the input, at least 2.

    Returns:
        The channel C^d → C^(d_m), with d_(m−1) Kraus operators.

    Raises:
        ValueError: m < 1 or d < 2.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.cloner(m=2, d=3)
        Channel(d_in=3, d_out=6, d_env=3)
    """
    m = checks.dimension("m", m)
    d = checks.dimension("d", d, least=2)
    outputs = {n: place for place, n in enumerate(_occupations(m, d))}
    environment = _occupations(m - 1, d)
    squares = np.zeros((len(environment), len(outputs), d), dtype=int)
    for operator, n in zip(squares, environment, strict=True):
        for a in range(d):
            filled = (*n[:a], n[a] + 1, *n[a + 1 :])
            operator[outputs[filled], a] = n[a] + 1
    return stacked((Fraction(d, m * comb(d + m - 1, m)), squares))


def _occupations(particles: int, d: int) -> list[tuple[int, ...]]:
    """Return all (n_0, …, n_(d−1)) with Σ n_a = particles."""
    return [
        tuple(levels.count(a) for a in range(d))
        for levels in combinations_with_replacement(range(d), particles)
    ]

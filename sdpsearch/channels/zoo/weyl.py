"""Weyl channels: shifts X and phases Z of a d-level system, with probabilities."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import gcd
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.making import stacked
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.rationals import fraction_array, fraction_parameter
from sdpsearch.channels.squares import Number, stack
from sdpsearch.channels.zoo.bases import cyclic_shifts, traceless_diagonals
from sdpsearch.channels.zoo.gram import gram_squares
from sdpsearch.linalg import Array


@constructor
def weyl(probabilities: Any) -> Channel:
    """Return the channel ρ ↦ Σ_ab p_ab X^a Z^b ρ (X^a Z^b)†.

    X|k> = |k+1 mod d>, Z|k> = ω^k |k>, ω = exp(2πi/d); for d = 2 the Pauli channels. With
    Φ commute, up to phases, all X^a Z^b: Weyl-covariant channels, Amosov, quant-ph/0605177.

    Where p_ab depends on b through gcd(b, d) alone (for d = 2 always, for d = 3, 4 and 6
    where p_ab = p_a,−b), the phases add up to rational Gram matrices
    G^a_kl = Σ_b p_ab ω^(b(k−l)), and the channel knows its squares exactly: its Kraus
    operators are real, X^a times diagonal matrices. Elsewhere they are √p_ab X^a Z^b.

    Args:
        probabilities: p_ab ≥ 0, array-like of shape (d, d), scaled to sum 1.

    Returns:
        The channel on C^d, with as many Kraus operators as probabilities are not zero.

    Raises:
        ValueError: `probabilities` is not a square matrix of d ≥ 2 of numbers ≥ 0, not all
            zero.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.weyl([[0.7, 0.1], [0.1, 0.1]]) == sd.zoo.pauli()(0.3)
        True
    """
    p = fraction_array("probabilities", probabilities)
    square = p.ndim == 2 and p.shape[0] == p.shape[1] >= 2
    if not square or np.any(p < 0) or not np.any(p):
        raise ValueError(
            "Argument `probabilities` must be a square matrix of probabilities p_ab ≥ 0 "
            f"with d ≥ 2, not all zero, but is {probabilities!r}."
        )
    p = p / p.sum()
    d = len(p)
    one = np.eye(d, dtype=int)
    if all(row[b] == row[gcd(b, d) % d] for row in p for b in range(d)):
        turned = [
            np.roll(vector[:, None] * one, a, axis=0)
            for a in range(d)
            for vector in _diagonals(p[a])
        ]
        return stacked((Fraction(1), np.array(turned)))
    phase = np.exp(2j * np.pi * np.arange(d) / d)
    kraus = [
        np.sqrt(float(p[a, b])) * np.roll(np.diag(phase**b), a, axis=0)
        for a in range(d)
        for b in range(d)
        if p[a, b] > 0
    ]
    return Channel(kraus)


@constructor
def two_weyl(d: int = 3, shifts: Number = 0.5) -> ChannelFamily:
    """Return (1−p) ρ + p/(d−1) Σ_(a≠0) (s X^a ρ X^−a + (1−s) Z^a ρ Z^−a).

    The two-Pauli family of any dimension: an error is a shift with probability s, else a
    phase, all shifts and all phases being equally probable. As Σ_b Z^b ρ Z^−b = d diag(ρ)
    it has the real Kraus operators √(1−p) 1, √(ps/(d−1)) X^a, and √(p(1−s)d/(d−1)) h_l with
    the orthonormal traceless diagonal matrices h_l.

    Args:
        d: dimension, at least 2.
        shifts: s, the share of the shifts among the errors, in [0, 1].

    Returns:
        An affine family with parameter p in [0, 1], the total error probability.

    Raises:
        ValueError: d < 2, or s lies outside [0, 1].

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.two_weyl(d=2)(0.3) == sd.zoo.two_pauli()(0.3)
        True
        >>> sd.zoo.two_weyl(d=3, shifts=0)(0.4) == sd.zoo.generalized_dephasing(3)(0.6)
        True
    """
    d = checks.dimension("d", d, least=2)
    share = fraction_parameter("shifts", shifts)
    one, moved, turned = (
        np.eye(d, dtype=int)[None],
        cyclic_shifts(d),
        traceless_diagonals(d),
    )
    phases = (1 - share) * d
    return ChannelFamily.from_squares(
        lambda p: stack(
            (1 - p, one), (p * share / (d - 1), moved), (p * phases / (d - 1), turned)
        ),
        name="two_weyl",
        parameter="p",
        arguments={"d": d, "shifts": float(share)},
    )


def _diagonals(p: Array) -> Array:
    """Return the squares of real diagonals that act as the phases Z^b with p_b do."""
    d = len(p)
    entries = [
        sum(p[g % d] * _primitive_powers(d // g, n) for g in range(1, d + 1) if d % g == 0)
        for n in range(d)
    ]
    places = np.subtract.outer(np.arange(d), np.arange(d)) % d
    squares = gram_squares(np.array(entries, dtype=object)[places])
    assert squares is not None  # a sum of p_b z_b z_b† is positive
    return squares


@cache
def _primitive_powers(q: int, n: int) -> int:
    """Return Σ ζ^n over the primitive q-th roots of unity ζ (Ramanujan's sum)."""
    every = q if n % q == 0 else 0  # over all the q-th roots
    return every - sum(_primitive_powers(r, n) for r in range(1, q) if q % r == 0)

"""Attacks with a criterion of their own: jumps, O(d), erasures, filtered entanglement."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

import sdpsearch as sd
from benchmarks.soundness import oracles
from benchmarks.soundness.case import (
    ANTI,
    BREAKING,
    DEGRADABLE,
    PPT,
    Case,
    kind,
    tiny,
    unitary,
)
from benchmarks.soundness.given import NOTHING, Given, ball, precisely
from benchmarks.soundness.oracles import Truth
from benchmarks.soundness.qubits import at_a_threshold


@kind(share=4)
def jumps(rng) -> Case:
    """Levels that jump, one coherent survivor: d = 2 to 4, at and beside Σ = 1."""
    d = int(rng.integers(2, 5))
    rates = [[Fraction(0)] * d for _ in range(d)]
    for i in range(d):
        for m in range(d):
            if i != m and rng.random() < 0.8:
                rates[i][m] = Fraction(int(rng.integers(1, 50)), 50 * d)
                if rng.random() < 0.2:
                    rates[i][m] /= 10 ** int(rng.integers(2, 17))
    total = oracles.jump_sum([Fraction(1)] * d, rates)
    if total:  # g² = 1 − Σ b: solve for ratios first, then normalise each level
        off = Fraction(int(rng.integers(-1, 2)), 10 ** int(rng.integers(2, 17)))
        rates = [[r * (1 + off) / total for r in row] for row in rates]
    survive = [1 / (1 + sum(row)) for row in rates]
    jumps = [[r * g for r in row] for row, g in zip(rates, survive, strict=True)]
    squares = [np.diag(np.array(survive, dtype=object))]
    for i in range(d):
        for m in range(d):
            if jumps[i][m]:
                operator = np.full((d, d), Fraction(0))
                operator[m, i] = jumps[i][m]
                squares.append(operator)
    value = oracles.jump_sum(survive, jumps)
    # The smallest survivor is what a change of the entries meets first.
    distance = abs(float(value - 1)) * float(min(survive)) ** 0.5
    truth = Truth(value >= 1, distance, "the jump criterion")
    channel = sd.Channel.from_squares(np.array(squares))
    if rng.random() < 0.4:
        if truth.distance < 1e-13:
            return Case(channel, ())
        channel = sd.Channel(channel.kraus)
    return Case(channel, ((ANTI, truth),))


@kind(share=3)
def orthogonally_covariant(rng) -> Case:
    """aρ + bρ^T + c tr(ρ)1 on qutrits, at and beside the boundary, by exact squares."""
    d = 3
    cut = Fraction(int(rng.integers(0, 101)), 100)
    if rng.random() < 0.4:
        cut = Fraction(int(rng.integers(0, 2))) or Fraction(
            1, 10 ** int(rng.integers(2, 17))
        )
    low, high = Fraction(0), Fraction(1)
    for _ in range(60):
        middle = (low + high) / 2
        below = oracles.covariant_margin(
            d, middle, (1 - middle) * cut, (1 - middle) * (1 - cut)
        )
        low, high = (middle, high) if below > 0 else (low, middle)
    off = Fraction(int(rng.integers(-1, 2)), 10 ** int(rng.integers(2, 17)))
    unit = min(Fraction(1), max(Fraction(0), low + off)).limit_denominator(10**18)
    weights = (unit, (1 - unit) * cut, (1 - unit) * (1 - cut))
    margin = oracles.covariant_margin(d, *weights)
    truth = Truth(bool(margin > -NOTHING), abs(float(margin)), "the O(d) criterion")
    channel = covariant(d, *weights)
    return Case(channel, ((ANTI, truth),))


@kind(share=2)
def erased(rng) -> Case:
    """An erasure after depolarizing: antidegradable iff e/(1−e) + x/x_c ≥ 1."""
    d = 2 if rng.random() < 0.7 else 3
    critical = Fraction(d, 2 * (d + 1))
    x = critical * Fraction(int(rng.integers(0, 100)), 100)
    ratio = 1 - x / critical
    e = ratio / (1 + ratio)
    e += Fraction(int(rng.integers(-1, 2)), 10 ** int(rng.integers(2, 17)))
    e = min(Fraction(1), max(Fraction(0), e))
    value = (1 if e == 1 else e / (1 - e)) + x / critical - 1
    truth = Truth(value >= 0, abs(float(value)), "erasure after depolarizing")
    channel = sd.zoo.with_erasure(sd.zoo.depolarizing(d=d)(x))(e)
    return Case(channel, ((ANTI, truth),))


@kind(share=4)
def squeezed_horodecki(rng) -> Case:
    """Bound entanglement behind a filter diag(1, 1, s) of the output, renormalised."""
    alpha = Fraction(int(rng.integers(200, 421)), 100)
    if rng.random() < 0.3:
        alpha = 3 + Fraction(int(rng.integers(0, 2)), 10 ** int(rng.integers(2, 8)))
    s = Fraction(tiny(rng, 1e-15)).limit_denominator(10**16) or Fraction(1)
    squares = sd.zoo.horodecki()(alpha).squares.copy()
    squares[:, 2, :] = squares[:, 2, :] * s
    squares = squares / np.abs(squares).sum(axis=(0, 1))
    channel = sd.Channel.from_squares(squares)
    exact = bool(rng.integers(0, 2))
    if not exact:
        channel = sd.Channel(channel.kraus)
    given = Given(channel)
    undo = filter_of(s)
    norm = oracles.realigned_norm(given, undo)
    claims = [(PPT, oracles.ppt(given))]
    if norm > 1 + 1e-30 and (exact or norm > 1 + 1e-12):
        why = f"realignment once the filter is undone: 1 + {float(norm - 1):.1e}"
        distance = float(norm - 1) * float(s) ** 0.5  # what the filter leaves of it
        claims.append((BREAKING, Truth(False, distance, why)))
    elif exact and 2 <= alpha <= 3:
        distance = float(min(alpha - 2, 3 - alpha))
        claims.append((BREAKING, Truth(True, distance, "separable, filtered")))
    return Case(channel, tuple(claims))


@kind(share=4)
def embedded(rng) -> Case:
    """Qubit channels beside their boundaries in a larger output, exactly or turned."""
    kraus = at_a_threshold(rng)
    given = Given(sd.Channel(kraus))
    anti, transpose = oracles.qubit_antidegradable(given), oracles.ppt(given)
    degradable = oracles.qubit_degradable(given)
    d = int(rng.integers(3, 6))
    wide = np.zeros((len(kraus), d, 2), dtype=complex)
    wide[:, rng.permutation(d)[:2]] = kraus * rng.choice([-1, 1])
    least = 0.0
    if rng.random() < 0.5:
        wide, least = unitary(rng, d) @ wide, 1e-13
    asked = (
        (ANTI, anti),
        (DEGRADABLE, degradable),
        (PPT, transpose),
        (BREAKING, transpose),
    )
    claims = [(p, t) for p, t in asked if not t.distance <= least]
    return Case(sd.Channel(wide), tuple(claims))


def covariant(d: int, unit, antisymmetric, symmetric) -> sd.Channel:
    """Return the O(d)-covariant channel with these weights on 1, Λ and S, exactly."""
    squares = [np.eye(d, dtype=int) * Fraction(unit)]
    first = Fraction(antisymmetric) / (d - 1)
    second = Fraction(symmetric) * d / ((d - 1) * (d + 2))
    for i in range(d):
        for j in range(i):
            for weight, sign in ((first, -1), (second, 1)):
                operator = np.full((d, d), Fraction(0))
                operator[i, j], operator[j, i] = weight, sign * weight
                squares.append(operator)
    for level in range(1, d):  # diag(1, …, 1, −level)·√(2/(level(level+1)))
        entries = (
            [Fraction(1)] * level
            + [Fraction(-(level**2))]
            + [Fraction(0)] * (d - level - 1)
        )
        weight = second * Fraction(2, level * (level + 1))
        squares.append(np.diag(np.array([weight * x for x in entries], dtype=object)))
    return sd.Channel.from_squares([s for s in np.array(squares) if np.any(s)])


@precisely
def filter_of(s: Fraction):
    """Return diag(1, 1, 1/√s), to a thousand bits, as fractions."""
    root = (1 / ball(s).sqrt()).mid().fmpq()
    return [Fraction(1), Fraction(1), Fraction(int(root.p), int(root.q))]

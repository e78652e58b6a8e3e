"""Attacks with channels whose truth is known in closed form, mostly by exact squares."""

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

HALF = Fraction(1, 2)


def thresholds() -> list:
    """Return (family, property, from, to): the closed set where it holds, None for ∅.

    Sources are those of sdpsearch/exact; restated here so that a slip there shows.
    """
    zoo, three, four = sd.zoo, sd.KExtendible(3), sd.KExtendible(4)
    one, zero = Fraction(1), Fraction(0)
    rows: list = []
    for d in (2, 3):
        family, c = zoo.depolarizing(d=d), Fraction(d, d + 1)
        rows += [(family, ANTI, c / 2, one), (family, three, c * 2 / 3, one)]
        rows += [(family, DEGRADABLE, zero, zero), (family, PPT, c, one)]
        rows += [(family, BREAKING, c, one)]
        family = zoo.erasure(d=d)
        rows += [(family, ANTI, HALF, one), (family, three, 2 * one / 3, one)]
        rows += [(family, DEGRADABLE, zero, HALF), (family, PPT, one, one)]
        rows += [(family, BREAKING, one, one)]
        family = zoo.multilevel_amplitude_damping(d=d)
        rows += [(family, ANTI, HALF, one), (family, three, 2 * one / 3, one)]
        rows += [(family, DEGRADABLE, zero, HALF), (family, PPT, one, one)]
        family = zoo.generalized_dephasing(d=d)
        rows += [(family, ANTI, one, one), (family, DEGRADABLE, zero, one)]
        rows += [(family, PPT, one, one), (family, three, one, one)]
        family = zoo.pure_loss(photons=d - 1)
        rows += [(family, ANTI, zero, HALF), (family, DEGRADABLE, HALF, one)]
        rows += [(family, PPT, zero, zero), (family, three, zero, one / 3)]
    family = zoo.depolarizing()
    rows += [(family, four, HALF, one), (zoo.erasure(), four, 3 * one / 4, one)]
    rows += [(zoo.amplitude_damping(), four, 3 * one / 4, one)]
    rows += [(zoo.dephasing(), asked, HALF, HALF) for asked in (ANTI, three, PPT, BREAKING)]
    rows += [(zoo.dephasing(), DEGRADABLE, zero, one)]
    family = zoo.transpose_depolarizing(d=3)
    rows += [(family, ANTI, Fraction(4, 7), one), (family, PPT, None, None)]
    rows += [(family, DEGRADABLE, zero, zero)]  # and at 1: see below
    for p in (zero, Fraction(1, 10), Fraction(1, 3), HALF - Fraction(1, 10**9), HALF):
        mu = 1 - 2 * p
        family = zoo.dephrasure(p=p)
        rows += [(family, ANTI, mu / (1 + mu), one)]
        rows += [(family, three, 2 * mu / (1 + 2 * mu), one)]
        rows += [(family, DEGRADABLE, zero, zero if p else HALF)]
        family, share = zoo.damping_dephasing(p=p), mu**2
        rows += [(family, ANTI, share / (1 + share), one)]
        rows += [(family, three, 2 * share / (1 + 2 * share), one)]
    family = zoo.horodecki()
    rows += [(family, PPT, one, 4 * one), (family, BREAKING, 2 * one, 3 * one)]
    return rows


@kind(share=14)
def closed_forms(rng) -> Case:
    """Named families at a threshold and 10^-j beside it, by Fractions and by floats."""
    rows = thresholds()
    family, asked, low, high = rows[int(rng.integers(len(rows)))]
    first, last = family.ends
    ends = [end for end in (low, high) if end is not None] or [first, last]
    end = ends[int(rng.integers(len(ends)))]
    step = Fraction(int(rng.integers(-1, 2)), 10 ** int(rng.integers(3, 17)))
    x = min(last, max(first, end + step))
    how = int(rng.integers(0, 3))
    if how:  # the float nearest to it, which means the decimal that it prints as
        x = min(last, max(first, Fraction(repr(float(x)))))
    if family.name == "transpose_depolarizing" and asked is DEGRADABLE and x == 1:
        low = high = x
    holds = low is not None and low <= x <= high
    distance = float(min((abs(x - end) for end in ends if first < end < last), default=1))
    if {low, high} & {first, last} and low == high:
        distance = float(abs(x - low))
    if low is None or (low, high) == (first, last):
        distance = float("inf")
    why = f"{family.label} at {float(x)!r}, holds on [{low}, {high}]"
    channel = family(x)
    if how == 2:  # what squares said is gone: known only away from the boundary
        channel = sd.Channel(channel.kraus)
        if distance < 1e-13:
            return Case(channel, ())
    return Case(channel, ((asked, Truth(holds, distance, why)),))


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
    truth = Truth(value >= 1, abs(float(value - 1)), "the jump criterion")
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


@kind(share=2)
def named_channels(rng) -> Case:
    """Werner–Holevo, cloners and their complements, the platypus down to s = 1e-40."""
    small = Fraction(1, 10 ** int(rng.integers(1, 41)))
    choices = [
        (sd.zoo.werner_holevo(3), {ANTI: True, DEGRADABLE: True, PPT: False}),
        (sd.zoo.werner_holevo(4), {ANTI: True, PPT: False}),
        (sd.zoo.cloner(2, 2), {ANTI: False, DEGRADABLE: True}),
        (sd.zoo.cloner(3, 2), {ANTI: False, DEGRADABLE: True}),
        (sd.zoo.cloner(2, 3), {ANTI: False, DEGRADABLE: True}),
        (sd.zoo.cloner(2, 2).complementary, {ANTI: True, DEGRADABLE: False}),
        (sd.zoo.cloner(3, 2).complementary, {ANTI: True, DEGRADABLE: False}),
        (sd.zoo.platypus()(small), {ANTI: False, DEGRADABLE: False, PPT: False}),
        (sd.zoo.platypus()(small), {ANTI: False, DEGRADABLE: False, PPT: False}),
        (sd.zoo.horodecki()(3 + small), {BREAKING: False, PPT: True}),
        (sd.zoo.horodecki()(2 + small), {BREAKING: True, PPT: True}),
    ]
    channel, claims = choices[int(rng.integers(len(choices)))]
    distance = float("nan")
    if len(claims) == 3 and channel.d_env == 2:  # of the platypus: √s is what is lost
        distance = float(small) ** 0.5
    truths = {p: Truth(holds, distance, "a named channel") for p, holds in claims.items()}
    return Case(channel, tuple(truths.items()))


@kind(share=1)
def tensor_products(rng) -> Case:
    """Products of two exact channels: antidegradable if both are, not if one is not."""
    pairs = []
    for _ in range(2):
        low = HALF + Fraction(int(rng.integers(-1, 2)), 10 ** int(rng.integers(1, 13)))
        pairs.append((sd.zoo.amplitude_damping()(low), low >= HALF, float(abs(low - HALF))))
    first, second = (pair[0].squares for pair in pairs)
    squares = np.array([np.kron(a, b) for a in first for b in second])
    failing = [distance for _, holds, distance in pairs if not holds]
    distance = max(failing) if failing else min(pair[2] for pair in pairs)
    truth = Truth(not failing, distance, "factor by factor")
    return Case(sd.Channel.from_squares(squares), ((ANTI, truth),))


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

"""Attacks with channels whose truth is known in closed form, mostly by exact squares."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

import sdpsearch as sd
from benchmarks.soundness.case import (
    ANTI,
    BREAKING,
    DEGRADABLE,
    PPT,
    Case,
    kind,
)
from benchmarks.soundness.oracles import Truth

HALF = Fraction(1, 2)


def thresholds() -> list:
    """Return (family, property, from, to): the closed set where it holds, None for ∅.

    Sources are those of sdpsearch/known; restated here so that a slip there shows.
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
    family = zoo.brauer(d=3)
    rows += [(family, ANTI, Fraction(1, 81), one), (family, PPT, Fraction(3, 7), one)]
    rows += [(family, DEGRADABLE, None, None), (family, BREAKING, Fraction(3, 7), one)]
    family = zoo.werner(d=2)
    rows += [(family, ANTI, HALF / 2, one), (family, three, Fraction(1, 3), one)]
    rows += [(family, PPT, HALF, one), (family, DEGRADABLE, zero, zero)]
    family = zoo.depolarizing_dephasing(d=3, p=Fraction(3, 10))
    rows += [(family, ANTI, Fraction(3, 13), one), (family, PPT, Fraction(21, 31), one)]
    family = zoo.depolarizing_erasure(d=2, x=Fraction(1, 5))
    rows += [(family, ANTI, Fraction(2, 7), one), (family, three, Fraction(11, 21), one)]
    rows += [(family, PPT, one, one), (family, DEGRADABLE, None, None)]
    family = zoo.two_weyl(d=3)
    rows += [(family, ANTI, HALF, one), (family, DEGRADABLE, zero, zero)]
    rows += [(zoo.noisy_landau_streater(j=1.5), ANTI, None, None)]
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

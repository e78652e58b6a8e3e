"""What is known about Brauer mixtures and Werner channels.

PPT. In the coordinates f = tr(ρF) = 1 − 2p_Λ and g = d<Ω|ρ|Ω> = d p_Ω of ρ = J/d partial
transposition exchanges f and g, so PPT ⇔ f ≥ 0 and g ≤ 1. The corners (f, g) of that square
belong to product states: real equal vectors (1, 1), real orthogonal ones (0, 0), and
u = e_0 + i e_1 with itself (1, 0) or its conjugate (0, 1). PPT is entanglement breaking.

Werner channels, every k. For an extension (1/k) Σ_i F_(AB_i), the sum of the transpositions
with A, is the content of the box that A adds to the copies' Young diagram, over k: at least
−(d−1)/k with d rows, which says p ≥ (1−(d−1)/k)/2, and every value above is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sdpsearch.channels.zoo.orthogonal import white
from sdpsearch.known import formulas
from sdpsearch.known.entry import (
    DERIVED,
    FOLKLORE,
    FULL_RANK,
    HASHING,
    NEVER,
    PUBLISHED,
    CapacityEntries,
    CapacityEntry,
    Entries,
    Entry,
    at,
    at_least,
    between,
    entered_in,
    extendible,
    separable,
)
from sdpsearch.known.symmetric import brauer_threshold

THRESHOLDS: dict[str, Entries] = {}
CAPACITIES: dict[str, CapacityEntries] = {}


@entered_in(THRESHOLDS, "brauer")
def _brauer(k: int, d: int, weights: Sequence[float]) -> Iterator[Entry]:
    if k == 2:
        source = (
            "√(2(d−1)p_Ω) ≤ √(d p_Λ)+√((d+2)p_S), known/symmetric.py; region also in "
            "Solymos, Jakab, Zimborás, 2411.04597"
        )
        holds = between(brauer_threshold(d, weights), 1)
        yield Entry("antidegradable", holds, "q(start)/q(slopes)", source, DERIVED)
    yield _degradable_brauer(d, weights)
    bounds = ((0, Fraction(1, d)), (1, Fraction(1, 2)))
    starts = [_crossing(weights[i], float(white(d)[i]), float(top)) for i, top in bounds]
    expression = "p_Ω ≤ 1/d and p_Λ ≤ 1/2"
    source = "f and g change places, known/orthogonal.py"
    yield from separable(between(max(starts), 1), expression, source, DERIVED)


def _crossing(signal: float, noise: float, bound: float) -> float:
    """Return where (1−x)·signal + x·noise comes down to a bound that the noise meets."""
    return max(0.0, (signal - bound) / (signal - noise)) if signal > bound else 0.0


def _degradable_brauer(d: int, weights: Sequence[float]) -> Entry:
    """Return the entry: with noise J has full rank, without few are degradable."""
    whole, turned, rest = (w > 0 for w in weights)
    if d == 2:  # Pauli channels; the third weight is that of two of them
        clean = whole + turned + 2 * rest <= 2
    else:
        clean = not rest and whole != turned and (whole or d == 3)
    source = f"noise or w_S: {FULL_RANK}; else known/noise.py, d = 2 dephasing"
    if clean:
        return Entry("degradable", at(0), "x = 0 only", source, DERIVED)
    return Entry("degradable", NEVER, "never", source, DERIVED)


@entered_in(THRESHOLDS, "werner")
def _werner(k: int, d: int) -> Iterator[Entry]:
    low = max(0.0, (1 - (d - 1) / k) / 2)
    source = "1-k sharability of Werner states: Johnson, Viola, 1305.1342"
    yield Entry(extendible(k), between(low, 1), "(1−(d−1)/k)/2", source, PUBLISHED)
    if d < 4:
        source = f"{FULL_RANK}; p = 0 is unitary (d=2) or self-complementary (d=3)"
        yield Entry("degradable", at(0), "p = 0 only", source, DERIVED)
    else:
        source = f"{FULL_RANK}; p = 0 as in known/noise.py"
        yield Entry("degradable", NEVER, "never", source, DERIVED)
    source = "Werner, PRA 40, 4277 (1989)"
    yield from separable(between(0.5, 1), "1/2", source, PUBLISHED)


@entered_in(CAPACITIES, "brauer")
def _brauer_capacity(d: int, weights: Sequence[float]) -> Iterator[CapacityEntry]:
    counts = (1, d * (d - 1) // 2, (d - 1) * (d + 2) // 2)

    def value(x: float) -> float:
        shares = [
            (1 - x) * w + x * float(n) for w, n in zip(weights, white(d), strict=True)
        ]
        return formulas.equal_shares_bound(d, zip(shares, counts, strict=True))

    expression = "log d − H(p_Ω; p_Λ and p_S in equal shares)"
    yield at_least(value, expression, HASHING, FOLKLORE)


@entered_in(CAPACITIES, "werner")
def _werner_capacity(d: int) -> Iterator[CapacityEntry]:
    counts = (d * (d - 1) // 2, d * (d + 1) // 2)

    def value(p: float) -> float:
        return formulas.equal_shares_bound(d, zip((1 - p, p), counts, strict=True))

    expression = "log d − H(1−p and p in equal shares)"
    yield at_least(value, expression, HASHING, FOLKLORE)

"""What is known about channels that lose their input and say so: erasure, dephrasure.

Depolarizing, then erasure. In an extension to k copies let m arrive with probability q_m:
(1−e) = Σ q_m m/k, and what m copies share is at most m-extendible, D_x' with
1−x' ≤ 1 − (1−1/m)D, D = d/(d+1), for it may be averaged over U(d). So
(1−e)(1−x) ≤ Σ q_m (m/k)(1−x'_m) ≤ (1−e)(1−D) + D/k, as Σ q_m ≤ 1: (1−e)(1−x/D) ≤ 1/k. With
equality for a mixture of one copy at random of the input and k clones of it.

Dephrasure, μ = |1−2p|: Q = P = 0 from q = μ²/(1+μ²) on, Q > 0 before. Where 1−2p = μ the
environment is the input, with weight q, or one of two pure states φ_0, φ_1 with overlap μ.
Let P_b be the projection orthogonal to the other of these, and X = X_d + X_o on the qubit
its diagonal and the rest. At this q, L(X ⊕ f) = (X_d + X_o/μ) ⊕ (X_00 P_0 + X_11 P_1 +
f (1−P_0−P_1)) has Φ^c*∘L = Φ*, and makes both sides of the kernel inequality in
docs/signed-extensions.md equal, as P_b φ_b ⊥ φ_b − P_b φ_b with squared norms 1−μ², μ². A
phase flip makes μ of −μ, and more erasure is post-processing. Before, |0> with |1> gains
(1−q)μ² − q > 0 (Siddhu, 2003.10367).

Not degradable for x > 0: a degrading map takes the flag to some τ ≥ 0, hence (1−e) D_x(ρ)
to (1−e) D_x^c(ρ) − e τ_1 on the environment of D_x. Adding e τ_1 tr(ρ) it would degrade
D_x.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log2

from sdpsearch.known import formulas
from sdpsearch.known.entry import (
    DERIVED,
    FOLKLORE,
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
    equal,
    extendible,
    separable,
    without_capacity,
)

THRESHOLDS: dict[str, Entries] = {}
CAPACITIES: dict[str, CapacityEntries] = {}

_ERASURE = "Bennett, DiVincenzo, Smolin, quant-ph/9701015"


@entered_in(THRESHOLDS, "erasure")
def _erasure(k: int, d: int) -> Iterator[Entry]:
    del d  # the thresholds do not depend on it
    if k == 2:
        source = "Bennett, DiVincenzo, Smolin, PRL 78, 3217 (1997)"
        yield Entry("antidegradable", between(0.5, 1), "1/2", source, PUBLISHED)
    else:
        source = "monogamy: at most one of k copies holds the input, k(1−e) ≤ 1"
        yield Entry(extendible(k), between(1 - 1 / k, 1), "1−1/k", source, DERIVED)
    yield from without_capacity(between(0.5, 1), "1/2", _ERASURE, PUBLISHED)
    source = "Devetak, Shor, quant-ph/0311131"
    yield Entry("degradable", between(0, 0.5), "1/2", source, PUBLISHED)
    yield from separable(at(1), "e = 1 only", "partial transpose", FOLKLORE)


@entered_in(THRESHOLDS, "dephrasure")
def _dephrasure(k: int, p: float) -> Iterator[Entry]:
    share = (k - 1) * abs(1 - 2 * p)
    expression = "(k−1)μ/(1+(k−1)μ), μ = |1−2p|"
    source = (
        "coherence (1−q)μ reaches copy i only when all others are erased: "
        "(k−1)(1−q)μ ≤ q; channel of Leditzky, Leung, Smith, 1806.08327"
    )
    threshold = share / (1 + share)
    yield Entry(extendible(k), between(threshold, 1), expression, source, DERIVED)
    square = (1 - 2 * p) ** 2
    source = "a signed map and a log-singularity meet, known/erasures.py"
    holds = between(square / (1 + square), 1)
    yield from without_capacity(holds, "μ²/(1+μ²), μ = |1−2p|", source, DERIVED)
    if p in (0, 1):
        source = "unitarily an erasure channel: Devetak, Shor, quant-ph/0311131"
        yield Entry("degradable", between(0, 0.5), "1/2", source, PUBLISHED)
    else:
        source = (
            "undoing the dephasing is not completely positive; the complement has "
            "coherent information > 0 for q > 0: Siddhu, Griffiths, 2003.00583"
        )
        yield Entry("degradable", at(0), "q = 0 only", source, DERIVED)
    source = "partial transpose; p = 1/2 measures and prepares"
    if p == 0.5:
        yield from separable(between(0, 1), "always", source, FOLKLORE)
    else:
        yield from separable(at(1), "q = 1 only", source, FOLKLORE)


@entered_in(THRESHOLDS, "depolarizing_erasure")
def _depolarizing_erasure(k: int, d: int, x: float) -> Iterator[Entry]:
    entangled = 1 - x * (d + 1) / d  # 1 for the identity, 0 where D_x breaks entanglement
    low = max(0.0, 1 - 1 / (k * entangled)) if entangled > 0 else 0.0
    source = "m of k copies arrive, as 1→m clones at best, known/erasures.py"
    form = "1 − 1/(k(1−x(d+1)/d))"
    yield Entry(extendible(k), between(low, 1), form, source, DERIVED)
    if x == 0:
        yield from without_capacity(between(0.5, 1), "1/2", _ERASURE, PUBLISHED)
    elif entangled <= 0:
        told = "breaks entanglement"
        yield from without_capacity(between(0, 1), "always, x ≥ d/(d+1)", told, FOLKLORE)
    if x == 0:
        source = "Devetak, Shor, quant-ph/0311131"
        yield Entry("degradable", between(0, 0.5), "1/2", source, PUBLISHED)
    else:
        source = "the part that is not erased would degrade D_x, known/erasures.py"
        yield Entry("degradable", NEVER, "never", source, DERIVED)
    source = "partial transpose of D_x: Horodecki, Horodecki, PRA 59, 4206 (1999)"
    if entangled <= 0:
        yield from separable(between(0, 1), "always, x ≥ d/(d+1)", source, FOLKLORE)
    else:
        yield from separable(at(1), "e = 1 only", source, FOLKLORE)


@entered_in(CAPACITIES, "erasure")
def _erasure_capacity(d: int) -> Iterator[CapacityEntry]:
    def value(e: float) -> float:
        return formulas.erasure_capacity(d, e)

    yield equal(value, "(1−2e)₊ log d", _ERASURE, PUBLISHED)


@entered_in(CAPACITIES, "complement of erasure")
def _erasure_complement_capacity(d: int) -> Iterator[CapacityEntry]:
    def value(e: float) -> float:
        return formulas.erasure_capacity(d, 1 - e)

    yield equal(value, "(2e−1)₊ log d", f"erasure with 1−e: {_ERASURE}", PUBLISHED)


@entered_in(CAPACITIES, "depolarizing_erasure")
def _depolarizing_erasure_capacity(d: int, x: float) -> Iterator[CapacityEntry]:
    if x == 0:
        yield from _erasure_capacity(d)
        return
    kept = -formulas.depolarizing_complement_capacity(d, x)
    expression = "(1−e) [log d − H(1−x+x/d², x/d² (d²−1 times))] − e log d"
    source = "I_c at the maximally mixed input"
    yield at_least(lambda e: (1 - e) * kept - e * log2(d), expression, source, FOLKLORE)


@entered_in(CAPACITIES, "dephrasure")
def _dephrasure_capacity(p: float) -> Iterator[CapacityEntry]:
    if p in (0, 1):
        yield from _erasure_capacity(2)
        return
    lost = formulas.binary_entropy(p)
    source = "I_c at the maximally mixed input: Leditzky, Leung, Smith, 1806.08327"
    expression = "1 − 2q − (1−q) h(p)"
    yield at_least(lambda q: 1 - 2 * q - (1 - q) * lost, expression, source, PUBLISHED)

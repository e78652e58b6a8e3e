"""What is known about Weyl channels.

The criterion. J/d = Σ_n p_n |Φ_n><Φ_n| commutes with W̄_m⊗W_m, and A⊗B⊗B' is C^d⊗C^(d²)
under them: an extension is a state ρ on C^(d²) whose diagonal is p, and the exchange of B
and B' is there F_nn' = ω^[n,n']/d, [n,n'] = a b' − a' b. So antidegradable ⇔ p = diag(ρ)
for some state ρ with ρF = Fρ. Derived for this project, as a semidefinite programme in d²
variables.

Two-Weyl. p lives on the cross ab = 0, so ρ does, and with v in its support Fv does: that
makes v constant on both arms, v = (f+g; f, …; g, …). On average its middle (f+g)² lies
between (|f|−|g|)² and (|f|+|g|)², and all of that is taken: with S = √s+√(1−s) and
T = √s−√(1−s), (d−1)(1−p) lies between T²p and S²p.

PPT. In each sector i+j = m the partial transpose is (1−p−q) F + p(1−s)d/(d−1) Σ|ii><ii| +
ps/(d−1) |Ω_m><Ω_m|, q = p/(d−1), F exchanging i and j. Odd vectors ask for p ≥ (d−1)/d; for
d ≥ 4 some sector has an even one orthogonal to |ii> and Ω_m, which asks for the contrary.
For d = 3 a 2×2 block is left, of trace 3p/2 and determinant 3p²s(1−s)/2.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log2, sqrt

from sdpsearch.known import formulas
from sdpsearch.known.entry import (
    DEPHASING,
    DERIVED,
    FOLKLORE,
    FULL_RANK,
    HASHING,
    PUBLISHED,
    RANK,
    TWO_QUBIT_PPT,
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


@entered_in(THRESHOLDS, "two_weyl")
def _two_weyl(k: int, d: int, shifts: float) -> Iterator[Entry]:
    if shifts in (0, 1):
        yield from _dephasing(k, d)
        return
    if k == 2:
        most, least = ((sqrt(shifts) + sign * sqrt(1 - shifts)) ** 2 for sign in (1, -1))
        source = "p = diag(ρ) with ρF = Fρ on the cross of shifts and phases, known/weyl.py"
        holds = between((d - 1) / (d - 1 + most), (d - 1) / (d - 1 + least))
        expression = "(d−1)/(d−1+(√s±√(1−s))²)"
        yield Entry("antidegradable", holds, expression, source, DERIVED)
    if d == 2:
        yield Entry("degradable", at(0, 1), "p = 0 and p = 1", RANK, DERIVED)
    else:
        yield Entry("degradable", at(0), "p = 0 only", FULL_RANK, DERIVED)
    source = "partial transpose in the sectors i+j, known/weyl.py"
    if d == 2:
        high = 1 / (2 * max(shifts, 1 - shifts))
        expression = "1/2 ≤ p ≤ 1/(2 max(s, 1−s))"
        yield from separable(between(0.5, high), expression, TWO_QUBIT_PPT, FOLKLORE)
    elif d == 3:  # what lies beyond 2/3 may be bound entangled
        high = 4 / (3 + sqrt(9 - 24 * shifts * (1 - shifts)))
        expression = "2/3 ≤ p ≤ 4/(3+√(9−24s(1−s)))"
        yield Entry("ppt", between(2 / 3, high), expression, source, DERIVED)
    else:
        expression = "(d−1)/d only: two measurements"
        yield from separable(at((d - 1) / d), expression, source, DERIVED)


def _dephasing(k: int, d: int) -> Iterator[Entry]:
    """Yield what is known of shifts or phases alone: dephasing, in one basis or another."""
    point, expression = at((d - 1) / d), "(d−1)/d only"
    yield Entry(extendible(k), point, expression, DEPHASING, FOLKLORE)
    yield from without_capacity(point, expression, DEPHASING, PUBLISHED)
    yield Entry("degradable", between(0, 1), "always", DEPHASING, PUBLISHED)
    source = "partial transpose: only without any coherence"
    yield from separable(point, expression, source, FOLKLORE)


@entered_in(CAPACITIES, "two_weyl")
def _two_weyl_capacity(d: int, shifts: float) -> Iterator[CapacityEntry]:
    spread = formulas.binary_entropy(shifts) + log2(d - 1)

    def value(p: float) -> float:
        return log2(d) - formulas.binary_entropy(p) - p * spread

    if shifts in (0, 1):
        yield equal(
            lambda p: max(0.0, value(p)), "log d − h(p) − p log(d−1)", DEPHASING, PUBLISHED
        )
    else:
        form = "log d − h(p) − p (log(d−1) + h(s))"
        yield at_least(value, form, HASHING, PUBLISHED)

"""What is known about Weyl channels.

The criterion. J/d = Σ_n p_n |Φ_n><Φ_n| commutes with W̄_m⊗W_m, and A⊗B⊗B' is C^d⊗C^(d²)
under them: an extension is a state ρ on C^(d²) whose diagonal is p, and the exchange of B
and B' is there F_nn' = ω^[n,n']/d, [n,n'] = a b' − a' b. So antidegradable ⇔ p = diag(ρ)
for some state ρ with ρF = Fρ. Derived for this project, as a semidefinite programme in d²
variables.

Two-Weyl. p lives on the cross ab = 0, so ρ does, and with v in its support Fv does: that
makes v constant on both arms, v = (f+g; f, …; g, …). Its share in the middle is
(f+g)² ≤ 2(f²+g²), on the arms (d−1)(f²+g²): 1−p ≤ 2p/(d−1). Equality at f = g; f = −g has
none in the middle, and between them lie all p ≥ (d−1)/(d+1).

PPT. In each sector i+j = s the partial transpose is (1−p−2q) F + qd Σ|ii><ii| +
q |Ω_s><Ω_s|, q = p/(2(d−1)), F exchanging i and j. Odd vectors ask for p ≥ (d−1)/d; for
d ≥ 4 some sector has an even one orthogonal to |ii> and Ω_s, which asks for the contrary.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log2, sqrt

from sdpsearch.known import formulas
from sdpsearch.known.entry import (
    DERIVED,
    FULL_RANK,
    HASHING,
    PUBLISHED,
    RANK,
    CapacityEntries,
    CapacityEntry,
    Entries,
    Entry,
    at,
    at_least,
    between,
    entered_in,
    separable,
)

THRESHOLDS: dict[str, Entries] = {}
CAPACITIES: dict[str, CapacityEntries] = {}


@entered_in(THRESHOLDS, "two_weyl")
def _two_weyl(k: int, d: int) -> Iterator[Entry]:
    if k == 2:
        source = "p = diag(ρ) with ρF = Fρ on the cross of shifts and phases, known/weyl.py"
        holds = between((d - 1) / (d + 1), 1)
        yield Entry("antidegradable", holds, "(d−1)/(d+1)", source, DERIVED)
    if d == 2:
        yield Entry("degradable", at(0, 1), "p = 0 and p = 1", RANK, DERIVED)
    else:
        yield Entry("degradable", at(0), "p = 0 only", FULL_RANK, DERIVED)
    source = "partial transpose in the sectors i+j, known/weyl.py"
    low = (d - 1) / d
    if d == 3:  # what lies beyond 2/3 may be bound entangled
        holds, expression = between(low, 2 * (3 - sqrt(3)) / 3), "2/3 ≤ p ≤ 2(3−√3)/3"
        yield Entry("ppt", holds, expression, source, DERIVED)
        return
    holds = between(0.5, 1) if d == 2 else at(low)
    expression = "1/2" if d == 2 else "(d−1)/d only: half each of two measurements"
    yield from separable(holds, expression, source, DERIVED)


@entered_in(CAPACITIES, "two_weyl")
def _two_weyl_capacity(d: int) -> Iterator[CapacityEntry]:
    def value(p: float) -> float:
        return log2(d) - formulas.binary_entropy(p) - p * log2(2 * (d - 1))

    yield at_least(value, "log d − h(p) − p log(2(d−1))", HASHING, PUBLISHED)

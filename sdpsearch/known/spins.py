"""What is known about Landau–Streater and other channels of spins.

Noisy Landau–Streater, j ≥ 3/2: no extension to any k ≥ 2 copies, whatever x. J lives on
the spins 0 and 1 of A⊗B, and so must both AB and AB' parts of an extension's vectors. In
A⊗B⊗B' of one total spin, A·B has the AB spins for its eigenbasis; there A·B' is
tridiagonal, without zeros beside its diagonal. Applied to v = a|0> + b|1> the polynomial
(A·B' + j(j+1)) (A·B' + j(j+1) − 1), which the AB' spins 0 and 1 annul, has on |3> the
part of b, and on |2> that of a: both vanish, and for total spins j±1, where v = b|1>, the
second factor leaves b on |2>.

PPT. The partial transpose of Σ_i (1⊗J_i) Ω (1⊗J_i) is F Σ_i J_i⊗J_i, with the eigenvalues
(−1)^(2j−L) [L(L+1)/2 − j(j+1)]; that of the identity is F, which is −1 at L = 2j−1. There
the sum is −(1−x) − x(j−2)/(j+1) < 0 for j ≥ 2; for j = 3/2 it asks for x ≥ 5/6, and L = 1
for x ≤ 15/26.

EPOSIC channels. For j_out = j_env the exchange of output and environment is a sign: Φ^c =
Φ. For j_in = j_out + j_env the input is the symmetric subspace of 2j_in qubits, of which
2j_env get lost: degradable if these are the fewer, by losing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log2

from sdpsearch.known import formulas
from sdpsearch.known.entry import (
    DERIVED,
    FOLKLORE,
    HASHING,
    NEVER,
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
    proved_signed,
    separable,
    zero,
)

THRESHOLDS: dict[str, Entries] = {}
CAPACITIES: dict[str, CapacityEntries] = {}


@entered_in(THRESHOLDS, "noisy_landau_streater")
def _noisy_landau_streater(k: int, j: float) -> Iterator[Entry]:
    if j == 0.5:
        source = "depolarizing at 4x/3: Werner, quant-ph/9804001"
        holds = between((1 - 1 / k) / 2, 1)
        yield Entry(extendible(k), holds, "(1−1/k)/2", source, PUBLISHED)
        yield Entry("degradable", at(0), "x = 0 only", RANK, DERIVED)
        yield from separable(between(0.5, 1), "1/2", TWO_QUBIT_PPT, FOLKLORE)
        return
    if j == 1:
        source = "unitarily transpose-depolarizing, d = 3: Roofeh, Karimipour, 2310.15353"
        if k == 2:
            yield Entry("antidegradable", between(4 / 7, 1), "4/7", source, DERIVED)
            yield proved_signed(0.5, "1/2")
        else:
            yield Entry(extendible(k), NEVER, "never", source, DERIVED)
        yield Entry("degradable", at(0, 1), "x = 0 and x = 1", source, DERIVED)
    else:
        source = "no vector has spin ≤ 1 on AB and on AB', known/spins.py"
        yield Entry(extendible(k), NEVER, "never", source, DERIVED)
    source = "F Σ J_i⊗J_i in the total spin L, known/spins.py"
    yield from separable(NEVER, "never", source, DERIVED)


@entered_in(CAPACITIES, "noisy_landau_streater")
def _noisy_landau_streater_capacity(j: float) -> Iterator[CapacityEntry]:
    def value(x: float) -> float:
        return log2(2 * j + 1) - formulas.binary_entropy(x) - x * log2(3)

    source = "I_c at the maximally mixed input"
    yield at_least(value, "log(2j+1) − h(x) − x log 3", f"{source}, {HASHING}", FOLKLORE)


@entered_in(CAPACITIES, "landau_streater")
def _landau_streater_capacity(j: float) -> Iterator[CapacityEntry]:
    if j == 0.5:
        yield equal(zero, "0", "depolarizing at x = 4/3: entanglement breaking", FOLKLORE)
    elif j == 1:
        source = "unitarily the Werner–Holevo channel of dimension 3"
        yield equal(zero, "0", source, FOLKLORE)


@entered_in(CAPACITIES, "eposic")
def _eposic_capacity(j_in: float, j_out: float, j_env: float) -> Iterator[CapacityEntry]:
    gain = log2((2 * j_out + 1) / (2 * j_env + 1))
    if j_out == j_env:
        source = "output and environment change places up to a sign"
        yield equal(zero, "0", source, DERIVED)
    elif j_in == j_out + j_env or j_in == 0.5 == abs(j_out - j_env):
        # One of output and environment is a part, or a clone's part, of the other.
        source = "loss from 2j_in symmetric qubits, or a cloner (Brádler et al., 1001.1732)"
        form = "log((2j_out+1)/(2j_env+1))₊"
        yield equal(lambda _: max(0.0, gain), form, source, DERIVED)

"""What is known about amplitude damping, of qubits, of more levels, and of light.

One excitation, cited by that name below: let the extension's isometry take |0> to
|0…0>|f>, as it must when Φ(|0><0|) = |0><0|. The coherence c of Φ(|1><0|) = c|1><0|
fixes the amplitude of |0…1_i…0>|f> in the image of |1> to c for every copy i; the rest
of the population of |1> can be put on |1…1>. Normalisation then decides. With more
levels every |j> has its coherence with |0>, the rest of what stays on |0> or goes to |i>
can be put on |0…0> and |i…i>, and coherences among excited levels come right by themselves.

Where two copies cannot share it, Q > 0 by |0> and |j>, cited as "ground state" below: |0>
comes out as it is, and of |j> more arrives elsewhere than leaks to where |0> leaks nothing.
The gain at this singularity (Siddhu, 2003.10367), (1−γw_j0) − γW_j, or with dephasing
(1−γ) − γ − (1−γ)(1−λ), is the difference of both sides in the criterion for an extension.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any

from sdpsearch.known import formulas
from sdpsearch.known.entry import (
    DERIVED,
    FOLKLORE,
    NEVER,
    PUBLISHED,
    RANK,
    TWO_QUBIT_PPT,
    CapacityEntries,
    CapacityEntry,
    Entries,
    Entry,
    at,
    between,
    entered_in,
    equal,
    extendible,
    none,
    separable,
    without_capacity,
)

THRESHOLDS: dict[str, Entries] = {}
CAPACITIES: dict[str, CapacityEntries] = {}

_GROUND = "antidegradable, or Q > 0 by the ground state, known/damping.py"
_DAMPING = "degradable: Giovannetti, Fazio, PRA 71, 032314 (2005)"


@entered_in(THRESHOLDS, "amplitude_damping")
def _amplitude_damping(k: int) -> Iterator[Entry]:
    if k == 2:
        source = "Giovannetti, Fazio, PRA 71, 032314 (2005)"
        yield Entry(extendible(k), between(0.5, 1), "1/2", source, PUBLISHED)
    else:
        source = "one excitation shared by k copies: k(1−γ) ≤ 1"
        yield Entry(extendible(k), between(1 - 1 / k, 1), "1−1/k", source, DERIVED)
    source = "Giovannetti, Fazio, PRA 71, 032314 (2005)"
    yield from without_capacity(between(0.5, 1), "1/2", source, PUBLISHED)
    yield Entry("degradable", between(0, 0.5), "1/2", source, PUBLISHED)
    yield from separable(at(1), "γ = 1 only", TWO_QUBIT_PPT, FOLKLORE)


@entered_in(THRESHOLDS, "generalized_amplitude_damping")
def _generalized_amplitude_damping(k: int, N: float) -> Iterator[Entry]:
    thermal = N * (1 - N)
    if thermal == 0:
        yield from _amplitude_damping(k)
        return
    if k == 2:
        source = "Khatri, Sharma, Wilde, 1903.07747; also Chen et al., 1310.3530"
        yield Entry("antidegradable", between(0.5, 1), "1/2", source, FOLKLORE)
    yield Entry("degradable", at(0), "γ = 0 only", RANK, DERIVED)
    # 2/(1+√(1+4n)) is the printed root without the cancellation at small n.
    root = 2 / (1 + sqrt(1 + 4 * thermal))
    expression = "(√(1+4N(1−N))−1)/(2N(1−N))"
    source = (
        "Khatri, Sharma, Wilde, 1903.07747; Lami, Giovannetti, 1505.00465 (not looked up)"
    )
    yield from separable(between(root, 1), expression, source, PUBLISHED)


@entered_in(THRESHOLDS, "multilevel_amplitude_damping")
def _multilevel_amplitude_damping(
    k: int, d: int, rates: Sequence[float] | None = None
) -> Iterator[Entry]:
    ground = [1.0 if i == 0 else 0.0 for j in range(1, d) for i in range(j)]
    if rates is not None and list(rates) != ground:
        yield from _cascade(k, d, rates)
        return
    source = (
        "symmetric k-port splitter (sufficient), amplitude damping on two levels "
        "(necessary); channel of Chessa, Giovannetti, 2008.00477"
    )
    yield Entry(extendible(k), between(1 - 1 / k, 1), "1−1/k", source, DERIVED)
    yield from without_capacity(between(0.5, 1), "1/2", _GROUND, DERIVED)
    source = "the complement of Φ_γ is Φ_(1−γ)"
    yield Entry("degradable", between(0, 0.5), "1/2", source, DERIVED)
    source = "partial transpose on two levels"
    yield from separable(at(1), "γ = 1 only", source, FOLKLORE)


def _cascade(k: int, d: int, rates: Sequence[float]) -> Iterator[Entry]:
    """Yield what is known for any rates; where it is degradable is not."""
    levels = [rates[j * (j - 1) // 2 : j * (j + 1) // 2] for j in range(1, d)]
    source = "one excitation of each level: (k−1)(1−γW_j) ≤ γ w_j0"
    form = "max_j (k−1)/((k−1)W_j + w_j0), W_j = Σ_i w_ji"
    yield Entry(extendible(k), _shared(k, levels), form, source, DERIVED)
    form = "max_j 1/(W_j + w_j0), W_j = Σ_i w_ji"
    yield from without_capacity(_shared(2, levels), form, _GROUND, DERIVED)
    source = "partial transpose on two levels: no coherence may be left"
    lost = all(abs(sum(level) - 1) <= 1e-12 for level in levels)
    yield from separable(at(1) if lost else NEVER, "W_j γ = 1 for all j", source, FOLKLORE)


def _shared(k: int, levels: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    """Return where every level's excitation can be shared by k copies."""
    below = [(k - 1) * sum(level) + level[0] for level in levels]
    # (k−1)(1−γW_j) ≤ γ w_j0 for every level, met at γ = 1 to rounding at the latest.
    low = max((k - 1) / total if total > 0 else 2.0 for total in below)
    return between(min(low, 1), 1) if low <= 1 + 1e-12 else NEVER


@entered_in(THRESHOLDS, "damping_dephasing")
def _damping_dephasing(k: int, p: float) -> Iterator[Entry]:
    if p in (0, 1):
        yield from _amplitude_damping(k)
        return
    square = (1 - 2 * p) ** 2
    share = (k - 1) * square
    expression = "(k−1)λ/(1+(k−1)λ), λ = (1−2p)²"
    source = "one excitation: (k−1)(1−γ)λ ≤ γ; k=2 agrees with Chen et al., 1310.3530"
    threshold = share / (1 + share)
    yield Entry(extendible(k), between(threshold, 1), expression, source, DERIVED)
    holds = between(square / (1 + square), 1)
    yield from without_capacity(holds, "λ/(1+λ), λ = (1−2p)²", _GROUND, DERIVED)
    yield Entry("degradable", at(0), "γ = 0 only", RANK, DERIVED)
    if p == 0.5:
        yield from separable(between(0, 1), "always", TWO_QUBIT_PPT, FOLKLORE)
    else:
        yield from separable(at(1), "γ = 1 only", TWO_QUBIT_PPT, FOLKLORE)


@entered_in(THRESHOLDS, "pure_loss")
def _pure_loss(k: int, photons: int) -> Iterator[Entry]:
    del photons  # the thresholds do not depend on it
    source = "Caruso, Giovannetti, quant-ph/0603257"
    if k == 2:
        yield Entry("antidegradable", between(0, 0.5), "1/2", source, FOLKLORE)
    else:
        splitter = (
            "symmetric k-port splitter (sufficient), amplitude damping on at most one "
            "photon (necessary)"
        )
        yield Entry(extendible(k), between(0, 1 / k), "1/k", splitter, DERIVED)
    yield Entry("degradable", between(0.5, 1), "1/2", source, FOLKLORE)
    told = "amplitude damping on at most one photon transmits beyond"
    yield from without_capacity(between(0, 0.5), "1/2", told, DERIVED)
    source = "partial transpose on at most one photon"
    yield from separable(at(0), "η = 0 only", source, FOLKLORE)


@entered_in(CAPACITIES, "amplitude_damping", "multilevel_amplitude_damping")
def _damping_capacity(
    d: int = 2, rates: Any = None, flip: bool = False
) -> Iterator[CapacityEntry]:
    ground = [1.0 if i == 0 else 0.0 for j in range(1, d) for i in range(j)]
    if rates is not None and list(rates) != ground:
        return
    expression = "max_q h((1−γ)q) − h(γq)" + (" + (1−2γ)q log(d−1)" if d > 2 else "")
    source, status = _DAMPING, PUBLISHED
    if d > 2:
        status = DERIVED
        source = "degradable, and covariant on the excited levels; channel of Chessa, "
        source += "Giovannetti, 2008.00477"
    if flip:
        source = f"damping with 1−γ: {source}"
        expression = expression.replace("γ", "γ'") + ", γ' = 1−γ"
    yield equal(
        lambda g: formulas.damping_capacity(1 - g if flip else g, d),
        expression,
        source,
        status,
        ((0.5, 1.0),) if flip else ((0.0, 0.5),),
    )


@entered_in(
    CAPACITIES,
    "complement of amplitude_damping",
    "complement of multilevel_amplitude_damping",
)
def _undamped_capacity(d: int = 2, rates: Any = None) -> Iterator[CapacityEntry]:
    return _damping_capacity(d, rates, flip=True)


@entered_in(CAPACITIES, "generalized_amplitude_damping")
def _generalized_damping_capacity(N: float) -> Iterator[CapacityEntry]:
    return _damping_capacity() if N in (0, 1) else none()


@entered_in(CAPACITIES, "damping_dephasing")
def _damping_dephasing_capacity(p: float) -> Iterator[CapacityEntry]:
    return _damping_capacity() if p in (0, 1) else none()


@entered_in(CAPACITIES, "pure_loss")
def _pure_loss_capacity(photons: int) -> Iterator[CapacityEntry]:
    return _damping_capacity(flip=True) if photons == 1 else none()

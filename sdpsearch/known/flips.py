"""What is known about dephasing and Pauli channels.

Pauli channels: J/2 is Bell diagonal with eigenvalues p_i, and the criterion of Chen et
al., 1310.3530, 1/2 ≥ Σ p_i² − 4 √(p_0 p_1 p_2 p_3), factorises: with a_i = √p_i it reads
(−a_0+a_1+a_2+a_3)(a_0−a_1+…)(…)(…) ≥ 0, so antidegradable ⇔ 2 max √p_i ≤ Σ √p_i.
PPT ⇔ max p_i ≤ 1/2.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import Any

import numpy as np

from sdpsearch.known import formulas
from sdpsearch.known.entry import (
    DEPHASING,
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
    separable,
    without_capacity,
)

THRESHOLDS: dict[str, Entries] = {}
CAPACITIES: dict[str, CapacityEntries] = {}

_PAULI = "criterion of Chen et al., 1310.3530, for Bell-diagonal Choi operators"


@entered_in(THRESHOLDS, "dephasing")
def _dephasing(k: int) -> Iterator[Entry]:
    source = "Devetak, Shor, quant-ph/0311131"
    point = "p = 1/2 only"
    yield Entry(extendible(k), at(0.5), point, source, FOLKLORE)
    yield from without_capacity(at(0.5), point, DEPHASING, PUBLISHED)
    yield Entry("degradable", between(0, 1), "always", source, PUBLISHED)
    yield from separable(at(0.5), point, TWO_QUBIT_PPT, FOLKLORE)


@entered_in(THRESHOLDS, "generalized_dephasing")
def _generalized_dephasing(
    k: int, d: int, gram: Sequence[Sequence[complex]] | None = None
) -> Iterator[Entry]:
    source = "Devetak, Shor, quant-ph/0311131"
    yield Entry("degradable", between(0, 1), "always", source, PUBLISHED)
    matrix = np.eye(d) if gram is None else np.array(gram)
    # Extendible, PPT, entanglement breaking: only where every coherence vanishes,
    # 1 − p + p G_ij = 0 for all i ≠ j, since J lives on span{|ii>}.
    coherences = matrix[~np.eye(d, dtype=bool)]
    first = complex(coherences[0])
    uniform = float(np.max(np.abs(coherences - first))) <= 1e-12
    source = "J lives on span{|ii>}: only without any coherence"
    if uniform and abs(first.imag) <= 1e-12 and first.real <= 0:
        holds, expression = at(1 / (1 - first.real)), "1/(1−G_ij) only"
    else:
        holds, expression = NEVER, "never"
    yield Entry(extendible(k), holds, expression, source, FOLKLORE)
    told = f"two levels with a coherence transmit, {DEPHASING}"
    yield from without_capacity(holds, expression, told, DERIVED)
    yield from separable(holds, expression, source, FOLKLORE)


@entered_in(THRESHOLDS, "pauli")
def _pauli(k: int, direction: Sequence[float]) -> Iterator[Entry]:
    roots = [sqrt(w) for w in direction]
    total, excess = sum(roots), 2 * max(roots) - sum(roots)
    if k == 2:
        low = 1 / (1 + total**2)
        high = 1 / (1 + excess**2) if excess > 0 else 1.0
        expression = "1/(1+S²) ≤ p ≤ 1/(1+T²), S = Σ√w, T = max(0, 2√w_max − S)"
        yield Entry("antidegradable", between(low, high), expression, _PAULI, DERIVED)
    elif max(direction) == 1:
        source = "unitarily a dephasing channel"
        yield Entry(extendible(k), at(0.5), "p = 1/2 only", source, FOLKLORE)
    elif max(direction) - min(direction) < 1e-15:
        source = "depolarizing channel at x = 4p/3: Werner, quant-ph/9804001"
        holds = between((1 - 1 / k) / 2, 1)
        yield Entry(extendible(k), holds, "(1−1/k)/2", source, PUBLISHED)
    ranks = sum(w > 0 for w in direction)
    if ranks == 1:
        source = "Devetak, Shor, quant-ph/0311131"
        yield from without_capacity(at(0.5), "p = 1/2 only", DEPHASING, PUBLISHED)
        yield Entry("degradable", between(0, 1), "always", source, PUBLISHED)
    elif ranks == 2:
        yield Entry("degradable", at(0, 1), "p = 0 and p = 1", RANK, DERIVED)
    else:
        yield Entry("degradable", at(0), "p = 0 only", RANK, DERIVED)
    high = min(1.0, 1 / (2 * max(direction)))
    expression = "1/2 ≤ p ≤ 1/(2 w_max)"
    yield from separable(between(0.5, high), expression, TWO_QUBIT_PPT, FOLKLORE)


@entered_in(THRESHOLDS, "two_pauli")
def _two_pauli(k: int) -> Iterator[Entry]:
    if k == 2:
        yield Entry("antidegradable", between(1 / 3, 1), "1/3", _PAULI, DERIVED)
    yield Entry("degradable", at(0, 1), "p = 0 and p = 1", RANK, DERIVED)
    yield from separable(between(0.5, 1), "1/2", TWO_QUBIT_PPT, FOLKLORE)


@entered_in(THRESHOLDS, "bb84")
def _bb84(k: int) -> Iterator[Entry]:
    if k == 2:
        holds = between((2 - sqrt(2)) / 4, 0.5)
        yield Entry("antidegradable", holds, "(2−√2)/4", _PAULI, DERIVED)
    yield Entry("degradable", at(0), "p = 0 only", RANK, DERIVED)
    holds = between(1 - sqrt(0.5), 0.5)
    yield from separable(holds, "1−1/√2", TWO_QUBIT_PPT, FOLKLORE)


def _flips(p: float) -> float:
    return formulas.dephasing_capacity(1 - 2 * p)


@entered_in(CAPACITIES, "dephasing")
def _dephasing_capacity() -> Iterator[CapacityEntry]:
    yield equal(_flips, "1 − h(p)", DEPHASING, PUBLISHED)


@entered_in(CAPACITIES, "generalized_dephasing")
def _generalized_dephasing_capacity(d: int, gram: Any = None) -> Iterator[CapacityEntry]:
    expression = "log d − S(G_p/d), G_p = (1−p) 11† + p G"
    if gram is None:
        yield equal(
            lambda p: formulas.dephasing_capacity(1 - p, d),
            expression,
            DEPHASING,
            PUBLISHED,
        )
    elif d == 2:
        c = complex(np.asarray(gram)[0, 1])
        # I_c depends on |c| alone, and is symmetric under exchange of the levels.
        yield equal(
            lambda p: formulas.dephasing_capacity(min(1.0, abs(1 - p + p * c))),
            expression,
            DEPHASING,
            PUBLISHED,
        )


@entered_in(CAPACITIES, "pauli")
def _pauli_capacity(direction: Sequence[float]) -> Iterator[CapacityEntry]:
    if max(direction) == 1:
        yield equal(_flips, "1 − h(p)", f"unitarily dephasing, {DEPHASING}", PUBLISHED)
        return
    spread = formulas.shannon_entropy(direction)
    yield at_least(
        lambda p: 1 - formulas.binary_entropy(p) - p * spread,
        "1 − h(p) − p H(w)",
        HASHING,
        PUBLISHED,
    )


@entered_in(CAPACITIES, "two_pauli")
def _two_pauli_capacity() -> Iterator[CapacityEntry]:
    return _pauli_capacity((0.5, 0.0, 0.5))


@entered_in(CAPACITIES, "bb84")
def _bb84_capacity() -> Iterator[CapacityEntry]:
    yield at_least(
        lambda p: 1 - 2 * formulas.binary_entropy(p), "1 − 2h(p)", HASHING, PUBLISHED
    )

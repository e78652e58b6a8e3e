"""What is known about the zoo's families with qubit input.

Tools used below, cited by name:

* Pauli: J/2 is Bell diagonal with eigenvalues p_i, and the criterion of Chen et al.,
  1310.3530, 1/2 ≥ Σ p_i² − 4 √(p_0 p_1 p_2 p_3), factorises: with a_i = √p_i it reads
  (−a_0+a_1+a_2+a_3)(a_0−a_1+…)(…)(…) ≥ 0, so antidegradable ⇔ 2 max √p_i ≤ Σ √p_i.
  PPT ⇔ max p_i ≤ 1/2.
* rank: a degradable channel with qubit output has Choi rank at most 2 (Cubitt, Ruskai
  and Smith, 0802.1360; Myhr and Lütkenhaus, 0812.3667).
* one excitation: let the extension's isometry take |0> to |0…0>|f>, as it must when
  Φ(|0><0|) = |0><0|. The coherence c of Φ(|1><0|) = c|1><0| fixes the amplitude of
  |0…1_i…0>|f> in the image of |1> to c for every copy i; the rest of the population
  of |1> can be put on |1…1>. Normalisation then decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

from sdpsearch.exact.claim import (
    DERIVED,
    FOLKLORE,
    NEVER,
    PUBLISHED,
    Claim,
    Statement,
    at,
    between,
    extendible,
    separable,
    stating,
)

CLAIMS: dict[str, Statement] = {}

_PAULI = "criterion of Chen et al., 1310.3530, for Bell-diagonal Choi operators"
_RANK = "degradable with qubit output ⇒ Choi rank ≤ 2: Cubitt et al., 0802.1360"
_TWO_QUBIT_PPT = "partial transpose; Horodecki, Horodecki, Horodecki, quant-ph/9605038"


@stating(CLAIMS, "amplitude_damping")
def _amplitude_damping(k: int) -> Iterator[Claim]:
    if k == 2:
        source = "Giovannetti, Fazio, PRA 71, 032314 (2005)"
        yield Claim(extendible(k), between(0.5, 1), "1/2", source, PUBLISHED)
    else:
        source = "one excitation shared by k copies: k(1−γ) ≤ 1"
        yield Claim(extendible(k), between(1 - 1 / k, 1), "1−1/k", source, DERIVED)
    source = "Giovannetti, Fazio, PRA 71, 032314 (2005)"
    yield Claim("degradable", between(0, 0.5), "1/2", source, PUBLISHED)
    yield from separable(at(1), "γ = 1 only", _TWO_QUBIT_PPT, FOLKLORE)


@stating(CLAIMS, "generalized_amplitude_damping")
def _generalized_amplitude_damping(k: int, N: float) -> Iterator[Claim]:
    thermal = N * (1 - N)
    if thermal == 0:
        yield from _amplitude_damping(k)
        return
    if k == 2:
        source = "Khatri, Sharma, Wilde, 1903.07747; also Chen et al., 1310.3530"
        yield Claim("antidegradable", between(0.5, 1), "1/2", source, FOLKLORE)
    yield Claim("degradable", at(0), "γ = 0 only", _RANK, DERIVED)
    # 2/(1+√(1+4n)) is the printed root without the cancellation at small n.
    root = 2 / (1 + sqrt(1 + 4 * thermal))
    expression = "(√(1+4N(1−N))−1)/(2N(1−N))"
    source = "Lami, Giovannetti, 1505.00465"
    yield from separable(between(root, 1), expression, source, PUBLISHED)


@stating(CLAIMS, "damping_dephasing")
def _damping_dephasing(k: int, p: float) -> Iterator[Claim]:
    if p in (0, 1):
        yield from _amplitude_damping(k)
        return
    share = (k - 1) * (1 - 2 * p) ** 2
    expression = "(k−1)λ/(1+(k−1)λ), λ = (1−2p)²"
    source = "one excitation: (k−1)(1−γ)λ ≤ γ; k=2 agrees with Chen et al., 1310.3530"
    threshold = share / (1 + share)
    yield Claim(extendible(k), between(threshold, 1), expression, source, DERIVED)
    yield Claim("degradable", at(0), "γ = 0 only", _RANK, DERIVED)
    if p == 0.5:
        yield from separable(between(0, 1), "always", _TWO_QUBIT_PPT, FOLKLORE)
    else:
        yield from separable(at(1), "γ = 1 only", _TWO_QUBIT_PPT, FOLKLORE)


@stating(CLAIMS, "dephasing")
def _dephasing(k: int) -> Iterator[Claim]:
    source = "Devetak, Shor, quant-ph/0311131"
    point = "p = 1/2 only"
    yield Claim(extendible(k), at(0.5), point, source, FOLKLORE)
    yield Claim("degradable", between(0, 1), "always", source, PUBLISHED)
    yield from separable(at(0.5), point, _TWO_QUBIT_PPT, FOLKLORE)


@stating(CLAIMS, "dephrasure")
def _dephrasure(k: int, p: float) -> Iterator[Claim]:
    share = (k - 1) * abs(1 - 2 * p)
    expression = "(k−1)μ/(1+(k−1)μ), μ = |1−2p|"
    source = (
        "coherence (1−q)μ reaches copy i only when all others are erased: "
        "(k−1)(1−q)μ ≤ q; channel of Leditzky, Leung, Smith, 1806.08327"
    )
    threshold = share / (1 + share)
    yield Claim(extendible(k), between(threshold, 1), expression, source, DERIVED)
    if p in (0, 1):
        source = "unitarily an erasure channel: Devetak, Shor, quant-ph/0311131"
        yield Claim("degradable", between(0, 0.5), "1/2", source, PUBLISHED)
    else:
        source = (
            "undoing the dephasing is not completely positive; the complement has "
            "coherent information > 0 for q > 0: Siddhu, Griffiths, 2003.00583"
        )
        yield Claim("degradable", at(0), "q = 0 only", source, DERIVED)
    source = "partial transpose; p = 1/2 measures and prepares"
    if p == 0.5:
        yield from separable(between(0, 1), "always", source, FOLKLORE)
    else:
        yield from separable(at(1), "q = 1 only", source, FOLKLORE)


@stating(CLAIMS, "pauli")
def _pauli(k: int, direction: Sequence[float]) -> Iterator[Claim]:
    roots = [sqrt(w) for w in direction]
    total, excess = sum(roots), 2 * max(roots) - sum(roots)
    if k == 2:
        low = 1 / (1 + total**2)
        high = 1 / (1 + excess**2) if excess > 0 else 1.0
        expression = "1/(1+S²) ≤ p ≤ 1/(1+T²), S = Σ√w, T = max(0, 2√w_max − S)"
        yield Claim("antidegradable", between(low, high), expression, _PAULI, DERIVED)
    elif max(direction) == 1:
        source = "unitarily a dephasing channel"
        yield Claim(extendible(k), at(0.5), "p = 1/2 only", source, FOLKLORE)
    elif max(direction) - min(direction) < 1e-15:
        source = "depolarizing channel at x = 4p/3: Werner, quant-ph/9804001"
        holds = between((1 - 1 / k) / 2, 1)
        yield Claim(extendible(k), holds, "(1−1/k)/2", source, PUBLISHED)
    ranks = sum(w > 0 for w in direction)
    if ranks == 1:
        source = "Devetak, Shor, quant-ph/0311131"
        yield Claim("degradable", between(0, 1), "always", source, PUBLISHED)
    elif ranks == 2:
        yield Claim("degradable", at(0, 1), "p = 0 and p = 1", _RANK, DERIVED)
    else:
        yield Claim("degradable", at(0), "p = 0 only", _RANK, DERIVED)
    high = min(1.0, 1 / (2 * max(direction)))
    expression = "1/2 ≤ p ≤ 1/(2 w_max)"
    yield from separable(between(0.5, high), expression, _TWO_QUBIT_PPT, FOLKLORE)


@stating(CLAIMS, "two_pauli")
def _two_pauli(k: int) -> Iterator[Claim]:
    if k == 2:
        yield Claim("antidegradable", between(1 / 3, 1), "1/3", _PAULI, DERIVED)
    yield Claim("degradable", at(0, 1), "p = 0 and p = 1", _RANK, DERIVED)
    yield from separable(between(0.5, 1), "1/2", _TWO_QUBIT_PPT, FOLKLORE)


@stating(CLAIMS, "bb84")
def _bb84(k: int) -> Iterator[Claim]:
    if k == 2:
        holds = between((2 - sqrt(2)) / 4, 0.5)
        yield Claim("antidegradable", holds, "(2−√2)/4", _PAULI, DERIVED)
    yield Claim("degradable", at(0), "p = 0 only", _RANK, DERIVED)
    holds = between(1 - sqrt(0.5), 0.5)
    yield from separable(holds, "1−1/√2", _TWO_QUBIT_PPT, FOLKLORE)


@stating(CLAIMS, "platypus")
def _platypus(k: int) -> Iterator[Claim]:
    channel = "Leditzky, Leung, Siddhu, Smith, Smolin, 2202.08380"
    source = f"|0>, |2> are told apart by the output, not the environment; {channel}"
    yield Claim(extendible(k), NEVER, "never", source, DERIVED)
    source = f"span(|1>, |2>) reaches the environment, not the output; {channel}"
    yield Claim("degradable", NEVER, "never", source, DERIVED)
    source = f"<1|Φ(|0><2|)|2> = √(1−s) while <2|Φ(|0><0|)|2> = 0; {channel}"
    yield from separable(NEVER, "never", source, DERIVED)

"""What is known about the zoo's families of any input dimension.

The degradability of the transpose-depolarizing family is proved as follows (x > 0,
d ≥ 3, y = x/(d−1)). E_x acts as β = 1−dy on symmetric traceless operators and as
α = 1−(d−2)y on antisymmetric ones. Where β ≠ 0 the only candidate D = E^c∘E^(-1) has
the eigenvalue 2y[(1/α−1/β)/2 + (1−1/β)/d] < 0 on Λ³ for β > 0; for β < 0 and x < 1 its
two-dimensional vector block has negative determinant; at x = 1 that block is y(3−d).
At β = 0, E_x forgets what E_x^c remembers. Left: x = 0, and x = 1 for d = 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

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

_CLONING = (
    "optimal 1->2 cloning: Bruss et al., PRA 57, 2368 (1998); Werner, "
    "quant-ph/9804001; Cerf, quant-ph/9805024"
)
_CLONING_K = (
    "optimal 1->k cloning: Werner, quant-ph/9804001; Keyl, Werner (1999); "
    "Johnson, Viola, 1305.1342"
)


@stating(CLAIMS, "depolarizing")
def _depolarizing(k: int, d: int) -> Iterator[Claim]:
    holds = between((1 - 1 / k) * d / (d + 1), 1)
    if k == 2:
        yield Claim("antidegradable", holds, "d/(2(d+1))", _CLONING, PUBLISHED)
    else:
        yield Claim(extendible(k), holds, "(1−1/k) d/(d+1)", _CLONING_K, PUBLISHED)
    source = "D^c∘D^(-1) is not completely positive for x > 0"
    yield Claim("degradable", at(0), "x = 0 only", source, FOLKLORE)
    source = "Horodecki, Horodecki, PRA 59, 4206 (1999)"
    yield from separable(between(d / (d + 1), 1), "d/(d+1)", source, PUBLISHED)


@stating(CLAIMS, "depolarizing_complement")
def _depolarizing_complement(k: int, d: int) -> Iterator[Claim]:
    source = "equivalent to the degradability of the depolarizing channel"
    yield Claim(extendible(k), at(0), "x = 0 only", source, FOLKLORE)
    source = "equivalent to the antidegradability of the depolarizing channel"
    holds = between(d / (2 * (d + 1)), 1)
    yield Claim("degradable", holds, "d/(2(d+1))", source, FOLKLORE)
    source = "for x > 0 an invertible filter of Y -> 1⊗Y, which is not PPT"
    yield from separable(at(0), "x = 0 only", source, DERIVED)


@stating(CLAIMS, "transpose_depolarizing")
def _transpose_depolarizing(k: int, d: int) -> Iterator[Claim]:
    if d == 2:
        source = "unitarily a dephasing channel: Devetak, Shor, quant-ph/0311131"
        point = "x = 1/2 only"
        yield Claim(extendible(k), at(0.5), point, source, DERIVED)
        yield Claim("degradable", between(0, 1), "always", source, PUBLISHED)
        yield from separable(at(0.5), point, source, DERIVED)
        return
    if k == 2:
        source = (
            "the only extension is a multiple of Σ_k |v_k><v_k|, "
            "|v_k> = Σ_i |i;ik>+|i;ki>−|k;ii>, plus one of P_(Λ³)"
        )
        if d == 3:
            source = f"sufficiency: Roofeh, Karimipour, 2310.15353; necessity: {source}"
        holds = between(2 * (d - 1) / (3 * d - 2), 1)
        yield Claim("antidegradable", holds, "2(d−1)/(3d−2)", source, DERIVED)
    elif d == 3:
        source = "no vector of A⊗B⊗B⊗B has all three AB parts in the range of J"
        yield Claim(extendible(k), NEVER, "never", source, DERIVED)
    source = "E^c∘E^(-1) is not completely positive"
    if d == 3:
        yield Claim("degradable", at(0, 1), "x = 0 and x = 1", source, DERIVED)
    else:
        yield Claim("degradable", at(0), "x = 0 only", source, DERIVED)
    source = "the partial transpose has eigenvalues 1−2x and xd/(d−1)−1"
    yield from separable(NEVER, "never", source, DERIVED)


@stating(CLAIMS, "erasure")
def _erasure(k: int, d: int) -> Iterator[Claim]:
    del d  # the thresholds do not depend on it
    if k == 2:
        source = "Bennett, DiVincenzo, Smolin, PRL 78, 3217 (1997)"
        yield Claim("antidegradable", between(0.5, 1), "1/2", source, PUBLISHED)
    else:
        source = "monogamy: at most one of k copies holds the input, k(1−e) ≤ 1"
        yield Claim(extendible(k), between(1 - 1 / k, 1), "1−1/k", source, DERIVED)
    source = "Devetak, Shor, quant-ph/0311131"
    yield Claim("degradable", between(0, 0.5), "1/2", source, PUBLISHED)
    yield from separable(at(1), "e = 1 only", "partial transpose", FOLKLORE)


@stating(CLAIMS, "multilevel_amplitude_damping")
def _multilevel_amplitude_damping(
    k: int, d: int, rates: Sequence[float] | None = None
) -> Iterator[Claim]:
    ground = [1.0 if i == 0 else 0.0 for j in range(1, d) for i in range(j)]
    if rates is not None and list(rates) != ground:
        return
    source = (
        "symmetric k-port splitter (sufficient), amplitude damping on two levels "
        "(necessary); channel of Chessa, Giovannetti, 2008.00477"
    )
    yield Claim(extendible(k), between(1 - 1 / k, 1), "1−1/k", source, DERIVED)
    source = "the complement of Φ_γ is Φ_(1−γ)"
    yield Claim("degradable", between(0, 0.5), "1/2", source, DERIVED)
    source = "partial transpose on two levels"
    yield from separable(at(1), "γ = 1 only", source, FOLKLORE)


@stating(CLAIMS, "pure_loss")
def _pure_loss(k: int, photons: int) -> Iterator[Claim]:
    del photons  # the thresholds do not depend on it
    source = "Caruso, Giovannetti, quant-ph/0603257"
    if k == 2:
        yield Claim("antidegradable", between(0, 0.5), "1/2", source, FOLKLORE)
    else:
        splitter = (
            "symmetric k-port splitter (sufficient), amplitude damping on at most one "
            "photon (necessary)"
        )
        yield Claim(extendible(k), between(0, 1 / k), "1/k", splitter, DERIVED)
    yield Claim("degradable", between(0.5, 1), "1/2", source, FOLKLORE)
    source = "partial transpose on at most one photon"
    yield from separable(at(0), "η = 0 only", source, FOLKLORE)


@stating(CLAIMS, "generalized_dephasing")
def _generalized_dephasing(
    k: int, d: int, gram: Sequence[Sequence[complex]] | None = None
) -> Iterator[Claim]:
    source = "Devetak, Shor, quant-ph/0311131"
    yield Claim("degradable", between(0, 1), "always", source, PUBLISHED)
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
    yield Claim(extendible(k), holds, expression, source, FOLKLORE)
    yield from separable(holds, expression, source, FOLKLORE)


@stating(CLAIMS, "horodecki")
def _horodecki(k: int) -> Iterator[Claim]:
    del k  # nothing is known in closed form
    source = "P., M. and R. Horodecki, quant-ph/9806058"
    yield Claim("ppt", between(1, 4), "1 ≤ α ≤ 4", source, PUBLISHED)
    expression = "2 ≤ α ≤ 3"
    yield Claim("entanglement-breaking", between(2, 3), expression, source, PUBLISHED)

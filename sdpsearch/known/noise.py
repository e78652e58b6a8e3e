"""What is known about depolarizing, transpose-depolarizing and Werner–Holevo channels.

The paper in the labels is Roofeh and Karimipour, arXiv 2408.05733.

The degradability of the transpose-depolarizing family is proved as follows (x > 0,
d ≥ 3, y = x/(d−1)). E_x acts as β = 1−dy on symmetric traceless operators and as
α = 1−(d−2)y on antisymmetric ones. Where β ≠ 0 the only candidate D = E^c∘E^(-1) has
the eigenvalue 2y[(1/α−1/β)/2 + (1−1/β)/d] < 0 on Λ³ for β > 0; for β < 0 and x < 1 its
two-dimensional vector block has negative determinant; at x = 1 that block is y(3−d).
At β = 0, E_x forgets what E_x^c remembers. Left: x = 0, and x = 1 for d = 3.
"""

from __future__ import annotations

from collections.abc import Iterator

from sdpsearch.known import formulas
from sdpsearch.known.entry import (
    DEPHASING,
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
    equal,
    extendible,
    proved_signed,
    separable,
    without_capacity,
    zero,
)
from sdpsearch.known.maps import threshold_noise
from sdpsearch.known.symmetric import dephased_threshold

THRESHOLDS: dict[str, Entries] = {}
CAPACITIES: dict[str, CapacityEntries] = {}

_CLONING = (
    "optimal 1->2 cloning: Bruss et al., PRA 57, 2368 (1998); Werner, "
    "quant-ph/9804001; Cerf, quant-ph/9805024"
)
_CLONING_K = (
    "optimal 1->k cloning: Werner, quant-ph/9804001; Keyl, Werner (1999); "
    "Johnson, Viola, 1305.1342"
)
_LOG = "h(x) + x log(d(d−1)/2) − log d"


@entered_in(THRESHOLDS, "depolarizing")
def _depolarizing(k: int, d: int) -> Iterator[Entry]:
    holds = between((1 - 1 / k) * d / (d + 1), 1)
    if k == 2:
        yield Entry("antidegradable", holds, "d/(2(d+1))", _CLONING, PUBLISHED)
    else:
        yield Entry(extendible(k), holds, "(1−1/k) d/(d+1)", _CLONING_K, PUBLISHED)
    if d in (2, 3):
        yield proved_signed(d / (2 * (d + 1)), "d/(2(d+1))")
    source = "D^c∘D^(-1) is not completely positive for x > 0"
    yield Entry("degradable", at(0), "x = 0 only", source, FOLKLORE)
    source = "Horodecki, Horodecki, PRA 59, 4206 (1999)"
    yield from separable(between(d / (d + 1), 1), "d/(d+1)", source, PUBLISHED)


@entered_in(THRESHOLDS, "depolarizing_complement")
def _depolarizing_complement(k: int, d: int) -> Iterator[Entry]:
    source = "equivalent to the degradability of the depolarizing channel"
    yield Entry(extendible(k), at(0), "x = 0 only", source, FOLKLORE)
    source = "D_x^c(ψ) is rank deficient, D_x(ψ) is not: Siddhu, 2003.10367; qubits: "
    source += "Leung, Watrous, 1510.01366"
    yield from without_capacity(at(0), "x = 0 only", source, DERIVED)
    source = "equivalent to the antidegradability of the depolarizing channel"
    holds = between(d / (2 * (d + 1)), 1)
    yield Entry("degradable", holds, "d/(2(d+1))", source, FOLKLORE)
    source = "for x > 0 an invertible filter of Y -> 1⊗Y, which is not PPT"
    yield from separable(at(0), "x = 0 only", source, DERIVED)


@entered_in(THRESHOLDS, "depolarizing_dephasing")
def _depolarizing_dephasing(k: int, d: int, p: float) -> Iterator[Entry]:
    kept = 1 - p
    source = "all levels alike: B = Σ_r M_r, known/symmetric.py"
    form = "dP²/(dP²+(d−2)P+2+2√(1+(d−2)pP)), P = 1−p"
    if k > 2:
        form = "d(k−1)P²/(d(k−1)P²+(d−2)P+2+2√(1+(d−2)P−(d−k)P²)), at small p linear"
    low = dephased_threshold(k, d, p)
    yield Entry(extendible(k), between(low, 1), form, source, DERIVED)
    yield Entry("degradable", at(0), "x = 0 only", FULL_RANK, DERIVED)
    source = "γ ≤ α; then |Ω><Ω| + Σ_(i≠j) |ij><ij|, an average of product vectors, is in J"
    holds = between(d * kept / (d * kept + 1), 1)
    yield from separable(holds, "dP/(dP+1), P = 1−p", source, DERIVED)


@entered_in(THRESHOLDS, "transpose_depolarizing")
def _transpose_depolarizing(k: int, d: int) -> Iterator[Entry]:
    if d == 2:
        source = "unitarily a dephasing channel: Devetak, Shor, quant-ph/0311131"
        point = "x = 1/2 only"
        yield Entry(extendible(k), at(0.5), point, source, DERIVED)
        yield from without_capacity(at(0.5), point, source, DERIVED)
        yield Entry("degradable", between(0, 1), "always", source, PUBLISHED)
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
        yield Entry("antidegradable", holds, "2(d−1)/(3d−2)", source, DERIVED)
        if d in (3, 4):
            yield proved_signed(1 / 2 if d == 3 else 3 / 5, "1/2" if d == 3 else "3/5")
    elif d == 3:
        source = "no vector of A⊗B⊗B⊗B has all three AB parts in the range of J"
        yield Entry(extendible(k), NEVER, "never", source, DERIVED)
    source = "E^c∘E^(-1) is not completely positive"
    if d == 3:
        yield Entry("degradable", at(0, 1), "x = 0 and x = 1", source, DERIVED)
    else:
        yield Entry("degradable", at(0), "x = 0 only", source, DERIVED)
    source = "the partial transpose has eigenvalues 1−2x and xd/(d−1)−1"
    yield from separable(NEVER, "never", source, DERIVED)


@entered_in(CAPACITIES, "depolarizing", "complement of depolarizing_complement")
def _depolarizing_capacity(d: int) -> Iterator[CapacityEntry]:
    expression = "log d − H(1−x+x/d², x/d² (d²−1 times))"
    yield at_least(
        lambda x: -formulas.depolarizing_complement_capacity(d, x),
        expression,
        HASHING,
        PUBLISHED,
    )


@entered_in(CAPACITIES, "complement of depolarizing", "depolarizing_complement")
def _depolarizing_complement_capacity(d: int) -> Iterator[CapacityEntry]:
    expression = "H(1−x+x/d², x/d² (d²−1 times)) − log d"
    source = "equation (32) of the paper, printed for [1/2, 1]; D_x^c is degradable from "
    x_c = threshold_noise(d)

    def value(x: float) -> float:
        return formulas.depolarizing_complement_capacity(d, x)

    yield equal(value, expression, f"{source}d/(2(d+1)) on", DERIVED, ((x_c, 1.0),))
    source = "I_c at the maximally mixed input; not the maximum where it is small or 0: "
    source += "Leung, Watrous, 1510.01366"
    yield at_least(value, expression, source, FOLKLORE, ((0.0, x_c),))


@entered_in(CAPACITIES, "depolarizing_dephasing")
def _depolarizing_dephasing_capacity(d: int, p: float) -> Iterator[CapacityEntry]:
    def value(x: float) -> float:
        move, lost = x / d, (1 - x) * p + x / d
        whole = (1 - x) * (1 - p) + lost / d
        parts = [(whole, 1), (lost * (d - 1) / d, d - 1), (move * (d - 1), d * (d - 1))]
        return formulas.equal_shares_bound(d, parts)

    expression = "log d − H(γ+(β−γ)/d, (β−γ)/d (d−1 times), α/d (d(d−1) times))"
    yield at_least(value, expression, HASHING, FOLKLORE)


@entered_in(CAPACITIES, "transpose_depolarizing")
def _transpose_depolarizing_capacity(d: int) -> Iterator[CapacityEntry]:
    if d == 2:
        yield equal(
            lambda x: formulas.dephasing_capacity(1 - 2 * x),
            "1 − h(x)",
            f"unitarily dephasing, {DEPHASING}",
            PUBLISHED,
        )


@entered_in(CAPACITIES, "complement of transpose_depolarizing")
def _transpose_depolarizing_complement_capacity(d: int) -> Iterator[CapacityEntry]:
    def value(x: float) -> float:
        return formulas.transpose_depolarizing_complement_capacity(d, x)

    if d > 2:
        low = 2 * (d - 1) / (3 * d - 2)
        source = "degradable there, and covariant: I_c at the maximally mixed input"
        yield equal(value, _LOG, source, DERIVED, ((low, 1.0),))
        source = "I_c at the maximally mixed input"
        yield at_least(value, _LOG, source, DERIVED, ((0.0, low),))


@entered_in(CAPACITIES, "werner_holevo")
def _werner_holevo_capacity(d: int) -> Iterator[CapacityEntry]:
    if d == 2:
        yield equal(lambda _: 1.0, "1", "the unitary σ_y", FOLKLORE)
    elif d == 3:
        yield equal(zero, "0", "degradable and antidegradable", FOLKLORE)

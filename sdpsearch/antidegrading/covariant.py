"""The covariant part of an antidegrading map of D_x, and its few real parameters.

On the minimal environment E_1⊗E_2 of `zoo.depolarizing_complement(d)(x)`
D_x^c(UYU†) = (Ū⊗U) D_x^c(Y) (Ū⊗U)†, since G commutes with Ū⊗U. Twirling an antidegrading
map, N ↦ ∫ U†N((Ū⊗U)·(Ū⊗U)†)U dU, gives one with Choi operator in the commutant of
U⊗Ū⊗U on E_1⊗E_2⊗B: the six partially transposed permutations of three systems, five
independent ones for d = 2. The twirl is the orthogonal projection onto their span. With
φ the projector on Σ_i|ii>/√d,

    N(W) = n tr(W) 1/d + a tr_1 W + b (tr_2 W)^T + e <φ|W|φ> 1/d
           + c [tr_1(φW) + tr_1(Wφ)] + s i[tr_1(φW) − tr_1(Wφ)],

b = 0 by convention for d = 2. Trace preservation is n + a + b = 1 and e = −2c, and
N∘D_x^c = D_x is one equation more (the coefficients of Y, derived for this project):

    [1 + 2(g−1)/d²] a + [2(g−1)/d²] b + [2g/d²] c = (1−x)/x,    g² = 1 + d²(1−x)/x,

so three real parameters are free, two for d = 2. The optimal map has b = c = s = 0; that of
Roofeh and Karimipour, arXiv 2408.05733, has a = (1−x)/x, c = a(1/g − 1), b = s = 0. The
engine's is neither: it mixes the unique extension at x_c with the maximally mixed one,
along the straight line on which D_x lies between D_{x_c} and D_1, so that b = s = 0 and
a = d(1−x)/((d+2)x).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import Array, hermitian_part, readonly

#: What each parameter multiplies.
TERMS = {
    "n": "tr(W) 1/d",
    "a": "tr_1 W",
    "b": "(tr_2 W)^T",
    "e": "<φ|W|φ> 1/d",
    "c": "tr_1(φW) + tr_1(Wφ)",
    "s": "i[tr_1(φW) − tr_1(Wφ)]",
}


@dataclass(frozen=True, eq=False)
class CovariantPart:
    """The twirl of a map C^d⊗C^d → C^d over U ↦ Ū⊗U on the input and U on the output.

    Attributes:
        d: dimension.
        n: weight of tr(W) 1/d.
        a: weight of tr_1 W.
        b: weight of (tr_2 W)^T; 0 for d = 2, where it depends on the others.
        e: weight of <φ|W|φ> 1/d.
        c: weight of tr_1(φW) + tr_1(Wφ).
        s: weight of i[tr_1(φW) − tr_1(Wφ)].
        map: the twirled map itself.
        distance: ‖C_N − C_twirled‖_F, how far the map is from being covariant.
    """

    d: int
    n: float
    a: float
    b: float
    e: float
    c: float
    s: float
    map: Channel
    distance: float

    @property
    def parameters(self) -> dict[str, float]:
        """All six weights by name."""
        return {name: float(getattr(self, name)) for name in TERMS}


def covariant_part(map: Channel) -> CovariantPart:
    """Return the twirl of a map on E_1⊗E_2 over Ū⊗U, with its parameters.

    Exact: the Choi operator is projected on the commutant, nothing is sampled.

    Args:
        map: a channel C^(d²) → C^d, d ≥ 2, on the environment E_1⊗E_2.

    Raises:
        ValueError: the dimensions are not d² and d.

    Example:
        >>> from sdpsearch.known.maps import optimal_antidegrading_map
        >>> from sdpsearch.antidegrading import covariant_part
        >>> part = covariant_part(optimal_antidegrading_map(3, 0.375))
        >>> round(part.a, 12), abs(part.c) < 1e-12, part.distance < 1e-12
        (1.0, True, True)
    """
    d = checks.dimension("map.d_out", map.d_out, least=2)
    if map.d_in != d * d:
        raise ValueError(
            f"Argument `map` must act on C^{d}⊗C^{d} for d_out={d}, but d_in={map.d_in}."
        )
    operators, names = _commutant(d)
    flat = operators.reshape(len(names), -1)
    gram = (flat.conj() @ flat.T).real
    weights = np.linalg.solve(gram, (flat.conj() @ map.choi.reshape(-1)).real)
    twirled = hermitian_part(np.tensordot(weights, operators, 1))
    values = dict.fromkeys(TERMS, 0.0) | dict(zip(names, weights.tolist(), strict=True))
    return CovariantPart(
        d=d,
        **values,
        map=Channel.from_choi(twirled, d_in=d * d, d_out=d),
        distance=float(np.linalg.norm(map.choi - twirled)),
    )


def covariant_equation(part: CovariantPart, x: float) -> float:
    """Return by how much a covariant map misses N∘D_x^c = D_x: left − right side above.

    Args:
        part: the covariant map.
        x: weight of the noise, in (0, 1].
    """
    d = part.d
    g = np.sqrt(1 + d * d * (1 - x) / x)
    tilt = 2 * (g - 1) / d**2
    left = (1 + tilt) * part.a + tilt * part.b + 2 * g / d**2 * part.c
    return float(left - (1 - x) / x)


@lru_cache(maxsize=16)
def _commutant(d: int) -> tuple[Array, tuple[str, ...]]:
    """Return the Choi operators of the terms, shape (5 or 6, d³, d³), and their names."""
    one = np.eye(d)
    omega = one.reshape(-1)
    phi = np.outer(omega, omega) / d
    second = np.einsum("ik,jb,lc->ijbklc", one, one, one)  # W ↦ tr_1 W
    transposed = np.einsum("jl,kb,ic->ijbklc", one, one, one)  # W ↦ (tr_2 W)^T
    wide = np.kron(phi, one)
    size = d**3
    second = second.reshape(size, size)
    # tr_1(φW) has Choi operator Σ |w><w'| ⊗ tr_1(φ|w><w'|) = (φ^T⊗1) acting on the left.
    left = wide @ second
    terms = {
        "n": np.eye(size) / d,
        "a": second,
        "b": transposed.reshape(size, size),
        "e": wide / d,
        "c": left + left.T,
        "s": 1j * (left - left.T),
    }
    if d == 2:
        del terms["b"]
    return readonly(np.array(list(terms.values()), dtype=complex)), tuple(terms)

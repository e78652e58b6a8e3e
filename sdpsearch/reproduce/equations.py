"""Equations (1) to (36), each computed from the objects it is about.

Both sides are evaluated for d = 2, 3, 4, several x and random complex matrices Y (no
Hermitian ones: they would hide transposes), and the largest deviation is kept. Where the
print is wrong, the printed form is evaluated as well, to show that it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sdpsearch.channels import zoo
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.random import random_channel
from sdpsearch.known.formulas import depolarizing_complement_capacity, shannon_entropy
from sdpsearch.known.maps import paper_map
from sdpsearch.linalg import Array, dagger
from sdpsearch.reproduce.finding import Finding

DIMENSIONS = (2, 3, 4)
#: Half is included: there δ = 0. The equations of sections 2 hold below it as well.
NOISES = (0.5, 0.6, 0.85, 1.0)
WORDING, SHARPENED = "wording", "sharpened"
CASES = "d = 2, 3, 4; x = 0.5, 0.6, 0.85, 1; random complex Y"


@dataclass(frozen=True)
class Case:
    """D_x for one d and x, with its objects, and a matrix Y."""

    d: int
    x: float
    y: Array

    @cached_property
    def channel(self) -> Channel:
        """D_x with the Kraus operators (3)–(4): A_0, then A_ij row by row."""
        return zoo.depolarizing(d=self.d)(self.x)

    @cached_property
    def a(self) -> Array:
        """A_ij, shape (d, d, d, d)."""
        return self.channel.kraus[1:].reshape(self.d, self.d, self.d, self.d)

    @cached_property
    def a0(self) -> Array:
        """A_0."""
        return self.channel.kraus[0]

    @cached_property
    def complement(self) -> Array:
        """D_x^c(Y) from the Kraus operators, equation (7)."""
        k = self.channel.kraus
        return np.einsum("eab,bc,fac->ef", k, self.y, k.conj())

    @cached_property
    def map(self) -> Channel:
        """The paper's N_x."""
        return paper_map(self.d, self.x)

    @property
    def xi(self) -> float:
        """ξ = √(x(1−x)/d)."""
        return float(np.sqrt(self.x * (1 - self.x) / self.d))

    @property
    def beta2(self) -> float:
        """β² = (1−x)/x."""
        return (1 - self.x) / self.x

    @property
    def delta2(self) -> float:
        """δ² = (2x−1)/(dx)."""
        return (2 * self.x - 1) / (self.d * self.x)

    @property
    def one(self) -> Array:
        """1 on C^d."""
        return np.eye(self.d)

    @property
    def trace(self) -> complex:
        """Tr Y."""
        return complex(np.trace(self.y))

    @cached_property
    def depolarized(self) -> Array:
        """(1−x) Y + x tr(Y) 1/d, written out."""
        return (1 - self.x) * self.y + self.x * self.trace * self.one / self.d

    def read_outs(self) -> tuple[Array, Array, Array]:
        """M_k, N_k and Q_ijk of equation (15), written out."""
        d = self.d
        env = np.eye(1 + d * d)
        pair = env[1:].reshape(d, d, -1)
        mixing = np.einsum("ki,e->kie", self.one, env[0]) / np.sqrt(d)
        reading = np.sqrt(self.beta2) * np.einsum("ij,kje->kie", self.one, pair)
        discarding = np.sqrt(max(self.delta2, 0.0)) * np.einsum(
            "il,jke->ijkle", self.one, pair
        ).reshape(d**3, d, -1)
        return mixing, reading, discarding


def cases() -> list[Case]:
    """Return the cases that every equation is evaluated on."""
    rng = np.random.default_rng(2024)
    return [
        Case(d, x, rng.normal(size=(d, d)) + 1j * rng.normal(size=(d, d)))
        for d in DIMENSIONS
        for x in NOISES
    ]


def far(left: Any, right: Any) -> float:
    """Return the largest entry of the difference."""
    return float(np.max(np.abs(np.asarray(left) - np.asarray(right))))


def conjugated(kraus: Array, matrix: Array) -> Array:
    """Return Σ K Z K†."""
    return np.einsum("eab,bc,edc->ad", kraus, matrix, kraus.conj())


#: A check gives the deviation of the correct form, and of the printed one if it differs.
Check = Callable[[Case], "float | tuple[float, float]"]


@dataclass(frozen=True)
class Equation:
    """A numbered equation with its check; no check for a definition."""

    label: str
    statement: str
    check: Check | None = None
    correction: str | None = None
    remark: str | None = None

    def finding(self, everything: list[Case]) -> Finding:
        """Evaluate it on all cases."""
        if self.check is None:
            return Finding(self.label, self.statement, None)
        values = [self.check(case) for case in everything]
        right = [v[0] if isinstance(v, tuple) else v for v in values]
        wrong = [v[1] for v in values if isinstance(v, tuple)]
        printed = max(wrong) if wrong else None
        return Finding(
            self.label,
            self.statement,
            max(right),
            printed,
            self.correction,
            self.remark,
            CASES,
        )


def _eq1(c: Case) -> float:
    return far(c.channel.apply(c.y), c.depolarized)


def _eq3(c: Case) -> float:
    preserved = far(
        np.einsum("eab,eac->bc", c.channel.kraus.conj(), c.channel.kraus), c.one
    )
    return max(far(conjugated(c.channel.kraus, c.y), c.depolarized), preserved)


def _eq4(c: Case) -> float:
    units = np.eye(c.d * c.d).reshape(c.a.shape)  # |i><j| in place [i, j]
    return max(far(c.a0, np.sqrt(1 - c.x) * c.one), far(c.a, np.sqrt(c.x / c.d) * units))


def _isometry(c: Case) -> Array:
    """V = Σ K_e⊗|e>, shape (d, 1+d², d)."""
    return c.channel.kraus.transpose(1, 0, 2)


def _eq5(c: Case) -> float:
    v = _isometry(c)
    output = np.einsum("aeb,bc,dec->ad", v, c.y, v.conj())
    return max(
        far(output, c.depolarized), far(np.einsum("aeb,aec->bc", v.conj(), v), c.one)
    )


def _eq6(c: Case) -> float:
    v = _isometry(c)
    return far(np.einsum("aeb,bc,afc->ef", v, c.y, v.conj()), c.complement)


def _eq7(c: Case) -> float:
    return far(c.channel.complementary.apply(c.y), c.complement)


def _eq8(c: Case) -> float:
    # Term by term: A_0 and A_ij on B, |0>, |i,j> on E.
    v = _isometry(c)
    env = np.eye(1 + c.d**2)
    operators = [(c.a0, env[0])]
    operators += [(c.a[i, j], env[1 + i * c.d + j]) for i in range(c.d) for j in range(c.d)]
    total = sum(
        np.einsum("ab,e,f->aebf", k @ c.y @ dagger(m), e, f)
        for k, e in operators
        for m, f in operators
    )
    return far(total, np.einsum("aeb,bc,dfc->aedf", v, c.y, v.conj()))


def _eq9(c: Case) -> float:
    env = np.eye(1 + c.d**2)
    return far(env @ env.T, np.eye(c.channel.d_env))


def _eq10(c: Case) -> tuple[float, float]:
    y, share = c.y, c.x / c.d
    zero_pair = np.einsum("ab,bc,ijac->ij", c.a0, y, c.a.conj())
    pairs = np.einsum("ijab,bc,rsac->ijrs", c.a, y, c.a.conj())
    right = np.einsum("js,ir->ijrs", y, c.one) * share
    printed = np.einsum("jr,is->ijrs", y, c.one) * share
    return (
        max(far(zero_pair, c.xi * y), far(pairs, right)),
        max(far(zero_pair, c.xi * y.T), far(pairs, printed)),
    )


def _block(c: Case, row: Array, column: Array) -> Array:
    """Assemble the matrix form of D_x^c(Y) from its first row and column."""
    found = np.zeros((1 + c.d**2, 1 + c.d**2), dtype=complex)
    found[0, 0] = (1 - c.x) * c.trace
    found[0, 1:], found[1:, 0] = c.xi * row, c.xi * column
    found[1:, 1:] = c.x / c.d * np.kron(c.one, c.y)
    return found


def _eq11(c: Case) -> float:
    return far(_block(c, c.y.reshape(-1), c.y.T.reshape(-1)), c.complement)


def _eq12(c: Case) -> float:
    vector = c.y.reshape(-1)
    bra = vector.conj()  # <Y| = Σ Y*_ij <ij|
    return far(_block(c, bra.conj(), c.y.T.reshape(-1)), c.complement)


def _eq13(c: Case) -> float:
    return far(conjugated(c.map.kraus, c.complement), c.depolarized)


def _eq15(c: Case) -> float:
    stacked = np.concatenate(c.read_outs())
    return far(conjugated(stacked, c.complement), conjugated(c.map.kraus, c.complement))


def _eq16(c: Case) -> float:
    # The completeness relation fixes dδ² = 1 − β²: no freedom, so no inequality.
    return abs(c.d * c.delta2 - (1 - c.beta2))


def _eq17(c: Case) -> float:
    stacked = np.concatenate(c.read_outs())
    return far(np.einsum("eab,eac->bc", stacked.conj(), stacked), np.eye(1 + c.d**2))


def _eq18(c: Case) -> float:
    return abs(c.beta2 + c.d * c.delta2 - 1)


def _eq19(c: Case) -> float:
    mixing, _, _ = c.read_outs()
    return far(conjugated(mixing, c.complement), (1 - c.x) / c.d * c.trace * c.one)


def _eq20(c: Case) -> float:
    _, reading, _ = c.read_outs()
    return far(conjugated(reading, c.complement), c.beta2 * c.x * c.y)


def _inner(c: Case) -> Array:
    """<k,j| D_x^c(Y) |m,l>, shape (d, d, d, d)."""
    return c.complement[1:, 1:].reshape(c.d, c.d, c.d, c.d)


def _eq21(c: Case) -> float:
    total = c.beta2 * np.einsum("kjkl->jl", _inner(c))
    return far(total, c.beta2 * c.x * c.y)


def _eq22(c: Case) -> float:
    diagonal = np.einsum("kjkl->kjl", _inner(c))
    return far(diagonal, np.broadcast_to(c.x / c.d * c.y, diagonal.shape))


def _eq23(c: Case) -> float:
    _, _, discarding = c.read_outs()
    return far(conjugated(discarding, c.complement), c.delta2 * c.x * c.trace * c.one)


def _eq24(c: Case) -> tuple[float, float]:
    _, _, discarding = c.read_outs()
    left = conjugated(discarding, c.complement)
    total = np.einsum("jkjk->", _inner(c)) * c.one
    return far(left, c.delta2 * total), far(left, total)


def _eq25(c: Case) -> float:
    diagonal = np.einsum("jkjk->jk", _inner(c))
    return far(diagonal, np.broadcast_to(c.x / c.d * np.diag(c.y), diagonal.shape))


def _eq26(c: Case) -> tuple[float, float]:
    left = ((1 - c.x) / c.d + c.delta2 * c.x) * c.trace * c.one + c.beta2 * c.x * c.y
    printed = (1 - c.x) * c.y + c.x / c.d * c.trace * c.one / c.d
    return far(left, c.depolarized), far(left, printed)


def _eq27(c: Case) -> float:
    first = (1 - c.x) / c.d + c.delta2 * c.x - c.x / c.d
    return max(abs(first), abs(c.beta2 * c.x - (1 - c.x)), _eq18(c))


def _eq28(c: Case) -> float:
    return abs(c.d * c.delta2 - (2 * c.x - 1) / c.x)


def _state(c: Case) -> Array:
    """Return a random matrix Z on the paper's environment."""
    rng = np.random.default_rng(7)
    shape = (1 + c.d**2, 1 + c.d**2)
    return rng.normal(size=shape) + 1j * rng.normal(size=shape)


def _eq29(c: Case) -> tuple[float, float]:
    z = _state(c)
    inner = z[1:, 1:].reshape(c.d, c.d, c.d, c.d)
    common = z[0, 0] * c.one / c.d + c.beta2 * np.einsum("kjkl->jl", inner)
    right = common + c.delta2 * np.einsum("jkjk->", inner) * c.one
    printed = common + c.delta2 * np.einsum("kjjk->", inner) * c.one
    left = conjugated(c.map.kraus, z)
    return far(left, right), far(left, printed)


def _eq30(c: Case) -> tuple[float, float]:
    z = _state(c)
    block = z[1:, 1:]
    traced = np.einsum("kjkl->jl", block.reshape(c.d, c.d, c.d, c.d))
    common = z[0, 0] * c.one / c.d + c.beta2 * traced
    left = conjugated(c.map.kraus, z)
    right = common + c.delta2 * np.trace(block) * c.one
    return far(left, right), far(left, common + c.delta2 * np.trace(z) * c.one)


def _mixed(c: Case) -> Array:
    """Return D_x^c(1/d)."""
    k = c.channel.kraus
    return np.einsum("eab,fab->ef", k, k.conj()) / c.d


def _eq31(c: Case) -> float:
    values = np.linalg.eigvalsh(_mixed(c))
    share = c.x / c.d**2
    wanted = np.sort([0.0, share + 1 - c.x, *[share] * (c.d**2 - 1)])
    worst = far(values, wanted)
    if 0 < c.x < 1:  # at x = 1 the eigenvectors divide by 0
        phi = np.concatenate([[0.0], c.one.reshape(-1)])
        zero = np.eye(1 + c.d**2)[0]
        null = -c.xi / (1 - c.x) * zero + phi
        top = c.d * (1 - c.x) / c.xi * zero + phi
        worst = max(
            worst, far(_mixed(c) @ null, 0), far(_mixed(c) @ top, (share + 1 - c.x) * top)
        )
    return worst


def _eq32(c: Case) -> float:
    mixed = shannon_entropy(np.linalg.eigvalsh(_mixed(c)))
    return abs(mixed - np.log2(c.d) - depolarizing_complement_capacity(c.d, c.x))


def _eq33(c: Case) -> float:
    return abs(depolarizing_complement_capacity(c.d, 1.0) - float(np.log2(c.d)))


def _eq35(c: Case) -> tuple[float, float]:
    noisy = random_channel(c.d, c.d, rank=2, rng=c.d)
    left = c.channel.apply(noisy.apply(c.y))
    signal = (1 - c.x) * noisy.apply(c.y)
    right = signal + c.x * c.trace * c.one / c.d
    return far(left, right), far(left, signal + c.x / c.d * c.trace * c.one / c.d)


EQUATIONS: tuple[Equation, ...] = (
    Equation("(1)", "D_x(Y) = (1−x) Y + x tr(Y) 1/d", _eq1),
    Equation("(2)", "Q = lim Q₁(Φ^⊗n)/n: a definition"),
    Equation("(3)", "the Kraus representation gives D_x and preserves the trace", _eq3),
    Equation("(4)", "A_0 = √(1−x) 1, A_ij = √(x/d) |i><j|", _eq4),
    Equation("(5)", "V is an isometry and tr_E(VYV†) = D_x(Y)", _eq5),
    Equation("(6)", "tr_B(VYV†) = D_x^c(Y)", _eq6),
    Equation("(7)", "D_x^c(Y) = Σ tr(K_i Y K_j†)|i><j|", _eq7),
    Equation("(8)", "VYV† term by term", _eq8),
    Equation("(9)", "the 1+d² environment states are orthonormal", _eq9),
    Equation(
        "(10)",
        "traces of A_0 Y A_ij† and A_ij Y A_rs†",
        _eq10,
        "tr(A_0 Y A_ij†) = ξ Y_ij and tr(A_ij Y A_rs†) = (x/d) Y_js δ_ir",
    ),
    Equation("(11)", "D_x^c(Y) in components", _eq11),
    Equation("(12)", "D_x^c(Y) in matrix form, <Y|* being Σ Y_ij <ij|", _eq12),
    Equation("(13)", "N_x∘D_x^c = D_x for x ≥ 1/2", _eq13),
    Equation("(14)", "N(Z) = Σ R_α Z R_α†: a definition"),
    Equation("(15)", "the Kraus operators M_k, N_k, Q_ijk", _eq15),
    Equation(
        "(16)",
        "dδ² = (2x−1)/x",
        _eq16,
        "an equality, which the text calls an inequality; x ≥ 1/2 is what it needs",
        WORDING,
    ),
    Equation("(17)", "Σ R†R = 1 on the environment", _eq17),
    Equation("(18)", "β² + dδ² = 1", _eq18),
    Equation(
        "(19)",
        "Σ M_k D_x^c(Y) M_k† = ((1−x)/d) tr(Y) 1",
        _eq19,
        "the sentence before it means N∘D_x^c, not N∘D_x",
        WORDING,
    ),
    Equation("(20)", "Σ N_k D_x^c(Y) N_k† = β² x Y", _eq20),
    Equation("(21)", "the same from matrix elements", _eq21),
    Equation("(22)", "<k,j|D_x^c(Y)|k,l> = (x/d) Y_jl", _eq22),
    Equation("(23)", "Σ Q D_x^c(Y) Q† = δ² x tr(Y) 1", _eq23),
    Equation(
        "(24)",
        "the same from matrix elements",
        _eq24,
        "δ² Σ |i><j,k|D_x^c(Y)|j,k><i|: δ² and (Y) are missing",
    ),
    Equation("(25)", "<j,k|D_x^c(Y)|j,k> = (x/d) Y_kk", _eq25),
    Equation(
        "(26)",
        "N∘D_x^c(Y) = [(1−x)/d + δ²x] tr(Y) 1 + β²xY, equal to D_x(Y)",
        _eq26,
        "(26) holds; D_x(Y) in the line after it has a factor 1/d too many",
    ),
    Equation("(27)", "the three conditions on β and δ", _eq27),
    Equation("(28)", "dδ² = (2x−1)/x", _eq28),
    Equation(
        "(29)",
        "N(Z) from the Kraus operators",
        _eq29,
        "the third term is δ² Σ |i><j,k|Z|j,k><i|",
    ),
    Equation(
        "(30)",
        "N(Z) simplified",
        _eq30,
        "tr_1 and tr are of the d²-block of Z; with tr(Z) it would not preserve the trace",
    ),
    Equation("(31)", "spectrum and eigenvectors of D_x^c(1/d)", _eq31),
    Equation(
        "(32)",
        "I_c(D_x^c, 1/d) in closed form",
        _eq32,
        "the capacity on all of [d/(2(d+1)), 1], not only on [1/2, 1]",
        SHARPENED,
    ),
    Equation(
        "(33)",
        "Q(D_1^c) = log d",
        _eq33,
        "after it: D_1 gives the maximally mixed state, not a maximally entangled one",
        WORDING,
    ),
    Equation(
        "(35)",
        "D_x∘Λ = (1−x)Λ + x tr(·) 1/d, for random Λ",
        _eq35,
        "x tr(ρ) 1/d: the print has a factor 1/d too many",
    ),
)


def findings() -> Iterator[Finding]:
    """Yield the finding of every equation, in order."""
    everything = cases()
    for equation in EQUATIONS:
        yield equation.finding(everything)

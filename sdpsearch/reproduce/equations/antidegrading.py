"""Equations (13) to (30) of arXiv 2408.05733: the map N_x that antidegrades D_x."""

from __future__ import annotations

import numpy as np

from sdpsearch.linalg import Array
from sdpsearch.reproduce.equations.case import Case, conjugated, far
from sdpsearch.reproduce.equations.equation import WORDING, Equation


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


ANTIDEGRADING: tuple[Equation, ...] = (
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
)

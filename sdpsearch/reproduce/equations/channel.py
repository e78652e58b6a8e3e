"""Equations (1) to (12): the depolarizing channel, its dilation and its complement."""

from __future__ import annotations

import numpy as np

from sdpsearch.linalg import Array, dagger
from sdpsearch.reproduce.equations.case import Case, conjugated, far
from sdpsearch.reproduce.equations.equation import Equation


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


CHANNEL: tuple[Equation, ...] = (
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
)

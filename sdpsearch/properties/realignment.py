"""Realignment: a witness of entanglement beyond PPT, in the filter normal form.

With R(X)_{(a a'),(b b')} = X_{(a b),(a' b')}, every separable X ≥ 0 has ‖R(X)‖_1 ≤ tr X
(Chen, Wu, quant-ph/0205017; Rudolph, quant-ph/0202121). Invertible filters F_A⊗F_B take
separable operators to separable ones, and those that make both marginals proportional to 1
lose the least (Gittsovich, Gühne, Hyllus, Eisert, 0803.0757). Neither has to be found well:
whatever the filters and a contraction W are, 1 − Re W is non-negative on products.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.interval import Interval
from sdpsearch.linalg import EPS, Array, dagger, readonly

#: Rounds of making the marginals white, one after the other.
_ROUNDS = 30
#: Condition of filters beyond which a witness is not written without them.
_STRONG = 1e4


@dataclass(frozen=True)
class Entanglement:
    """A witness of entanglement and how far below zero it is.

    Attributes:
        witness: Hermitian G on A⊗B with tr(GJ) = −1, and tr(GX) ≥ 0 for every separable X;
            None where undoing strong filters would lose that in rounding.
        margin: bounds of the margin of separability, towards the maximally mixed state.
    """

    witness: Array | None
    margin: Interval


def realigned_witness(channel: Channel) -> Entanglement | None:
    """Return a witness that the channel is not entanglement breaking, if there is one.

    Its value at J is checked against the rounding of all that it is made of.

    Args:
        channel: the channel given; its Kraus operators are taken as they are.

    Example:
        >>> import sdpsearch as sd
        >>> realigned_witness(sd.zoo.horodecki()(3.5)) is not None
        True
        >>> realigned_witness(sd.zoo.horodecki()(2.5)) is None
        True
    """
    kraus = channel.kraus
    whitened = _whitening(kraus)
    if whitened is None:
        return None
    left, right = whitened
    white = left @ kraus @ right
    factor = white.transpose(2, 1, 0).reshape(-1, len(white))  # rows (a, b)
    choi = factor @ dagger(factor)
    n, m = channel.d_in, channel.d_out
    realigned = choi.reshape(n, m, n, m).transpose(0, 2, 1, 3).reshape(n * n, m * m)
    u, _, v = np.linalg.svd(realigned, full_matrices=False)
    unitary = u @ v
    tensor = unitary.conj().reshape(n, n, m, m).transpose(1, 3, 0, 2)
    inner = tensor.reshape(n * m, n * m)
    # Its norm may pass 1 by rounding, which a multiple of the identity pays for.
    slack = 1 + 8 * EPS * (n * m) ** 2
    inner = slack * np.eye(n * m) - (inner + dagger(inner)) / 2
    value = float(np.vdot(inner, choi).real)
    sizes = np.abs(left) @ np.abs(kraus) @ np.abs(right)
    size = sizes.transpose(2, 1, 0).reshape(-1, len(white))
    error = 8 * (n * m + len(white)) * EPS * float(np.sum(np.abs(inner) @ size * size))
    if value + error >= 0:
        return None
    # The filter F takes the maximally mixed state, with the trace of J, elsewhere.
    filters = np.kron(right.T, left)
    witness = dagger(filters) @ inner @ filters
    mixed = float(np.trace(witness).real) / m
    top = value + error
    margin = Interval(-1.0, top / (mixed * (1 + 1e-9) - top))
    if np.linalg.cond(filters) > _STRONG:
        return Entanglement(None, margin)
    return Entanglement(readonly((witness + dagger(witness)) / (2 * -value)), margin)


def _whitening(kraus: Array) -> tuple[Array, Array] | None:
    """Return F_B and F_A, such that F_B K F_A has nearly white marginals; None if singular.

    A direction of little weight is no less a direction: singular values of the stacked
    operators, which are square roots of the marginals', are inverted as they are.
    """
    _, m, n = kraus.shape
    left, right = np.eye(m, dtype=complex), np.eye(n, dtype=complex)
    for _ in range(_ROUNDS):
        for side in (0, 1):
            white = left @ kraus @ right
            if side == 0:
                table = white.transpose(1, 0, 2).reshape(m, -1)
            else:
                table = white.transpose(2, 0, 1).reshape(n, -1)
            u, values, _ = np.linalg.svd(table, full_matrices=False)
            if len(values) < len(table) or values[-1] <= 1e-13 * values[0]:
                return None
            inverse = (u * (values[0] / values)) @ dagger(u)
            if side == 0:
                left = inverse @ left
            else:
                right = right @ inverse.T
    return left, right

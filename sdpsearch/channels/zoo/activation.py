"""Channels of the superactivation literature: bound entanglement and the platypus."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.squares import Number, stack
from sdpsearch.linalg import Array


@constructor
def platypus() -> ChannelFamily:
    """Return the qutrit platypus family with the isometry F_s.

    F_s|0> = √s |0>|0> + √(1−s) |1>|1>, F_s|1> = |2>|0>, F_s|2> = |2>|1>, output first;
    Leditzky, Leung, Siddhu, Smith and Smolin, 2202.08380. Kraus operators
    √s |0><0| + |2><1| and √(1−s) |1><0| + |2><2|. Output dimension 3, environment 2.

    Returns:
        A family with parameter s in [0, 1/2], not affine.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.platypus()(0.5).complementary.d_out
        2
    """

    def squares(s: Number) -> Array:
        first = [[s, 0, 0], [0, 0, 0], [0, 1, 0]]
        second = [[0, 0, 0], [1 - s, 0, 0], [0, 0, 1]]
        return np.array([first, second])

    return ChannelFamily.from_squares(
        squares, domain=(0.0, 0.5), name="platypus", parameter="s"
    )


@constructor
def horodecki() -> ChannelFamily:
    """Return the qutrit family whose Choi state is Horodecki's σ_α.

    J = 3 σ_α, σ_α = (2/7) |ψ+><ψ+| + (α/7) σ_+ + ((5−α)/7) σ_−, with
    σ_± = Σ_i |i, i±1><i, i±1| / 3 (mod 3): P., M. and R. Horodecki, quant-ph/9806058.
    The marginals are maximally mixed, so J is the Choi operator of

        ρ ↦ [2 ρ + α Σ_i ρ_ii |i+1><i+1| + (5−α) Σ_i ρ_ii |i−1><i−1|] / 7.

    Separable (entanglement breaking) for 2 ≤ α ≤ 3, bound entangled and PPT for
    1 ≤ α < 2 and 3 < α ≤ 4, not PPT beyond.

    Returns:
        An affine family with parameter alpha in [0, 5].

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.horodecki()(4.0).rank
        7
    """
    one = np.eye(3, dtype=int)[None]
    up = np.zeros((3, 3, 3), dtype=int)
    for i in range(3):
        up[i, (i + 1) % 3, i] = 1
    down = up.transpose(0, 2, 1)
    return ChannelFamily.from_squares(
        lambda alpha: stack(
            (Fraction(2, 7), one), (alpha / 7, up), ((5 - alpha) / 7, down)
        ),
        domain=(0.0, 5.0),
        name="horodecki",
        parameter="alpha",
    )


@constructor
def smith_yard() -> Channel:
    """Return the four-dimensional PPT channel of Smith and Yard.

    With q = √2/(1+√2), M_0 = diag(cos π/8, sin π/8), M_1 = diag(sin π/8, −cos π/8), on
    two qubits: √(q/2) 1⊗|0><0|, √(q/2) Z⊗|1><1|, √(q/4) Z⊗Y, √(q/4) 1⊗X,
    √(1−q) X⊗M_0, √(1−q) Y⊗M_1, from 0807.4935 (whose printed M_1 lacks the minus sign;
    without it the channel is not PPT). Phases are chosen to make them real.

    Its quantum capacity is zero because it is PPT; together with the erasure channel at
    e = 1/2, d = 4, whose capacity is zero too, it has coherent information 0.01067.

    Returns:
        The channel C^4 → C^4, with six Kraus operators.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.smith_yard().rank
        6
    """
    q = np.sqrt(2) / (1 + np.sqrt(2))
    one, flip = np.eye(2), np.array([[0.0, 1.0], [1.0, 0.0]])
    phase, turn = np.diag([1.0, -1.0]), np.array([[0.0, -1.0], [1.0, 0.0]])
    cos, sin = np.cos(np.pi / 8), np.sin(np.pi / 8)
    kraus = [
        np.sqrt(q / 2) * np.kron(one, np.diag([1.0, 0.0])),
        np.sqrt(q / 2) * np.kron(phase, np.diag([0.0, 1.0])),
        np.sqrt(q / 4) * np.kron(phase, turn),
        np.sqrt(q / 4) * np.kron(one, flip),
        np.sqrt(1 - q) * np.kron(flip, np.diag([cos, sin])),
        np.sqrt(1 - q) * np.kron(turn, np.diag([sin, -cos])),
    ]
    return Channel(kraus)

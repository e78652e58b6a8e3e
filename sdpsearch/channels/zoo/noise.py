"""White noise and its kin: depolarizing, with dephasing, complement, Werner–Holevo."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.curves import MORE_NOISE
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.law import CompositionLaw
from sdpsearch.channels.making import stacked
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.rationals import fraction_parameter
from sdpsearch.channels.squares import Number, stack
from sdpsearch.channels.zoo.bases import (
    identity,
    jumps,
    moves,
    rotations,
    traceless_diagonals,
)
from sdpsearch.linalg import Array


@constructor
def depolarizing(d: int = 2) -> ChannelFamily:
    """Return the depolarizing family D_x(ρ) = (1−x) ρ + x tr(ρ) 1/d.

    Kraus operators A_0 = √(1−x) 1 and A_ij = √(x/d) |i><j|, equations (3) and (4) of
    Roofeh and Karimipour, arXiv 2408.05733 (the paper); their complementary channel lives
    on its (1+d²)-dimensional environment.

    x in [0, 1] is the weight of the noise. toqito, QETLAB and Ket.jl use 1−x; the
    total Pauli error of the qubit channel is p = 3x/4.

    Args:
        d: dimension, at least 2.

    Returns:
        An affine family with parameter x.

    Raises:
        ValueError: d < 2.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.depolarizing(d=3)(0.5).rank
        9
    """
    d = checks.dimension("d", d, least=2)
    return ChannelFamily.from_squares(
        lambda x: stack((1 - x, identity(d)), (x / d, moves(d))),
        name="depolarizing",
        parameter="x",
        arguments={"d": d},
        law=CompositionLaw(
            "Φ_y = Φ_z∘Φ_x with 1−y = (1−z)(1−x), as Φ_z keeps the noise and scales the "
            "signal: more noise is post-processing.",
            increasing=True,
        ),
    )


@constructor
def depolarizing_complement(d: int = 2) -> ChannelFamily:
    """Return the complementary channels D_x^c: C^d → C^(d²) of the depolarizing family.

    On the smallest environment E_1⊗E_2 = C^d⊗C^d,

        D_x^c(Y) = H (1⊗Y) H / d,   H = √x (1 − |φ><φ|) + √(x + d²(1−x)) |φ><φ|,

    with |φ> = Σ_i |ii>/√d: the dilation with Kraus operators
    K_mn = √(x/d) |m><n| + δ_mn h 1 of D_x. An isometry takes it to the paper's
    (1+d²)-dimensional form, equation (11). At x = 0 the output is the fixed state
    |φ><φ|; d_out is d² throughout.

    Args:
        d: dimension of the input, at least 2.

    Returns:
        A family with parameter x in [0, 1], not affine.

    Raises:
        ValueError: d < 2.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.depolarizing_complement(d=3)(0.5).d_out
        9
    """
    d = checks.dimension("d", d, least=2)
    phi = np.eye(d).reshape(-1) / np.sqrt(d)

    def kraus(x: float) -> Array:
        lift = np.sqrt(x + d * d * (1 - x)) - np.sqrt(x)
        root = np.sqrt(x) * np.eye(d * d) + lift * np.outer(phi, phi)
        # K_i = H (|i>⊗1)/√d: the columns of H with first index i.
        return root.reshape(d * d, d, d).transpose(1, 0, 2) / np.sqrt(d)

    return ChannelFamily(
        kraus, name="depolarizing_complement", parameter="x", arguments={"d": d}
    )


@constructor
def depolarizing_dephasing(d: int = 3, p: Number = 0.3) -> ChannelFamily:
    """Return the family ρ ↦ (1−x) [(1−p) ρ + p diag(ρ)] + x tr(ρ) 1/d.

    Depolarizing after dephasing (they commute): coherences are multiplied by
    γ = (1−x)(1−p), a level stays with probability β = 1−x+x/d and goes to each of the
    others with α = x/d. Kraus operators √(γ + (β−γ)/d) 1, √(β−γ) h_l with the d−1
    orthonormal traceless diagonal matrices h_l, and √α |j><i| for i ≠ j.

    Args:
        d: dimension, at least 2.
        p: weight of the complete dephasing diag(ρ), in [0, 1].

    Returns:
        An affine family with parameter x in [0, 1], the weight of the white noise.

    Raises:
        ValueError: d < 2, or p lies outside [0, 1].

    Example:
        >>> import sdpsearch as sd
        >>> noisy = sd.zoo.depolarizing_dephasing(d=3, p=0.25)(0.1)
        >>> noisy == sd.zoo.depolarizing(3)(0.1) @ sd.zoo.generalized_dephasing(3)(0.25)
        True
    """
    d = checks.dimension("d", d, least=2)
    share = fraction_parameter("p", p)

    def squares(x: Number) -> Array:
        lost = (1 - x) * share + x / d  # β − γ
        return stack(
            ((1 - x) * (1 - share) + lost / d, identity(d)),
            (lost, traceless_diagonals(d)),
            (x / d, jumps(d)),
        )

    return ChannelFamily.from_squares(
        squares,
        name="depolarizing_dephasing",
        parameter="x",
        arguments={"d": d, "p": float(share)},
        law=MORE_NOISE,
    )


@constructor
def transpose_depolarizing(d: int = 3) -> ChannelFamily:
    """Return the family E_x(ρ) = (1−x) ρ + x (tr(ρ) 1 − ρ^T)/(d−1).

    Kraus operators √(1−x) 1 and √(x/(d−1)) (|i><j| − |j><i|) for i < j; the noisy
    Werner–Holevo channel of Roofeh and Karimipour, 2310.15353 (d=3), and Karimipour,
    2402.07700. For d=2 it is (1−x) ρ + x σ_y ρ σ_y.

    Args:
        d: dimension, at least 2.

    Returns:
        An affine family with parameter x in [0, 1]; x = 1 is the Werner–Holevo channel.

    Raises:
        ValueError: d < 2.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.transpose_depolarizing(d=3)(1.0) == sd.zoo.werner_holevo(3)
        True
    """
    d = checks.dimension("d", d, least=2)
    return ChannelFamily.from_squares(
        lambda x: stack((1 - x, identity(d)), (x / (d - 1), rotations(d))),
        name="transpose_depolarizing",
        parameter="x",
        arguments={"d": d},
    )


@constructor
def werner_holevo(d: int = 3) -> Channel:
    """Return the Werner–Holevo channel ρ ↦ (tr(ρ) 1 − ρ^T)/(d−1).

    Kraus operators (|i><j| − |j><i|)/√(d−1) for i < j; Werner and Holevo,
    quant-ph/0203003. For d=3 it is degradable and antidegradable, and its Choi
    operator has no bosonic 2-extension.

    Args:
        d: dimension, at least 2.

    Returns:
        The channel, with d(d−1)/2 Kraus operators.

    Raises:
        ValueError: d < 2.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.werner_holevo(4).rank
        6
    """
    d = checks.dimension("d", d, least=2)
    return stacked((Fraction(1, d - 1), rotations(d)))

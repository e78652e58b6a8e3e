"""Flips and phases: dephasing, Schur multiplication, Pauli channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.curves import line
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.channels.law import CompositionLaw
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.rationals import fraction_array
from sdpsearch.channels.squares import Number, stack
from sdpsearch.channels.zoo.bases import identity, units
from sdpsearch.linalg import Array, dagger, hermitian_part, is_real

#: 1, X, iY, Z: real matrices, the phase of a Kraus operator being immaterial.
_FLIPS = np.array(
    [[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, 1], [-1, 0]], [[1, 0], [0, -1]]]
)


@constructor
def dephasing() -> ChannelFamily:
    """Return the dephasing family ρ ↦ (1−p) ρ + p Z ρ Z.

    Kraus operators √(1−p) 1 and √p Z; Devetak and Shor, quant-ph/0311131. Off-diagonal
    entries are multiplied by 1−2p.

    Returns:
        An affine family with parameter p in [0, 1], the phase flip probability;
        p = 1/2 is the complete dephasing.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.dephasing()(0.25).apply([[0.5, 0.5], [0.5, 0.5]]).real
        array([[0.5 , 0.25],
               [0.25, 0.5 ]])
    """
    return ChannelFamily.from_squares(
        lambda p: _flips((1 - p, 0, 0, p))[[0, 3]],
        name="dephasing",
        parameter="p",
    )


@constructor
def generalized_dephasing(d: int | None = None, gram: Any = None) -> ChannelFamily:
    """Return the family ρ ↦ (1−p) ρ + p G∘ρ, G∘ρ being the entrywise product.

    G is the Gram matrix of d unit vectors, the environment's states given the input
    |i>; Devetak and Shor, quant-ph/0311131 (generalized dephasing or Schur multiplier
    channels). Without `gram`, G = 1 and p is the weight of the complete dephasing:
    ρ ↦ (1−p) ρ + p diag(ρ).

    Kraus operators √(1−p) 1 and √p diag(u_a), with G = Σ_a u_a u_a†.

    Args:
        d: dimension, at least 2; that of G, else 3, when not given.
        gram: G, a positive semidefinite d×d matrix with unit diagonal.

    Returns:
        An affine family with parameter p in [0, 1].

    Raises:
        ValueError: d < 2, or G is not positive semidefinite with unit diagonal.

    Example:
        >>> import sdpsearch as sd
        >>> family = sd.zoo.generalized_dephasing(gram=[[1, -1], [-1, 1]])
        >>> family(0.25) == sd.zoo.dephasing()(0.25)
        True
    """
    if gram is None:
        size = checks.dimension("d", 3 if d is None else d, least=2)
        return ChannelFamily.from_squares(
            lambda p: stack((1 - p, identity(size)), (p, units(size))),
            name="generalized_dephasing",
            parameter="p",
            arguments={"d": size},
            law=CompositionLaw(
                "Φ_y = Φ_z∘Φ_x with 1−y = (1−z)(1−x), by multiplying the factors 1−p of "
                "the off-diagonal entries: more dephasing is post-processing.",
                increasing=True,
            ),
        )
    matrix = _check_gram(gram, d)
    one = np.eye(matrix.shape[0])
    values, columns = np.linalg.eigh(matrix)
    keep = values > checks.TOLERANCE**2
    schur = (columns[:, keep] * np.sqrt(values[keep])).T[:, :, None] * one
    return line(
        Channel(one[None]),
        Channel(schur),
        "generalized_dephasing",
        "p",
        {"d": len(one), "gram": tuple(tuple(row) for row in matrix.tolist())},
    )


@constructor
def pauli(direction: Sequence[Number] = (1 / 3, 1 / 3, 1 / 3)) -> ChannelFamily:
    """Return the Pauli family ρ ↦ (1−p) ρ + p (w_X XρX + w_Y YρY + w_Z ZρZ).

    Kraus operators √(1−p) 1, √(p w_X) X, √(p w_Y) iY and √(p w_Z) Z. With equal weights
    it is the depolarizing channel at x = 4p/3.

    Args:
        direction: the weights (w_X, w_Y, w_Z) ≥ 0, scaled to sum 1.

    Returns:
        An affine family with parameter p in [0, 1], the total error probability.

    Raises:
        ValueError: `direction` is not three numbers ≥ 0, not all zero.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.pauli()(0.3) == sd.zoo.depolarizing(d=2)(0.4)
        True
    """
    weights = fraction_array("direction", direction)
    if weights.shape != (3,) or np.any(weights < 0) or not np.any(weights):
        raise ValueError(
            "Argument `direction` must be three weights (w_X, w_Y, w_Z) ≥ 0, not all "
            f"zero, but is {direction!r}."
        )
    weights = weights / weights.sum()
    return ChannelFamily.from_squares(
        lambda p: _flips((1 - p, *(p * weights))),
        name="pauli",
        parameter="p",
        arguments={"direction": tuple(float(w) for w in weights)},
    )


@constructor
def two_pauli() -> ChannelFamily:
    """Return the two-Pauli family ρ ↦ (1−p) ρ + (p/2) (XρX + ZρZ).

    Kraus operators √(1−p) 1, √(p/2) X and √(p/2) Z; DiVincenzo, Shor and Smolin,
    quant-ph/9706061, up to the choice of the two Pauli operators.

    Returns:
        An affine family with parameter p in [0, 1], the total error probability.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.two_pauli()(0.2) == sd.zoo.pauli((1, 0, 1))(0.2)
        True
    """
    return ChannelFamily.from_squares(
        lambda p: _flips((1 - p, p / 2, 0, p / 2))[[0, 1, 3]],
        name="two_pauli",
        parameter="p",
    )


@constructor
def bb84() -> ChannelFamily:
    """Return the BB84 family: independent bit and phase flips, each with probability p.

    Kraus operators (1−p) 1, √(p(1−p)) X, √(p(1−p)) Z and p iY; Smith and Smolin,
    0712.2471.

    Returns:
        A family with parameter p in [0, 1/2], not affine. Beyond 1/2 it repeats itself
        up to the unitary Y.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.bb84()(0.5) == sd.zoo.replacer(2)
        True
    """
    return ChannelFamily.from_squares(
        lambda p: _flips(((1 - p) ** 2, p * (1 - p), p**2, p * (1 - p))),
        domain=(0.0, 0.5),
        name="bb84",
        parameter="p",
        law=CompositionLaw(
            "Φ_y = Φ_z∘Φ_x with 1−2y = (1−2z)(1−2x), by multiplying the factors 1−2p of "
            "either flip: flipping more is post-processing.",
            increasing=True,
        ),
    )


def _flips(probabilities: Sequence[Number]) -> Array:
    """Return the signed squares of √p_i σ_i for (p_I, p_X, p_Y, p_Z), shape (4, 2, 2)."""
    return np.array(probabilities)[:, None, None] * _FLIPS


def _check_gram(gram: Any, d: int | None) -> Array:
    """Return G as a Hermitian matrix, real if possible; ValueError if it is no G."""
    matrix = checks.finite_array("gram", gram)
    size = matrix.shape[0] if d is None and matrix.ndim else d
    if matrix.shape != (size, size):
        raise ValueError(
            f"Argument `gram` must be a square matrix of dimension d={d}, "
            f"but has shape {matrix.shape}."
        )
    skew = float(np.max(np.abs(matrix - dagger(matrix))))
    slant = float(np.max(np.abs(matrix.diagonal() - 1)))
    lowest = float(np.linalg.eigvalsh(hermitian_part(matrix))[0])
    if max(skew, slant, -lowest) > checks.TOLERANCE:
        raise ValueError(
            "Argument `gram` must be positive semidefinite with unit diagonal, but has "
            f"lowest eigenvalue {lowest:.1e} and a diagonal off by {slant:.1e}."
        )
    matrix = hermitian_part(matrix)
    return matrix.real if is_real(matrix) else matrix

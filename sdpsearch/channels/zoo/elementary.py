"""Elementary channels: identity, unitary conjugation, replacement by a fixed state."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.curves import completely_depolarizing
from sdpsearch.channels.making import stacked
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.rationals import fraction_array
from sdpsearch.linalg import Array, dagger, hermitian_part, is_real


@constructor
def identity(d: int = 2) -> Channel:
    """Return the identity channel ρ ↦ ρ on C^d.

    Args:
        d: dimension, at least 1.

    Returns:
        The channel with the single Kraus operator 1.

    Raises:
        ValueError: d < 1.

    Example:
        >>> import sdpsearch as sd
        >>> sd.zoo.identity(3).rank
        1
    """
    d = checks.dimension("d", d)
    return stacked((Fraction(1), np.eye(d, dtype=int)[None]))


@constructor
def unitary(matrix: Any) -> Channel:
    """Return the unitary channel ρ ↦ U ρ U†.

    Args:
        matrix: U, array-like of shape (d, d).

    Returns:
        The channel with the single Kraus operator U.

    Raises:
        ValueError: U is not square or ‖U†U − 1‖ > 1e-8.

    Example:
        >>> import sdpsearch as sd
        >>> flip = sd.zoo.unitary([[0, 1], [1, 0]])
        >>> flip @ flip == sd.zoo.identity(2)
        True
    """
    array = checks.finite_array("matrix", matrix)
    if array.ndim != 2 or array.shape[0] != array.shape[1]:
        raise ValueError(
            f"Argument `matrix` must be a square matrix, but has shape {array.shape}."
        )
    return Channel(array[None])


@constructor
def replacer(d_in: int = 2, d_out: int | None = None, state: Any = None) -> Channel:
    """Return the channel ρ ↦ tr(ρ) τ that forgets its input.

    Kraus operators √t_k |v_k><a|, where τ = Σ_k t_k |v_k><v_k| and a runs over the
    input basis. It is entanglement breaking, so k-extendible for every k.

    Args:
        d_in: dimension of the input.
        d_out: dimension of the output; that of τ, else d_in, when not given.
        state: τ, a d_out×d_out density matrix; the maximally mixed state 1/d_out when
            not given.

    Returns:
        The channel, with d_in·rank(τ) Kraus operators.

    Raises:
        ValueError: τ is not a density matrix or does not have dimension d_out.

    Example:
        >>> import numpy as np, sdpsearch as sd
        >>> sd.zoo.replacer(2) == sd.zoo.depolarizing(d=2)(1.0)
        True
        >>> sd.zoo.replacer(3, state=np.diag([1, 0])).d_out
        2
    """
    d_in = checks.dimension("d_in", d_in)
    if d_out is not None:
        d_out = checks.dimension("d_out", d_out)
    if state is None:
        return completely_depolarizing(d_in, d_out or d_in)
    matrix = checks.finite_array("state", state)
    size = d_out or matrix.shape[0]
    if matrix.shape != (size, size):
        raise ValueError(
            f"Argument `state` must have shape ({size}, {size}), "
            f"but has shape {matrix.shape}."
        )
    if is_real(matrix):
        matrix = matrix.real
    values, vectors = np.linalg.eigh(hermitian_part(matrix))
    skew = float(np.max(np.abs(matrix - dagger(matrix))))
    excess = abs(float(np.trace(matrix).real) - 1)
    if max(skew, excess, -float(values[0])) > checks.TOLERANCE:
        raise ValueError(
            "Argument `state` must be a density matrix, but has trace "
            f"{np.trace(matrix).real:.6g}, lowest eigenvalue {values[0]:.1e} and "
            f"anti-Hermitian part {skew / 2:.1e}."
        )
    if not np.any(matrix - np.diag(matrix.diagonal())):
        weights = fraction_array("state", np.real(np.diagonal(np.asarray(state))))
        return _diagonal_replacer(d_in, weights)
    keep = values > checks.TOLERANCE**2
    columns = vectors[:, keep] * np.sqrt(values[keep])
    kraus = np.einsum("bk,ac->kabc", columns, np.eye(d_in))
    return Channel(kraus.reshape(-1, size, d_in))


def _diagonal_replacer(d_in: int, weights: Array) -> Channel:
    """Return ρ ↦ tr(ρ) diag(weights), the weights being scaled to sum 1."""
    kept = np.flatnonzero(weights > checks.TOLERANCE**2)
    blocks = np.zeros((len(kept), d_in, weights.size, d_in), dtype=int)
    for block, b in zip(blocks, kept, strict=True):
        block[:, b] = np.eye(d_in)
    shares = weights[kept] / weights[kept].sum()
    return stacked(*zip(shares, blocks, strict=True))

"""Channels that commute with diagonal unitaries: populations move, coherences shrink."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.making import stacked
from sdpsearch.channels.origin import constructor
from sdpsearch.channels.rationals import fraction_array
from sdpsearch.channels.zoo.gram import gram_squares
from sdpsearch.linalg import EPS, Array, dagger, hermitian_part


@constructor
def cldui(A: Any, B: Any) -> Channel:
    """Return the channel ρ ↦ Σ_(i≠j) A_ij ρ_ii |j><j| + B∘ρ, with A_ii = B_ii.

    A_ij is the probability that the level |i> arrives as |j>, B_ij = <ii|J|jj> what the
    coherence between |i> and |j> is multiplied by:
    J = Σ_ij A_ij |ij><ij| + Σ_(i≠j) B_ij |ii><jj|. These are the channels with
    Φ(UρU†) = U Φ(ρ) U† for diagonal unitaries U, whose Choi operators are called conjugate
    local diagonal unitary invariant (CLDUI): Singh and Nechita, 2010.07898, whose order of
    the two systems was not compared. Kraus operators √A_ij |j><i| and diag(v_r) with
    B = Σ_r v_r v_r†.

    Where B is real, and the matrices are exactly a channel's, floats being read as the
    decimals they print as, the squares are known exactly (B = L D L^T). Elsewhere what is
    an eigenvalue of B by rounding alone is none.

    Args:
        A: array-like of shape (d, d), entries ≥ 0, rows of sum 1.
        B: array-like of shape (d, d), positive semidefinite, with the diagonal of A.

    Returns:
        The channel on C^d, with rank(B) + (number of A_ij ≠ 0, i ≠ j) Kraus operators.

    Raises:
        ValueError: the shapes differ or are not square, a diagonal entry differs, an entry
            of A is negative, B is not positive semidefinite, or a row of A has another sum.

    Example:
        >>> import numpy as np, sdpsearch as sd
        >>> root = np.sqrt(0.7)
        >>> damping = sd.zoo.cldui([[1, 0], [0.3, 0.7]], [[1, root], [root, 0.7]])
        >>> damping == sd.zoo.amplitude_damping()(0.3)
        True
    """
    moves, coherences = checks.finite_array("A", A), checks.finite_array("B", B)
    _check(moves, coherences)
    vectors = _vectors(coherences)
    if not np.any(coherences.imag):
        exact = _exactly(A, B, rank=len(vectors))
        if exact is not None:
            return stacked((Fraction(1), exact))
    return Channel(_operators(vectors, np.sqrt(moves.real)))


def _check(moves: Array, coherences: Array) -> None:
    """Raise ValueError unless A and B are those of a completely positive map."""
    shape = moves.shape
    if len(shape) != 2 or shape[0] != shape[1] or coherences.shape != shape:
        raise ValueError(
            "Arguments `A` and `B` must be square matrices of one dimension, but have "
            f"shapes {shape} and {coherences.shape}."
        )
    lowest, imaginary = float(moves.real.min()), float(np.max(np.abs(moves.imag)))
    if max(-lowest, imaginary) > 0:
        raise ValueError(
            "Argument `A` must hold probabilities ≥ 0, but has lowest entry "
            f"{lowest:.3g} and imaginary part {imaginary:.1e}."
        )
    apart = float(np.max(np.abs(moves.diagonal() - coherences.diagonal())))
    if apart > checks.TOLERANCE:
        raise ValueError(
            "Argument `B` must have the diagonal of `A`, the probabilities to stay, but "
            f"differs from it by {apart:.1e}."
        )
    skew = float(np.max(np.abs(coherences - dagger(coherences))))
    lowest = float(np.linalg.eigvalsh(hermitian_part(coherences))[0])
    if max(skew, -lowest) > checks.TOLERANCE:
        raise ValueError(
            "Argument `B` must be positive semidefinite, but has lowest eigenvalue "
            f"{lowest:.1e} and anti-Hermitian part {skew / 2:.1e}."
        )
    excess = float(np.max(np.abs(moves.sum(axis=1) - 1)))
    if excess > checks.TOLERANCE:
        raise ValueError(
            "Argument `A` must have rows of sum 1, A_ij being the probability that |i> "
            f"arrives as |j>, but a sum is off by {excess:.1e}."
        )


def _vectors(coherences: Array) -> Array:
    """Return vectors v_r with Σ_r v_r v_r† = B, as many as its rank to rounding.

    The rank is that of the Gram matrix of unit vectors, so that a level that hardly ever
    stays counts like any other.
    """
    sizes = np.sqrt(np.maximum(coherences.diagonal().real, 0))
    sizes[sizes == 0] = 1.0
    gram = hermitian_part(coherences) / np.outer(sizes, sizes)
    values, columns = np.linalg.eigh(gram)
    kept = values > 8 * len(gram) * EPS * values[-1]
    return (sizes[:, None] * columns[:, kept] * np.sqrt(values[kept])).T


def _exactly(moves: Any, coherences: Any, rank: int) -> Array | None:
    """Return the squares, None where the matrices as decimals are no channel's.

    Roots printed as decimals may leave a rank that only the last digit has: with floats
    it must be `rank`, the one to rounding.
    """
    exact, gram = _decimals("A", moves), _decimals("B", coherences)
    vectors = gram_squares(gram) if np.all(gram == gram.T) else None
    rounded = any(isinstance(entry, float) for row in coherences for entry in row)
    if vectors is None or (rounded and len(vectors) != rank):
        return None
    balanced = np.all(exact.sum(axis=1) == 1)
    if not balanced or np.any(exact.diagonal() != gram.diagonal()):
        return None
    return _operators(vectors, exact)


def _decimals(name: str, matrix: Any) -> Array:
    array: Any = np.asarray(matrix)
    return fraction_array(name, array.real if array.dtype.kind == "c" else array)


def _operators(vectors: Array, moves: Array) -> Array:
    """Return diag(v_r), then the entries of A off its diagonal times |j><i|."""
    one = np.eye(len(moves), dtype=int)
    jumps = [
        entry * np.outer(one[j], one[i])
        for (i, j), entry in np.ndenumerate(moves)
        if i != j and entry != 0
    ]
    return np.array([*(vector[:, None] * one for vector in vectors), *jumps])

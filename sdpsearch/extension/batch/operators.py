"""W ↦ S_λ(W) of many faces, for two copies: dense, in svec coordinates."""

from __future__ import annotations

import numpy as np

from sdpsearch.layout import layout
from sdpsearch.linalg import Array, dagger


def inner_parts(ranges: Array, bases: Array, d_b: int) -> tuple[Array, Array]:
    """Return the AB_1 and AB_2 parts in R of the vectors of a block, (N, r, d_b, order).

    Args:
        ranges: isometries onto R, shape (N, d_a d_b, r).
        bases: orthonormal bases of the block, shape (N, d_a d_b², order).
        d_b: dimension of B.
    """
    count, size, rank = ranges.shape
    order = bases.shape[2]
    tensor = bases.reshape(count, size // d_b, d_b, d_b, order)
    fronts = (tensor, np.swapaxes(tensor, 2, 3))
    first, second = (
        (dagger(ranges) @ front.reshape(count, size, -1)).reshape(count, rank, d_b, order)
        for front in fronts
    )
    return first, second


def operator(parts: tuple[Array, Array], real: bool) -> Array:
    """Return W ↦ S_λ(W) = ½ Σ_i Σ_m y_i† W y_i from the parts y_i of both copies.

    Returns:
        Matrices in svec coordinates, shape (N, rows, columns).
    """
    count, rank, _, order = parts[0].shape
    total = np.zeros((count, rank * order, rank * order), dtype=parts[0].dtype)
    for part in parts:
        flat = np.swapaxes(part, 2, 3).reshape(count, rank * order, -1)
        total += flat.conj() @ np.swapaxes(flat, 1, 2)
    # By the entries of W: the matrix that W_ij is multiplied by in S(W).
    by_entry = (total / 2).reshape(count, rank, order, rank, order)
    by_entry = by_entry.transpose(0, 1, 3, 2, 4)
    column, row = np.triu_indices(rank)
    off = row != column
    lower, upper = by_entry[:, row, column], by_entry[:, column, row]
    steps = np.where(off, 1 if real else 2, 1)
    at = np.cumsum(steps) - steps
    made = np.empty((count, int(steps.sum()), order, order), dtype=total.dtype)
    made[:, at[~off]] = lower[:, ~off]
    half = np.sqrt(0.5)
    made[:, at[off]] = half * (lower[:, off] + upper[:, off])
    if not real:
        made[:, at[off] + 1] = 1j * half * (lower[:, off] - upper[:, off])
    rows = layout((order,), real).coordinates(made)
    return np.ascontiguousarray(np.swapaxes(rows, 1, 2))

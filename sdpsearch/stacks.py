"""Stacks of Hermitian matrices, none of which touches another's numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sdpsearch.linalg import EPS, LOWERINGS, TINY, Array, psd_floor, rounding_guard


def psd_floors(stack: Array) -> NDArray[np.float64]:
    """Return `psd_floor` of each matrix of a stack, none of which touches another's.

    Args:
        stack: Hermitian matrices, shape (N, n, n).

    Raises:
        LinAlgError: LAPACK found no eigenvalues of one of them.
    """
    count, order = stack.shape[:2]
    if count == 1:
        return np.array([psd_floor(stack[0])])
    finite: NDArray[np.bool_] = np.all(np.isfinite(stack), axis=(1, 2))
    floors = np.full(count, -np.inf)
    if order == 1:
        floors[finite] = stack[finite, 0, 0].real
        return floors
    eye = np.eye(order)
    matrices = stack if finite.all() else np.where(finite[:, None, None], stack, eye)
    lowest, highest = np.linalg.eigvalsh(matrices)[:, [0, -1]].T
    largest = np.maximum(np.abs(lowest), np.abs(highest))
    trace = np.trace(matrices, axis1=1, axis2=2).real
    spare = rounding_guard(order) * np.maximum(trace - order * lowest, np.abs(highest))
    shift = 2 * EPS * largest + spare + TINY
    left = np.flatnonzero(finite)
    for _ in range(LOWERINGS):
        floor = (lowest - shift)[left]
        spare = np.maximum(trace[left] - order * floor, np.abs(highest[left]))
        spare *= rounding_guard(order)
        shifted = matrices[left] - (floor + spare)[:, None, None] * eye
        proved = lower_factors(shifted)[1]
        floors[left[proved]] = floor[proved]
        left, spare = left[~proved], spare[~proved]
        shift[left] = 2 * shift[left] + spare / 4
        if not left.size:
            break
    return floors


def lower_factors(stack: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Return L with LL† = X for a stack of matrices X, NaN where none, and where there is.

    numpy gives up on a whole stack for one X: it is halved until that one is alone.
    """
    try:
        return np.linalg.cholesky(stack), np.ones(len(stack), dtype=bool)
    except np.linalg.LinAlgError:
        half = len(stack) // 2
        if half == 0:
            return np.full_like(stack, np.nan), np.zeros(1, dtype=bool)
    parts = [lower_factors(part) for part in (stack[:half], stack[half:])]
    factors, proved = (np.concatenate(list(each)) for each in zip(*parts, strict=True))
    return factors, proved

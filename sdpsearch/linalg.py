"""Linear algebra shared by every room: partial maps, supports, Hermitian coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Array = NDArray[np.number]
#: A matrix that scipy keeps by rows or columns, of its newer kind or its older.
Compressed = sparse.csr_array | sparse.csc_array | sparse.csr_matrix | sparse.csc_matrix

EPS, TINY = float(np.finfo(float).eps), float(np.finfo(float).tiny)
#: How often a bound on an eigenvalue is lowered before it is given up.
LOWERINGS = 60


def readonly(array: Array) -> Array:
    """Return a read-only view: values handed out are never changed behind the back."""
    view = array.view()
    view.flags.writeable = False
    return view


def dagger(matrix: Array) -> Array:
    """Return the conjugate transpose of the last two axes."""
    return np.conj(np.swapaxes(matrix, -1, -2))


def hermitian_part(matrix: Array) -> Array:
    """Return (X + X†)/2."""
    return (matrix + dagger(matrix)) / 2


def partial_trace(matrix: Array, dims: tuple[int, int], subsystem: int) -> Array:
    """Trace out `subsystem` (0 or 1) of an operator on C^dims[0] ⊗ C^dims[1]."""
    tensor = matrix.reshape(*dims, *dims)
    if subsystem == 0:
        return np.einsum("aiaj->ij", tensor)
    return np.einsum("iaja->ij", tensor)


def partial_transpose(matrix: Array, dims: tuple[int, int]) -> Array:
    """Transpose the second tensor factor of an operator on C^dims[0] ⊗ C^dims[1]."""
    tensor = matrix.reshape(*dims, *dims)
    return tensor.transpose(0, 3, 2, 1).reshape(matrix.shape)


def swap_factors(matrix: Array, dims: tuple[int, int]) -> Array:
    """Reorder an operator on C^dims[0] ⊗ C^dims[1] to C^dims[1] ⊗ C^dims[0]."""
    tensor = matrix.reshape(*dims, *dims)
    return tensor.transpose(1, 0, 3, 2).reshape(matrix.shape)


def trace_preserving(choi: Array, dims: tuple[int, int]) -> Array:
    """Polish T = tr_out C from nearly 1 to 1 by C ↦ (T^-½⊗1) C (T^-½⊗1).

    Raises:
        ValueError: T is not positive.
    """
    values, vectors = np.linalg.eigh(partial_trace(choi, dims, 1))
    if not values[0] > 0:
        raise ValueError(
            f"The operator cannot be made trace preserving: tr_out C has eigenvalue "
            f"{values[0]:.1e}."
        )
    root = (vectors / np.sqrt(values)) @ dagger(vectors)
    wide = np.kron(root, np.eye(dims[1]))
    return hermitian_part(wide @ choi @ dagger(wide))


def times(matrix: Compressed, dense: Array) -> Array:
    """Return a sparse matrix times a dense array, which is dense.

    Said here once, since the declared type of `@` leaves sparse or dense open.
    """
    return np.asarray(matrix @ dense)


def is_real(*matrices: Array) -> bool:
    """Tell whether every entry of every matrix has imaginary part exactly zero."""
    return all(not np.iscomplexobj(m) or not np.any(m.imag) for m in matrices)


@dataclass(frozen=True)
class Support:
    """The numerical range of a matrix, with the gap that decided its rank.

    Attributes:
        basis: orthonormal columns spanning the range.
        values: all singular values, descending.
        rank: how many of them count as non-zero.
        gap: ratio of the largest discarded to the smallest kept singular value
            (0 when nothing was discarded); small is clear.
    """

    basis: Array
    values: Array
    rank: int
    gap: float


def support(matrix: Array, rtol: float) -> Support:
    """Return the range of `matrix`: singular values above rtol·(largest) count."""
    left, values, _ = np.linalg.svd(matrix, full_matrices=False)
    largest = values[0] if values.size else 0.0
    rank = int(np.sum(values > rtol * largest)) if largest > 0 else 0
    gap = float(values[rank] / values[rank - 1]) if 0 < rank < values.size else 0.0
    return Support(readonly(left[:, :rank]), readonly(values), rank, gap)


def coordinate_count(order: int, real: bool) -> int:
    """Return the real dimension of Herm(order), or of the real symmetric matrices."""
    return order * (order + 1) // 2 if real else order * order


@lru_cache(maxsize=256)
def hermitian_basis(order: int, real: bool) -> sparse.csr_array:
    """Return the sparse isometry from svec coordinates to row-major vec(X).

    Coordinates run down the lower triangle column by column: X_jj, then √2 Re X_ij
    (and √2 Im X_ij unless `real`) for i > j. The columns are orthonormal, so inner
    products of coordinates are Hilbert–Schmidt inner products. This is the order of
    SCS's cones `s` and `cs`.
    """
    col, row = np.triu_indices(order)  # X[row, col] with row ≥ col, column by column
    step = 1 if real else 2
    off = row != col
    start = np.concatenate([[0], np.cumsum(np.where(off, step, 1))[:-1]])
    half = np.sqrt(0.5)
    diag_pos, diag = start[~off], row[~off]
    r, c, p = row[off], col[off], start[off]
    rows = [diag * (order + 1), r * order + c, c * order + r]
    cols = [diag_pos, p, p]
    data = [np.ones(order), np.full(r.size, half), np.full(r.size, half)]
    if not real:
        rows += [r * order + c, c * order + r]
        cols += [p + 1, p + 1]
        data += [np.full(r.size, 1j * half), np.full(r.size, -1j * half)]
    shape = (order * order, coordinate_count(order, real))
    return sparse.csr_array(
        (np.concatenate(data), (np.concatenate(rows), np.concatenate(cols))), shape
    )


@lru_cache(maxsize=256)
def _coordinates_of(order: int, real: bool) -> sparse.csr_array:
    return sparse.csr_array(hermitian_basis(order, real).conj().T)


def svec(matrix: Array, real: bool) -> Array:
    """Return the real coordinates of a Hermitian matrix in `hermitian_basis`."""
    return times(_coordinates_of(matrix.shape[0], real), np.ravel(matrix)).real


def smat(coordinates: Array, order: int, real: bool) -> Array:
    """Return the Hermitian matrix with the given coordinates in `hermitian_basis`."""
    return times(hermitian_basis(order, real), coordinates).reshape(order, order)


def psd_floor(matrix: Array) -> float:
    """Return a number λ with X ≥ λ·1, rounding errors included.

    A Cholesky factorisation of X − (λ+α)·1 that runs to completion proves X − λ·1 ≥ 0
    once α ≥ (n+2)·u·tr(X − λ·1)/(1 − (n+2)·u) (Rump, BIT 46, 433 (2006)). λ starts at
    the eigenvalue LAPACK returns, less α and a few units of rounding, and is lowered
    until that succeeds.

    Args:
        matrix: Hermitian, shape (n, n); −∞ comes back for one that is not finite.
    """
    if not np.all(np.isfinite(matrix)):
        return -np.inf
    order = matrix.shape[0]
    if order == 1:
        return float(matrix[0, 0].real)
    values = np.linalg.eigvalsh(matrix)
    lowest, highest = float(values[0]), float(values[-1])
    trace = float(matrix.trace().real)
    spare = rounding_guard(order) * max(trace - order * lowest, abs(highest))
    shift = 2 * EPS * max(abs(lowest), abs(highest)) + spare + TINY
    for _ in range(LOWERINGS):
        floor = lowest - shift
        spare = rounding_guard(order) * max(trace - order * floor, abs(highest))
        shifted = matrix.astype(np.result_type(matrix, float))
        shifted.flat[:: order + 1] -= floor + spare  # in place, in any memory order
        try:
            np.linalg.cholesky(shifted)
        except np.linalg.LinAlgError:
            shift = 2 * shift + spare / 4
        else:
            return floor
    return -np.inf


def rounding_guard(order: int) -> float:
    """Return α of a trace of 1: 0.6·EPS, not u = EPS/2, pays for what else is rounded."""
    return 0.6 * (order + 4) * EPS

"""The unknown part of a signed extension: Hermitian σ with swap symmetry and tr_B' σ = 0.

On all of A⊗B⊗B' they are X in Herm(A)⊗Herm(B)⊗Herm(B'), traceless on B and symmetric in
the two, and in the basis |h_p>>, p ≥ 1, R(X) is Herm(A)⊗(real symmetric): a handful of
entries for each basis element. On a smaller face the basis is a dense one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch.conic.congruence import Congruence
from sdpsearch.extension.signed.shuffle import symmetric_count
from sdpsearch.linalg import Array, hermitian_basis, times

if TYPE_CHECKING:  # the face keeps its variables
    from sdpsearch.extension.signed.face import SignedFace

#: Places in an array.
Index: TypeAlias = NDArray[np.intp]

#: Entries of the largest array that forming H works on at once.
_ENTRIES = 2**15


@dataclass(frozen=True, eq=False)
class Variables:
    """An orthonormal basis of the unknown parts, as P ± R makes blocks of them.

    Attributes:
        operator: coordinates of the basis to block coordinates.
        congruence: how H is formed from it, None for no faster than from its entries.
    """

    operator: sparse.csr_array
    congruence: Congruence | None


@lru_cache(maxsize=16)
def whole_variables(d_a: int, d_b: int, real: bool) -> Variables:
    """Return them where J has full rank: R(X) in P + R, −R(X) in P − R."""
    entries = _entries(d_a, d_b, real)
    wide, narrow = d_a * d_b**2, d_a * (d_b**2 - 1)
    a, p = np.divmod(np.arange(narrow), d_b**2 - 1)
    place = a * d_b**2 + p + 1  # in the basis that has |h_0>> too
    coo = entries.tocoo()
    row, column = np.divmod(coo.coords[0], narrow)
    moved = place[row] * wide + place[column]
    shape = (wide * wide, entries.shape[1])
    widened = sparse.csr_array((coo.data, (moved, coo.coords[1])), shape=shape)
    blocks = [
        np.real(hermitian_basis(wide, real).conj().T @ widened),
        -np.real(hermitian_basis(narrow, real).conj().T @ entries),
    ]
    operator = sparse.csr_array(sparse.vstack(blocks))
    return Variables(operator, Pairs(entries, narrow, place))


def _entries(d_a: int, d_b: int, real: bool) -> sparse.csc_array:
    """Return R(X) of an orthonormal basis of the X, one row-major column for each."""
    m, symmetric = d_b**2 - 1, symmetric_count(d_b) - 1
    first, second = np.triu_indices(m)
    # For real X what is antisymmetric in one pair is so in the other: see operator_basis.
    odd = (first < symmetric) != (second < symmetric)
    if not real:
        return _products(hermitian_basis(d_a, False), d_a, first, second, m, 1)
    even = _products(hermitian_basis(d_a, True), d_a, first[~odd], second[~odd], m, 1)
    turned = sparse.csc_array(np.imag(_antisymmetric(d_a)))
    mixed = _products(turned, d_a, first[odd], second[odd], m, -1)
    return sparse.csc_array(sparse.hstack([even, mixed]))


def _antisymmetric(d_a: int) -> sparse.csc_array:
    """Return the imaginary elements of the basis of Herm(A)."""
    basis = sparse.csc_array(hermitian_basis(d_a, False))
    imaginary = np.asarray(abs(np.imag(basis)).sum(axis=0)) > 0
    return basis[:, np.flatnonzero(imaginary)]


def _products(
    on_a: Any, d_a: int, first: Index, second: Index, m: int, sign: int
) -> sparse.csc_array:
    """Return (A⊗|p><q| + sign·A⊗|q><p|), normalised, for all A and pairs p ≤ q."""
    pairs = np.arange(first.size)
    weight = np.where(first == second, 0.5, np.sqrt(0.5))
    data = np.concatenate([weight, sign * weight])
    rows = np.concatenate([first * m + second, second * m + first])
    shape = (m * m, first.size)
    between = sparse.csc_array((data, (rows, np.tile(pairs, 2))), shape=shape)
    product = sparse.coo_array(sparse.kron(on_a, between))
    a, pq = np.divmod(product.coords[0], m * m)
    (left, right), (p, q) = np.divmod(a, d_a), np.divmod(pq, m)
    n = d_a * m
    moved = (left * m + p) * n + right * m + q
    found = (product.data, (moved, product.coords[1]))
    return sparse.csc_array(found, shape=(n * n, product.shape[1]))


@dataclass(frozen=True, eq=False)
class Pairs:
    """H of x ↦ (X on some rows and columns, −X), for sparse X: gathered, not multiplied.

    tr(X Θ X' Θ) = Σ X_ij Θ_jk X'_kl Θ_li, the products ΘΘ summed over both blocks first.

    Attributes:
        entries: the X as columns, row-major.
        order: of X.
        place: its rows in the first block.
    """

    entries: sparse.csc_array
    order: int
    place: Index

    @cached_property
    def _units(self) -> Array:
        """For each X the 1 or i that it is a real matrix times."""
        parts: Any = abs(np.imag(self.entries)).sum(axis=0)
        return np.where(np.ravel(parts) > 0, 1j, 1.0)

    @cached_property
    def _columns(self) -> sparse.csr_array:
        """These real matrices, one row for each."""
        return sparse.csr_array((np.real(self.entries) + np.imag(self.entries)).T)

    @cached_property
    def _slabs(self) -> list[tuple[slice, Index, sparse.csr_array]]:
        """Rows i, as many as a cache holds, the X that know them, and these parts."""
        n = self.order
        step = max(1, _ENTRIES // n**3)
        columns = sparse.csc_array(self._columns)
        found: list[tuple[slice, Index, sparse.csr_array]] = []
        for i in range(0, n, step):
            rows = slice(i, min(i + step, n))
            part = sparse.csr_array(columns[:, rows.start * n : rows.stop * n])
            known = np.flatnonzero(np.diff(part.indptr))
            found.append((rows, known, part[known]))
        return found

    def schur(self, scalings: list[Array]) -> Array:
        """Return H_uv = Σ tr(Θ X_u Θ X_v)."""
        n, count = self.order, self.entries.shape[1]
        inner = np.ascontiguousarray(scalings[0][np.ix_(self.place, self.place)])
        thetas = [(t, np.ascontiguousarray(t.T)) for t in (inner, scalings[1])]
        total = np.zeros((count, count), dtype=inner.dtype)
        for rows, known, own in self._slabs:
            # (k, l, i, j): Θ_jk Θ_li
            pairs = np.empty((n, n, rows.stop - rows.start, n), dtype=inner.dtype)
            for t, turned in thetas:
                left, right = turned[:, None, None, :], t[None, :, rows, None]
                if t is inner:
                    np.multiply(left, right, out=pairs)
                else:
                    pairs += left * right
            half = _real_times(self._columns, pairs.reshape(n * n, -1))
            total[known] += _real_times(own, np.ascontiguousarray(half.T))
        if not np.iscomplexobj(total):
            return total
        return (total * self._units[:, None] * self._units).real


def _real_times(matrix: sparse.csr_array, dense: Array) -> Array:
    """Return a real sparse matrix times a dense one that may be complex."""
    return times(matrix, dense.view(float)).view(dense.dtype)


def face_variables(face: SignedFace) -> Variables:
    """Return them on a face that a range leaves: no entry of a basis is zero."""
    base = face.base
    images = times(base.operator, base.bound)
    rank = images.shape[1]
    basis = np.linalg.qr(images, mode="complete")[0][:, rank:]
    columns = [face.stacked(base.extension(column)) for column in basis.T]
    rows = face.layout.size
    dense = np.array(columns).T if columns else np.zeros((rows, 0))
    return Variables(sparse.csr_array(dense), None)

"""The unknown part of a signed extension: Hermitian σ with swap symmetry and tr_B' σ = 0.

On all of A⊗B⊗B' they are X in Herm(A)⊗Herm(B)⊗Herm(B'), traceless on B and symmetric in
the two, and in the basis |h_p>>, p ≥ 1, R(X) is Herm(A)⊗(real symmetric): a handful of
entries for each basis element. On a smaller face the basis is a dense one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from sdpsearch.conic.congruence import Congruence
from sdpsearch.extension.signed.pairs import Pairs
from sdpsearch.extension.signed.shuffle import symmetric_count
from sdpsearch.linalg import hermitian_basis, times

if TYPE_CHECKING:  # the face keeps its variables
    from sdpsearch.extension.signed.face import SignedFace


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
    pairs = Pairs(d_a, d_b**2 - 1, symmetric_count(d_b) - 1, real)
    entries, place = pairs.entries, pairs.places
    wide, narrow = d_a * d_b**2, d_a * (d_b**2 - 1)
    coo = entries.tocoo()
    row, column = np.divmod(coo.coords[0], narrow)
    moved = place[row] * wide + place[column]
    shape = (wide * wide, entries.shape[1])
    widened = sparse.csr_array((coo.data, (moved, coo.coords[1])), shape=shape)
    blocks = [
        np.real(hermitian_basis(wide, real).conj().T @ widened),
        -np.real(hermitian_basis(narrow, real).conj().T @ entries),
    ]
    return Variables(sparse.csr_array(sparse.vstack(blocks)), pairs)


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

"""The PSD blocks of a face: vectors of each Young block whose A B_i parts lie in R."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg as sla
from scipy import sparse

from sdpsearch.extension import schur_weyl
from sdpsearch.extension.schur_weyl import Diagram
from sdpsearch.linalg import Array, dagger, readonly

#: A direction counts as lying in the face when the sine of its angle is below this.
FACE_RTOL = 1e-9


@dataclass(frozen=True)
class Block:
    """One PSD block: an orthonormal basis of F_λ inside A⊗B^{⊗k}.

    Attributes:
        diagram: the Young diagram λ.
        basis: sparse or dense isometry, shape (d_a d_b^k, order).
        multiplicity: dimension of the S_k irrep of λ.
    """

    diagram: Diagram
    basis: Array | sparse.csc_array
    multiplicity: int

    @property
    def order(self) -> int:
        """Number of rows of the block."""
        return self.basis.shape[1]


def face_blocks(
    d_a: int, d_b: int, k: int, range_basis: Array
) -> tuple[tuple[Block, ...], float]:
    """Return bases of all F_λ, adding one copy of B at a time.

    F_T ⊂ F_T'⊗B for the tableau T' with the last box removed, so only the condition on
    the new copy and the eigenvalue of X_k have to be imposed at each step.
    """
    complement = np.eye(d_a * d_b) - range_basis @ dagger(range_basis)
    spaces: dict[Diagram, Array] = {(1,): range_basis}
    leak = 0.0
    for j in range(2, k + 1):
        grown: dict[Diagram, Array] = {}
        for shape in schur_weyl.diagrams(j, d_b):
            parent, content = schur_weyl.shorter(shape)
            if parent in spaces:
                vectors, sine = _grow(spaces[parent], content, complement, d_a, d_b, j)
                leak = max(leak, sine)
                if vectors.shape[1]:
                    grown[shape] = vectors
        spaces = grown
    blocks = tuple(
        Block(shape, readonly(vectors), schur_weyl.tableaux_count(shape))
        for shape, vectors in spaces.items()
    )
    return blocks, leak


def _grow(
    vectors: Array, content: int, complement: Array, d_a: int, d_b: int, j: int
) -> tuple[Array, float]:
    """Return the part of vectors⊗B with X_j = content and its A B_j part in R."""
    candidates = np.kron(vectors, np.eye(d_b))
    columns = candidates.shape[1]
    tensor = candidates.reshape(d_a, *(d_b,) * j, columns)
    moved = -content * tensor
    for i in range(1, j):
        moved = moved + np.swapaxes(tensor, i, j)
    last = np.moveaxis(tensor, j, 1).reshape(d_a * d_b, -1)
    outside = complement @ last
    stacked = np.concatenate([moved.reshape(-1, columns), outside.reshape(-1, columns)])
    # QR first: the singular values are wanted to full accuracy, the left vectors not.
    triangle = sla.qr(stacked, mode="r", check_finite=False)[0][:columns]
    _, values, right = np.linalg.svd(triangle)
    kernel = values <= FACE_RTOL * j
    leak = float(values[kernel].max(initial=0.0))
    return candidates @ dagger(right)[:, kernel], leak

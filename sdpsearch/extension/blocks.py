"""The PSD blocks of a face: vectors of each Young block whose A B_i parts lie in R."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from scipy import sparse

from sdpsearch import deadline
from sdpsearch.extension import schur_weyl
from sdpsearch.extension.schur_weyl import Diagram
from sdpsearch.linalg import EPS, Array, dagger, readonly

#: A direction is taken into the face when the sine of its angle is below this; what that
#: may cost is kept as `leak` and `tilt`, and charged to whatever is claimed on the face.
FACE_RTOL = 1e-9

#: One number, or one for each of many faces.
Float = TypeVar("Float", float, Array)


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


@dataclass(frozen=True)
class FaceBlocks:
    """All F_λ of a face, and how far they may be from the true ones.

    With C the linear conditions that define the F_λ, known up to an error e, a unit
    vector v of the true F_λ has C v = 0, so its part outside the numerical kernel is at
    most e/g where g is the least singular value above it.

    Attributes:
        blocks: the F_λ that are not zero.
        leak: largest singular value of C that was taken for zero.
        noise: how large rounding of the data may make singular values that are zero.
        tilt: largest sine of a vector of a true F_λ with the one given here (with {0}
            for an F_λ left out, which a sine below 1 contradicts).
    """

    blocks: tuple[Block, ...]
    leak: float
    noise: float
    tilt: float


def face_blocks(
    d_a: int, d_b: int, k: int, range_basis: Array, blur: float, cut: float
) -> FaceBlocks:
    """Return bases of all F_λ, adding one copy of B at a time.

    F_T ⊂ F_T'⊗B for the tableau T' with the last box removed, so only the condition on
    the new copy and the eigenvalue of X_k have to be imposed at each step.

    Args:
        d_a: dimension of A.
        d_b: dimension of B.
        k: number of copies.
        range_basis: isometry onto R.
        blur: sine by which R may be off.
        cut: norm of what J has outside R, as a root of its weight.
    """
    spaces: dict[Diagram, Array] = {(1,): range_basis}
    leak, noise, tilt = 0.0, 0.0, blur + cut
    for j in range(2, k + 1):
        grown: dict[Diagram, Array] = {}
        unit = EPS * np.sqrt(d_a * d_b**j)
        noise = 3 * (blur + unit) + j * noise
        error = conditions_error(j, unit, blur + cut, tilt)
        widest = tilt
        for shape in schur_weyl.diagrams(j, d_b):
            parent, content = schur_weyl.shorter(shape)
            if parent in spaces:
                rows, columns = spaces[parent].shape
                size = 2.0 * rows * d_b * (columns * d_b) ** 2
                deadline.check("the face was built", 4 * size)
                vectors, sine, gap = _grow(
                    spaces[parent], content, range_basis, d_a, d_b, j
                )
                leak = max(leak, sine)
                widest = max(widest, min(1.0, tilt + error / gap))
                if vectors.shape[1]:
                    grown[shape] = vectors
        spaces, tilt = grown, widest
    blocks = tuple(
        Block(shape, readonly(vectors), schur_weyl.tableaux_count(shape))
        for shape, vectors in spaces.items()
    )
    return FaceBlocks(blocks, leak, noise, tilt)


def conditions_error(j: int, unit: float, off: Float, tilt: Float) -> Float:
    """Return how far off the conditions on copy j are, in norm.

    Args:
        j: which copy.
        unit: rounding of a vector with j copies.
        off: sine by which R may be off.
        tilt: sine by which what has j − 1 copies may be off.
    """
    # X_j − content has norm at most 2(j−1), the condition on B_j one of 1.
    return off + float(np.hypot(2 * (j - 1), 1)) * (tilt + unit)


def _grow(
    vectors: Array, content: int, range_basis: Array, d_a: int, d_b: int, j: int
) -> tuple[Array, float, float]:
    """Return the part of vectors⊗B with X_j = content and its A B_j part in R.

    With it the largest singular value taken for zero and the least that was not.
    """
    candidates = np.kron(vectors, np.eye(d_b))
    columns = candidates.shape[1]
    tensor = candidates.reshape(d_a, *(d_b,) * j, columns)
    moved = -content * tensor
    for i in range(1, j):
        moved = moved + np.swapaxes(tensor, i, j)
    last = np.moveaxis(tensor, j, 1).reshape(d_a * d_b, -1)
    outside = last - range_basis @ (dagger(range_basis) @ last)
    stacked = np.concatenate([moved.reshape(-1, columns), outside.reshape(-1, columns)])
    # QR first: the singular values are wanted to full accuracy, the left vectors not.
    triangle = np.linalg.qr(stacked, mode="r")
    _, values, right = np.linalg.svd(triangle)
    kernel = values <= FACE_RTOL * j
    leak = float(values[kernel].max(initial=0.0))
    gap = float(values[~kernel].min(initial=np.inf))
    return candidates @ dagger(right)[:, kernel], leak, gap

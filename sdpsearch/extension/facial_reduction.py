"""Facial reduction: the face that the range of a Choi operator leaves, found."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import sparse

from sdpsearch import deadline
from sdpsearch.channels.range import Range
from sdpsearch.extension import schur_weyl
from sdpsearch.extension.blocks import Block, face_blocks
from sdpsearch.extension.memory import check_memory
from sdpsearch.extension.operator import full_rows, reduced_operator, young_kernels
from sdpsearch.extension.range_face import RangeFace
from sdpsearch.linalg import EPS, Array, readonly


def face_of(span: Range, dims: tuple[int, int], k: int, real: bool) -> RangeFace:
    """Return the face of operators with the given range, if there is memory to work on it.

    Raises:
        ProblemTooLarge: the problem needs more memory than the machine has.
    """
    check_memory(*dims, k, span.rank, real)
    return find_face(*dims, k, span.basis, real, blur=span.blur, cut=span.cut)


def find_face(
    d_a: int,
    d_b: int,
    k: int,
    range_basis: Array,
    real: bool,
    *,
    blur: float = 2 * EPS,
    cut: float = 0.0,
) -> RangeFace:
    """Return the face of the k-extendible cone on A⊗B whose marginals live on R.

    Args:
        d_a: dimension of A.
        d_b: dimension of B.
        k: number of copies of B.
        range_basis: isometry onto R, shape (d_a d_b, r).
        real: whether real symmetric witnesses suffice.
        blur: sine by which R may be off.
        cut: root of the weight, relative to the largest, that J has outside R.
    """
    if range_basis.shape[1] == d_a * d_b:
        return full_face(d_a, d_b, k, real)
    found = face_blocks(d_a, d_b, k, range_basis, blur, 2 * cut)
    operator = reduced_operator(d_a, d_b, k, range_basis, found.blocks, real)
    return RangeFace(
        d_a=d_a,
        d_b=d_b,
        k=k,
        real=real,
        range_basis=readonly(range_basis),
        blocks=found.blocks,
        operator=operator,
        leak=found.leak,
        noise=found.noise,
        tilt=found.tilt,
    )


@lru_cache(maxsize=16)
def full_face(d_a: int, d_b: int, k: int, real: bool) -> RangeFace:
    """Return the whole cone (R = A⊗B), its operator built by sparse products only."""
    blocks: list[Block] = []
    rows: list[sparse.csr_array] = []
    kernels = young_kernels(d_b, k)
    for young, kernel in zip(schur_weyl.young_bases(d_b, k), kernels, strict=True):
        deadline.check("the cone was built")
        basis = sparse.csc_array(sparse.kron(sparse.eye_array(d_a), young.vectors))
        blocks.append(Block(young.diagram, basis, young.multiplicity))
        rows.append(full_rows(d_a, d_b, kernel, real))
    operator = sparse.csr_array(sparse.vstack(rows))
    eye = readonly(np.eye(d_a * d_b))
    return RangeFace(d_a, d_b, k, real, eye, tuple(blocks), operator, 0.0, 0.0, 0.0)

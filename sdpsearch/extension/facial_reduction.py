"""Facial reduction: the face that the range of a Choi operator leaves, found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy import sparse

from sdpsearch import deadline
from sdpsearch.channels.range import Range
from sdpsearch.extension import schur_weyl
from sdpsearch.extension.blocks import Block, face_blocks
from sdpsearch.extension.cost import is_worth_searching
from sdpsearch.extension.face import Face
from sdpsearch.extension.memory import check_memory
from sdpsearch.extension.range_face import RangeFace
from sdpsearch.extension.sectors.find import sector_face, turned_face
from sdpsearch.linalg import EPS, Array, coordinate_count, readonly
from sdpsearch.symmetry.charges import charges_of

#: Up to this many entries a block's basis is held densely: sparse calls cost more.
_DENSE = 10_000


def face_of(
    span: Range,
    dims: tuple[int, int],
    k: int,
    real: bool,
    columns: Array | None = None,
    operators: Sequence[Array] = (),
) -> Face:
    """Return the face of operators with the given range, if there is memory to work on it.

    Args:
        span: the range R.
        dims: (d_a, d_b).
        k: number of copies.
        real: whether the operators are real.
        columns: M where J = M M†; where its zeros show charges and the problem is large
            enough for that to pay, the face is divided by these.
        operators: the J's in question; where they have a symmetry in other local bases
            than theirs, the face is divided by what charges show there.

    Raises:
        ProblemTooLarge: the problem needs more memory than the machine has.
    """
    if columns is not None and _is_large(dims, k, span.rank, real):
        charges = charges_of(columns, dims)
        if charges is not None and charges.are_many:
            return sector_face(columns, k, real, charges, is_full=span.is_full)
        turned = turned_face(operators, columns, span, k, dims) if operators else None
        if turned is not None:
            return turned
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
    return RangeFace(
        d_a=d_a,
        d_b=d_b,
        k=k,
        real=real,
        range_basis=readonly(range_basis),
        blocks=found.blocks,
        leak=found.leak,
        noise=found.noise,
        tilt=found.tilt,
    )


def _is_large(dims: tuple[int, int], k: int, rank: int, real: bool) -> bool:
    """Whether charges are worth looking for before the face is built."""
    share = (rank / (dims[0] * dims[1])) ** (k - 1)
    orders = [
        share * dims[0] * schur_weyl.block_order(shape, dims[1])
        for shape in schur_weyl.diagrams(k, dims[1])
    ]
    return is_worth_searching(coordinate_count(rank, real), orders, real)


@lru_cache(maxsize=16)
def full_face(d_a: int, d_b: int, k: int, real: bool) -> RangeFace:
    """Return the whole cone (R = A⊗B), its operator built by sparse products only."""
    blocks: list[Block] = []
    for young in schur_weyl.young_bases(d_b, k):
        deadline.check("the cone was built")
        basis = sparse.csc_array(sparse.kron(sparse.eye_array(d_a), young.vectors))
        is_small = basis.shape[0] * basis.shape[1] <= _DENSE
        held = readonly(basis.toarray()) if is_small else basis
        blocks.append(Block(young.diagram, held, young.multiplicity))
    eye = readonly(np.eye(d_a * d_b))
    return RangeFace(
        d_a=d_a,
        d_b=d_b,
        k=k,
        real=real,
        range_basis=eye,
        blocks=tuple(blocks),
        leak=0.0,
        noise=0.0,
        tilt=0.0,
    )

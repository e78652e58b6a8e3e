"""The map W ↦ S_λ(W) = Q_λ†[(1/k) Σ_i W_{AB_i}⊗1]Q_λ as a matrix in svec coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy import sparse

from sdpsearch import deadline
from sdpsearch.extension import schur_weyl
from sdpsearch.extension.blocks import Block
from sdpsearch.linalg import Array, coordinate_count, dagger, hermitian_basis, times

#: Weight, relative to the largest, below which a direction of a kernel is rounding.
_NOTHING = 1e-13


@lru_cache(maxsize=64)
def young_kernels(d_b: int, k: int) -> tuple[sparse.coo_array, ...]:
    """Return the part of W ↦ S_λ(W) that acts on B, one matrix per diagram.

    With q[b, rest, p] = <b rest|v_p> after moving copy i to the front, the entry at
    (b p, b' q) is (1/k) Σ_i Σ_rest q[b,rest,p] q[b',rest,q], and
    S_λ(W)[(a p), (a' q)] is the sum over b, b' of it times W[(a b), (a' b')].
    """
    return tuple(
        _young_kernel(d_b, k, young.vectors) for young in schur_weyl.young_bases(d_b, k)
    )


def _young_kernel(d_b: int, k: int, vectors: sparse.csc_array) -> sparse.coo_array:
    order = vectors.shape[1]
    coo = vectors.tocoo()
    words = np.array(np.unravel_index(coo.coords[0], (d_b,) * k))
    total = sparse.csr_array((d_b * order, d_b * order))
    for i in range(k):
        deadline.check("the cone was built")
        rest = np.delete(words, i, axis=0)
        column = d_b ** np.arange(k - 2, -1, -1) @ rest if k > 1 else 0 * words[0]
        row = words[i] * order + coo.coords[1]
        shape = (d_b * order, d_b ** (k - 1))
        factor = sparse.csr_array((coo.data, (row, column)), shape=shape)
        total = total + factor @ factor.T
    kernel = sparse.coo_array(total / k)
    kernel.data[np.abs(kernel.data) < 1e-14] = 0.0
    kernel.eliminate_zeros()
    return kernel


@lru_cache(maxsize=64)
def young_factors(d_b: int, k: int) -> tuple[Array, ...]:
    """Return y with kernel[(b p),(c q)] = Σ_m y[b,m,p] y[c,m,q], one for each diagram.

    m runs over the diagrams of k − 1 boxes inside λ: the average over the copies is one
    over the tableaux of λ, each of which leaves such a diagram without its last box.
    """
    found: list[Array] = []
    for kernel in young_kernels(d_b, k):
        values, vectors = np.linalg.eigh(kernel.toarray())
        kept = values > _NOTHING * values[-1]
        root = vectors[:, kept] * np.sqrt(values[kept])
        found.append(root.reshape(d_b, -1, root.shape[1]).transpose(0, 2, 1))
    return tuple(found)


def narrowed(factor: Array) -> Array:
    """Return y, shape (r, m, order), of the same Σ_m y[r,m,p]* y[s,m,q] and the least m."""
    r, m, order = factor.shape
    if m <= r:
        return factor
    flat = factor.transpose(1, 0, 2).reshape(m, -1)
    if m <= r * order:
        values, vectors = np.linalg.eigh(flat @ dagger(flat))
        found = dagger(vectors[:, values > _NOTHING * values[-1]]) @ flat
    else:
        values, vectors = np.linalg.eigh(dagger(flat) @ flat)
        kept = values > _NOTHING * values[-1]
        found = np.sqrt(values[kept])[:, None] * dagger(vectors[:, kept])
    return found.reshape(-1, r, order).transpose(1, 0, 2)


def face_operator(
    d_a: int,
    d_b: int,
    k: int,
    range_basis: Array,
    blocks: Sequence[Block],
    real: bool,
) -> sparse.csr_array:
    """Return W ↦ ⊕S_λ(W) for W in Herm(R) and the blocks of a face."""
    if range_basis.shape[1] == d_a * d_b:
        return _full_operator(d_a, d_b, k, real)
    return _reduced_operator(d_a, d_b, k, range_basis, blocks, real)


def _full_operator(d_a: int, d_b: int, k: int, real: bool) -> sparse.csr_array:
    """Return the whole cone's, by sparse products only."""
    rows: list[sparse.csr_array] = []
    for kernel in young_kernels(d_b, k):
        deadline.check("the cone was built")
        rows.append(_full_rows(d_a, d_b, kernel, real))
    return sparse.csr_array(sparse.vstack(rows))


def _full_rows(
    d_a: int, d_b: int, kernel: sparse.coo_array, real: bool
) -> sparse.csr_array:
    """Return the rows of W ↦ S_λ(W) for one block of the whole cone, from its kernel."""
    order = kernel.shape[0] // d_b
    (b, p), (c, q) = (np.divmod(axis, order) for axis in kernel.coords)
    size, block = d_a * d_b, d_a * order
    a, a2 = (axis.ravel() for axis in np.divmod(np.arange(d_a * d_a), d_a))
    out = np.add.outer(a * order, p) * block + np.add.outer(a2 * order, q)
    inp = np.add.outer(a * d_b, b) * size + np.add.outer(a2 * d_b, c)
    data = np.broadcast_to(kernel.data, out.shape)
    matrix = sparse.csr_array(
        (data.ravel(), (out.ravel(), inp.ravel())), shape=(block**2, size**2)
    )
    return _in_coordinates(matrix, block, size, real)


def symmetrised(witness: Array, d_a: int, d_b: int, k: int) -> list[Array]:
    """Return S_λ(W) of one W on the whole space, without building the whole map."""
    tensor = witness.reshape(d_a, d_b, d_a, d_b).transpose(0, 2, 1, 3)
    flat = tensor.reshape(d_a * d_a, d_b * d_b)
    blocks: list[Array] = []
    for kernel in young_kernels(d_b, k):
        order = kernel.shape[0] // d_b
        (b, p), (c, q) = (np.divmod(axis, order) for axis in kernel.coords)
        shape = (order * order, d_b * d_b)
        spread = sparse.csr_array((kernel.data, (p * order + q, b * d_b + c)), shape=shape)
        block = times(spread, flat.T).T.reshape(d_a, d_a, order, order)
        blocks.append(block.transpose(0, 2, 1, 3).reshape(d_a * order, d_a * order))
    return blocks


def _reduced_operator(
    d_a: int,
    d_b: int,
    k: int,
    range_basis: Array,
    blocks: Sequence[Block],
    real: bool,
) -> sparse.csr_array:
    """Return a face's whose blocks are dense."""
    rank = range_basis.shape[1]
    rows: list[sparse.csr_array] = []
    for block in blocks:
        deadline.check("the face's operator was built")
        order = block.order
        tensor = np.asarray(block.basis).reshape(d_a, *(d_b,) * k, order)
        total = np.zeros((rank * order, rank * order), dtype=range_basis.dtype)
        for i in range(1, k + 1):
            front = np.moveaxis(tensor, i, 1).reshape(d_a * d_b, -1)
            parts = (dagger(range_basis) @ front).reshape(rank, -1, order)
            parts = parts.transpose(0, 2, 1).reshape(rank * order, -1)
            total += parts.conj() @ parts.T
        kernel = (total / k).reshape(rank, order, rank, order)
        matrix = kernel.transpose(1, 3, 0, 2).reshape(order**2, rank**2)
        rows.append(_in_coordinates(matrix, order, rank, real))
    if not rows:
        return sparse.csr_array((0, coordinate_count(rank, real)))
    return sparse.csr_array(sparse.vstack(rows))


def _in_coordinates(
    matrix: sparse.csr_array | Array, block: int, size: int, real: bool
) -> sparse.csr_array:
    """Express a Hermiticity-preserving vec-to-vec map in svec coordinates."""
    left, right = hermitian_basis(block, real), hermitian_basis(size, real)
    product = left.conj().T @ (matrix @ right)
    product = sparse.csr_array(product)
    product = sparse.csr_array(product.real) if np.iscomplexobj(product.data) else product
    product.data[np.abs(product.data) < 1e-15] = 0.0
    product.eliminate_zeros()
    return product

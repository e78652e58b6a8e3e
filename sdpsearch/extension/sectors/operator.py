"""W ↦ S(W) between the sectors of A⊗B and those of A⊗B^{⊗k}: sparse from the start."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch.direct_sum import DirectSum
from sdpsearch.extension.operator import young_kernels
from sdpsearch.extension.sectors.sector import Sector, SectorBlock


def sector_operator(
    parts: Sequence[SectorBlock],
    pairs: Sequence[Sector],
    dims: tuple[int, int],
    k: int,
    real: bool,
) -> sparse.csr_array:
    """Return W ↦ ⊕S_λ(W) in the coordinates of a sector face.

    Args:
        parts: the blocks.
        pairs: the sectors of A⊗B.
        dims: (d_a, d_b).
        k: number of copies.
        real: whether W is real.
    """
    d_a, d_b = dims
    inward = _entries_of(pairs, real)
    made: list[sparse.csr_array] = []
    for place, kernel in enumerate(young_kernels(d_b, k)):
        here = [part.sector for part in parts if part.place == place]
        if here:
            spread = _spread(kernel, pairs, here, d_a, d_b)
            made.append(_compressed(sparse.csr_array(spread @ inward), here, real))
    if not made:
        return sparse.csr_array((0, inward.shape[1]))
    stacked = sparse.csr_array(sparse.vstack(made))
    return sparse.csr_array(stacked[_positions(parts, real)])


def _entries_of(pairs: Sequence[Sector], real: bool) -> sparse.csr_array:
    """Return the map from the coordinates of w to the entries of R w R†."""
    basis = DirectSum(tuple(sector.order for sector in pairs), real).basis
    if all(sector.basis is None for sector in pairs):
        return basis
    changes = [
        np.eye(sector.order**2)
        if sector.basis is None
        else np.kron(sector.basis, sector.basis.conj())
        for sector in pairs
    ]
    shapes = np.array([change.shape for change in changes])
    rows, columns = (np.cumsum(shapes, axis=0) - shapes).T
    places = [np.indices(change.shape).reshape(2, -1) for change in changes]
    data = np.concatenate([change.ravel() for change in changes])
    at = (
        np.concatenate([p[0] + r for p, r in zip(places, rows, strict=True)]),
        np.concatenate([p[1] + c for p, c in zip(places, columns, strict=True)]),
    )
    change = sparse.csr_array((data, at), shape=tuple(shapes.sum(axis=0).tolist()))
    return sparse.csr_array(change @ basis)


def _spread(
    kernel: sparse.coo_array,
    pairs: Sequence[Sector],
    blocks: Sequence[Sector],
    d_a: int,
    d_b: int,
) -> sparse.csr_array:
    """Return the map from entries of W to those of S_λ(W), sector by sector.

    S_λ(W)[(a p), (a' q)] = Σ kernel[(b p), (b' q)] W[(a b), (a' b')]: every entry of W in a
    sector meets every entry of the kernel with its b and b'.
    """
    rows = np.concatenate([np.repeat(s.members, s.members.size) for s in pairs])
    columns = np.concatenate([np.tile(s.members, s.members.size) for s in pairs])
    (a, b), (a2, b2) = np.divmod(rows, d_b), np.divmod(columns, d_b)
    order = kernel.shape[0] // d_b
    (c, p), (c2, q) = (np.divmod(axis, order) for axis in kernel.coords)
    letters = c * d_b + c2
    by_letters = np.argsort(letters, kind="stable")
    count = np.bincount(letters, minlength=d_b * d_b)
    start = np.cumsum(count) - count
    met = count[b * d_b + b2]
    entry = np.repeat(np.arange(rows.size), met)
    within = np.arange(entry.size) - np.repeat(np.cumsum(met) - met, met)
    term = by_letters[start[b[entry] * d_b + b2[entry]] + within]
    places, sizes, offsets = _places(blocks, d_a * order)
    left = a[entry] * order + p[term]
    right = a2[entry] * order + q[term]
    # What the range leaves nothing of is in no block.
    kept = places[left] >= 0
    left, right, entry, term = left[kept], right[kept], entry[kept], term[kept]
    target = offsets[left] + places[left] * sizes[left] + places[right]
    shape = (sum(block.members.size**2 for block in blocks), rows.size)
    return sparse.csr_array((kernel.data[term], (target, entry)), shape=shape)


def _places(
    blocks: Sequence[Sector], size: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return for each vector its place in its sector, that's size, and where it begins."""
    places, sizes, offsets = (np.full(size, -1, dtype=np.intp) for _ in range(3))
    begun = 0
    for block in blocks:
        count = block.members.size
        places[block.members] = np.arange(count)
        sizes[block.members] = count
        offsets[block.members] = begun
        begun += count**2
    return places, sizes, offsets


def _compressed(
    whole: sparse.csr_array, blocks: Sequence[Sector], real: bool
) -> sparse.csr_array:
    """Return the rows of Q†S_λ(W)Q in svec coordinates from those of entries of S_λ(W)."""
    if any(block.basis is not None for block in blocks):
        begun = 0
        rows: list[sparse.csr_array] = []
        for block in blocks:
            count = block.members.size
            here = whole[begun : begun + count**2]
            begun += count**2
            if block.basis is not None:
                dense = here.toarray().reshape(count, count, -1)
                inner = np.einsum("ip,ijx->pjx", block.basis.conj(), dense)
                inner = np.einsum("pjx,jq->pqx", inner, block.basis)
                here = sparse.csr_array(inner.reshape(block.order**2, -1))
            rows.append(here)
        whole = sparse.csr_array(sparse.vstack(rows))
    basis = DirectSum(tuple(block.order for block in blocks), real).basis
    found = sparse.csr_array(basis.conj().T @ whole)
    found = sparse.csr_array(found.real) if np.iscomplexobj(found.data) else found
    found.data[np.abs(found.data) < 1e-15] = 0.0
    found.eliminate_zeros()
    return found


def _positions(parts: Sequence[SectorBlock], real: bool) -> NDArray[np.intp]:
    """Return where the rows of the blocks, in their order, stand when sorted by diagram."""
    starts = DirectSum(tuple(part.sector.order for part in parts), real).starts
    by_place = sorted(range(len(parts)), key=lambda i: parts[i].place)
    rows = [np.arange(int(starts[i]), int(starts[i + 1])) for i in by_place]
    order: NDArray[np.intp] = np.concatenate(rows).astype(np.intp)
    found = np.empty(order.size, dtype=np.intp)
    found[order] = np.arange(order.size)
    return found

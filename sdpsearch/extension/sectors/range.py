"""What a range leaves of sectors: J's own on A⊗B, and the blocks' vectors inside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch import deadline
from sdpsearch.channels.range import column_range
from sdpsearch.extension import schur_weyl
from sdpsearch.extension.blocks import FACE_RTOL
from sdpsearch.extension.schur_weyl import YoungBasis
from sdpsearch.extension.sectors.sector import Sector, SectorBlock
from sdpsearch.linalg import EPS, Array, dagger


def ranges_of(
    columns: Array, members: Sequence[NDArray[np.intp]]
) -> tuple[list[Sector], float, float]:
    """Return the range of M M† in each sector, its blur and what was cut."""
    found: list[Sector] = []
    blur = cut = 0.0
    largest = float(np.max(np.linalg.norm(columns, axis=0)))
    for rows in members:
        inner = columns[rows]
        inner = inner[:, np.any(inner != 0, axis=0)]
        if inner.shape[1] == 0:
            found.append(Sector(rows, np.zeros((rows.size, 0))))
            continue
        span = column_range(inner)
        if span.is_full:
            found.append(Sector(rows))
            continue
        found.append(Sector(rows, span.basis))
        here = float(np.max(np.linalg.norm(inner, axis=0)))
        blur, cut = max(blur, span.blur), max(cut, span.cut * here / largest)
    return found, blur, cut


def turned_ranges(
    columns: Array, members: Sequence[NDArray[np.intp]]
) -> tuple[list[Sector], float, float]:
    """Return the same for columns that were turned, whose charges are mixed.

    Turning rounds what is small in a column to the size of the whole of it.
    """
    sizes = np.linalg.norm(columns, axis=0)
    kept = sizes > EPS * sizes.max()
    columns = columns[:, kept] / sizes[kept]
    largest = max(columns.shape)
    least = 8 * largest * EPS * float(np.linalg.norm(columns, 2))
    found: list[Sector] = []
    weakest, cut = np.inf, 0.0
    for rows in members:
        left, values, _ = np.linalg.svd(columns[rows])
        rank = int(np.sum(values > least))
        whole = rank == rows.size
        found.append(Sector(rows) if whole else Sector(rows, left[:, :rank]))
        weakest = min(weakest, float(np.min(values[:rank], initial=np.inf)))
        cut = max(cut, float(np.max(values[rank:], initial=0.0)))
    return found, EPS * largest**0.5 / weakest, cut


@dataclass(frozen=True)
class OnRange:
    """Blocks on a range, and how far they may be from the true ones; see FaceBlocks."""

    parts: list[SectorBlock]
    leak: float
    noise: float
    tilt: float


def on_range(
    whole: list[SectorBlock],
    pairs: list[Sector],
    dims: tuple[int, int],
    k: int,
    blur: float,
    cut: float,
) -> OnRange:
    """Return the vectors of each block all whose A B_i parts lie in the range."""
    d_a, d_b = dims
    conditions = [
        sparse.csc_array(_conditions(young, pairs, dims, k))
        for young in schur_weyl.young_bases(d_b, k)
    ]
    unit = EPS * np.sqrt(d_a * d_b**k)
    noise = 3 * (blur + unit)
    leak, tilt = 0.0, blur + 2 * cut
    parts: list[SectorBlock] = []
    for part in whole:
        deadline.check("the face was built")
        columns = _columns(conditions[part.place], part.sector.members)
        if columns.shape[0] == 0:
            parts.append(part)
            continue
        triangle = np.linalg.qr(columns, mode="r")
        _, values, right = np.linalg.svd(triangle)
        values = np.concatenate([values, np.zeros(right.shape[0] - values.size)])
        kernel = values <= FACE_RTOL * k
        leak = max(leak, float(values[kernel].max(initial=0.0)))
        gap = float(values[~kernel].min(initial=np.inf))
        tilt = max(tilt, min(1.0, blur + 2 * cut + (blur + 2 * cut + unit) / gap))
        if np.any(kernel):
            basis = dagger(right)[:, kernel]
            parts.append(replace(part, sector=Sector(part.sector.members, basis)))
    return OnRange(parts, leak, noise, tilt)


def _columns(matrix: sparse.csc_array, members: NDArray[np.intp]) -> Array:
    """Return some columns as a dense array, without the rows where all are zero."""
    begun, ended = matrix.indptr[members], matrix.indptr[members + 1]
    counts = ended - begun
    column = np.repeat(np.arange(members.size), counts)
    within = np.arange(column.size) - np.repeat(np.cumsum(counts) - counts, counts)
    place = np.repeat(begun, counts) + within
    rows, row = np.unique(matrix.indices[place], return_inverse=True)
    found = np.zeros((rows.size, members.size), dtype=matrix.dtype)
    found[row.ravel(), column] = matrix.data[place]
    return found


def _conditions(
    young: YoungBasis, pairs: list[Sector], dims: tuple[int, int], k: int
) -> sparse.csr_array:
    """Return C with ‖C v‖² the mean over i of ‖(1 − P_R)_{AB_i} v‖², v in a Young block."""
    d_a, d_b = dims
    blocks: list[sparse.coo_array] = []
    for sector in pairs:
        if sector.basis is None:
            continue
        full = np.linalg.svd(sector.basis, full_matrices=True)[0]
        outside = np.zeros((full.shape[0] - sector.order, d_a * d_b), dtype=full.dtype)
        outside[:, sector.members] = dagger(full[:, sector.order :])
        blocks.append(sparse.coo_array(outside))
    normal = sparse.coo_array(sparse.vstack(blocks))
    count = normal.shape[0]
    a, b = np.divmod(normal.coords[1], d_b)
    by_letter = sparse.csr_array(
        (normal.data, (normal.coords[0] * d_a + a, b)), shape=(count * d_a, d_b)
    )
    order = young.vectors.shape[1]
    vectors = young.vectors.tocoo()
    words = np.array(np.unravel_index(vectors.coords[0], (d_b,) * k))
    found: list[sparse.csr_array] = []
    # On a (anti)symmetric block both copies give the same: one of them is enough.
    copies = range(1 if k == 2 else k)
    others = d_b ** (k - 1)
    for i in copies:
        rest = np.ravel_multi_index(np.delete(words, i, axis=0), (d_b,) * (k - 1))
        front = sparse.csr_array(
            (vectors.data, (words[i], rest * order + vectors.coords[1])),
            shape=(d_b, others * order),
        )
        product = sparse.coo_array(by_letter @ front)
        (row, a), (rest, p) = (
            np.divmod(product.coords[0], d_a),
            np.divmod(product.coords[1], order),
        )
        found.append(
            sparse.csr_array(
                (product.data, (row * others + rest, a * order + p)),
                shape=(count * others, d_a * order),
            )
        )
    return sparse.csr_array(sparse.vstack(found) / np.sqrt(len(copies)))

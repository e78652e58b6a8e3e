"""The Schur complement of a Newton step, M_ij = Σ_λ tr(G_iλ T_λ G_jλ Z_λ⁻¹).

For k = 2 let X = Σ B T B†, Y = Σ B Z⁻¹ B† on A⊗B⊗B'. Both commute with the swap of B
and B', so over matrix units

    M[|p><q|, |r><s|] = ½ Σ_{c,c'} X[(q c),(r c')] Y[(s c'),(p c)]
                      + ½ Σ_{c,b'} X[(q_a q_b c),(r_a b' r_b)] Y[(s_a b' s_b),(p_a p_b c)],

contractions of (q, r) with (s, p): one product of two stacked matrices, D²×2d_B² by
2d_B²×D² with D = d_A d_B, in place of n² traces. For other k, and where charges divide a
diagram, each G_j is moved within the blocks that it meets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sdpsearch.proof.digits.functionals import Functionals
from sdpsearch.proof.digits.sparse import Numbers, SparseMap

Multiply = Callable[[Numbers, Numbers], Numbers]


def schur_complement(
    data: SparseMap, left: Sequence[Numbers], right: Sequence[Numbers], multiply: Multiply
) -> Numbers:
    """Return M_ij = Σ_λ tr(G_iλ left_λ G_jλ right_λ), symmetrised."""
    if isinstance(data, Functionals) and data.is_paired:
        result = _paired(data, left, right, multiply)
    elif data.is_sparse and left[0].dtype == object:
        result = _sparse(data, left, right, multiply)
    else:
        result = _direct(data, left, right, multiply)
    return (result + result.T) / 2


def _paired(
    data: Functionals, left: Sequence[Numbers], right: Sequence[Numbers], multiply: Multiply
) -> Numbers:
    d = data.line.d_out
    a = data.line.d_in * (1 if data.line.real else 2)
    size = a * d
    shape = (a, d, d, a, d, d)
    x = _lifted(data, left, multiply).reshape(shape)
    y = _lifted(data, right, multiply).reshape(shape)
    first = np.hstack(
        [
            x.transpose(0, 1, 3, 4, 2, 5).reshape(size**2, d**2),
            x.transpose(0, 1, 3, 5, 2, 4).reshape(size**2, d**2),
        ]
    )
    second = np.vstack(
        [
            y.transpose(5, 2, 0, 1, 3, 4).reshape(d**2, size**2),
            y.transpose(5, 1, 0, 2, 3, 4).reshape(d**2, size**2),
        ]
    )
    product = multiply(first, second)  # [(q, r), (s, p)]
    p, q, sign = data.units
    total: Any = 0
    for t in range(p.shape[1]):
        for u in range(p.shape[1]):
            part = product[
                q[:, t, None] * size + p[None, :, u], q[None, :, u] * size + p[:, t, None]
            ]
            both = sign[:, t, None] * sign[None, :, u]
            total = total + (part if (both == 1).all() else part * both)
    # ½ from the two sites; the doubling of a complex line puts ½ into each G.
    weight = np.array(data.weight) * (1 if data.line.real else 0.5)
    scale = (weight[:, None] * weight[None, :]) / 2
    return total * (scale.astype(object) if total.dtype == object else scale)


def _lifted(data: Functionals, blocks: Sequence[Numbers], multiply: Multiply) -> Numbers:
    total: Any = 0
    for embedding, block in zip(data.embeddings, blocks, strict=True):
        maps = embedding if block.dtype == object else embedding.astype(float)
        total = total + multiply(multiply(maps, block), maps.T)
    return total


def _sparse(
    data: SparseMap, left: Sequence[Numbers], right: Sequence[Numbers], multiply: Multiply
) -> Numbers:
    """Move one G_j at a time by its non-zero rows, and pair that with entries."""
    moved: list[dict[int, Numbers]] = []
    for (met, maps), before, after in zip(data.dense, left, right, strict=True):
        moved.append({})
        for j, dense in zip(met, maps, strict=True):
            rows = np.flatnonzero(dense.any(axis=1))
            inner = multiply(dense[np.ix_(rows, rows)], after[rows])
            moved[-1][int(j)] = multiply(before[:, rows], inner).T.ravel()
    nothing = [np.zeros(order**2, dtype=object) for order in data.orders]
    columns: list[Numbers] = []
    for j in range(data.count):
        pairs = zip(moved, nothing, strict=True)
        columns.append(data.traces(np.concatenate([m.get(j, n) for m, n in pairs])))
    return np.array(columns).T / data.denominator**2


def _direct(
    data: SparseMap, left: Sequence[Numbers], right: Sequence[Numbers], multiply: Multiply
) -> Numbers:
    exact = left[0].dtype == object
    total = np.zeros((data.count, data.count), dtype=left[0].dtype)
    for (met, maps), order, before, after in zip(
        data.dense if exact else data.dense_floats, data.orders, left, right, strict=True
    ):
        n = met.size
        # All left·G_j side by side, then ·right: two products in place of 2n.
        wide = maps.transpose(1, 0, 2).reshape(order, n * order)
        moved = multiply(before, wide).reshape(order, n, order).transpose(1, 0, 2)
        moved = multiply(moved.reshape(n * order, order), after)
        total[np.ix_(met, met)] += multiply(maps.reshape(n, -1), moved.reshape(n, -1).T)
    return total / data.denominator**2

"""How much memory a problem needs, estimated before anything is built."""

from __future__ import annotations

import psutil

from sdpsearch.extension import schur_weyl
from sdpsearch.linalg import coordinate_count


class ProblemTooLarge(MemoryError):
    """The problem needs more memory than the machine has free."""


def estimate_bytes(d_a: int, d_b: int, k: int, rank: int, real: bool) -> int:
    """Return the bytes an interior-point solve of the witness form needs, roughly.

    Args:
        d_a: dimension of A.
        d_b: dimension of B.
        k: number of copies.
        rank: dimension of the range of J.
        real: whether the data is real.
    """
    variables = coordinate_count(rank, real)
    shapes = list(schur_weyl.diagrams(k, d_b))
    orders = [d_a * schur_weyl.block_order(shape, d_b) for shape in shapes]
    rows = sum(coordinate_count(order, real) for order in orders)
    schur_complement = 7 * 8 * variables**2
    workspace = 8 * 16 * rows
    if rank == d_a * d_b:
        # Each of the rank² entries of W lands on about d_b^(k-1) entries per block row.
        operator = 60 * variables * k * d_b ** (k - 1)
        return schur_complement + workspace + operator
    # A face mixes everything: the operator is dense, and so are the candidates for F_λ.
    share = rank / (d_a * d_b)
    dense_rows = rows * share ** (2 * k - 2)
    candidates = 3 * 16 * d_a * d_b**k * min(rank * d_b, d_a * d_b**k)
    return int(schur_complement + workspace + 6 * 8 * variables * dense_rows + candidates)


def check_memory(d_a: int, d_b: int, k: int, rank: int, real: bool) -> None:
    """Raise ProblemTooLarge, with the figures, when the estimate exceeds free memory."""
    need = estimate_bytes(d_a, d_b, k, rank, real)
    free = psutil.virtual_memory().available
    if need > free:
        raise ProblemTooLarge(
            f"{k}-extendibility on {d_a}×{d_b} needs about {need / 2**30:.1f} GiB, but "
            f"{free / 2**30:.1f} GiB are free; lower k or the dimensions."
        )

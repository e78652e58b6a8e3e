"""How much memory a problem needs, estimated before anything is built.

The figures were fitted to the peaks that benchmarks/memory.py measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, factorial

import numpy as np
import psutil

from sdpsearch.extension import schur_weyl
from sdpsearch.linalg import Array, coordinate_count
from sdpsearch.symmetry.charges import charges_of

#: Work space of libraries, and of Young bases where there are more than two copies.
_PAIR, _MORE = 8 * 2**20, 12 * 2**20
#: Below this order the range of a channel is found before its memory could be counted.
_CHEAP_RANGE = 200
#: What is not counted against free memory: every machine has so much.
_ALWAYS = 2**26
#: Singular values above this part of the largest are no rounding.
_CLEARLY = 1e-5


class ProblemTooLarge(MemoryError):
    """The problem needs more memory than the machine has free."""


def estimate_bytes(d_a: int, d_b: int, k: int, rank: int, real: bool) -> int:
    """Return the bytes at the peak of the own solver's work on the witness form.

    Args:
        d_a: dimension of A.
        d_b: dimension of B.
        k: number of copies.
        rank: dimension of the range of J.
        real: whether the data is real.
    """
    parts = _young(d_b, k), _solve(d_a, d_b, k, rank, real)
    return (_PAIR if k == 2 else _MORE) + max(parts)


def _young(d_b: int, k: int) -> int:
    """Return the bytes of the largest weight space's eigenvectors, and LAPACK's space."""
    if k == 2:
        return 0
    share, more = divmod(k, d_b)
    letters = factorial(share + 1) ** more * factorial(share) ** (d_b - more)
    return 5 * 8 * (factorial(k) // letters) ** 2


def _solve(d_a: int, d_b: int, k: int, rank: int, real: bool) -> int:
    variables = coordinate_count(rank, real)
    shapes = list(schur_weyl.diagrams(k, d_b))
    orders = [d_a * schur_weyl.block_order(shape, d_b) for shape in shapes]
    rows = sum(coordinate_count(order, real) for order in orders)
    schur_complement = 18 * variables**2
    workspace = (8 if k == 2 else 40) * 16 * rows
    if rank == d_a * d_b:
        # Each of the rank² entries of W lands on about d_b^(k-1) entries per block row.
        operator = 60 * variables * k * d_b ** (k - 1)
        return schur_complement + workspace + operator
    # A face mixes everything: the operator is dense, and so are the candidates for F_λ.
    share = rank / (d_a * d_b)
    dense_rows = rows * share ** (2 * k - 2)
    workspace = 8 * 16 * dense_rows
    candidates = 3 * 16 * d_a * d_b**k * min(rank * d_b, d_a * d_b**k)
    return int(schur_complement + workspace + 33 * variables * dense_rows + candidates)


def check_memory(
    d_a: int, d_b: int, k: int, rank: int, real: bool, *, at_least: bool = False
) -> None:
    """Raise ProblemTooLarge, with the figures, when the estimate exceeds free memory.

    Args:
        d_a: dimension of A.
        d_b: dimension of B.
        k: number of copies.
        rank: dimension of the range of J.
        real: whether the data is real.
        at_least: whether the rank, and so the need, is known to be no less only.
    """
    if _need(d_a, d_b, k, rank, real, _ALWAYS) <= _ALWAYS:
        return
    free = psutil.virtual_memory().available
    need = _need(d_a, d_b, k, rank, real, free)
    if need > free:
        raise ProblemTooLarge(
            f"{k}-extendibility on {d_a}×{d_b} needs {'over' if at_least else 'about'} "
            f"{need / 2**30:.1f} GiB, but "
            f"{free / 2**30:.1f} GiB are free; lower k or the dimensions."
        )


def check_early(kraus_matrix: Array, dims: tuple[int, int], k: int, *, real: bool) -> None:
    """Raise ProblemTooLarge before the range of a large channel costs minutes.

    Random combinations of its Kraus operators, as few as would be too many, are enough
    to tell that its rank is at least so high.
    """
    size, columns = kraus_matrix.shape
    if size < _CHEAP_RANGE:
        return
    free = psutil.virtual_memory().available

    def fits(rank: int) -> bool:
        return _need(*dims, k, rank, real, free) <= free

    low, high = 0, size - 1  # a face needs the more the higher its rank
    if fits(size) or fits(high):
        return
    charges = charges_of(kraus_matrix, dims)
    if charges is not None and charges.are_many:
        return  # the face is divided by them, and checks its own need
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    if high <= columns:
        mixed = kraus_matrix @ np.random.default_rng(0).standard_normal((columns, high))
        values = np.linalg.svd(mixed, compute_uv=False)
        if values[-1] > _CLEARLY * values[0]:
            check_memory(*dims, k, high, real, at_least=True)


def check_sectors(words: int, letters: int) -> None:
    """Raise ProblemTooLarge when the words of A⊗B^{⊗k} alone are too many to sort.

    Args:
        words: number of vectors in A⊗(Young bases).
        letters: d_a + d_b.
    """
    _refuse(6 * 8 * words * letters, f"{words} words of {letters} letters")


def estimate_blocks(variables: int, orders: Sequence[int], real: bool) -> int:
    """Return the bytes at the peak of the own solver's work on blocks of these orders.

    Args:
        variables: coordinates of W.
        orders: orders of the blocks.
        real: whether they are real.
    """
    rows = sum(coordinate_count(order, real) for order in orders)
    return _PAIR + 18 * variables**2 + 40 * 16 * rows


def check_blocks(variables: int, orders: Sequence[int], real: bool) -> None:
    """Raise ProblemTooLarge when solving on blocks of these orders needs too much memory.

    Args:
        variables: coordinates of W.
        orders: orders of the blocks.
        real: whether they are real.
    """
    need = estimate_blocks(variables, orders, real)
    _refuse(need, f"{len(orders)} blocks of order up to {max(orders, default=0)}")


def check_signed(d_a: int, d_b: int, rank: int, real: bool) -> None:
    """Raise ProblemTooLarge when solving for a signed extension needs too much memory."""
    _refuse(estimate_signed(d_a, d_b, rank, real), f"signed, on {d_a}×{d_b}")


def estimate_signed(d_a: int, d_b: int, rank: int, real: bool) -> int:
    """Return the bytes that solving for a signed extension is expected to need.

    Args:
        d_a: dimension of A.
        d_b: dimension of B.
        rank: dimension of the range of J.
        real: whether the data is real.
    """
    share = rank / (d_a * d_b)
    order = d_a * d_b**2
    variables = share**2 * (order**2 / 2 if not real else order**2 / 4)
    rows = 2 * share**2 * coordinate_count(order, real)
    is_full = rank == d_a * d_b
    operator = 16 * 8 * variables if is_full else 3 * 8 * variables * rows
    return int(_PAIR + 4 * 8 * variables**2 + operator + 40 * 16 * rows)


def _refuse(need: int, what: str) -> None:
    free = psutil.virtual_memory().available
    if need > free:
        raise ProblemTooLarge(
            f"The extension problem, {what}, needs about {need / 2**30:.1f} GiB, but "
            f"{free / 2**30:.1f} GiB are free; lower k or the dimensions."
        )


def _need(d_a: int, d_b: int, k: int, rank: int, real: bool, free: int) -> int:
    """Return the estimate, or one part of it where that alone exceeds what is free.

    With many copies even counting the other parts takes long.
    """
    if rank == d_a * d_b:
        part = 8 * 16 * coordinate_count(d_a * comb(k + d_b - 1, k), real)
    else:
        part = 3 * 16 * d_a * d_b**k * min(rank * d_b, d_a * d_b**k)
    part = max(part, _young(d_b, k))
    return part if part > free else estimate_bytes(d_a, d_b, k, rank, real)

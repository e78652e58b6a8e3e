"""What is proved about a line at one dimension d, in rational numbers."""

from __future__ import annotations

from dataclasses import dataclass

from flint import fmpq, fmpq_mat

from sdpsearch.partitions import exact
from sdpsearch.partitions.combination import Combination
from sdpsearch.partitions.exact import Vector
from sdpsearch.partitions.programme import GramSum, Programme

#: Ends of an interval that belong to it.
Closed = tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """An extension at one parameter."""

    at: fmpq
    extension: GramSum


@dataclass(frozen=True)
class Refuted:
    """A witness W with S(W) + S(Q)Z + Z†S(Q) written as a Gram sum; Q may be empty."""

    witness: Combination
    gram: GramSum
    null: GramSum
    multiplier: Combination


@dataclass(frozen=True)
class Account:
    """A line of channels at one dimension, with all that is claimed and its proofs.

    Parameters run from 0 at the first operator to 1 at the last.

    Attributes:
        d: the dimension.
        chois: the operators at 0 and at 1.
        channel: these operators as Gram sums.
        holds: the closed interval where the property holds, None for nowhere.
        fails: intervals where it fails, each with those of its ends that belong to it.
        held: the proofs of the one.
        refuted: the proofs of the other.
    """

    d: int
    chois: tuple[Combination, Combination]
    channel: tuple[GramSum, GramSum]
    holds: tuple[fmpq, fmpq] | None
    fails: tuple[tuple[fmpq, fmpq, Closed], ...]
    held: tuple[Held, ...]
    refuted: tuple[Refuted, ...]


def refuted(programme: Programme, witness: Combination) -> Refuted | None:
    """Return the proof that a witness is positive on extensions, None where it is not.

    Where extensions live on a part of the blocks only, there P = K†S(W)K counts. With U =
    (K C) a basis, M' = U^−†diag(P, 0)U^−1 differs from S(W) by S(Q)Z + Z†S(Q).
    """
    large = programme.large
    lifted = large.matrices(programme.question.lifted(witness))
    grams: list[fmpq_mat] = []
    multipliers: list[fmpq_mat] = []
    for block, m, space, null in zip(
        large.blocks, lifted, programme.spaces, programme.null_matrices, strict=True
    ):
        kept = m if space.ncols() == block.order else _extended(m, block.gram, space)
        multiplier = _multiplier(null * block.gram, kept - m)
        if multiplier is None or not exact.is_psd(kept):
            return None
        grams.append(kept)
        multipliers.append(multiplier)
    vectors = [block.vectors for block in large.blocks]
    return Refuted(
        witness,
        GramSum(tuple(zip(vectors, grams, strict=True))),
        programme.null_sum,
        large.element(multipliers),
    )


def _extended(m: fmpq_mat, gram: fmpq_mat, space: fmpq_mat) -> fmpq_mat:
    """Return M' that is M between the columns of K, and 0 on a complement of them."""
    order, kept = space.nrows(), space.ncols()
    columns = [[space[i, j] for i in range(order)] for j in range(kept)]
    units = [[fmpq(int(i == j)) for i in range(order)] for j in range(order)]
    basis = [*columns, *units]
    chosen = exact.of_columns([basis[i] for i in exact.independent(basis)], order)
    inside = space.transpose() * gram * m * gram * space
    corner = exact.zeros(order)
    for i in range(kept):
        for j in range(kept):
            corner[i, j] = inside[i, j]
    back = gram.inv() * chosen.inv().transpose()
    return back * corner * back.transpose()


def _multiplier(factor: fmpq_mat, wanted: fmpq_mat) -> fmpq_mat | None:
    """Return Z with F Z + (F Z)ᵀ = Δ, None where there is none."""
    order = factor.nrows()
    rows: list[Vector] = []
    right: Vector = []
    for i in range(order):
        for j in range(i + 1):
            row = [fmpq(0)] * order**2
            for k in range(order):
                row[k * order + j] += factor[i, k]
                row[k * order + i] += factor[j, k]
            rows.append(row)
            right.append(wanted[i, j])
    found = exact.solution(rows, right)
    return None if found is None else fmpq_mat(order, order, found)

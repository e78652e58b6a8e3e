"""Partitions of the ends of n strands, as operators on (C^d)^⊗n for every d at once.

A partition divides 2n points, n kets and n bras, into blocks; it is the sum of all
|i_0…><…i_{2n−1}| with indices that are equal within blocks. Products, traces and placings
of such operators are partitions times powers of d (docs/partition-certificates.md has the
proof), so that nothing here ever meets a matrix of order d.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import permutations

from sdpsearch.channels.partition_forms import IDENTITY, Partition

__all__ = ["IDENTITY", "Partition"]

#: Partitions whose products are tabled: 6! is what five copies of a depolarizing channel
#: take, and a table of more than these takes hours.
_MOST = 800


def partition(labels: Iterable[object]) -> Partition:
    """Return the partition of points into those with equal labels."""
    seen: dict[object, int] = {}
    return tuple(seen.setdefault(label, len(seen)) for label in labels)


@lru_cache(maxsize=2**16)
def product(left: Partition, right: Partition) -> tuple[Partition, int]:
    """Return R and l with left·right = d^l R.

    Example:
        >>> product((0, 0, 1, 1), (0, 0, 1, 1))
        ((0, 0, 1, 1), 1)
    """
    n = len(left) // 2
    shift = 2 * n
    joined = _Joined(range(shift + max(right, default=0) + 1))
    for ket, bra in zip(right[:n], left[n:], strict=True):
        joined.merge(bra, shift + ket)
    outer = [*left[:n], *(shift + label for label in right[n:])]
    return joined.reduced(outer, {*left, *(shift + label for label in right)})


@lru_cache(maxsize=2**16)
def traced(given: Partition, kept: tuple[int, ...]) -> tuple[Partition, int]:
    """Return R and l with d^l R the partial trace over all strands but those kept.

    Example:
        >>> traced((0, 0, 1, 1), (0,)), traced(IDENTITY, ())
        (((0, 0), 0), ((), 2))
    """
    n = len(given) // 2
    joined = _Joined(range(len(given)))
    for strand in set(range(n)) - set(kept):
        joined.merge(given[strand], given[n + strand])
    outer = [given[i] for i in kept] + [given[n + i] for i in kept]
    return joined.reduced(outer, set(given))


def adjoint(given: Partition) -> Partition:
    """Return the partition with kets and bras exchanged."""
    n = len(given) // 2
    return partition(given[n:] + given[:n])


def transposed(given: Partition) -> Partition:
    """Return the partial transpose over the second of two strands."""
    return partition((given[0], given[3], given[2], given[1]))


def placed(given: Partition, places: Sequence[int], strands: int) -> Partition:
    """Return it on some of the strands, with the identity on the others."""
    n = len(given) // 2
    labels: list[object] = [("free", i % strands) for i in range(2 * strands)]
    for i, place in enumerate(places):
        labels[place], labels[strands + place] = given[i], given[n + i]
    return partition(labels)


def exchanges(strands: int) -> list[Partition]:
    """Return the operators that permute all strands but the first.

    Example:
        >>> exchanges(2)
        [(0, 1, 0, 1)]
    """
    kets = tuple(range(strands))
    return [partition((*kets, 0, *order)) for order in permutations(range(1, strands))]


class TooMany(Exception):
    """A set of partitions is too large to be worked with; the message is one clause."""


def closure(generators: Iterable[Partition]) -> list[Partition]:
    """Return all that products of the generators and their adjoints leave, sorted.

    Raises:
        TooMany: these are more than can be multiplied with one another.

    Example:
        >>> pair, swap = (0, 0, 1, 1), (0, 1, 1, 0)
        >>> len(closure([pair, swap])), len(closure([IDENTITY, pair]))
        (3, 2)
    """
    given = {p for g in generators for p in (g, adjoint(g))}
    found, new = set(given), list(given)
    while new:
        one = new.pop()
        for other in given:
            for made in (product(one, other)[0], product(other, one)[0]):
                if made not in found:
                    found.add(made)
                    new.append(made)
        if len(found) > _MOST:
            raise TooMany(f"extensions are made of more than {_MOST} partitions")
    return sorted(found)


class _Joined:
    """Blocks that are merged step by step."""

    def __init__(self, labels: Iterable[int]) -> None:
        self._parent = list(labels)

    def _root(self, label: int) -> int:
        while self._parent[label] != label:
            label = self._parent[label]
        return label

    def merge(self, first: int, second: int) -> None:
        """Make one block of two."""
        self._parent[self._root(first)] = self._root(second)

    def reduced(self, outer: Sequence[int], blocks: set[int]) -> tuple[Partition, int]:
        """Return what is left on the outer points, and how many blocks have none."""
        points = [self._root(label) for label in outer]
        loops = {self._root(label) for label in blocks} - set(points)
        return partition(points), len(loops)

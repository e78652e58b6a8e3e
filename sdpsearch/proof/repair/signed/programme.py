"""P ± R of an affine space of σ, as the programme that the solver of many digits takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from sdpsearch.proof.digits.sparse import Numbers, SparseMap
from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import Matrix, Sum
from sdpsearch.proof.repair.signed.images import images


@dataclass(frozen=True)
class Least:
    """The programme: y_0 = 1 and the least y_1.

    Attributes:
        real: whether σ is.
        start: b = (0, 1, 0, …): the value is −y_1.
        direction: d = (1, 0, 0, …).
    """

    real: bool
    start: tuple[Fraction, ...]
    direction: tuple[Fraction, ...]


@dataclass(frozen=True)
class SignedMap(SparseMap):
    """P + R and P − R of the σ above, on the coordinates kept.

    Attributes:
        inside: the y of a σ with P ± R > 0, in floats.
    """

    inside: Numbers

    def begin(self) -> Numbers:
        """Return what is known to be inside."""
        return self.inside

    @cached_property
    def grams(self) -> tuple[Numbers, ...]:
        """The diagonals of P ± R inside: with weights of B their sizes are far apart."""
        stacked = self.matrix @ self.inside
        pair = zip(self.ends, self.orders, strict=False)
        blocks = [stacked[low : low + n * n].reshape(n, n) for low, n in pair]
        return tuple(np.diag(np.diag(block)) for block in blocks)


def assembled(
    face: ExactFace, columns: list[list[Fraction]], kept: list[list[int]], inside: Numbers
) -> SignedMap:
    """Return P ± R of the columns as a sparse integer map, real and doubled if complex.

    Args:
        face: where σ lives.
        columns: the coordinates of the σ that each y_i is a multiple of.
        kept: for P + R and P − R the coordinates of A⊗B⊗B' that they are looked at on.
        inside: y of a σ with P ± R > 0, in floats.
    """
    factor = lcm(*(v.denominator for column in columns for v in column))
    # Transposed: for each coordinate of σ what the columns have of it.
    shares = [
        [(i, int(column[u] * factor)) for i, column in enumerate(columns) if column[u]]
        for u in range(len(columns[0]))
    ]
    orders = [len(places) * (1 if face.real else 2) for places in kept]
    places = [{p: i for i, p in enumerate(one)} for one in kept]
    total = Sum()
    below = 1
    for u, image in enumerate(images(face)):
        offset = 0
        pair = zip((image.plus, image.minus), places, orders, strict=True)
        for matrix, place, order in pair:
            below = matrix.denominator
            for position, value in _doubled(matrix, place, order, face.real):
                for i, share in shares[u]:
                    total.add((offset + position, i), share * value, 0)
            offset += order**2
    entries = sorted(total.entries().items())
    coefficient = np.empty(len(entries), dtype=object)
    coefficient[:] = [re for _, (re, _) in entries]
    where = np.array([at for at, _ in entries], dtype=np.int64).reshape(-1, 2)
    return SignedMap(
        line=Least(face.real, _unit(1, len(columns)), _unit(0, len(columns))),
        orders=tuple(orders),
        denominator=factor * below * (1 if face.real else 2),
        position=where[:, 0],
        variable=where[:, 1],
        coefficient=coefficient,
        inside=inside,
    )


def _unit(place: int, count: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(i == place) for i in range(count))


def _doubled(
    matrix: Matrix, place: dict[int, int], order: int, real: bool
) -> Iterator[tuple[int, int]]:
    """Yield the entries on kept coordinates, of [[Re, −Im], [Im, Re]] if not real."""
    half = order if real else order // 2
    for (p, q), (re, im) in matrix.entries.items():
        if p not in place or q not in place:
            continue
        i, j = place[p], place[q]
        yield i * order + j, re
        if not real:
            yield (half + i) * order + half + j, re
            yield (half + i) * order + j, im
            yield i * order + half + j, -im

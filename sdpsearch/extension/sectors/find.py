"""Sector faces, found: blocks by charge, the range on each, and W ↦ S(W) between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sdpsearch import deadline
from sdpsearch.channels.range import Range
from sdpsearch.extension import schur_weyl
from sdpsearch.extension.memory import check_blocks, check_sectors
from sdpsearch.extension.schur_weyl import YoungBasis
from sdpsearch.extension.sectors.face import SectorFace
from sdpsearch.extension.sectors.operator import sector_operator
from sdpsearch.extension.sectors.range import (
    OnRange,
    on_range,
    ranges_of,
    turned_ranges,
)
from sdpsearch.extension.sectors.sector import Sector, SectorBlock
from sdpsearch.linalg import EPS, Array, coordinate_count, dagger
from sdpsearch.symmetry.charges import Charges, charges_of
from sdpsearch.symmetry.torus import torus_of, zeros_shown

#: What entries that were computed in floats miss, after the few steps that made them.
_LAST_DIGITS = 10 * EPS


def sector_face(
    columns: Array, k: int, real: bool, charges: Charges, *, is_full: bool = False
) -> SectorFace:
    """Return the face of the k-extendible operators with the charges and range of M M†.

    Args:
        columns: M, shape (d_a d_b, m); every column has one charge.
        k: number of copies.
        real: whether M is real.
        charges: of M M†.
        is_full: whether its range is known to be everything.
    """
    if is_full:
        return _full_sector_face(charges, k, real)
    pairs, blur, cut = ranges_of(columns, _grouped(charges.pairs))
    if all(sector.basis is None for sector in pairs):
        return _full_sector_face(charges, k, real)
    whole = _words_by_charge(charges, k)
    found = on_range(whole, pairs, charges.dims, k, blur, cut)
    return _made(found, pairs, charges.dims, k, real)


def turned_face(
    operators: Sequence[Array], columns: Array, span: Range, k: int, dims: tuple[int, int]
) -> SectorFace | None:
    """Return the face divided by charges that J's show in other local bases.

    Only rounding hides them there: J is unitarily equivalent to one that has its entries
    between charges set to zero, up to their norm. None where no bases show any, and where
    the ranges on the charges are not J's.

    Args:
        operators: the J's in question.
        columns: M, where M M† has the range of all of them.
        span: that range.
        k: number of copies.
        dims: (d_a, d_b).
    """
    bases = torus_of(operators, dims)
    if bases is None:
        return None
    seen = [bases.inward(choi) for choi in operators]
    charges = charges_of(zeros_shown(seen), dims)
    if charges is None or not charges.are_many:
        return None
    between = charges.pairs[:, None] != charges.pairs
    stray = max(float(np.linalg.norm(choi[between])) for choi in seen)
    # What is lost in turning J, relative to its norm.
    turning = EPS * dims[0] * dims[1]
    if span.is_full:
        face = _full_sector_face(charges, k, False)
        return replace(face, bases=bases, stray=stray, tilt=turning)
    turned = dagger(bases.whole) @ columns
    pairs, blur, cut = turned_ranges(turned, _grouped(charges.pairs))
    if sum(sector.order for sector in pairs) != span.rank:
        return None
    # What was set to zero between charges, per unit of J's trace, and in the range.
    off = max(cut, stray / dims[0])
    whole = _words_by_charge(charges, k)
    found = on_range(whole, pairs, dims, k, blur + turning, off)
    # What turning has blurred is no rounding of the data: HOLDS may not rest on it.
    noise = min(found.noise, _LAST_DIGITS)
    found = replace(found, leak=max(found.leak, off), noise=noise)
    face = _made(found, pairs, dims, k, False)
    return replace(face, bases=bases, stray=stray)


@lru_cache(maxsize=16)
def _full_sector_face(charges: Charges, k: int, real: bool) -> SectorFace:
    """Return the whole cone, divided by charges."""
    pairs = [Sector(members) for members in _grouped(charges.pairs)]
    found = OnRange(_words_by_charge(charges, k), 0.0, 0.0, 0.0)
    return _made(found, pairs, charges.dims, k, real)


def _made(
    found: OnRange, pairs: list[Sector], dims: tuple[int, int], k: int, real: bool
) -> SectorFace:
    d_a, d_b = dims
    parts = sorted(found.parts, key=lambda part: part.sector.order != 1)
    kept = [sector for sector in pairs if sector.order]
    variables = sum(coordinate_count(sector.order, real) for sector in kept)
    check_blocks(variables, [part.sector.order for part in parts], real)
    deadline.check("the sectors' operator was built")
    return SectorFace(
        d_a=d_a,
        d_b=d_b,
        k=k,
        real=real,
        matrix=sector_operator(parts, kept, dims, k, real),
        leak=found.leak,
        noise=found.noise,
        tilt=found.tilt,
        sectors=tuple(kept),
        parts=tuple(parts),
    )


@lru_cache(maxsize=16)
def _words_by_charge(charges: Charges, k: int) -> list[SectorBlock]:
    """Return the blocks of the whole cone: vectors of A⊗(Young basis) of one charge."""
    d_a, d_b = charges.dims
    shapes = schur_weyl.diagrams(k, d_b)
    words = d_a * sum(schur_weyl.block_order(shape, d_b) for shape in shapes)
    check_sectors(words, d_a + d_b)
    return [
        SectorBlock(place, Sector(members))
        for place, young in enumerate(schur_weyl.young_bases(d_b, k))
        for members in _grouped(charges.labels(_words(young, d_a, d_b, k)))
    ]


def _grouped(labels: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Return which items have each label."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.cumsum(np.bincount(labels))[:-1])


def _words(young: YoungBasis, d_a: int, d_b: int, k: int) -> NDArray[np.int64]:
    """Return the letters of A⊗(Young basis): a vector is on one word's permutations."""
    vectors = young.vectors
    first = vectors.indices[vectors.indptr[:-1]]
    inner = np.zeros((vectors.shape[1], d_a + d_b), dtype=np.int64)
    for letters in np.unravel_index(first, (d_b,) * k):
        inner[np.arange(inner.shape[0]), d_a + letters] += 1
    outer = np.eye(d_a, d_a + d_b, dtype=np.int64)
    return (outer[:, None] + inner[None]).reshape(-1, d_a + d_b)

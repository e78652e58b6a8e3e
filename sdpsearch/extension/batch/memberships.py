"""Which of many operators are k-extendible: those of one shape asked together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from sdpsearch import deadline
from sdpsearch.channels.range import Range
from sdpsearch.extension import schur_weyl
from sdpsearch.extension.batch.faces import Faces
from sdpsearch.extension.batch.growth import Index
from sdpsearch.extension.batch.identities import broken_identities
from sdpsearch.extension.batch.margins import margins_on
from sdpsearch.extension.batch.range_faces import RangeFaces, reduced, whole
from sdpsearch.extension.membership import Membership, excluded
from sdpsearch.linalg import Array

#: Largest rank of J, order of a block and number of candidates for a block's vectors that
#: are worked on together: beyond, arithmetic costs more than the calls that are saved.
_RANK, _ORDER, _CANDIDATES = 9, 20, 27
#: Bytes of work arrays, and the most operators at once.
_BYTES, _MOST = 2**25, 1024


def can_be_together(dims: tuple[int, int], k: int, rank: int) -> bool:
    """Whether operators of this shape gain from being decided at once.

    Example:
        >>> can_be_together((3, 3), 2, 9), can_be_together((4, 4), 2, 16)
        (True, False)
    """
    d_a, d_b = dims
    if k < 2 or rank > _RANK:
        return False
    if rank < d_a * d_b:
        return k == 2 and rank * d_b <= _CANDIDATES
    if k > _ORDER:
        return False
    return d_a * schur_weyl.block_order((k,), d_b) <= _ORDER


def find_memberships(
    chois: Array,
    spans: Sequence[Range],
    dims: tuple[int, int],
    k: int,
    *,
    real: bool,
    tolerance: float,
) -> list[Membership | None]:
    """Decide whether operators of one rank are k-extendible on their second factor.

    Args:
        chois: J on A⊗B, shape (N, d_a d_b, d_a d_b), real if `real`.
        spans: their ranges, of one rank; see `can_be_together`.
        dims: (d_a, d_b).
        k: number of copies.
        real: whether all of them, and their ranges, are real.
        tolerance: for the solver, relative.

    Returns:
        For each what is found of it; None where that is nothing certain, and where the
        time is up.
    """

    def faces(some: Sequence[Range]) -> Iterator[tuple[Index, Faces]]:
        return _faces(some, dims, k, real)

    return found_on(faces, chois, spans, _at_once(dims, spans[0].rank), tolerance)


def found_on(
    faces: Callable[[Sequence[Range]], Iterator[tuple[Index, Faces]]],
    chois: Array,
    spans: Sequence[Range],
    at_once: int,
    tolerance: float,
) -> list[Membership | None]:
    """Return what is found about operators on the faces of their ranges.

    Args:
        faces: yields those of one shape together, with the places of their operators.
        chois: J on A⊗B.
        spans: their ranges, of one rank.
        at_once: how many are worked on together.
        tolerance: for the solver, relative.
    """
    found: list[Membership | None] = [None] * len(spans)
    for begin in range(0, len(spans), at_once):
        if deadline.is_over():
            break
        some = slice(begin, begin + at_once)
        for places, alike in faces(spans[some]):
            answers = _answers(alike, chois[some][places], tolerance)
            for place, answer in zip(places, answers, strict=True):
                found[begin + place] = answer
    return found


def _at_once(dims: tuple[int, int], rank: int) -> int:
    """Return how many fit into the work arrays: H, and a face's candidates and operator."""
    (d_a, d_b), each = dims, 24 * rank**4
    if rank < d_a * d_b:
        each += 100 * d_a * d_b**3 * rank + 16 * (rank * d_b) ** 2 * rank**2
    return max(1, min(_MOST, _BYTES // each))


def _faces(
    spans: Sequence[Range], dims: tuple[int, int], k: int, real: bool
) -> Iterator[tuple[Index, RangeFaces]]:
    if spans[0].is_full:
        yield np.arange(len(spans)), whole(*dims, k, real)
    else:
        yield from reduced(spans, dims, real)


def _answers(faces: Faces, chois: Array, tolerance: float) -> list[Membership | None]:
    """Return what is found about operators on faces of one shape."""
    if not faces.like.orders:
        each = [faces.face(i) for i in range(len(chois))]
        return [excluded(face) if face.is_certain else None for face in each]
    found: list[Membership | None] = [None] * len(chois)
    marginals = faces.coordinates(chois)
    free = np.broadcast_to(faces.kernels, len(chois))
    for count in np.unique(free):
        places = np.flatnonzero(free == count)
        some, mine = faces.taken(places), marginals[places]
        try:
            if count:
                answers = broken_identities(some, mine, int(count))
            else:
                answers = margins_on(some, mine, tolerance)
        except np.linalg.LinAlgError:
            continue  # LAPACK gave up on one of them, and told of none: each asks alone
        for place, answer in zip(places, answers, strict=True):
            found[place] = answer
    return found

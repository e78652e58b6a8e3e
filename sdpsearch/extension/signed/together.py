"""Which of many operators have signed extensions: those of one shape asked together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sdpsearch.channels.range import Range
from sdpsearch.extension.batch.growth import Index
from sdpsearch.extension.batch.memberships import found_on
from sdpsearch.extension.membership import Membership
from sdpsearch.extension.signed.faces import SignedFaces, reduced_signed, whole_signed
from sdpsearch.linalg import Array

#: Largest dimension of A⊗B⊗B' and of R⊗B that are worked on together: beyond, arithmetic
#: costs more than the calls that are saved.
_DIMENSION, _ORDER = 27, 18
#: Bytes of work arrays, and the most operators at once.
_BYTES, _MOST = 2**27, 512


def can_be_together(dims: tuple[int, int], rank: int) -> bool:
    """Whether operators of this shape gain from being decided at once.

    Example:
        >>> can_be_together((2, 2), 4), can_be_together((3, 3), 9)
        (True, False)
    """
    return dims[0] * dims[1] ** 2 <= _DIMENSION and rank * dims[1] <= _ORDER


def find_signed_memberships(
    chois: Array,
    spans: Sequence[Range],
    dims: tuple[int, int],
    *,
    real: bool,
    tolerance: float,
) -> list[Membership | None]:
    """Decide whether operators of one rank have signed extensions.

    Args:
        chois: J on A⊗B, shape (N, d_a d_b, d_a d_b), real if `real`.
        spans: their ranges, of one rank; see `can_be_together`.
        dims: (d_a, d_b).
        real: whether all of them, and their ranges, are real.
        tolerance: for the solver, relative.

    Returns:
        For each what is found of it; None where that is nothing certain, and where the
        time is up.
    """

    def faces(some: Sequence[Range]) -> Iterator[tuple[Index, SignedFaces]]:
        if some[0].is_full:
            yield np.arange(len(some)), whole_signed(*dims, real)
        else:
            yield from reduced_signed(some, dims, real)

    order = spans[0].rank * dims[1]
    # Two maps, G and its matrices in two fields: each of 2·order² by order²/2 at most.
    each = 64 * order**4 if not spans[0].is_full else 16 * order**4
    at_once = max(1, min(_MOST, _BYTES // each))
    return found_on(faces, chois, spans, at_once, tolerance)

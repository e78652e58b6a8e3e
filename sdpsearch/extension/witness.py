"""From a witness on a face to one on all of A⊗B, and its check against every extension."""

from __future__ import annotations

import numpy as np

from sdpsearch.extension.checks import psd_margin
from sdpsearch.extension.face import Face
from sdpsearch.extension.operator import symmetrised
from sdpsearch.extension.schur_weyl import block_order, diagrams
from sdpsearch.linalg import Array, dagger, hermitian_part, psd_floor

#: Share of tr(WJ) spent on making W strictly positive on the face, so that a finite
#: weight on the complement of R suffices; a half keeps that weight smallest.
_SLACK = 0.5
#: A lifted witness that may be missed by more than this is none.
_TOLERATED = 1e-7
#: Weights on the complement of R that are tried, each twice the last.
_DOUBLINGS = 8
#: Order of a block on the whole space up to which a witness is checked there; on its face
#: it refutes as well, and small faces live in spaces of any size.
_LARGEST = 3_000


def full_witness(face: Face, witness: Array, choi: Array) -> tuple[Array, float] | None:
    """Return Hermitian W on A⊗B with tr(WJ) = −1, and how far tr(WX) ≥ 0 may be missed.

    W_R ⊕ t(1−P_R): a face witness made more positive, with the smallest t tried that
    passes the check on the whole space; the most negative value it can take on a
    k-extendible X of unit trace comes with it. None where rounding lets no t pass, which
    happens very close to the boundary, where t would have to be enormous, and where the
    whole space is too large for the check.

    Args:
        face: the face `witness` lives on.
        witness: coordinates with S_λ(W) ≥ 0 on the face and tr(WJ) < 0.
        choi: J.
    """
    matrix = face.lift(witness)
    matrix = matrix / np.linalg.norm(matrix)
    value = -float(np.vdot(matrix, choi).real)  # both are Hermitian
    if face.is_full:
        full = hermitian_part(matrix / value)
        blocks = face.blocks_of(face.coordinates(full))
        return full, max(0.0, -psd_margin(face, blocks))
    largest = max(block_order(d, face.d_b) for d in diagrams(face.k, face.d_b))
    if face.d_a * largest > _LARGEST:
        return None
    inside = face.range_basis @ dagger(face.range_basis)
    outside = np.eye(inside.shape[0]) - inside
    slack = _SLACK * value / np.trace(choi).real
    # Normalised on R, where J lives: what rounding leaks from 1−P_R does not count.
    strict = (matrix + slack * inside) / ((1 - _SLACK) * value)
    # The Schur complement wants about ‖W‖²/slack on the complement; start below it.
    weight = (0.25 / slack + 1) / value
    fixed = symmetrised(strict, face.d_a, face.d_b, face.k)
    growing = symmetrised(outside, face.d_a, face.d_b, face.k)
    weights = weight * 2.0 ** np.arange(_DOUBLINGS)
    pairs = list(zip(fixed, growing, strict=True))
    # A factorisation costs a tenth of a floor: only the first that succeeds is told one.
    likely = (
        i for i, t in enumerate(weights) if all(_factors(f + t * g) for f, g in pairs)
    )
    best, missed = weight, np.inf
    for t in weights[next(likely, 0) :]:
        floor = min(psd_floor(f + t * g) for f, g in pairs)
        if -floor < missed:
            best, missed = t, max(0.0, -floor)
        if floor >= 0:
            break
    if missed > _TOLERATED:
        return None
    return hermitian_part(strict + best * outside), missed


def _factors(matrix: Array) -> bool:
    """Whether a matrix looks positive: not proved, and cheap to see."""
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return False
    return True

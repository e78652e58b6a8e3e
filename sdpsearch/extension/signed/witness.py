"""A witness against signed extensions, on all of A⊗B."""

from __future__ import annotations

import numpy as np

from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.extension.checks import psd_margin
from sdpsearch.extension.face import Face
from sdpsearch.extension.signed.face import SignedFace
from sdpsearch.extension.signed.find import asked_of_the_whole
from sdpsearch.linalg import Array, hermitian_part

#: Dimension of A⊗B⊗B' up to which a witness is worth another solve on all of it.
_AFFORDABLE = 27


def whole_witness(face: Face, witness: Array, choi: Array) -> tuple[Array, float] | None:
    """Return Hermitian W on A⊗B with tr(WJ) = −1, and how far tr(WX) ≥ 0 may be missed.

    For X of unit trace with a signed extension. On a face that a range leaves W says
    nothing about operators beside it, and another is asked for on the whole space; None
    where there is none so near the boundary, or the space is large.

    Args:
        face: the face of signed extensions `witness` lives on.
        witness: coordinates of (W, Z) with Z ≥ 0 and tr(WJ) < 0.
        choi: J.
    """
    if not face.is_full:
        if face.d_a * face.d_b**2 > _AFFORDABLE or not isinstance(face, SignedFace):
            return None
        found = asked_of_the_whole(face, choi, solver=DEFAULT_SOLVER)
        if found is None:
            return None
        face, witness = found
    matrix = face.lift(witness)
    value = -float(np.vdot(matrix, choi).real)
    spare = psd_margin(face, face.blocks_of(witness)) - face.witness_rounding(witness)
    # Each unit that Z lacks is worth 2 d_b of the trace.
    missed = max(0.0, -spare) * 2 * face.d_b
    return hermitian_part(matrix / value), missed / value

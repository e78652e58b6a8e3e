"""Linear identities tr(WJ) = 0 that the marginals of all extensions on a face satisfy.

J satisfies them on a set without interior, so floats can refute it there, never confirm it.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from sdpsearch.extension.blocks import Float
from sdpsearch.extension.checks import refuted_by, shifted_witness
from sdpsearch.extension.face import Face
from sdpsearch.linalg import EPS, Array

#: Units of rounding, per coordinate and beside the face's own tilt, that an identity or
#: the distance of two operators may miss 0 by while floats cannot tell it from 0.
_ROUNDING = 8
#: Identities that fix the position on a segment no better than this leave it open.
_PINNED = 1e-9


def identity_part(face: Face, marginal: Array) -> Array:
    """Return the component of J that the linear identities of all extensions forbid."""
    return face.free @ (face.free.T @ marginal)


def rounding(face: Face, marginal: Array) -> float:
    """Return the size below which a difference from J is rounding of the data."""
    return rounding_of(marginal.size, face.tilt, float(np.linalg.norm(marginal)))


def rounding_of(coordinates: int, tilt: Float, size: Float) -> Float:
    """Return what `rounding` is of an operator of that norm on a face with that tilt."""
    return (_ROUNDING * EPS * float(np.sqrt(coordinates)) + 4 * tilt) * size


def where_satisfied(
    face: Face, start: Array, end: Array
) -> float | Literal["everywhere", "nowhere", "open"]:
    """Return where 0 < s < 1 satisfies tr(W J(s)) = 0: at one s, or what is said of all.

    Args:
        face: the face of all J(s).
        start: coordinates of J(0).
        end: coordinates of J(1).
    """
    if face.free.shape[1] == 0:
        return "everywhere"
    constant, slope = face.free.T @ start, face.free.T @ (end - start)
    noise = max(rounding(face, start), rounding(face, end))
    steepness = float(np.linalg.norm(slope))
    if max(np.linalg.norm(constant), np.linalg.norm(constant + slope)) <= noise:
        return "everywhere"
    point = -float(constant @ slope) / steepness**2 if steepness > noise else 0.5
    missed = constant + point * slope
    size = float(np.linalg.norm(missed))
    if size > 0:
        # Orthogonal to the slope, it takes one value along the whole segment.
        witness = shifted_witness(face, -face.free @ missed / size)
        if witness is not None and all(refuted_by(face, witness, j) for j in (start, end)):
            return "nowhere"
    # Both sides of the point are refuted by what is left of the slope there.
    reach = noise / steepness if steepness > noise else np.inf
    if size > noise or reach > _PINNED:
        return "open"
    if not -reach <= point <= 1 + reach or point in (0.0, 1.0):
        return "nowhere"  # the ends are asked apart
    if not reach < point < 1 - reach:
        return "open"
    # The identities refute every other point of the segment; this one is asked apart.
    return point

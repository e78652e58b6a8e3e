"""What witnesses and extensions in floats show, rounding paid for: `checks`, an axis more.

Each item pays for itself: the same bounds as for one, row by row, and positivity by
`psd_floors`, where a matrix that fails neither fails nor passes another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch.conic.interior.batch.programmes import norms, paired
from sdpsearch.extension.batch.faces import Faces, Floats
from sdpsearch.linalg import EPS, Array
from sdpsearch.stacks import psd_floors


@dataclass(frozen=True, eq=False)
class ExtensionProofs:
    """Repaired extensions and what is left of their least eigenvalues after the guard."""

    extensions: Array
    floors: Floats


def shifted_witnesses(faces: Faces, witnesses: Array) -> Array:
    """Return W + δ·1 with the smallest δ ≥ 0 for which S_λ ≥ 0 passes; NaN where none."""
    blocks = faces.blocks_of(witnesses)
    floors = psd_margins(faces, blocks) - faces.witness_rounding(witnesses)
    delta = np.where(np.isfinite(floors), np.maximum(0.0, -floors), np.nan)
    return witnesses + delta[:, None] * faces.identity


def prove_extensions(faces: Faces, stacked: Array, marginals: Array) -> ExtensionProofs:
    """Repair block coordinates to their marginals and bound least eigenvalues below."""
    repaired = faces.repaired(stacked, marginals)
    missed = faces.marginal_error(repaired, marginals)
    # The same blocks on the true face have a marginal off by twice its tilt.
    turned = 2 * faces.tilt * norms(repaired)
    guard = (missed + turned) / faces.gain
    return ExtensionProofs(repaired, psd_margins(faces, repaired) - guard)


def psd_margins(faces: Faces, stacked: Array) -> Floats:
    """Return checked lower bounds on the least eigenvalue over all blocks."""
    return np.min([psd_floors(cone.matrices(stacked)) for cone in faces.cones], axis=0)


def pairings(left: Array, right: Array) -> tuple[Floats, Floats]:
    """Return tr(W X) from coordinates, row by row, with bounds on their rounding."""
    error = (left.shape[1] + 2) * EPS * paired(np.abs(left), np.abs(right))
    return paired(left, right), error

"""What a witness or an extension in floats shows, rounding paid for.

A sum of m products of floats carries at most (m+2)·u·Σ|terms| of rounding; this bounds what
is lost in S_λ(W), in marginals and in traces. A marginal left wrong by ρ is mended by a
correction of norm at most ρ/gain, which is charged against the least eigenvalue;
`psd_floors` carries its own guard.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch.extension.face import Face
from sdpsearch.linalg import EPS, Array
from sdpsearch.stacks import psd_floors


@dataclass(frozen=True)
class ExtensionProof:
    """A repaired extension and what is left of its least eigenvalue after the guard."""

    extension: Array
    floor: float


def shifted_witness(face: Face, witness: Array) -> Array | None:
    """Return W + δ·1 with the smallest δ ≥ 0 for which S_λ ≥ 0 passes the check."""
    blocks = face.blocks_of(witness)
    floor = psd_margin(face, blocks) - face.witness_rounding(witness)
    if not np.isfinite(floor):
        return None
    delta = max(0.0, -floor)
    return witness + delta * face.identity


def prove_extension(face: Face, stacked: Array, marginal: Array) -> ExtensionProof:
    """Repair block coordinates to `marginal` and bound the least eigenvalue below."""
    repaired = face.repair(stacked, marginal)
    missed = face.marginal_error(repaired, marginal)
    # The same blocks on the true face have a marginal off by twice its tilt.
    turned = 2 * face.tilt * float(np.linalg.norm(repaired))
    guard = (missed + turned) / face.gain
    return ExtensionProof(repaired, psd_margin(face, repaired) - guard)


def psd_margin(face: Face, stacked: Array) -> float:
    """Return a checked lower bound on the least eigenvalue over all blocks."""
    return min(float(psd_floors(stack).min()) for stack in face.layout.stacks(stacked))


def refuted_by(face: Face, witness: Array, marginal: Array) -> bool:
    """Whether a checked witness shows that an operator is not in E_k.

    tr(WJ) < 0 by more than its rounding and than what the face may have been taken wrong.
    """
    return charged_value(face, witness, marginal) < 0


def charged_value(face: Face, witness: Array, marginal: Array) -> float:
    """Return tr(WJ) and all it may be missed by: negative shows that J is not in E_k."""
    value, error = pairing(witness, marginal)
    return value + error + face.charge(witness)


def pairing(left: Array, right: Array) -> tuple[float, float]:
    """Return tr(W X) from coordinates with a bound on its rounding error."""
    error = (left.size + 2) * EPS * float(np.abs(left) @ np.abs(right))
    return float(left @ right), error

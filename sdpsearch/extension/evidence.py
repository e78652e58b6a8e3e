"""What the solution for one operator proves about its neighbours: no further solve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch.conic.problem import Solution
from sdpsearch.extension.checks import charged_value, pairing, prove_extension
from sdpsearch.extension.face import Face
from sdpsearch.extension.identities import identity_part
from sdpsearch.extension.membership import Membership, if_sharp, reason_for
from sdpsearch.interval import Interval
from sdpsearch.linalg import Array


@dataclass(frozen=True)
class Evidence:
    """What one line solve leaves for deciding operators next to its end."""

    face: Face
    extension: Array
    witness: Array
    solution: Solution

    def about(self, choi: Array) -> Membership:
        """Return what it proves about an operator on the same face."""
        return checked_membership(
            self.face, self._marginal(choi), self.extension, self.witness, self.solution
        )

    def charged_value(self, choi: Array) -> float:
        """Return tr(WJ) and all it may be missed by, affine in J up to these charges.

        Negative refutes J, where J's range is within that which the face was made of.
        """
        return charged_value(self.face, self.witness, self._marginal(choi))

    def _marginal(self, choi: Array) -> Array:
        marginal = self.face.coordinates(choi.real if self.face.real else choi)
        return marginal - identity_part(self.face, marginal)


def checked_membership(
    face: Face, marginal: Array, stacked: Array, witness: Array, solution: Solution
) -> Membership:
    """Return what an approximate extension and a checked witness prove about J.

    Used where a line problem was solved for a neighbouring operator, so that no further
    solve is needed. If the repaired extension has least eigenvalue f, then for f > 0
    σ − ε σ_ref ≥ 0 with ε = f/λ_max(σ_ref), so m ≥ ε/(1−ε); for f ≤ 0
    σ + c σ_ref ≥ 0 with c = −f/λ_min(σ_ref), so m ≥ −c/(1+c). A witness gives
    m ≤ tr(WJ)/(tr(WJ_ref) − tr(WJ)).
    """
    proof = prove_extension(face, stacked, marginal)
    least, most = face.reference_spread
    if proof.floor > 0:
        share = min(proof.floor / most, 0.5)
        lower = share / (1 - share)
    elif np.isfinite(proof.floor):
        share = -proof.floor / least
        lower = -share / (1 + share)
    else:
        lower = -1.0
    value = charged_value(face, witness, marginal)
    reference, reference_error = pairing(witness, face.reference_marginal)
    reference -= reference_error
    upper = value / (reference - value) if reference > max(value, 0.0) else np.inf
    margin = Interval(lower, max(lower, upper))
    found = Membership(
        face=face,
        margin=margin,
        extension=proof.extension if margin.lower > 0 else None,
        witness=witness if margin.upper < 0 else None,
        solution=solution,
        solves=0,
        reason=reason_for(margin, solution),
        claim=(stacked, witness),
        solver=solution.solver,
    )
    return if_sharp(found)

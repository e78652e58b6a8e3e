"""What a question about signed extensions will cost, told before it is asked."""

from __future__ import annotations

from sdpsearch.extension.cost import seconds
from sdpsearch.extension.memory import estimate_signed
from sdpsearch.extension.plan import Plan
from sdpsearch.extension.signed.face import SignedFace
from sdpsearch.linalg import coordinate_count

#: How much longer one solve takes than one of the witness form of its size where a range
#: leaves no structure, measured for d = 2 to 4.
_DENSER = 4


def signed_plan(face: SignedFace) -> Plan:
    """Return what a margin on a face of signed extensions will take.

    The variables are the position on the line and the σ without marginal.
    """
    base = face.base
    sigma = sum(coordinate_count(order, face.real) for order in base.orders)
    variables = max(1, sigma - base.bound.shape[1] + 1)
    denser = 1 if face.is_full else _DENSER
    return Plan.of(
        face,
        variables,
        variables,
        seconds=denser * seconds(variables, face.orders, face.real),
        bytes=estimate_signed(face.d_a, face.d_b, face.rank, face.real),
    )

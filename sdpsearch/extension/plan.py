"""What a question about extensions will cost: the face, its symmetry, time and memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch.extension.asking import shortened
from sdpsearch.extension.cost import seconds
from sdpsearch.extension.face import Face
from sdpsearch.extension.identities import rounding
from sdpsearch.extension.line import Line
from sdpsearch.extension.memory import estimate_blocks, estimate_bytes
from sdpsearch.linalg import Array, coordinate_count
from sdpsearch.reported import Reported


@dataclass(frozen=True)
class Plan(Reported):
    """The size of an extension problem, and what solving it once is expected to take.

    Attributes:
        dims: (d_a, d_b).
        copies: k.
        rank: dimension of the range of J.
        real: whether all of it is real.
        charges: how many charges divide A⊗B; 1 where no symmetry of that kind was found.
        turned: whether other local bases than the given ones show them.
        blocks: orders of the PSD blocks, ascending.
        variables: coordinates of a witness.
        invariants: how many of these the symmetry of the programme leaves; as many where it
            leaves all or was not looked for.
        seconds: expected time of one solve, within a factor of about three.
        bytes: expected memory at its peak.

    Example:
        >>> import sdpsearch as sd
        >>> found = sd.plan(sd.zoo.depolarizing(d=8)(0.3), "antidegradable")
        >>> found.variables, found.invariants, found.seconds < 0.1
        (92, 2, True)
    """

    dims: tuple[int, int]
    copies: int
    rank: int
    real: bool
    charges: int
    turned: bool
    blocks: tuple[int, ...]
    variables: int
    invariants: int
    seconds: float
    bytes: int

    @classmethod
    def of(
        cls, face: Face, variables: int, invariants: int, *, seconds: float, bytes: int
    ) -> Plan:
        """Return a plan with what a face says of itself."""
        return cls(
            dims=(face.d_a, face.d_b),
            copies=face.k,
            rank=face.rank,
            real=face.real,
            charges=face.charges,
            turned=face.is_turned,
            blocks=tuple(sorted(face.orders)),
            variables=variables,
            invariants=invariants,
            seconds=seconds,
            bytes=bytes,
        )


def plan_on(face: Face, choi: Array) -> Plan:
    """Return what J's margin on a face will take; of a divided one no more than is left.

    Args:
        face: where J lives.
        choi: J.
    """
    variables = coordinate_count(face.rank, face.real)
    size = estimate_bytes(face.d_a, face.d_b, face.k, face.rank, face.real)
    if face.charges > 1:
        variables = face.identity.size
        size = estimate_blocks(variables, face.orders, face.real)
    invariants, orders = variables, face.orders
    marginal = face.coordinates(choi)
    direction = marginal[:0]
    if face.charges > 1 and face.orders:  # an empty face has no reference
        direction = face.reference_marginal - marginal
    if np.linalg.norm(direction) > rounding(face, marginal):
        left = shortened(Line(face, marginal, direction).problem()).problem
        invariants = left.objective.size
        orders = () if left.space is None else left.space.orders
    expected = seconds(invariants, orders, face.real)
    return Plan.of(face, variables, invariants, seconds=expected, bytes=size)

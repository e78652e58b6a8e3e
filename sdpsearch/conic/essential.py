"""A programme without the cones that others imply, and the way back.

A multiplier z of the cones kept is one of the whole with z_j = 0 for the others, and to lie
inside the cone as well as z does it is shared:

    z_j = ½ (T(n z⁻¹))⁻¹,   z − T†(z_j) ≥ ½ z,

T being what implies a cone, and n the number of cones that a block implies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch.conic.problem import ConicProblem, Solution
from sdpsearch.direct_sum import DirectSum
from sdpsearch.linalg import Array, times


@dataclass(frozen=True)
class Essential:
    """A programme without the cones that others imply.

    Attributes:
        whole: the programme given.
        problem: the one left.
        kept: rows of the whole that are left.
        implied: T, from the coordinates of the cones left to those of the others.
        left_out: the space of the others.
        shares: n for each block of the problem.
    """

    whole: ConicProblem
    problem: ConicProblem
    kept: NDArray[np.bool_]
    implied: sparse.csr_array
    left_out: DirectSum
    shares: Array

    def lifted(self, solution: Solution) -> Solution:
        """Return a solution of the problem as one of the whole."""
        z = np.zeros(self.kept.size)
        z[self.kept] = solution.z
        share = self._share(solution.z)
        if share is not None:
            z[~self.kept] = share
            z[self.kept] -= times(self.implied.T, share)
        return replace(solution, problem=self.whole, z=z)

    def _share(self, z: Array) -> Array | None:
        """Return what the other cones get of a multiplier, None where that leaves one.

        Inverses of a z beside the boundary have few digits, and their differences none.
        """
        space = self.problem.space
        if space is None:
            return None
        stacks = space.stacks(z)
        if not _all_inside(stacks):
            return None
        inverse = space.coordinates(
            self.shares[group.members, None, None] * np.linalg.inv(stack)
            for group, stack in zip(space.groups, stacks, strict=True)
        )
        seen = self.left_out.stacks(times(self.implied, inverse))
        if not _all_inside(seen):
            return None
        share = self.left_out.coordinates(np.linalg.inv(stack) / 2 for stack in seen)
        rest = space.stacks(z - times(self.implied.T, share))
        return share if _all_inside([*rest, *self.left_out.stacks(share)]) else None


def _all_inside(stacks: list[Array]) -> bool:
    """Whether all matrices of all stacks are positive."""
    return all(np.linalg.eigvalsh(stack).min() > 0 for stack in stacks)

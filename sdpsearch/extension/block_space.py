"""The space of a face's blocks: its cones, its coordinates, and what most faces are not."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property

from sdpsearch.conic.problem import Cone, PsdCone
from sdpsearch.direct_sum import DirectSum
from sdpsearch.linalg import Array


class BlockSpace(ABC):
    """Herm(n_1) ⊕ Herm(n_2) ⊕ …, or the real symmetric ones, one summand a block."""

    @cached_property
    @abstractmethod
    def orders(self) -> tuple[int, ...]:
        """Orders of the blocks; empty when no extension is possible."""

    @cached_property
    @abstractmethod
    def layout(self) -> DirectSum:
        """The space of the blocks."""

    @cached_property
    def cones(self) -> tuple[Cone, ...]:
        """The cones of the blocks in their order."""
        return tuple(PsdCone(order, self.layout.real) for order in self.orders)

    def block_matrices(self, stacked: Array) -> list[Array]:
        """Split stacked block coordinates into Hermitian matrices."""
        return self.layout.matrices(stacked)

    @property
    def charges(self) -> int:
        """How many charges divide A⊗B; 1 where none do."""
        return 1

    @property
    def is_turned(self) -> bool:
        """Whether it rests on local bases that floats found: not one that J is given in."""
        return False

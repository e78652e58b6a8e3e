"""What is asked of a line of channels: k-extendible, or PPT."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sdpsearch.partitions import combination as c
from sdpsearch.partitions import partition as p
from sdpsearch.partitions.combination import Combination
from sdpsearch.partitions.partition import Partition


@dataclass(frozen=True)
class Question:
    """A property with its pair of adjoint maps: W ↦ S(W) and σ ↦ its marginal.

    S(W) is the average of W_{A B_i} ⊗ 1, and the property is that S(W) ≥ 0 implies
    tr(WJ) ≥ 0; for PPT both maps are the partial transpose.

    Attributes:
        copies: k of k-extendible; 1 for PPT.
    """

    copies: int

    @property
    def strands(self) -> int:
        """How many systems a σ lives on."""
        return self.copies + 1

    def lifted(self, element: Combination) -> Combination:
        """Return S(W)."""
        if self.copies == 1:
            return c.transposed(element)
        return c.average_placed(element, self.strands)

    def closures(
        self, stated: Iterable[Partition]
    ) -> tuple[list[Partition], list[Partition]]:
        """Return the partitions that witnesses are made of, and those that σ is.

        Args:
            stated: the partitions that the line is made of.
        """
        two = p.closure([p.IDENTITY, *stated])
        if self.copies == 1:
            return two, p.closure([p.IDENTITY, *(p.transposed(one) for one in two)])
        places = range(1, self.strands)
        wide = [p.placed(one, (0, i), self.strands) for one in two for i in places]
        return two, p.closure([*wide, *p.exchanges(self.strands)])

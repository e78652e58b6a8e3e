"""P(σ) ± R(σ) for σ on a face, and back: the coordinates of signed extensions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sdpsearch.conic.compression import Compression
from sdpsearch.direct_sum import DirectSum
from sdpsearch.extension.block_space import BlockSpace
from sdpsearch.extension.blocks import Block
from sdpsearch.extension.range_face import RangeFace
from sdpsearch.extension.signed.shuffle import shuffled, unshuffled, widened
from sdpsearch.layout import layout
from sdpsearch.linalg import Array, dagger


@dataclass(frozen=True, eq=False)
class SignedBlocks(BlockSpace):
    """The two blocks, on what they live on.

    Attributes:
        base: the face of ordinary extensions, k = 2.
        supports: isometries C_+ and C_− into A⊗B⊗B'.
    """

    base: RangeFace
    supports: tuple[Array, Array]

    # What it has of the ordinary face

    @property
    def d_a(self) -> int:
        """Dimension of A."""
        return self.base.d_a

    @property
    def d_b(self) -> int:
        """Dimension of B."""
        return self.base.d_b

    @property
    def k(self) -> int:
        """Two copies of B."""
        return 2

    @property
    def real(self) -> bool:
        """Whether everything is real."""
        return self.base.real

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks F_λ that σ lives on."""
        return self.base.blocks

    @property
    def range_basis(self) -> Array:
        """Isometry onto the range R of J."""
        return self.base.range_basis

    @cached_property
    def rank(self) -> int:
        """Dimension of R."""
        return self.base.rank

    @property
    def is_full(self) -> bool:
        """Whether R is all of A⊗B."""
        return self.base.is_full

    @property
    def is_certain(self) -> bool:
        """Whether blocks that were left out are certainly empty."""
        return self.base.is_certain

    # Its blocks

    @cached_property
    def orders(self) -> tuple[int, ...]:
        """Orders of P + R and P − R on their supports; empty without σ."""
        return tuple(c.shape[1] for c in self.supports) if self.base.orders else ()

    @cached_property
    def layout(self) -> DirectSum:
        """The space of the blocks."""
        return DirectSum(self.orders, self.real)

    @cached_property
    def compressions(self) -> tuple[Compression, ...]:
        """None: blocks of witnesses are variables."""
        return ()

    def stacked(self, sigma: Array) -> Array:
        """Return the block coordinates of P ± R for σ on A⊗B⊗B', or for a stack of them."""
        wide = widened(sigma, self.d_a, self.d_b)
        matrix = shuffled(sigma, self.d_a, self.d_b)
        return self._on_supports(wide + matrix, wide - matrix)

    def sigma_blocks(self, stacked: Array) -> Array:
        """Return the coordinates on ⊕F_λ of the σ that blocks P ± R belong to."""
        plus, minus = self.lifted(stacked)
        return self._on_base(unshuffled((plus - minus) / 2, self.d_a, self.d_b))

    def paired(self, stacked: Array) -> Array:
        """Return the X on ⊕F_λ with tr(Xσ) = tr Z_+(P+R)(σ) + tr Z_−(P−R)(σ) there."""
        plus, minus = self.lifted(stacked)
        total = widened(plus + minus, self.d_a, self.d_b)
        return self._on_base(total + unshuffled(plus - minus, self.d_a, self.d_b))

    def turning(self, blocks: Array) -> Array:
        """Return Z_± = ±R(X)/2, not positive, which pairs with σ as X on ⊕F_λ does."""
        matrix = shuffled(self.base.extension(blocks), self.d_a, self.d_b) / 2
        return self._on_supports(matrix, -matrix)

    def lifted(self, stacked: Array) -> tuple[Array, ...]:
        """Return both blocks as operators on A⊗B⊗B'."""
        each = zip(self.supports, self._adjoints, self.block_matrices(stacked), strict=True)
        return tuple(c @ x @ turned for c, turned, x in each)

    @cached_property
    def _adjoints(self) -> tuple[Array, ...]:
        return tuple(dagger(c) for c in self.supports)

    def _on_supports(self, plus: Array, minus: Array) -> Array:
        found = [
            layout((order,), self.real).coordinates(turned @ x @ c)
            for order, c, turned, x in zip(
                self.orders, self.supports, self._adjoints, (plus, minus), strict=True
            )
        ]
        return np.concatenate(found, axis=-1)

    def _on_base(self, operator: Array) -> Array:
        found: list[Array] = []
        for block in self.blocks:
            basis: Any = block.basis  # sparse or dense
            half = basis.T @ operator.conj()
            inner = (basis.T @ half.conj().T).conj()
            found.append(layout((block.order,), self.real).coordinates(inner))
        return np.concatenate(found)

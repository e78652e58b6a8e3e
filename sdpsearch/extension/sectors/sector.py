"""Vectors of one charge, in A⊗B or in a block of A⊗B^{⊗k}, and what a range leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sdpsearch.linalg import Array, dagger


@dataclass(frozen=True)
class Sector:
    """The vectors of one charge in A⊗B, or in A⊗(Young basis of one diagram).

    Attributes:
        members: which basis vectors have the charge, shape (n,).
        basis: isometry onto what the range leaves of them, shape (n, m); None for all.
    """

    members: NDArray[np.intp]
    basis: Array | None = None

    @property
    def order(self) -> int:
        """Dimension of what is left."""
        return self.members.size if self.basis is None else self.basis.shape[1]

    def inward(self, matrix: Array) -> Array:
        """Return Q†XQ for X on the members."""
        return matrix if self.basis is None else dagger(self.basis) @ matrix @ self.basis

    def outward(self, matrix: Array) -> Array:
        """Return QXQ† on the members."""
        return matrix if self.basis is None else self.basis @ matrix @ dagger(self.basis)

    def spread(self, columns: Array) -> Array:
        """Return Q C on the members."""
        return columns if self.basis is None else self.basis @ columns


@dataclass(frozen=True)
class SectorBlock:
    """A block of a sector face.

    Attributes:
        place: number of its diagram in `young_bases`.
        sector: its vectors in A⊗(Young basis).
    """

    place: int
    sector: Sector

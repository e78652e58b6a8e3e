"""The face of the extendible cone that the range of a Choi operator leaves.

If J has range R then every extension σ has all marginals AB_i in R, so it lives on
⊕_λ F_λ with F_λ = {v in block λ : all A B_i parts of v in R}, and witnesses need only
range over Herm(R). Restricted to that face the problem has an interior (Borwein and
Wolkowicz's facial reduction, done exactly once and before any solver sees the data).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from sdpsearch.conic.compression import Compression
from sdpsearch.extension.blocks import Block
from sdpsearch.extension.form import LineForm
from sdpsearch.extension.operator import face_operator, narrowed, young_factors
from sdpsearch.extension.operator_face import OperatorFace
from sdpsearch.extension.schur_weyl import Diagram
from sdpsearch.extension.witness_form import WitnessForm
from sdpsearch.linalg import Array, dagger, smat, svec


@dataclass(frozen=True)
class RangeFace(OperatorFace):
    """The face of the cone of k-extendible operators on A⊗B that a range R leaves.

    Attributes:
        range_basis: isometry onto R, shape (d_a d_b, r).
        blocks: the PSD blocks; empty when no extension is possible.
    """

    range_basis: Array
    blocks: tuple[Block, ...]

    @cached_property
    def orders(self) -> tuple[int, ...]:
        """Orders of the blocks."""
        return tuple(block.order for block in self.blocks)

    @cached_property
    def diagrams(self) -> tuple[Diagram, ...]:
        """The Young diagram of each block."""
        return tuple(block.diagram for block in self.blocks)

    @cached_property
    def multiplicities(self) -> tuple[int, ...]:
        """For each block the dimension of the S_k irrep of its diagram."""
        return tuple(block.multiplicity for block in self.blocks)

    @cached_property
    def rank(self) -> int:
        """Dimension of R."""
        return self.range_basis.shape[1]

    def coordinates(self, matrix: Array) -> Array:
        """Return the svec coordinates of R† X R for X on A⊗B."""
        inner = (
            matrix if self.is_full else dagger(self.range_basis) @ matrix @ self.range_basis
        )
        return svec(inner, self.real)

    def lift(self, coordinates: Array) -> Array:
        """Return R w R† on A⊗B for w given by coordinates."""
        inner = smat(coordinates, self.rank, self.real)
        if self.is_full:
            return inner
        return self.range_basis @ inner @ dagger(self.range_basis)

    @cached_property
    def identity(self) -> Array:
        """Coordinates of 1 on R; S_λ(1) = 1 for every λ."""
        return svec(np.eye(self.rank), self.real)

    @cached_property
    def operator(self) -> sparse.csr_array:
        """W ↦ ⊕S_λ(W) in svec coordinates."""
        shape = (self.d_a, self.d_b, self.k)
        return face_operator(*shape, self.range_basis, self.blocks, self.real)

    @cached_property
    def compressions(self) -> tuple[Compression, ...]:
        """Return the blocks as w ↦ Y†(w⊗1)Y, for backends that use it; not for checks."""
        if self.is_full:
            made = [
                np.kron(np.eye(self.d_a), y.reshape(-1, y.shape[2]))
                for y in young_factors(self.d_b, self.k)
            ]
        else:
            made = [self._factor(block) for block in self.blocks]
        return tuple(Compression(factor, self.rank, self.real) for factor in made)

    def _factor(self, block: Block) -> Array:
        """Return Y, (r·m) rows: the parts A B_i in R of the block's vectors."""
        tensor = np.asarray(block.basis).reshape(self.d_a, *(self.d_b,) * self.k, -1)
        size = self.d_a * self.d_b
        # On a (anti)symmetric block both copies give the same: one of them is enough.
        copies = range(1, 2 if self.k == 2 else self.k + 1)
        parts = [
            dagger(self.range_basis) @ np.moveaxis(tensor, i, 1).reshape(size, -1)
            for i in copies
        ]
        stacked = np.concatenate(
            [part.reshape(self.rank, -1, block.order) for part in parts], axis=1
        ) / np.sqrt(len(copies))
        return narrowed(stacked).reshape(-1, block.order)

    def form(self, start: Array, direction: Array) -> LineForm:
        """Return min{x : J_0 + x D has an extension} in witness form."""
        return WitnessForm(self, start, direction)

    def extension(self, stacked: Array) -> Array:
        """Return σ on A⊗B^{⊗k} from stacked block coordinates, symmetrised for k = 2."""
        size = self.d_a * self.d_b**self.k
        sigma = np.zeros((size, size), dtype=float if self.real else complex)
        for block, matrix in zip(self.blocks, self.block_matrices(stacked), strict=True):
            half = block.basis @ matrix
            sigma += (block.basis.conj() @ half.T).T
        return sigma

    def columns(self, stacked: Array) -> Array:
        """Return C with C C† = σ up to what is no positive part of a block, for k = 2."""
        pairs = zip(self.blocks, self.block_roots(stacked), strict=True)
        return np.hstack([np.asarray(block.basis @ root) for block, root in pairs])

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
from sdpsearch.extension.gram import Gram
from sdpsearch.extension.operator import narrowed, young_factors
from sdpsearch.linalg import EPS, Array, coordinate_count, dagger, smat, svec, times


@dataclass(frozen=True)
class RangeFace:
    """The face of the cone of k-extendible operators on A⊗B that a range R leaves.

    Attributes:
        d_a: dimension of A.
        d_b: dimension of B.
        k: number of copies of B, the original included.
        real: whether W and the blocks are real symmetric (J is real, so the complex
            conjugate of an extension is one too and the average is real).
        range_basis: isometry onto R, shape (d_a d_b, r).
        blocks: the PSD blocks; empty when no extension is possible.
        operator: W ↦ ⊕S_λ(W) in svec coordinates, one row per block coordinate.
        leak: largest sine of an angle that was taken for zero while finding the face.
        noise: how large rounding of the data may make such a sine.
        tilt: largest sine of a vector of the true face with this one.
    """

    d_a: int
    d_b: int
    k: int
    real: bool
    range_basis: Array
    blocks: tuple[Block, ...]
    operator: sparse.csr_array
    leak: float
    noise: float
    tilt: float

    @property
    def is_sharp(self) -> bool:
        """Whether nothing was taken for zero but rounding of the data.

        Only then does an extension on the face say something about the operator given;
        a refutation pays for what it takes for granted, see `charge`.
        """
        return self.leak <= self.noise

    @cached_property
    def is_generic(self) -> bool:
        """Whether the face is no larger than a count of equations makes it, for k = 2.

        (n − r) d_b equations leave at least this much of A⊗Sym²(B) and A⊗Λ²(B), whatever R
        is, so that such a face is there beyond doubt.
        """
        if self.k != 2:
            return self.is_full
        equations = (self.d_a * self.d_b - self.rank) * self.d_b
        halves = {(2,): self.d_b + 1, (1, 1): self.d_b - 1}
        found = {block.diagram: block.order for block in self.blocks}
        return all(
            found.get(diagram, 0) == max(0, self.d_a * self.d_b * half // 2 - equations)
            for diagram, half in halves.items()
        )

    @property
    def is_certain(self) -> bool:
        """Whether blocks that were left out are certainly empty."""
        return self.tilt < 0.5

    def charge(self, witness: Array) -> float:
        """Return how negative tr(WJ') may be for a J' of trace d_a on the true face.

        A unit vector of the true face has a part of norm at most `tilt` outside this one,
        where S(W) ≥ 0 was not checked, and ‖S(W)‖ ≤ ‖W‖.
        """
        return 3 * self.tilt * self.d_a * float(np.linalg.norm(witness))

    @property
    def rank(self) -> int:
        """Dimension of R."""
        return self.range_basis.shape[1]

    @property
    def is_full(self) -> bool:
        """Whether R is all of A⊗B, so that nothing was reduced."""
        return self.rank == self.d_a * self.d_b

    @property
    def orders(self) -> tuple[int, ...]:
        """Orders of the blocks."""
        return tuple(block.order for block in self.blocks)

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

    def block_matrices(self, stacked: Array) -> list[Array]:
        """Split stacked block coordinates into Hermitian matrices."""
        ends = np.cumsum([coordinate_count(n, self.real) for n in self.orders])
        parts = np.split(stacked, ends[:-1])
        return [smat(p, n, self.real) for p, n in zip(parts, self.orders, strict=True)]

    @cached_property
    def adjoint(self) -> sparse.csr_array:
        """The transpose of the operator: block coordinates to those of the marginal."""
        return sparse.csr_array(self.operator.T)

    @cached_property
    def _magnitudes(self) -> tuple[sparse.csr_array, sparse.csr_array]:
        """Entrywise absolute values of the operator and of its adjoint."""
        return abs(self.operator), abs(self.adjoint)

    @cached_property
    def _depths(self) -> tuple[int, ...]:
        """Largest number of terms summed in one coordinate of either."""
        return tuple(
            int(np.max(np.diff(matrix.indptr), initial=1))
            for matrix in (self.operator, self.adjoint)
        )

    def witness_rounding(self, witness: Array) -> float:
        """Return how much S(W) may be off, in norm, for being computed in floats."""
        terms = times(self._magnitudes[0], np.abs(witness))
        return (self._depths[0] + 2) * EPS * float(np.linalg.norm(terms))

    def marginal_rounding(self, stacked: Array, marginal: Array) -> float:
        """Return how much a difference from the marginal of block coordinates may be."""
        terms = times(self._magnitudes[1], np.abs(stacked)) + np.abs(marginal)
        return (self._depths[1] + 2) * EPS * float(np.linalg.norm(terms))

    @cached_property
    def identity(self) -> Array:
        """Coordinates of 1 on R; S_λ(1) = 1 for every λ."""
        return svec(np.eye(self.rank), self.real)

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

    @cached_property
    def reference(self) -> Array:
        """Stacked coordinates of σ_ref: the maximally mixed state on ⊕F_λ, trace d_a."""
        weights = [block.multiplicity for block in self.blocks]
        total = sum(w * n for w, n in zip(weights, self.orders, strict=True))
        scale = self.d_a / total
        return np.concatenate(
            [
                scale * w * svec(np.eye(n), self.real)
                for w, n in zip(weights, self.orders, strict=True)
            ]
        )

    @cached_property
    def reference_marginal(self) -> Array:
        """Coordinates of J_ref, the marginal of σ_ref, a relative interior point."""
        return times(self.adjoint, self.reference)

    @cached_property
    def _gram(self) -> Gram:
        return Gram(
            self.operator, (self.d_a, self.d_b), self.k, self.is_full, self.rank, self.real
        )

    @property
    def free(self) -> Array:
        """Orthonormal columns spanning {W in Herm(R): S_λ(W) = 0 for all λ}."""
        return self._gram.kernel

    @property
    def bound(self) -> Array:
        """Orthonormal columns spanning the complement of the free directions."""
        return self._gram.support

    @cached_property
    def gain(self) -> float:
        """Smallest non-zero singular value of the operator: ‖repair‖ ≤ ‖residual‖/gain."""
        return float(np.sqrt(self._gram.least))

    def repair(self, stacked: Array, marginal: Array) -> Array:
        """Return the nearest block coordinates whose marginal is exactly `marginal`.

        Z + S (S†S)⁺ (J − S†Z); done twice, so that what is left is rounding.
        """
        for _ in range(2):
            residual = marginal - times(self.adjoint, stacked)
            stacked = stacked + times(self.operator, self._gram.solve(residual))
        return stacked

    def extension(self, stacked: Array) -> Array:
        """Return σ on A⊗B^{⊗k} from stacked block coordinates, symmetrised for k = 2."""
        size = self.d_a * self.d_b**self.k
        sigma = np.zeros((size, size), dtype=float if self.real else complex)
        for block, matrix in zip(self.blocks, self.block_matrices(stacked), strict=True):
            half = block.basis @ matrix
            sigma += (block.basis.conj() @ half.T).T
        return sigma

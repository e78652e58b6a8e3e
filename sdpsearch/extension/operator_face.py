"""What faces share that hold W ↦ S(W) as a sparse matrix between coordinates."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from sdpsearch.direct_sum import DirectSum
from sdpsearch.extension.block_space import BlockSpace
from sdpsearch.extension.gram import Gram
from sdpsearch.extension.product import Product
from sdpsearch.extension.schur_weyl import Diagram
from sdpsearch.linalg import EPS, Array


@dataclass(frozen=True)
class OperatorFace(BlockSpace):
    """A face with the matrix of W ↦ ⊕S_λ(W), one row per block coordinate.

    Attributes:
        d_a: dimension of A.
        d_b: dimension of B.
        k: number of copies of B, the original included.
        real: whether W and the blocks are real symmetric (J is real, so the complex
            conjugate of an extension is one too and the average is real).
        leak: largest sine of an angle that was taken for zero while finding the face.
        noise: how large rounding of the data may make such a sine.
        tilt: largest sine of a vector of the true face with this one.
    """

    d_a: int
    d_b: int
    k: int
    real: bool
    leak: float
    noise: float
    tilt: float

    # What a face of a kind of its own says

    @cached_property
    @abstractmethod
    def operator(self) -> sparse.csr_array:
        """W ↦ ⊕S_λ(W) in svec coordinates."""

    @cached_property
    @abstractmethod
    def diagrams(self) -> tuple[Diagram, ...]:
        """The Young diagram that each block belongs to."""

    @cached_property
    @abstractmethod
    def multiplicities(self) -> tuple[int, ...]:
        """For each block the dimension of the S_k irrep of its diagram."""

    @cached_property
    @abstractmethod
    def rank(self) -> int:
        """Dimension of R."""

    @cached_property
    @abstractmethod
    def identity(self) -> Array:
        """Coordinates of 1 on R; S_λ(1) = 1 for every λ."""

    @abstractmethod
    def coordinates(self, matrix: Array) -> Array:
        """Return the coordinates of R† X R for X on A⊗B."""

    @abstractmethod
    def lift(self, coordinates: Array) -> Array:
        """Return R w R† on A⊗B for w given by coordinates."""

    # What follows

    @property
    def is_full(self) -> bool:
        """Whether R is all of A⊗B, so that its range leaves no face."""
        return self.rank == self.d_a * self.d_b

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
        found: dict[Diagram, int] = dict.fromkeys(halves, 0)
        for diagram, order in zip(self.diagrams, self.orders, strict=True):
            found[diagram] += order
        return all(
            found[diagram] == max(0, self.d_a * self.d_b * half // 2 - equations)
            for diagram, half in halves.items()
        )

    @property
    def forced(self) -> int:
        """0: its blocks are positive somewhere."""
        return 0

    @property
    def is_certain(self) -> bool:
        """Whether blocks that were left out are certainly empty."""
        return self.tilt < 0.5

    @cached_property
    def layout(self) -> DirectSum:
        """The space of the blocks."""
        return DirectSum(self.orders, self.real)

    def charge(self, witness: Array) -> float:
        """Return how negative tr(WJ') may be for a J' of trace d_a on the true face.

        A unit vector of the true face has a part of norm at most `tilt` outside this one,
        where S(W) ≥ 0 was not checked, and ‖S(W)‖ ≤ ‖W‖.
        """
        return 3 * self.tilt * self.d_a * float(np.linalg.norm(witness))

    def block_roots(self, stacked: Array) -> list[Array]:
        """Return F with F F† the positive part of each block, rounding left out."""
        found: list[Array] = [np.zeros((0, 0))] * len(self.orders)
        stacks = self.layout.stacks(stacked)
        pairs = [np.linalg.eigh(stack) for stack in stacks]
        largest = max(float(values.max()) for values, _ in pairs)
        least = 8 * self.d_a * self.d_b**self.k * EPS * largest
        for group, (values, vectors) in zip(self.layout.groups, pairs, strict=True):
            roots = vectors * np.sqrt(np.maximum(values, 0.0))[:, None]
            for member, value, root in zip(group.members, values, roots, strict=True):
                found[member] = root[:, value > least]
        return found

    @cached_property
    def adjoint(self) -> sparse.csr_array:
        """The transpose of the operator: block coordinates to those of the marginal."""
        return sparse.csr_array(self.operator.T)

    @cached_property
    def _products(self) -> tuple[Product, Product]:
        return Product(self.operator), Product(self.adjoint)

    def blocks_of(self, witness: Array) -> Array:
        """Return S(W), stacked."""
        return self._products[0](witness)

    def marginal_of(self, stacked: Array) -> Array:
        """Return the coordinates of the marginal of an extension."""
        return self._products[1](stacked)

    @cached_property
    def _magnitudes(self) -> tuple[Product, Product]:
        """Entrywise absolute values of the operator and of its adjoint."""
        return Product(abs(self.operator)), Product(abs(self.adjoint))

    @cached_property
    def _depths(self) -> tuple[int, ...]:
        """Largest number of terms summed in one coordinate of either."""
        return tuple(
            int(np.max(np.diff(matrix.indptr), initial=1))
            for matrix in (self.operator, self.adjoint)
        )

    def witness_rounding(self, witness: Array) -> float:
        """Return how much S(W) may be off, in norm, for being computed in floats."""
        terms = self._magnitudes[0](np.abs(witness))
        return (self._depths[0] + 2) * EPS * float(np.linalg.norm(terms))

    def marginal_error(self, stacked: Array, marginal: Array) -> float:
        """Return by how much block coordinates may miss a marginal, rounding included."""
        residual = float(np.linalg.norm(marginal - self.marginal_of(stacked)))
        terms = self._magnitudes[1](np.abs(stacked)) + np.abs(marginal)
        return residual + (self._depths[1] + 2) * EPS * float(np.linalg.norm(terms))

    @cached_property
    def weights(self) -> Array:
        """c_λ of σ_ref = ⊕ c_λ·1, the maximally mixed state on ⊕F_λ, of trace d_a."""
        weights = np.array(self.multiplicities, dtype=float)
        scale = self.d_a / float(weights @ np.array(self.orders))
        return scale * weights

    @cached_property
    def reference(self) -> Array:
        """Stacked coordinates of σ_ref."""
        return self.layout.scalars(self.weights)

    @cached_property
    def reference_spread(self) -> tuple[float, float]:
        """The least and the largest eigenvalue of σ_ref, a multiple of 1 on each block."""
        return float(self.weights.min()), float(self.weights.max())

    @cached_property
    def reference_marginal(self) -> Array:
        """Coordinates of J_ref, the marginal of σ_ref, a relative interior point."""
        return self.marginal_of(self.reference)

    @cached_property
    def _gram(self) -> Gram:
        return Gram(self)

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

    def witness_for(self, blocks: Array) -> Array:
        """Return the W whose S(W) is nearest to given blocks, (S†S)⁺ S† of them."""
        return self._gram.solve(self.marginal_of(blocks))

    def repair(self, stacked: Array, marginal: Array) -> Array:
        """Return the nearest block coordinates whose marginal is exactly `marginal`.

        Z + S (S†S)⁺ (J − S†Z); done twice, so that what is left is rounding.
        """
        for _ in range(2):
            residual = marginal - self.marginal_of(stacked)
            stacked = stacked + self.blocks_of(self._gram.solve(residual))
        return stacked

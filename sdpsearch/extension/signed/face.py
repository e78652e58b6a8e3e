"""The face of signed 2-extensions: where P(σ) ± R(σ) ≥ 0 have an interior.

J has a signed extension iff there is a Hermitian σ on A⊗B⊗B' with FσF = σ, tr_B' σ = J and

    P(σ) + R(σ) ≥ 0,        P(σ) − R(σ) ≥ 0        (see `shuffle`).

Then R(σ) lives on range(J)⊗B', so that σ lives on the face ⊕F_λ of ordinary extensions,
and so do no others than Herm(⊕F_λ). Its most mixed point σ_ref ≥ 0 satisfies both
inequalities, and what they send to 0 there they send to 0 for every σ on the face: the
functional σ ↦ <v|(P ∓ R)(σ)|v> is non-negative on all σ ≥ 0 and vanishes at a positive
definite one. So the kernels at σ_ref are the facial reduction, and σ_ref is interior.

Blocks are P ± R on the complements C_± of these kernels; a witness is a pair (W, Z) of
Hermitian W on A⊗B and Z = Z_+ ⊕ Z_− ≥ 0 with

    tr(W tr_B' σ) = tr Z_+ (P + R)(σ) + tr Z_− (P − R)(σ)     for every σ on the face.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from sdpsearch.extension.checks import psd_margin
from sdpsearch.extension.form import LineForm
from sdpsearch.extension.signed.blocks import SignedBlocks
from sdpsearch.extension.signed.form import ExtensionForm
from sdpsearch.extension.signed.variables import (
    Variables,
    face_variables,
    whole_variables,
)
from sdpsearch.linalg import EPS, Array

#: Units of rounding, per order of a matrix, in its entries.
_ROUNDING = 4


@dataclass(frozen=True, eq=False)
class SignedFace(SignedBlocks):
    """Signed extensions on the face that the range of a Choi operator leaves.

    Attributes:
        forced: directions of range(J)⊗B' where P ± R vanish beyond |a,Ω>, which always do.
        leak, noise, tilt: as of every face, the supports' own included.
    """

    forced: int
    leak: float
    noise: float
    tilt: float

    @cached_property
    def is_generic(self) -> bool:
        """Whether the face is no larger, and no more is forced, than a count leaves."""
        return self.base.is_generic and self.forced == 0

    @property
    def is_sharp(self) -> bool:
        """Whether nothing was taken for zero but rounding of the data."""
        return self.base.is_sharp and self.leak <= self.noise

    # Witnesses and marginals

    def coordinates(self, matrix: Array) -> Array:
        """Return the coordinates of (J, 0): pairings are with the W of (W, Z)."""
        return np.concatenate([self.base.coordinates(matrix), np.zeros(self.layout.size)])

    def lift(self, coordinates: Array) -> Array:
        """Return W, or J, on A⊗B."""
        return self.base.lift(coordinates[: self._size])

    @cached_property
    def _size(self) -> int:
        return self.base.identity.size

    @cached_property
    def identity(self) -> Array:
        """(2 d_b 1, 1): tr(P + R) + tr(P − R) = 2 d_b tr J."""
        ones = self.layout.scalars(np.ones(2))
        return np.concatenate([2 * self.d_b * self.base.identity, ones])

    @property
    def free(self) -> Array:
        """Linear identities tr(WJ) = 0 of all marginals: those of ordinary extensions."""
        return self._padded(self.base.free)

    @property
    def bound(self) -> Array:
        """Orthonormal columns spanning the complement of the W of these."""
        return self._padded(self.base.bound)

    def _padded(self, columns: Array) -> Array:
        return np.vstack([columns, np.zeros((self.layout.size, columns.shape[1]))])

    @cached_property
    def operator(self) -> sparse.csr_array:
        """(W, Z) ↦ Z."""
        nothing = sparse.csr_array((self.layout.size, self._size))
        return sparse.csr_array(
            sparse.hstack([nothing, sparse.eye_array(self.layout.size)])
        )

    @cached_property
    def adjoint(self) -> sparse.csr_array:
        """Its transpose."""
        return sparse.csr_array(self.operator.T)

    def blocks_of(self, witness: Array) -> Array:
        """Return Z."""
        return witness[self._size :]

    def marginal_of(self, stacked: Array) -> Array:
        """Return the coordinates of tr_B' σ."""
        found = self.base.marginal_of(self.sigma_blocks(stacked))
        return np.concatenate([found, np.zeros(self.layout.size)])

    def form(self, start: Array, direction: Array) -> LineForm:
        """Return min{x : J_0 + x D has a signed extension}, σ being the variable."""
        return ExtensionForm(self, start[: self._size], direction[: self._size])

    def witness(self, stacked: Array) -> Array:
        """Return (W, Z) for Z near to given blocks, exact but for rounding.

        W is the nearest, and ±R of what Z misses it by mends that: the Z_± are moved by
        ∓R(Δ)/2, on which P, the same in both, has no say.
        """
        paired = self.paired(stacked)
        best = self.base.witness_for(paired)
        missed = paired - self.base.blocks_of(best)
        return np.concatenate([best, stacked - self.turning(missed)])

    @cached_property
    def variables(self) -> Variables:
        """The σ without marginal."""
        if self.is_full:
            return whole_variables(self.d_a, self.d_b, self.real)
        return face_variables(self)

    # Extensions

    @cached_property
    def reference(self) -> Array:
        """The blocks of σ_ref, the maximally mixed state on ⊕F_λ, of trace d_a."""
        return self.stacked(self.base.extension(self.base.reference))

    @cached_property
    def reference_marginal(self) -> Array:
        """Coordinates of its marginal J_ref."""
        nothing = np.zeros(self.layout.size)
        return np.concatenate([self.base.reference_marginal, nothing])

    @cached_property
    def reference_spread(self) -> tuple[float, float]:
        """Bounds on the least and the largest eigenvalue of its blocks."""
        blocks = self.block_matrices(self.reference)
        most = max(float(np.linalg.norm(block, 2)) for block in blocks)
        return psd_margin(self, self.reference), (1 + EPS * sum(self.orders)) * most

    def repair(self, stacked: Array, marginal: Array) -> Array:
        """Return the blocks of the nearest σ whose marginal is `marginal`."""
        sigma = self.base.repair(self.sigma_blocks(stacked), marginal[: self._size])
        return self.stacked(self.base.extension(sigma))

    def extension(self, stacked: Array) -> Array:
        """Return σ on A⊗B⊗B'."""
        return self.base.extension(self.sigma_blocks(stacked))

    def columns(self, stacked: Array) -> Array:
        """Raise ValueError: a signed extension is no C C†."""
        raise ValueError("A signed extension need not be positive.")

    # What may be missed

    @cached_property
    def norm(self) -> float:
        """A bound on ‖(P+R, P−R)(σ)‖/‖σ‖: 2‖P‖² + 2‖R‖² with ‖P(σ)‖ ≤ d_b‖σ‖, ‖R‖ = ‖σ‖."""
        return float(np.sqrt(2 * (self.d_b**2 + 1)))

    @cached_property
    def gain(self) -> float:
        """What a marginal's error is divided by for what it costs in P ± R."""
        return min(1.0, self.base.gain) / self.norm

    def charge(self, witness: Array) -> float:
        """Return how negative tr(WJ') may be for a J' of trace d_a on the true face.

        Z ≥ 0 pairs with every σ' as it should but for what σ' has outside the face found;
        ‖σ'‖ = ‖R(σ')‖ ≤ ‖P(σ')‖ ≤ √d_b d_a.
        """
        w, z = np.split(witness, [self._size])
        size = self.norm * np.linalg.norm(z) + np.sqrt(self.d_b) * np.linalg.norm(w)
        return 3 * self.base.tilt * self.d_a * float(np.sqrt(self.d_b) * size)

    def witness_rounding(self, witness: Array) -> float:
        """Return what Z must have to spare for what (W, Z) miss each other by.

        Δ costs ‖Δ‖‖σ'‖ ≤ ‖Δ‖√d_b d_a, and r·1 in both Z_± is worth 2 r d_b d_a.
        """
        w, z = np.split(witness, [self._size])
        missed = float(np.linalg.norm(self.paired(z) - self.base.blocks_of(w)))
        return missed + self.base.witness_rounding(w) + self._rounding(z)

    def marginal_error(self, stacked: Array, marginal: Array) -> float:
        """Return by how much the σ of blocks may miss a marginal, rounding included."""
        sigma = self.sigma_blocks(stacked)
        found = self.base.marginal_error(sigma, marginal[: self._size])
        return found + self._rounding(stacked)

    def _rounding(self, stacked: Array) -> float:
        units = _ROUNDING * self.d_a * self.d_b**2 * EPS
        return units * self.norm * float(np.linalg.norm(stacked))

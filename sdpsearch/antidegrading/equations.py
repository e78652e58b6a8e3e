"""The linear equations of antidegrading maps, and the projection onto what they fix.

On the minimal environment C = C_N satisfies tr_B C = 1_E and N∘Φ^c = Φ. Differences of
solutions vanish on O = Φ^c(L(A)) and have trace zero, so the equations fix exactly the
component of C in

    K = Herm(E)⊗1_B + O^T⊗Herm(B),        dim K^⊥ = (r² − m)(d_B² − 1),   m = dim O,

r being the Choi rank: O^T⊗Herm(B) and Herm(E)⊗1_B meet in O^T⊗1_B, on which the
equations agree because Φ^c and Φ preserve the trace.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import (
    Array,
    Support,
    dagger,
    hermitian_basis,
    hermitian_part,
    partial_trace,
    support,
    svec,
    times,
)

#: Singular values of Φ^c below this part of the largest are rounding.
_REACHED_RTOL = 1e-9


@dataclass(frozen=True, eq=False)
class Equations:
    """tr_B C = 1_E and N∘Φ^c = Φ for a channel with independent Kraus operators.

    Attributes:
        channel: Φ.
    """

    channel: Channel

    @property
    def d_e(self) -> int:
        """Dimension r of the minimal environment."""
        return self.channel.d_env

    @property
    def d_b(self) -> int:
        """Dimension of the output."""
        return self.channel.d_out

    @cached_property
    def reached(self) -> Support:
        """The space O = Φ^c(L(A)) in svec coordinates of Herm(E), with its gap."""
        return support(self._images(self.channel.complementary), _REACHED_RTOL)

    @cached_property
    def dimension(self) -> int:
        """Real dimension (r² − m)(d_B² − 1) of the linear space of solutions."""
        return (self.d_e**2 - self.reached.rank) * (self.d_b**2 - 1)

    @cached_property
    def target(self) -> Array:
        """The component κ in K that every solution has."""
        images = self._images(self.channel.complementary)
        outputs = self._images(self.channel)
        # N(o_k) for the orthonormal o_k = Σ_j c_jk Φ^c(h_j): the same sum of Φ(h_j).
        pick = np.linalg.pinv(images, rcond=_REACHED_RTOL) @ self.reached.basis
        d_e, d_b = self.d_e, self.d_b
        inputs = times(hermitian_basis(d_e, False), self.reached.basis)
        read = times(hermitian_basis(d_b, False), outputs @ pick)
        read = read.reshape(d_b, d_b, -1)
        read = read - np.eye(d_b)[:, :, None] * np.einsum("bbk->k", read) / d_b
        transposed = inputs.reshape(d_e, d_e, -1).swapaxes(0, 1)
        choi = np.einsum("efk,bck->ebfc", transposed, read).reshape(2 * (d_e * d_b,))
        return hermitian_part(choi + np.eye(d_e * d_b) / d_b)

    def project(self, matrix: Array) -> Array:
        """Return the component in K of a Hermitian matrix on E⊗B."""
        d_e, d_b = self.d_e, self.d_b
        traced = np.kron(partial_trace(matrix, (d_e, d_b), 1), np.eye(d_b) / d_b)
        rest = (matrix - traced).reshape(d_e, d_b, d_e, d_b).transpose(0, 2, 1, 3)
        kept = self._onto @ rest.reshape(d_e * d_e, d_b * d_b)
        back = kept.reshape(d_e, d_e, d_b, d_b).transpose(0, 2, 1, 3)
        return hermitian_part(traced + back.reshape(matrix.shape))

    def residual(self, matrix: Array) -> float:
        """Return the Frobenius norm by which a matrix misses the equations."""
        return float(np.linalg.norm(self.target - self.project(matrix)))

    def fixed_on(self, range_basis: Array) -> Support:
        """Return the directions of X that the equations fix in C = Q X Q†.

        Args:
            range_basis: Q, orthonormal columns on E⊗B, shape (r d_B, q).

        Returns:
            The support, in svec coordinates of Herm(q), of the adjoint of
            X ↦ P_K(Q X Q†); q² less its rank is the number of homogeneous solutions.
        """
        order = range_basis.shape[1]
        basis = hermitian_basis(order, False).toarray().T.reshape(-1, order, order)
        images = [
            svec(self.project(range_basis @ x @ dagger(range_basis)), False) for x in basis
        ]
        return support(np.array(images), _REACHED_RTOL)

    @cached_property
    def _onto(self) -> Array:
        """Orthogonal projector onto O^T, acting on row-major vec."""
        basis = times(hermitian_basis(self.d_e, False), self.reached.basis)
        stacked = basis.reshape(self.d_e, self.d_e, -1).swapaxes(0, 1)
        columns = stacked.reshape(self.d_e**2, -1)
        return columns @ dagger(columns)

    def _images(self, channel: Channel) -> Array:
        """Return the images of an orthonormal basis of Herm(A), in svec coordinates."""
        d_a = self.channel.d_in
        basis = hermitian_basis(d_a, False).toarray().T.reshape(-1, d_a, d_a)
        return np.array([svec(channel.apply(h), False) for h in basis]).T

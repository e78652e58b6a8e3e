"""Code: a state of a reference and n inputs, symmetric in the inputs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from sdpsearch.linalg import Array, readonly


@dataclass(frozen=True, eq=False)
class Code:
    """Σ_i √p_i |i>_R ⊗ |ψ_i>^{⊗n}: a state of one use for n = 1, a repetition code beyond.

    With n = 1 every input state has this form, ψ_i being its eigenvectors. With more,
    ψ_i^{⊗n} are what repetition codes superpose (DiVincenzo, Shor, Smolin,
    quant-ph/9706061).

    Attributes:
        vectors: √p_i ψ_i as columns, shape (d_in, r), read-only; Σ p_i = 1.
        copies: n, the number of uses.

    Example:
        >>> import numpy as np
        >>> Code(np.eye(2) / np.sqrt(2)).copies
        1
    """

    vectors: Array
    copies: int = 1

    def __post_init__(self) -> None:
        kept = self.vectors[:, np.linalg.norm(self.vectors, axis=0) > 0]
        scaled = kept / np.linalg.norm(kept)
        object.__setattr__(self, "vectors", readonly(scaled))

    @classmethod
    def of_state(cls, rho: Array) -> Code:
        """Return the code of one use that sends half of a purification of ρ."""
        values, vectors = np.linalg.eigh(rho)
        kept = values > 0
        return cls(vectors[:, kept] * np.sqrt(values[kept]))

    def output(self, kraus: Array) -> Array:
        """Return the state of R B^n, shape (r d_out^n, r d_out^n).

        It is Σ_{ij} √(p_i p_j) |i><j| ⊗ Φ(ψ_i ψ_j†)^{⊗n}.

        Args:
            kraus: Kraus operators of Φ, shape (d_env, d_out, d_in).
        """
        weights = np.linalg.norm(self.vectors, axis=0)
        sent = self.vectors / weights
        images = (kraus @ sent).transpose(2, 1, 0)  # (r, d_out, d_env)
        count, size = images.shape[0], images.shape[1] ** self.copies
        joint = np.zeros((count, size, count, size), dtype=images.dtype)
        for i in range(count):
            for j in range(i + 1):
                block = images[i] @ images[j].conj().T
                whole = reduce(np.kron, [block] * self.copies)
                joint[i, :, j, :] = weights[i] * weights[j] * whole
                joint[j, :, i, :] = weights[i] * weights[j] * whole.conj().T
        return joint.reshape(count * size, count * size)

"""A map by its Kraus operators, and the matrices that follow from them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.range import Range, column_range, column_ranges
from sdpsearch.linalg import EPS, Array, hermitian_part, is_real, readonly


class Representation:
    """Kraus operators K_e of a map from A to B, found and kept when asked: J, V, range.

    Args:
        kraus: read-only array of shape (d_env, d_out, d_in).
    """

    def __init__(self, kraus: Array) -> None:
        self._kraus = kraus

    @property
    def kraus(self) -> Array:
        """Kraus operators as given, shape (d_env, d_out, d_in), read-only."""
        return self._kraus

    @property
    def d_env(self) -> int:
        """Number of Kraus operators, the dimension of this representation's environment."""
        return self._kraus.shape[0]

    @property
    def d_out(self) -> int:
        """Dimension of the output."""
        return self._kraus.shape[1]

    @property
    def d_in(self) -> int:
        """Dimension of the input."""
        return self._kraus.shape[2]

    @cached_property
    def kraus_matrix(self) -> Array:
        """M = [vec K_1 … vec K_n], shape (d_in·d_out, d_env): J = M M†."""
        return readonly(self._kraus.transpose(2, 1, 0).reshape(-1, self.d_env))

    @cached_property
    def choi(self) -> Array:
        """J = Σ_ij |i><j| ⊗ Φ(|i><j|), shape (d_in·d_out)², read-only."""
        matrix = self.kraus_matrix
        return readonly(matrix @ matrix.conj().T)

    @cached_property
    def isometry(self) -> Array:
        """Stinespring isometry V: A → B⊗E, shape (d_out·d_env, d_in), read-only."""
        return readonly(self._kraus.transpose(1, 0, 2).reshape(-1, self.d_in))

    @cached_property
    def range(self) -> Range:
        """The range of J, to the rounding of the Kraus operators and no further."""
        return column_range(self.kraus_matrix)

    @property
    def rank(self) -> int:
        """Choi rank: the dimension of the smallest possible environment."""
        return self.range.rank

    def apply(self, rho: Any) -> Array:
        """Return Φ(ρ) for a d_in×d_in matrix ρ.

        Raises:
            ValueError: ρ has another shape or an entry that is not finite.
        """
        matrix = checks.finite_array("rho", rho)
        if matrix.shape != (self.d_in, self.d_in):
            raise ValueError(
                f"Argument `rho` must have shape {(self.d_in, self.d_in)}, "
                f"but has shape {matrix.shape}."
            )
        return np.einsum("eba,ac,edc->bd", self._kraus, matrix, self._kraus.conj())

    def independent_kraus(self) -> Array:
        """Return as many Kraus operators as the rank, from the singular vectors of M."""
        # Real Kraus matrices have real singular vectors, so reality survives.
        matrix = self.kraus_matrix
        if not np.any(matrix.imag):
            matrix = matrix.real
        left, values, _ = np.linalg.svd(matrix, full_matrices=False)
        columns = left[:, : self.rank] * values[: self.rank]
        return columns.T.reshape(-1, self.d_in, self.d_out).swapaxes(1, 2)


def find_ranges(maps: Sequence[Representation]) -> None:
    """Find the ranges of many maps at once; each keeps its own, as when it is asked."""
    alike: dict[tuple[object, ...], list[Representation]] = {}
    for asked in maps:
        if "range" in vars(asked):
            continue
        key = (asked.kraus.shape, is_real(asked.kraus))
        alike.setdefault(key, []).append(asked)
    for group in alike.values():
        found = column_ranges(np.array([asked.kraus_matrix for asked in group]))
        for asked, span in zip(group, found, strict=True):
            vars(asked)["range"] = span


def kraus_of_choi(choi: Array, d_in: int, d_out: int) -> Array:
    """Return Kraus operators, shape (d_env, d_out, d_in), of a Choi operator in floats.

    Eigenvalues below 8·d_in·d_out units of rounding of the largest are left out.
    """
    values, vectors = np.linalg.eigh(hermitian_part(choi))
    keep = values > 8 * d_in * d_out * EPS * values[-1]
    columns = vectors[:, keep] * np.sqrt(values[keep])
    if not np.any(choi.imag):
        columns = np.real(columns)
    return columns.T.reshape(-1, d_in, d_out).swapaxes(1, 2)

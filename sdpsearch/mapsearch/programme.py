"""One semidefinite programme in real data, and what a solver answers to it.

Hermitian matrices are held by the embedding [[Re, −Im], [Im, Re]]:

    minimise c·x   subject to   A x = b,   mat_i(F_i x + g_i) ≥ 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import sparse

from sdpsearch.linalg import Array, hermitian_basis, times


@dataclass(frozen=True, eq=False)
class Inequality:
    """mat(F x + g) ≥ 0 for a Hermitian matrix given by svec coordinates.

    Attributes:
        order: order of the matrix.
        real: whether it is real symmetric.
        factor: F.
        constant: g.
    """

    order: int
    real: bool
    factor: Array | sparse.csr_array
    constant: Array

    @property
    def embedded(self) -> tuple[sparse.csr_array, Array, int]:
        """F and g into the real symmetric matrices of the embedding, and their order."""
        embed = embedding(self.order, self.real)
        side = self.order if self.real else 2 * self.order
        return sparse.csr_array(embed @ self.factor), times(embed, self.constant), side


@dataclass(frozen=True, eq=False)
class Programme:
    """minimise c·x subject to A x = b and matrix inequalities."""

    objective: Array
    equalities: Array
    right_side: Array
    inequalities: tuple[Inequality, ...]


@dataclass(frozen=True)
class Answer:
    """What a solver returned: numbers to be checked, or None where it returned none.

    Attributes:
        x: the variables.
        equality_duals: multipliers of A x = b, up to a sign.
        matrix_duals: multipliers of the inequalities (order or 2·order), up to a factor.
        solver: language and solver.
        message: the solver's words.
    """

    x: Array | None
    equality_duals: Array | None
    matrix_duals: tuple[Array, ...] | None
    solver: str
    message: str


@lru_cache(maxsize=64)
def embedding(order: int, real: bool) -> sparse.csr_array:
    """Return the map from svec coordinates to row-major vec of [[Re, −Im], [Im, Re]]."""
    basis = sparse.coo_array(hermitian_basis(order, real))
    if real:
        return sparse.csr_array(basis)
    (entry, column), data = basis.coords, np.array(basis.data)
    i, j = np.divmod(entry, order)
    side = 2 * order
    rows, values = [], []
    for a, b, part in (
        (0, 0, np.real(data)),
        (order, order, np.real(data)),
        (0, order, -1.0 * np.imag(data)),
        (order, 0, np.imag(data)),
    ):
        rows.append((i + a) * side + (j + b))
        values.append(part)
    shape = (side * side, basis.shape[1])
    matrix = sparse.csr_array(
        (np.concatenate(values), (np.concatenate(rows), np.tile(column, 4))), shape
    )
    matrix.eliminate_zeros()
    return matrix


def unembedded(matrix: Array, real: bool) -> Array:
    """Return the Hermitian matrix nearest to an embedded one."""
    if real:
        return (matrix + matrix.T) / 2
    half = matrix.shape[0] // 2
    top, bottom = matrix[:half], matrix[half:]
    plain = (top[:, :half] + bottom[:, half:]) / 2
    turned = (bottom[:, :half] - top[:, half:]) / 2
    found = plain + 1j * turned
    return (found + found.conj().T) / 2

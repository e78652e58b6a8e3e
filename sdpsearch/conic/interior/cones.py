"""The two kinds of cones: positive semidefinite matrices, and entries; see `part`."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import linalg, sparse

from sdpsearch.conic.compression import Compression
from sdpsearch.conic.interior.part import Coefficients
from sdpsearch.conic.problem import Orthant, PsdCone
from sdpsearch.layout import layout
from sdpsearch.linalg import Array

#: Share of an orthant's coefficients from which on zeros are not left out.
_DENSE = 0.1


class Matrices:
    """Positive semidefinite cones of one field as a block-diagonal matrix."""

    def __init__(
        self, cones: list[PsdCone], rows: slice, compressions: list[Compression]
    ) -> None:
        self.rows: slice = rows
        self.real = cones[0].real
        self.layout = layout(tuple(cone.order for cone in cones), self.real)
        self.degree: int = self.layout.order
        self._places = np.diag_indices(self.degree)
        kind = np.zeros((1, 1), dtype=float if self.real else complex)
        letters = "sy" if self.real else "he"
        names = ("potrf", f"{letters}evd", f"{letters}evr")
        found: Any = linalg.get_lapack_funcs(names, (kind,))
        self._potrf, self._evd, self._evr = found
        self.factor = _side_by_side(compressions) if compressions else None

    def unit(self) -> Array:
        """Return the coordinates of 1."""
        return self.layout.coordinates(
            np.eye(self.degree, dtype=float if self.real else complex)
        )

    def root(self, coordinates: Array) -> Array | None:
        """Return F with FF† = X, None unless X is positive definite."""
        return self._lower(self.layout.matrix(coordinates))

    def _lower(self, matrix: Array) -> Array | None:
        lower, failed = self._potrf(matrix, lower=1, clean=1)
        return None if failed else lower

    def value(self, root: Array) -> Array:
        """Return the coordinates of FF†."""
        return self.layout.coordinates(np.ascontiguousarray(root @ root.conj().T))

    def scaling(self, primal: Array, dual: Array) -> tuple[Array, Array] | None:
        """Return R and the diagonal of Λ from roots of S and Z."""
        # Λ is that of √μ·1 but for how far the iterate is from the central path, so that
        # nothing is lost in squaring; an SVD would cost half as much again.
        product = dual.conj().T @ primal
        squares, right, failed = self._evd(product.conj().T @ product)
        if failed or not squares[0] > 0:
            return None
        values = np.sqrt(squares)
        left = product @ (right / (values * np.sqrt(values)))
        return left.conj().T @ dual.conj().T, values

    def inward(self, scale: Array, coordinates: Array) -> Array:
        """Return R X R†."""
        return scale @ self.layout.matrix(coordinates) @ scale.conj().T

    def outward(self, scale: Array, scaled: Array) -> Array:
        """Return the coordinates of R† X R."""
        return self.layout.coordinates(scale.conj().T @ scaled @ scale)

    def affine(self, diagonal: Array) -> Array:
        """Return −Λ, what ds̃ + dz̃ is to be for complementarity at once."""
        return np.diag(-diagonal)

    def corrected(self, diagonal: Array, ds: Array, dz: Array, target: float) -> Array:
        """Return C with Λ∘C = target·1 − Λ² − ds̃∘dz̃, the second-order term included."""
        product = ds @ dz
        wanted = -(product + product.conj().T)
        wanted[self._places] += 2 * (target - diagonal**2)
        wanted /= diagonal[:, None] + diagonal
        return wanted

    def reach(self, diagonal: Array, direction: Array) -> float:
        """Return the largest α with Λ + α X ≥ 0."""
        root = 1 / np.sqrt(diagonal)
        least = self._evr(
            root[:, None] * direction * root, compute_v=0, range="I", il=1, iu=1
        )[0][0]
        return -1 / least if least < 0 else np.inf

    def moved(
        self, scale: Array, diagonal: Array, direction: Array, step: float
    ) -> Array | None:
        """Return the root F of Z after the step, Z = R†(Λ + α dz̃)R."""
        matrix = step * direction
        matrix[self._places] += diagonal
        lower = self._lower(matrix)
        return None if lower is None else scale.conj().T @ lower

    def coefficients(self, rows: sparse.csr_array) -> Coefficients:
        """Return the variables that the rows of G here know, and their matrices G_p."""
        used = np.unique(rows.indices).astype(np.intp)
        dense = rows[:, used].toarray()
        return Coefficients(used, self.layout.matrix(np.ascontiguousarray(dense.T)))

    def add_schur(self, total: Array, scale: Array, known: Coefficients) -> None:
        """Add tr(Θ G_p Θ G_q) to H, by no structure of G but its zeros."""
        turned: Array = scale @ known.held @ scale.conj().T
        flat = turned.reshape(known.used.size, -1).view(float)
        total[np.ix_(known.used, known.used)] += flat @ flat.T


class Entries:
    """An orthant: every formula entry by entry."""

    def __init__(self, cone: Orthant, rows: slice) -> None:
        self.rows: slice = rows
        self.degree: int = cone.size

    def unit(self) -> Array:
        """Return the coordinates of 1."""
        return np.ones(self.degree)

    def root(self, coordinates: Array) -> Array | None:
        """Return F with FF† = X, None unless X is positive definite."""
        return np.sqrt(coordinates) if np.all(coordinates > 0) else None

    def value(self, root: Array) -> Array:
        """Return the coordinates of FF†."""
        return root**2

    def scaling(self, primal: Array, dual: Array) -> tuple[Array, Array] | None:
        """Return R and the diagonal of Λ from roots of S and Z."""
        diagonal = primal * dual
        return (dual / primal, diagonal) if np.all(diagonal > 0) else None

    def inward(self, scale: Array, coordinates: Array) -> Array:
        """Return R X R†."""
        return scale * coordinates

    def outward(self, scale: Array, scaled: Array) -> Array:
        """Return the coordinates of R† X R."""
        return scale * scaled

    def affine(self, diagonal: Array) -> Array:
        """Return −Λ, what ds̃ + dz̃ is to be for complementarity at once."""
        return -diagonal

    def corrected(self, diagonal: Array, ds: Array, dz: Array, target: float) -> Array:
        """Return C with Λ∘C = target·1 − Λ² − ds̃∘dz̃, the second-order term included."""
        return (target - diagonal**2 - ds * dz) / diagonal

    def reach(self, diagonal: Array, direction: Array) -> float:
        """Return the largest α with Λ + α X ≥ 0."""
        least = float(np.min(direction / diagonal))
        return -1 / least if least < 0 else np.inf

    def moved(
        self, scale: Array, diagonal: Array, direction: Array, step: float
    ) -> Array | None:
        """Return the root F of Z after the step, Z = R†(Λ + α dz̃)R."""
        return self.root(scale * (diagonal + step * direction))

    def coefficients(self, rows: sparse.csr_array) -> Coefficients:
        """Return the rows of G that belong here: sparse, for there may be thousands."""
        is_dense = rows.nnz > _DENSE * rows.shape[0] * rows.shape[1]
        return Coefficients(np.arange(rows.shape[1]), rows.toarray() if is_dense else rows)

    def add_schur(self, total: Array, scale: Array, known: Coefficients) -> None:
        """Add tr(Θ G_p Θ G_q) to H, by no structure of G but its zeros."""
        weighted: Any = sparse.diags_array(scale) @ known.held
        product: Any = weighted.T @ weighted
        total += product if isinstance(product, np.ndarray) else product.toarray()


def _side_by_side(compressions: list[Compression]) -> Array:
    """Return one Y for a block-diagonal matrix, each block with an m of its own."""
    r = compressions[0].size
    if len(compressions) == 1:
        return compressions[0].factor
    factors = [c.factor.reshape(r, len(c.factor) // r, -1) for c in compressions]
    wide, order = (sum(f.shape[axis] for f in factors) for axis in (1, 2))
    whole = np.zeros((r, wide, order), dtype=factors[0].dtype)
    row = column = 0
    for factor in factors:
        _, m, n = factor.shape
        whole[:, row : row + m, column : column + n] = factor
        row, column = row + m, column + n
    return whole.reshape(r * wide, order)

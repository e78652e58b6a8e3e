"""The cones of a problem, each with what one step asks of it in scaled coordinates.

For s in the interior of a cone and z in that of its dual the Nesterov–Todd scaling is the
R with R S R† = Λ = R⁻† Z R⁻¹, Λ diagonal (Todd, Toh, Tütüncü, 1998; not looked up): the
complementarity condition SZ = μ1 becomes one of sums, Λ∘(ds̃ + dz̃), for ds̃ = R ds R† and
dz̃ = R⁻† dz R⁻¹. Z is kept as FF†, so that its small eigenvalues stay accurate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sdpsearch.linalg import Array


@dataclass(frozen=True, eq=False)
class Coefficients:
    """A part's rows of G.

    Attributes:
        used: the variables they know.
        held: their matrices G_p, shape (used, n, n), or the rows themselves.
    """

    used: NDArray[np.intp]
    held: Any  # an array or, for an orthant with few entries, a sparse one


class Part(Protocol):
    """One cone, or several held together: a piece of the stacked coordinates."""

    @property
    def rows(self) -> slice:
        """Its place in stacked coordinates."""
        ...

    @property
    def degree(self) -> int:
        """Its order, what tr(SZ) is divided by for the mean μ."""
        ...

    def unit(self) -> Array:
        """Return the coordinates of 1."""
        ...

    def root(self, coordinates: Array) -> Array | None:
        """Return F with FF† = X, None unless X is positive definite."""
        ...

    def value(self, root: Array) -> Array:
        """Return the coordinates of FF†."""
        ...

    def scaling(self, primal: Array, dual: Array) -> tuple[Array, Array] | None:
        """Return R and the diagonal of Λ from roots of S and Z."""
        ...

    def inward(self, scale: Array, coordinates: Array) -> Array:
        """Return R X R†."""
        ...

    def outward(self, scale: Array, scaled: Array) -> Array:
        """Return the coordinates of R† X R."""
        ...

    def affine(self, diagonal: Array) -> Array:
        """Return −Λ, what ds̃ + dz̃ is to be for complementarity at once."""
        ...

    def corrected(self, diagonal: Array, ds: Array, dz: Array, target: float) -> Array:
        """Return C with Λ∘C = target·1 − Λ² − ds̃∘dz̃, the second-order term included."""
        ...

    def reach(self, diagonal: Array, direction: Array) -> float:
        """Return the largest α with Λ + α X ≥ 0."""
        ...

    def moved(
        self, scale: Array, diagonal: Array, direction: Array, step: float
    ) -> Array | None:
        """Return the root F of Z after the step, Z = R†(Λ + α dz̃)R."""
        ...

    def coefficients(self, rows: sparse.csr_array) -> Coefficients:
        """Return the rows of G that belong here, in the form that add_schur() wants."""
        ...

    def add_schur(self, total: Array, scale: Array, known: Coefficients) -> None:
        """Add tr(Θ G_p Θ G_q) to H, by no structure of G but its zeros."""
        ...

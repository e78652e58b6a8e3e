"""How the Schur complements of many programmes are formed, by what their G are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sdpsearch.conic.interior.batch.cones import Flags
from sdpsearch.conic.interior.schur import Gram
from sdpsearch.linalg import Array, dagger


class Forming(Protocol):
    """H_pq = Σ tr(Θ G_p Θ G_q) for the scalings Θ = R†R of N programmes."""

    def into(self, vectors: Array) -> Array:
        """Return vectors in the coordinates of H."""
        ...

    def back(self, vectors: Array) -> Array:
        """Return vectors of H's coordinates in those of x."""
        ...

    def taken(self, kept: Flags) -> Forming:
        """Return how H is formed for some of them."""
        ...

    def alone(self, i: int) -> Forming:
        """Return how H is formed for the i-th, in arrays of its own."""
        ...

    def form(self, scales: list[Array]) -> Array:
        """Return H from R of every cone, lower triangles at least.

        The array may be used again by the next call.
        """
        ...


@dataclass(frozen=True, eq=False)
class Compressed:
    """H of X ↦ Y†(X⊗1)Y over one X, in the coordinates of `Gram`.

    Attributes:
        gram: of the order of X; its arrays are used again.
        factors: Y of each cone, shape (N, r·m, order), or without the first axis for all.
    """

    gram: Gram
    factors: tuple[Array, ...]

    def into(self, vectors: Array) -> Array:
        """Return vectors in the coordinates of H."""
        return self.gram.into(vectors)

    def back(self, vectors: Array) -> Array:
        """Return vectors of H's coordinates in svec coordinates."""
        return self.gram.back(vectors)

    def taken(self, kept: Flags) -> Compressed:
        """Return how H is formed for some of them."""
        if self.factors[0].ndim == 2:
            return self
        return Compressed(self.gram, tuple(factor[kept] for factor in self.factors))

    def alone(self, i: int) -> Compressed:
        """Return how H is formed for the i-th, in arrays of its own."""
        own = self.factors[0].ndim == 3
        factors = tuple(f[i : i + 1] if own else f for f in self.factors)
        return Compressed(Gram(self.gram.size, self.gram.real), factors)

    def form(self, scales: list[Array]) -> Array:
        """Return H from R of every cone; the array is used again by the next call."""
        pairs = zip(self.factors, scales, strict=True)
        return self.gram.form([factor @ dagger(scale) for factor, scale in pairs])


@dataclass(frozen=True, eq=False)
class Entrywise:
    """H of any G, by the matrices of its columns.

    Attributes:
        matrices: G_p of each cone, shape (N, n, order, order).
    """

    matrices: tuple[Array, ...]

    def into(self, vectors: Array) -> Array:
        """Return the vectors."""
        return vectors

    def back(self, vectors: Array) -> Array:
        """Return the vectors."""
        return vectors

    def taken(self, kept: Flags) -> Entrywise:
        """Return how H is formed for some of them."""
        return Entrywise(tuple(each[kept] for each in self.matrices))

    def alone(self, i: int) -> Entrywise:
        """Return how H is formed for the i-th."""
        return Entrywise(tuple(each[i : i + 1] for each in self.matrices))

    def form(self, scales: list[Array]) -> Array:
        """Return H from R of every cone."""
        total = 0.0
        for scale, each in zip(scales, self.matrices, strict=True):
            turned = scale[:, None] @ each @ dagger(scale)[:, None]
            flat = turned.reshape(*each.shape[:2], -1).view(float)
            total = total + flat @ np.swapaxes(flat, 1, 2)
        return np.asarray(total)

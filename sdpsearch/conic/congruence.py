"""A Schur complement that is formed by the structure of G, whatever that is."""

from __future__ import annotations

from typing import Protocol

from sdpsearch.linalg import Array


class Congruence(Protocol):
    """How H is formed for some variables, faster than from the entries of G."""

    def schur(self, scalings: list[Array]) -> Array:
        """Return H_pq = Σ tr(Θ G_p Θ G_q), p ≥ q at least, for the Θ of every cone."""
        ...

"""All cones of a problem together: what is asked of each, of stacked coordinates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch.conic.compression import Compression
from sdpsearch.conic.interior.cones import Entries, Matrices
from sdpsearch.conic.interior.part import Part
from sdpsearch.conic.problem import ConicProblem, Orthant, PsdCone
from sdpsearch.linalg import Array

#: Cones of one field are held as one block-diagonal matrix up to this order: below it a
#: call costs more than what it computes.
_TOGETHER = 14


@dataclass(frozen=True, eq=False)
class Scaling:
    """R and the diagonal of Λ of every part."""

    scales: list[Array]
    diagonals: list[Array]

    def mean(self, degree: int) -> float:
        """Return μ = tr(SZ)/degree."""
        return sum(float(d @ d) for d in self.diagonals) / degree


class Stack:
    """The cones of a problem in their order, small ones of one field together."""

    def __init__(self, problem: ConicProblem) -> None:
        self.parts: list[Part] = _parts_of(problem)
        self.degree = sum(part.degree for part in self.parts)

    def unit(self) -> Array:
        """Return the coordinates of 1."""
        return np.concatenate([part.unit() for part in self.parts])

    def roots(self, stacked: Array) -> list[Array] | None:
        """Return F with FF† = X, None unless X is positive definite."""
        return _all([part.root(stacked[part.rows]) for part in self.parts])

    def value(self, roots: list[Array]) -> Array:
        """Return the coordinates of FF†."""
        pairs = zip(self.parts, roots, strict=True)
        return np.concatenate([part.value(root) for part, root in pairs])

    def scaling(self, s: Array, roots: list[Array]) -> Scaling | None:
        """Return the scaling of S and Z = FF†, None where rounding left the cone."""
        scales: list[Array] = []
        diagonals: list[Array] = []
        for part, dual in zip(self.parts, roots, strict=True):
            primal = part.root(s[part.rows])
            found = None if primal is None else part.scaling(primal, dual)
            if found is None:
                return None
            scales.append(found[0])
            diagonals.append(found[1])
        return Scaling(scales, diagonals)

    def inward(self, scaling: Scaling, stacked: Array) -> list[Array]:
        """Return R X R†."""
        pairs = zip(self.parts, scaling.scales, strict=True)
        return [part.inward(scale, stacked[part.rows]) for part, scale in pairs]

    def outward(self, scaling: Scaling, scaled: list[Array]) -> Array:
        """Return the coordinates of R† X R."""
        triples = zip(self.parts, scaling.scales, scaled, strict=True)
        return np.concatenate([part.outward(scale, x) for part, scale, x in triples])

    def affine(self, scaling: Scaling) -> list[Array]:
        """Return −Λ."""
        pairs = zip(self.parts, scaling.diagonals, strict=True)
        return [part.affine(diagonal) for part, diagonal in pairs]

    def corrected(
        self, scaling: Scaling, ds: list[Array], dz: list[Array], target: float
    ) -> list[Array]:
        """Return C with Λ∘C = target·1 − Λ² − ds̃∘dz̃."""
        each = zip(self.parts, scaling.diagonals, ds, dz, strict=True)
        return [part.corrected(d, s, z, target) for part, d, s, z in each]

    def reach(self, scaling: Scaling, direction: list[Array]) -> float:
        """Return the largest α with Λ + α X ≥ 0."""
        triples = zip(self.parts, scaling.diagonals, direction, strict=True)
        return min(part.reach(diagonal, x) for part, diagonal, x in triples)

    def moved(
        self, scaling: Scaling, direction: list[Array], step: float
    ) -> list[Array] | None:
        """Return the roots of Z after the step, None where rounding left the cone."""
        each = zip(self.parts, scaling.scales, scaling.diagonals, direction, strict=True)
        return _all([part.moved(r, d, x, step) for part, r, d, x in each])


def _all(found: list[Array | None]) -> list[Array] | None:
    made = [item for item in found if item is not None]
    return made if len(made) == len(found) else None


def _parts_of(problem: ConicProblem) -> list[Part]:
    """Return the cones of a problem in their order, small ones of one field together."""
    found: list[Part] = []
    waiting: list[tuple[PsdCone, Compression | None]] = []
    begun = place = 0
    compressions = problem.compressions or (None,) * len(problem.cones)

    def close() -> None:
        nonlocal begun
        if waiting:
            cones = [cone for cone, _ in waiting]
            known = [c for _, c in waiting if c is not None]
            found.append(Matrices(cones, slice(begun, place), known))
            waiting.clear()
        begun = place

    for cone, compression in zip(problem.cones, compressions, strict=True):
        if isinstance(cone, Orthant):
            close()
            place += cone.size
            found.append(Entries(cone, slice(begun, place)))
            begun = place
            continue
        held = sum(other.order for other, _ in waiting)
        if waiting and (held + cone.order > _TOGETHER or waiting[0][0].real != cone.real):
            close()
        waiting.append((cone, compression))
        place += cone.size
    close()
    return found

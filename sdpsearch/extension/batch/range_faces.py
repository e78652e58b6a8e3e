"""Faces that ranges leave, of one shape: a stack of them or one for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from sdpsearch.channels.range import Range
from sdpsearch.conic.interior.batch.cones import StackedCone, cones_of
from sdpsearch.conic.interior.batch.programmes import adjoint, apply, norms
from sdpsearch.extension import schur_weyl
from sdpsearch.extension.batch.faces import Floats, LineForms
from sdpsearch.extension.batch.growth import Index, grow
from sdpsearch.extension.batch.operators import inner_parts, operator
from sdpsearch.extension.batch.witness_forms import WitnessForms
from sdpsearch.extension.blocks import Block, conditions_error
from sdpsearch.extension.facial_reduction import full_face
from sdpsearch.extension.gram import zero_below
from sdpsearch.extension.range_face import RangeFace
from sdpsearch.layout import layout
from sdpsearch.linalg import EPS, Array, coordinate_count, dagger, readonly


@dataclass(frozen=True, eq=False)
class RangeFaces:
    """N faces with blocks of the same orders; arrays without a first axis are shared.

    Attributes:
        faces: the faces, one alone if it is everybody's.
        operator: S, shape (N, m, n).
        factors: Y of every block, shape (N, r·m, order), with S_λ(W) = Y†(W⊗1)Y.
        spectrum: eigenvalues and eigenvectors of S†S, shapes (N, n) and (N, n, n).
        tilt: of each face.
        depths: how many terms a coordinate of S and of its adjoint sums at most.
    """

    faces: Sequence[RangeFace]
    operator: Array
    factors: tuple[Array, ...]
    spectrum: tuple[Array, Array]
    tilt: Floats
    depths: tuple[int, int]

    @property
    def like(self) -> RangeFace:
        """One of them, for what they have in common."""
        return self.faces[0]

    @property
    def is_shared(self) -> bool:
        """Whether one face is everybody's."""
        return self.operator.ndim == 2

    def face(self, i: int) -> RangeFace:
        """Return the face of the i-th operator."""
        return self.like if self.is_shared else self.faces[i]

    def taken(self, places: Index) -> RangeFaces:
        """Return some of them, in their order."""
        if self.is_shared or len(places) == len(self.faces):
            return self
        values, vectors = self.spectrum
        return RangeFaces(
            faces=[self.faces[int(i)] for i in places],
            operator=self.operator[places],
            factors=tuple(factor[places] for factor in self.factors),
            spectrum=(values[places], vectors[places]),
            tilt=self.tilt[places],
            depths=self.depths,
        )

    @cached_property
    def cones(self) -> tuple[StackedCone, ...]:
        """The blocks, as the places of stacked coordinates."""
        return cones_of(self.like.orders, self.like.real)

    def coordinates(self, chois: Array) -> Array:
        """Return the svec coordinates of R† J R, shape (N, n)."""
        inner = chois
        if not self.like.is_full:
            bases = np.array([face.range_basis for face in self.faces])
            inner = dagger(bases) @ chois @ bases
        return layout((self.like.rank,), self.like.real).coordinates(inner)

    @cached_property
    def identity(self) -> Array:
        """Coordinates of 1 on R."""
        return self.like.identity

    @cached_property
    def reference(self) -> Array:
        """Block coordinates of σ_ref, shape (1, m)."""
        return self.like.reference[None]

    @cached_property
    def reference_marginal(self) -> Array:
        """Coordinates of J_ref, shape (N, n)."""
        count = 1 if self.is_shared else len(self.faces)
        rows = np.broadcast_to(self.reference, (count, self.reference.size))
        return adjoint(self.operator, rows)

    def forms(self, starts: Array, units: Array) -> LineForms:
        """Return min{x : J + x D has an extension} for each, in witness form."""
        return WitnessForms(self, starts, units)

    def blocks_of(self, witnesses: Array) -> Array:
        """Return S(W)."""
        return apply(self.operator, witnesses)

    def free(self, count: int) -> Array:
        """Return the free directions of faces with so many, as columns."""
        return self.spectrum[1][..., :count]

    @cached_property
    def kernels(self) -> Index:
        """How many free directions each has."""
        values = self.spectrum[0]
        return np.sum(values <= zero_below(self.like.d_b, self.like.k), axis=-1)

    @cached_property
    def gain(self) -> Floats:
        """Least singular value of S, of a face without free directions."""
        return np.sqrt(self.spectrum[0][..., 0])

    @cached_property
    def _inverse(self) -> Array:
        values, vectors = self.spectrum
        return (vectors / values[..., None, :]) @ np.swapaxes(vectors, -1, -2)

    def witnesses_for(self, blocks: Array) -> Array:
        """Return the W whose S(W) are nearest to given blocks."""
        return apply(self._inverse, adjoint(self.operator, blocks))

    def repaired(self, stacked: Array, marginals: Array) -> Array:
        """Return the nearest block coordinates that have these marginals."""
        for _ in range(2):
            residual = marginals - adjoint(self.operator, stacked)
            stacked = stacked + apply(self.operator, apply(self._inverse, residual))
        return stacked

    @cached_property
    def _magnitudes(self) -> Array:
        return np.abs(self.operator)

    def witness_rounding(self, witnesses: Array) -> Floats:
        """Return how much S(W) may be off, in norm, for being computed in floats."""
        terms = apply(self._magnitudes, np.abs(witnesses))
        return (self.depths[0] + 2) * EPS * norms(terms)

    def marginal_error(self, stacked: Array, marginals: Array) -> Floats:
        """Return by how much blocks may miss their marginals, rounding included."""
        residual = norms(marginals - adjoint(self.operator, stacked))
        terms = adjoint(self._magnitudes, np.abs(stacked)) + np.abs(marginals)
        return residual + (self.depths[1] + 2) * EPS * norms(terms)

    def charge(self, witnesses: Array) -> Floats:
        """Return how negative tr(WJ') may be for a J' of trace d_a on the true face."""
        return 3 * self.tilt * self.like.d_a * norms(witnesses)


@lru_cache(maxsize=16)
def whole(d_a: int, d_b: int, k: int, real: bool) -> RangeFaces:
    """Return the whole cone, everybody's face where J has full rank."""
    face = full_face(d_a, d_b, k, real)
    matrix = face.operator.toarray()
    terms = matrix != 0
    depths = int(terms.sum(axis=1).max()), int(terms.sum(axis=0).max())
    factors = tuple(c.factor for c in face.compressions)
    return RangeFaces((face,), matrix, factors, _spectrum(matrix), np.zeros(1), depths)


def _spectrum(operator: Array) -> tuple[Array, Array]:
    return np.linalg.eigh(np.swapaxes(operator, -1, -2) @ operator)


def reduced(
    spans: Sequence[Range], dims: tuple[int, int], real: bool
) -> Iterator[tuple[Index, RangeFaces]]:
    """Yield the faces of ranges of one rank for two copies, those of one shape together.

    Args:
        spans: the ranges, all of one rank below d_a d_b.
        dims: (d_a, d_b).
        real: whether all of them are real.
    """
    d_a, d_b = dims
    ranges = np.array([span.basis for span in spans])
    shapes = list(schur_weyl.diagrams(2, d_b))
    grown = [grow(ranges, d_a, d_b, schur_weyl.shorter(shape)[1]) for shape in shapes]
    blur = np.array([span.blur for span in spans])
    off = blur + 2 * np.array([span.cut for span in spans])
    unit = EPS * float(np.sqrt(d_a * d_b**2))
    error = conditions_error(2, unit, off, off)
    tilts = [np.minimum(1.0, off + error / g.gap) for g in grown]
    tilt = np.max([off, *tilts], axis=0)
    leak = np.max([g.leak for g in grown], axis=0)
    noise = 3 * (blur + unit)
    orders = np.array([g.orders for g in grown]).T
    for shape in np.unique(orders, axis=0):
        places = np.flatnonzero((orders == shape).all(axis=1))
        found = [
            (diagram, g.bases(places, int(order)))
            for diagram, g, order in zip(shapes, grown, shape, strict=True)
            if order
        ]
        faces = [
            RangeFace(
                d_a=d_a,
                d_b=d_b,
                k=2,
                real=real,
                range_basis=spans[int(place)].basis,
                blocks=tuple(
                    Block(diagram, readonly(bases[i]), 1) for diagram, bases in found
                ),
                leak=float(leak[place]),
                noise=float(noise[place]),
                tilt=float(tilt[place]),
            )
            for i, place in enumerate(places)
        ]
        parts = [inner_parts(ranges[places], bases, d_b) for _, bases in found]
        made = [operator(pair, real) for pair in parts]
        columns = coordinate_count(spans[0].rank, real)
        made = made or [np.zeros((len(places), 0, columns))]
        matrix = np.concatenate(made, axis=1)
        factors = tuple(p.reshape(len(p), -1, p.shape[3]) for p, _ in parts)
        depths = matrix.shape[2], matrix.shape[1]
        spectrum = _spectrum(matrix)
        yield places, RangeFaces(faces, matrix, factors, spectrum, tilt[places], depths)

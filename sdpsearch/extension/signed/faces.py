"""Faces of signed extensions of one shape, a stack of them or one for all: `face`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from sdpsearch.channels.range import Range
from sdpsearch.conic.interior.batch.cones import StackedCone, cones_of
from sdpsearch.conic.interior.batch.programmes import adjoint, apply, norms
from sdpsearch.extension.batch.faces import Floats, LineForms
from sdpsearch.extension.batch.growth import Index
from sdpsearch.extension.batch.range_faces import RangeFaces, reduced, whole
from sdpsearch.extension.signed.face import SignedFace
from sdpsearch.extension.signed.find import full_signed_face, reduced_faces
from sdpsearch.extension.signed.forms import ExtensionForms
from sdpsearch.extension.signed.shuffle import shuffled, widened
from sdpsearch.layout import layout
from sdpsearch.linalg import EPS, Array, coordinate_count, dagger

#: Units of rounding, per order of a matrix, in the entries of the maps.
_ROUNDING = 4


@dataclass(frozen=True, eq=False)
class SignedFaces:
    """N faces with blocks of the same orders; arrays without a first axis are shared.

    Attributes:
        faces: the faces, one alone if it is everybody's.
        base: the faces of ordinary extensions.
        raising: σ on ⊕F_λ to the blocks P ± R, shape (N, m, s).
        turning: σ on ⊕F_λ to the blocks ±R, shape (N, m, s).
    """

    faces: Sequence[SignedFace]
    base: RangeFaces
    raising: Array
    turning: Array

    @property
    def like(self) -> SignedFace:
        """One of them, for what they have in common."""
        return self.faces[0]

    @property
    def is_shared(self) -> bool:
        """Whether one face is everybody's."""
        return self.raising.ndim == 2

    def face(self, i: int) -> SignedFace:
        """Return the face of the i-th operator."""
        return self.like if self.is_shared else self.faces[i]

    def taken(self, places: Index) -> SignedFaces:
        """Return some of them, in their order."""
        if self.is_shared or len(places) == len(self.faces):
            return self
        return SignedFaces(
            faces=[self.faces[int(i)] for i in places],
            base=self.base.taken(places),
            raising=self.raising[places],
            turning=self.turning[places],
        )

    @cached_property
    def cones(self) -> tuple[StackedCone, ...]:
        """The blocks, as the places of stacked coordinates."""
        return cones_of(self.like.orders, self.like.real)

    @property
    def tilt(self) -> Floats:
        """Largest sine of a vector of each true face with the one here."""
        return np.array([face.tilt for face in self.faces])

    # Witnesses and marginals

    @cached_property
    def kernels(self) -> Index:
        """How many free directions each has."""
        return self.base.kernels

    def free(self, count: int) -> Array:
        """Return the free directions of faces with so many, as columns."""
        return self._padded(np.swapaxes(self.base.free(count), -1, -2)).swapaxes(-1, -2)

    @cached_property
    def identity(self) -> Array:
        """(2 d_b 1, 1)."""
        return self.like.identity

    def coordinates(self, chois: Array) -> Array:
        """Return the coordinates of (J, 0), shape (N, n + m)."""
        return self._padded(self.base.coordinates(chois))

    def _padded(self, rows: Array) -> Array:
        nothing = np.zeros((*rows.shape[:-1], self.like.layout.size))
        return np.concatenate([rows, nothing], axis=-1)

    def parts(self, witnesses: Array) -> tuple[Array, Array]:
        """Return the W and the Z of witnesses (W, Z)."""
        size = self.base.like.identity.size
        return witnesses[:, :size], witnesses[:, size:]

    def blocks_of(self, witnesses: Array) -> Array:
        """Return Z."""
        return self.parts(witnesses)[1]

    def witnesses(self, stacked: Array) -> Array:
        """Return (W, Z) for Z near to given blocks: see `SignedFace.witness`."""
        paired = adjoint(self.raising, stacked)
        best = self.base.witnesses_for(paired)
        missed = paired - self.base.blocks_of(best)
        return np.concatenate([best, stacked - apply(self.turning, missed) / 2], axis=1)

    def forms(self, starts: Array, units: Array) -> LineForms:
        """Return min{x : J + x D has a signed extension} for each, in σ."""
        return ExtensionForms(self, self.parts(starts)[0], self.parts(units)[0])

    # Extensions

    @cached_property
    def reference(self) -> Array:
        """The blocks of σ_ref, shape (N, m)."""
        return apply(self.raising, self.base.reference)

    @cached_property
    def reference_marginal(self) -> Array:
        """Coordinates of (J_ref, 0)."""
        return self._padded(self.base.reference_marginal)

    def _sigma(self, stacked: Array) -> Array:
        """Return on ⊕F_λ the σ that blocks P ± R belong to."""
        return adjoint(self.turning, stacked) / 2

    def repaired(self, stacked: Array, marginals: Array) -> Array:
        """Return the blocks of the nearest σ that have these marginals."""
        sigma = self.base.repaired(self._sigma(stacked), self.parts(marginals)[0])
        return apply(self.raising, sigma)

    # What may be missed

    @cached_property
    def gain(self) -> Floats:
        """What a marginal's error is divided by for what it costs in P ± R."""
        return np.minimum(1.0, self.base.gain) / self.like.norm

    def charge(self, witnesses: Array) -> Floats:
        """Return how negative tr(WJ') may be: see `SignedFace.charge`."""
        w, z = self.parts(witnesses)
        d_a, d_b = self.like.d_a, self.like.d_b
        size = self.like.norm * norms(z) + np.sqrt(d_b) * norms(w)
        return 3 * self.base.tilt * d_a * np.sqrt(d_b) * size

    @cached_property
    def _magnitudes(self) -> tuple[Array, Array]:
        return np.abs(self.raising), np.abs(self.turning)

    @property
    def _entries(self) -> float:
        """What rounding of the maps' own entries may cost, for each unit of a vector.

        Of every column it is what `SignedFace` charges for one σ.
        """
        order = self.like.d_a * self.like.d_b**2
        columns = np.sqrt(self.raising.shape[-1])
        return _ROUNDING * order * EPS * self.like.norm * float(columns)

    def witness_rounding(self, witnesses: Array) -> Floats:
        """Return what Z must have to spare for what (W, Z) miss each other by."""
        w, z = self.parts(witnesses)
        missed = norms(adjoint(self.raising, z) - self.base.blocks_of(w))
        summed = norms(adjoint(self._magnitudes[0], np.abs(z)))
        summed = (self.raising.shape[-2] + 2) * EPS * summed
        return missed + self.base.witness_rounding(w) + summed + self._entries * norms(z)

    def marginal_error(self, stacked: Array, marginals: Array) -> Floats:
        """Return by how much the σ of blocks may miss marginals, rounding included.

        Rounding on the way from the blocks to σ is charged like that on the way back.
        """
        rows, columns = self.raising.shape[-2:]
        sigma, norm = self._sigma(stacked), self.like.norm
        found = self.base.marginal_error(sigma, self.parts(marginals)[0])
        back = norms(adjoint(self._magnitudes[1], np.abs(stacked))) / 2
        forth = norms(apply(self._magnitudes[0], np.abs(sigma)))
        summed = EPS * ((rows + 2) * norm * back + (columns + 2) * forth)
        sizes = norm * norms(stacked) + norms(sigma)
        return found + summed + self._entries * sizes


@lru_cache(maxsize=16)
def whole_signed(d_a: int, d_b: int, real: bool) -> SignedFaces:
    """Return all signed extensions, everybody's face where J has full rank."""
    face, base = full_signed_face(d_a, d_b, real), whole(d_a, d_b, 2, real)
    bases = [np.asarray(block.basis) for block in face.blocks]
    return SignedFaces((face,), base, *_maps(face, bases, face.supports))


def reduced_signed(
    spans: Sequence[Range], dims: tuple[int, int], real: bool
) -> Iterator[tuple[Index, SignedFaces]]:
    """Yield the faces of ranges of one rank, those of one shape together.

    Args:
        spans: the ranges, all of one rank below d_a d_b.
        dims: (d_a, d_b).
        real: whether all of them are real.
    """
    for places, base in reduced(spans, dims, real):
        faces = reduced_faces(base.faces)
        orders = np.array([face.orders for face in faces]).reshape(len(faces), -1)
        for shape in np.unique(orders, axis=0):
            some = np.flatnonzero((orders == shape).all(axis=1))
            yield places[some], _stacked([faces[i] for i in some], base.taken(some))


def _stacked(faces: Sequence[SignedFace], base: RangeFaces) -> SignedFaces:
    like = faces[0]
    if not like.orders:
        nothing = np.zeros((len(faces), 0, 0))
        return SignedFaces(faces, base, nothing, nothing)
    bases = [
        np.array([face.blocks[i].basis for face in faces]) for i in range(len(like.blocks))
    ]
    supports = [np.array([face.supports[i] for face in faces]) for i in range(2)]
    return SignedFaces(faces, base, *_maps(like, bases, supports))


def _maps(
    like: SignedFace, bases: Sequence[Array], supports: Sequence[Array]
) -> tuple[Array, Array]:
    """Return σ on ⊕F_λ to the blocks P ± R, and to ±R, of one face or a stack of them."""
    d_a, d_b, real = like.d_a, like.d_b, like.real
    parts: list[Array] = []
    for basis in bases:
        order = basis.shape[-1]
        units = layout((order,), real).matrix(np.eye(coordinate_count(order, real)))
        wide = basis[..., None, :, :]
        parts.append(wide @ units @ dagger(wide))
    sigma = np.concatenate(parts, axis=-3)
    matrix, beside = shuffled(sigma, d_a, d_b), widened(sigma, d_a, d_b)
    found: list[Array] = []
    for pair in ((beside + matrix, beside - matrix), (matrix, -matrix)):
        rows = [
            layout((order,), real).coordinates(dagger(c) @ x @ c)
            for order, c, x in zip(
                like.orders, (c[..., None, :, :] for c in supports), pair, strict=True
            )
        ]
        stacked = np.concatenate(rows, axis=-1)
        found.append(np.ascontiguousarray(np.swapaxes(stacked, -1, -2)))
    return found[0], found[1]

"""What the batch asks of faces of one shape: `face`, an axis more.

Arrays that are the same for all may come with a first axis of one, or without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from sdpsearch.conic.interior.batch.cones import StackedCone
from sdpsearch.conic.interior.batch.programmes import Claims, Programmes
from sdpsearch.extension.batch.growth import Index
from sdpsearch.extension.face import Face
from sdpsearch.linalg import Array

#: One real number for each of N.
Floats = Array


@dataclass(frozen=True, eq=False)
class Readings:
    """What a solver claims about line problems, one row each: see `Reading`."""

    estimates: Floats
    witnesses: Array
    extensions: Array


class LineForms(Protocol):
    """Line problems as programmes of one shape, and how their solutions are read."""

    @cached_property
    def programmes(self) -> Programmes:
        """The programmes."""
        ...

    def read(self, claims: Claims) -> Readings:
        """Return x*, W and σ as a solver claims them."""
        ...


class Faces(Protocol):
    """N faces with blocks of the same orders."""

    @property
    def like(self) -> Face:
        """One of them, for what they have in common."""
        ...

    def face(self, i: int) -> Face:
        """Return the face of the i-th operator."""
        ...

    def taken(self, places: Index) -> Faces:
        """Return some of them, in their order."""
        ...

    @cached_property
    def cones(self) -> tuple[StackedCone, ...]:
        """The blocks, as the places of stacked coordinates."""
        ...

    @property
    def tilt(self) -> Floats:
        """Largest sine of a vector of each true face with the one here."""
        ...

    @cached_property
    def kernels(self) -> Index:
        """How many free directions each has."""
        ...

    @cached_property
    def gain(self) -> Floats:
        """What a marginal's error is divided by, of faces without free directions."""
        ...

    def free(self, count: int) -> Array:
        """Return the free directions of faces with so many, as columns."""
        ...

    def coordinates(self, chois: Array) -> Array:
        """Return the coordinates of J, shape (N, n)."""
        ...

    @cached_property
    def identity(self) -> Array:
        """Coordinates of a W whose blocks are 1."""
        ...

    @cached_property
    def reference(self) -> Array:
        """Block coordinates of σ_ref."""
        ...

    @cached_property
    def reference_marginal(self) -> Array:
        """Coordinates of J_ref."""
        ...

    def forms(self, starts: Array, units: Array) -> LineForms:
        """Return min{x : J + x D has an extension} for each, D of length one."""
        ...

    def blocks_of(self, witnesses: Array) -> Array:
        """Return S(W)."""
        ...

    def repaired(self, stacked: Array, marginals: Array) -> Array:
        """Return the nearest block coordinates that have these marginals."""
        ...

    def marginal_error(self, stacked: Array, marginals: Array) -> Floats:
        """Return by how much blocks may miss their marginals, rounding included."""
        ...

    def witness_rounding(self, witnesses: Array) -> Floats:
        """Return how much S(W) may be off, in norm, for being computed in floats."""
        ...

    def charge(self, witnesses: Array) -> Floats:
        """Return how negative tr(WJ') may be for a J' of trace d_a on the true face."""
        ...

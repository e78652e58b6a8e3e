"""Lines of signed extensions with σ as the variable, for many operators at once: `form`.

The constant of `form` is made a variable that equals 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sdpsearch.conic.congruence import Congruence
from sdpsearch.conic.interior.batch.cones import Flags, StackedCone
from sdpsearch.conic.interior.batch.forming import Entrywise, Forming
from sdpsearch.conic.interior.batch.programmes import (
    Claims,
    Programmes,
    adjoint,
    apply,
    norms,
)
from sdpsearch.extension.batch.faces import Readings
from sdpsearch.extension.witness_form import ROOM
from sdpsearch.linalg import Array, dagger

if TYPE_CHECKING:  # the faces make their forms
    from sdpsearch.extension.signed.faces import SignedFaces


@dataclass(frozen=True, eq=False)
class ExtensionForms:
    """The lines J + x D to J_ref, on faces without free directions, as programmes in σ.

    Attributes:
        faces: where they lie.
        starts: coordinates of the J on the ordinary faces.
        units: coordinates of the D there, of length one.
    """

    faces: SignedFaces
    starts: Array
    units: Array

    @cached_property
    def programmes(self) -> Programmes:
        """The programmes: first x, then the σ without marginal, then the constant."""
        like = self.faces.like
        first, last = self._shortest(self.units), self._shortest(self.starts)
        rest = np.broadcast_to(self._rest, (len(first), *self._rest.shape[-2:]))
        operator = np.concatenate([first[:, :, None], rest, last[:, :, None]], axis=2)
        ends = np.zeros((2, len(first), operator.shape[2]))
        ends[0, :, 0] = ends[1, :, -1] = 1.0
        return Programmes(
            objective=ends[0],
            normal=ends[1],
            start=self._start(),
            orders=like.orders,
            real=like.real,
            operator=operator,
            forming=self._forming(operator),
        )

    def read(self, claims: Claims) -> Readings:
        """Return x*, (W, Z) and the blocks of σ as a solver claims them."""
        scale = claims.x[:, -1]
        witnesses = self.faces.witnesses(claims.z)
        return Readings(
            claims.x[:, 0] / scale,
            witnesses / norms(witnesses)[:, None],
            apply(self.programmes.operator, claims.x) / scale[:, None],
        )

    @cached_property
    def _rest(self) -> Array:
        """The blocks of the σ without marginal, shape (N, m, v)."""
        faces = self.faces
        if faces.is_shared:
            return faces.like.variables.operator.toarray()
        known = faces.base.operator
        whole = np.linalg.qr(known, mode="complete")[0]
        return faces.raising @ whole[:, :, known.shape[2] :]

    def _shortest(self, marginals: Array) -> Array:
        """Return the blocks of the shortest σ with these marginals."""
        base = self.faces.base
        nothing = np.zeros((len(marginals), base.like.layout.size))
        return apply(self.faces.raising, base.repaired(nothing, marginals))

    def _start(self) -> tuple[Array, Array]:
        """Return strictly feasible pairs: see `ExtensionForm`."""
        faces, base = self.faces, self.faces.base
        goal = np.broadcast_to(base.reference_marginal, self.starts.shape)
        missing = faces.reference - self._shortest(goal)
        inner = adjoint(self._rest, missing) / 2
        way = norms(goal - self.starts)[:, None]
        inside = np.concatenate([way, inner, np.ones_like(way)], axis=1)
        turned = apply(faces.turning, base.blocks_of(self.units)) / 2
        least = [np.linalg.eigvalsh(cone.matrices(turned))[:, 0] for cone in faces.cones]
        room = np.maximum(-ROOM * np.min(least, axis=0), 0.1 * norms(turned))
        ones = faces.like.layout.scalars(np.ones(2))
        return inside, turned + room[:, None] * ones

    def _forming(self, operator: Array) -> Forming:
        faces = self.faces
        congruence = faces.like.variables.congruence if faces.is_shared else None
        columns = np.swapaxes(operator, 1, 2)
        if congruence is None:
            return Entrywise(_matrices(faces.cones, columns))
        ends = columns[:, [0, -1]]
        between = self._rest[None] if self._rest.ndim == 2 else self._rest
        return Bordered(
            faces.cones, ends, _matrices(faces.cones, ends), between[0], congruence
        )


def _matrices(cones: tuple[StackedCone, ...], columns: Array) -> tuple[Array, ...]:
    """Return the matrices of columns of G, shape (N, number, order, order) for a cone."""
    count, number = columns.shape[:2]
    flat = np.ascontiguousarray(columns).reshape(count * number, -1)
    return tuple(
        cone.matrices(flat).reshape(count, number, cone.order, cone.order) for cone in cones
    )


@dataclass(frozen=True, eq=False)
class Bordered:
    """H with a variable before and one after those that are formed by structure.

    Attributes:
        cones: the cones.
        ends: the first and the last column of G, shape (N, 2, m).
        matrices: these as matrices.
        rest: the other columns, everybody's.
        structure: how H is formed for those.
    """

    cones: tuple[StackedCone, ...]
    ends: Array
    matrices: tuple[Array, ...]
    rest: Array
    structure: Congruence

    def into(self, vectors: Array) -> Array:
        """Return the vectors."""
        return vectors

    def back(self, vectors: Array) -> Array:
        """Return the vectors."""
        return vectors

    def taken(self, kept: Flags) -> Bordered:
        """Return how H is formed for some of them."""
        return self._of(self.ends[kept], tuple(each[kept] for each in self.matrices))

    def alone(self, i: int) -> Bordered:
        """Return how H is formed for the i-th."""
        one = slice(i, i + 1)
        return self._of(self.ends[one], tuple(each[one] for each in self.matrices))

    def _of(self, ends: Array, matrices: tuple[Array, ...]) -> Bordered:
        return Bordered(self.cones, ends, matrices, self.rest, self.structure)

    def form(self, scales: list[Array]) -> Array:
        """Return the lower triangles of H from R of every cone."""
        thetas = [dagger(scale) @ scale for scale in scales]
        moved = np.concatenate(
            [
                cone.coordinates(theta[:, None] @ own @ theta[:, None])
                for cone, theta, own in zip(self.cones, thetas, self.matrices, strict=True)
            ],
            axis=2,
        )
        across, corner = moved @ self.rest, moved @ np.swapaxes(self.ends, 1, 2)
        size = self.rest.shape[1] + 2
        found = np.zeros((len(moved), size, size))
        found[:, 1:-1, 1:-1] = self.structure.schur(thetas)
        found[:, 1:-1, 0], found[:, -1, 1:-1] = across[:, 0], across[:, 1]
        found[:, 0, 0], found[:, -1, 0] = corner[:, 0, 0], corner[:, 1, 0]
        found[:, -1, -1] = corner[:, 1, 1]
        return found

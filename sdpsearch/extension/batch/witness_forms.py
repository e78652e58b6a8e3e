"""Line problems of many operators in witness form: `witness_form`, an axis more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sdpsearch.conic.interior.batch.forming import Compressed
from sdpsearch.conic.interior.batch.programmes import Claims, Programmes, norms, paired
from sdpsearch.conic.interior.schur import Gram
from sdpsearch.extension.batch.faces import Readings
from sdpsearch.extension.witness_form import ROOM
from sdpsearch.linalg import Array

if TYPE_CHECKING:  # the faces make their forms
    from sdpsearch.extension.batch.range_faces import RangeFaces


@dataclass(frozen=True, eq=False)
class WitnessForms:
    """The lines J + x D on faces, as programmes in W.

    Attributes:
        faces: where they lie.
        starts: coordinates of the J.
        units: coordinates of the D, of length one.
    """

    faces: RangeFaces
    starts: Array
    units: Array

    @cached_property
    def programmes(self) -> Programmes:
        """The witness forms, each with the start that a line is known to have."""
        faces, like = self.faces, self.faces.like
        blocks = faces.blocks_of(self.units)
        least = [np.linalg.eigvalsh(cone.matrices(blocks))[:, 0] for cone in faces.cones]
        weights = np.maximum(-ROOM * np.min(least, axis=0), 0.1)
        start = self.units + weights[:, None] * like.identity
        start = start / paired(start, self.units)[:, None]
        return Programmes(
            objective=self.starts,
            normal=self.units,
            start=(start, np.broadcast_to(like.reference, blocks.shape)),
            orders=like.orders,
            real=like.real,
            operator=faces.operator,
            forming=Compressed(Gram(like.rank, like.real), faces.factors),
        )

    def read(self, claims: Claims) -> Readings:
        """Return x*, W and σ as a solver claims them."""
        witnesses = claims.x / norms(claims.x)[:, None]
        return Readings(-claims.y, witnesses, claims.z)

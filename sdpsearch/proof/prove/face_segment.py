"""FaceSegment: a line of channels whose extensions, of one sign or any, live on a face."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.matrix import Matrix, identity, pairing
from sdpsearch.proof.prove.parts import Outside
from sdpsearch.proof.prove.segment import Segment
from sdpsearch.proof.statement.face import find_face


@dataclass(frozen=True, eq=False)
class FaceSegment(Segment):
    """A line of channels and their extensions to k copies.

    Attributes:
        copies: k.
    """

    copies: int = 2

    @cached_property
    def face(self) -> ExactFace:
        """Where the extensions of the line's inner points live."""
        return find_face(self.ends, self.copies)

    @abstractmethod
    def vanishing(self, witness: Matrix) -> Outside:
        """Return what a W that pairs to 0 with all extensions on the face refutes."""

    def nowhere(self) -> Outside:
        """Return the witness −1 of an empty face."""
        return self.vanishing(identity(self.problem.order).scaled(-1))

    def sides(self, x: Fraction) -> list[Outside]:
        """Return witnesses on both sides of x if a linear identity holds there only."""
        if not self.is_exact or not self.face.diagrams:
            return []
        choi = self.problem.choi_at(x)
        for witness in self.face.free_directions():
            if pairing(witness, self.direction) and not pairing(witness, choi):
                return [self.vanishing(witness), self.vanishing(witness.scaled(-1))]
        return []

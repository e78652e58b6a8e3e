"""Where on a segment of operators the k-extendible ones lie: one solve per end.

E_k is convex, so on the segment J(s) = (1−s) J_0 + s J_1 the answer is one closed
interval, possibly empty or a single point. The range of J(s) is the same for all
0 < s < 1, so one face serves them all; the two ends may have smaller ranges and are
asked separately by whoever needs them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sdpsearch import deadline
from sdpsearch.channels.range import Range
from sdpsearch.conic.solvers import attempts
from sdpsearch.extension.checks import prove_extension, psd_margin
from sdpsearch.extension.evidence import Evidence
from sdpsearch.extension.face import Face
from sdpsearch.extension.facial_reduction import face_of
from sdpsearch.extension.identities import identity_part, rounding, where_satisfied
from sdpsearch.extension.line import InteriorPoint, Line, LineAnswer, solve_line
from sdpsearch.extension.margin import margin_on
from sdpsearch.interval import Interval
from sdpsearch.linalg import Array

#: An extension is well inside when its least eigenvalue exceeds this part of σ_ref's.
_DEEP = 0.01


@dataclass(frozen=True)
class Edge:
    """An end of the interval strictly inside the segment.

    Attributes:
        estimate: where the solver puts it.
        outside: nearest checked position at which the property fails.
        inside: nearest checked position at which it holds.
        evidence_outside: proof for `outside`, None when asking afresh costs nothing.
        evidence_inside: proof for `inside`, likewise.
    """

    estimate: float
    outside: float
    inside: float
    evidence_outside: Evidence | None = None
    evidence_inside: Evidence | None = None


@dataclass(frozen=True)
class Segment:
    """The part of 0 < s < 1 on which a convex property holds.

    Attributes:
        holds: the interval (0 and 1 standing for "up to that end"), or None for none.
        lower: its lower edge, None where it reaches s = 0 or is a single point.
        upper: its upper edge, None where it reaches s = 1 or is a single point.
        solves: number of conic programmes solved.
    """

    holds: Interval | None
    lower: Edge | None
    upper: Edge | None
    solves: int


def find_segment(
    first: Array,
    last: Array,
    span: Range,
    dims: tuple[int, int],
    k: int,
    *,
    real: bool,
    solver: str,
    time_limit: float | None = None,
    columns: Array | None = None,
) -> Segment | None:
    """Return where (1−s) first + s last is k-extendible, or None if nothing closed.

    Args:
        first: J_0.
        last: J_1.
        span: the range of J_0 + J_1.
        dims: (d_a, d_b).
        k: number of copies.
        real: whether all of it is real.
        solver: name of the backend.
        time_limit: seconds for each solve.
        columns: M where J_0 + J_1 = M M†, whose zeros may show a symmetry.

    Raises:
        ProblemTooLarge: the problem needs more memory than the machine has.
    """
    face = face_of(span, dims, k, real, columns, (first, last))
    found = segment_on(face, first, last, solver, time_limit)
    if found is None and face.is_turned and not deadline.is_over():
        return segment_on(face_of(span, dims, k, real), first, last, solver, time_limit)
    return found


def segment_on(
    face: Face, first: Array, last: Array, solver: str, time_limit: float | None
) -> Segment | None:
    """Return the segment's part on a face, None if nothing closed."""
    if not face.orders:
        return Segment(None, None, None, 0) if face.is_certain else None
    start, end = face.coordinates(first), face.coordinates(last)
    where = where_satisfied(face, start, end)
    if where == "nowhere":
        return Segment(None, None, None, 0)
    if isinstance(where, float):
        return Segment(Interval(where, where), None, None, 0)
    if where == "open" or not face.is_sharp:
        return None
    start, end = start - identity_part(face, start), end - identity_part(face, end)
    line = Line(face, start, end - start)
    if np.linalg.norm(line.direction) <= rounding(face, start):
        return None
    return _Search(line, solver, time_limit).run()


@dataclass
class _Search:
    """The two line solves on one face, with what is shared between them."""

    line: Line
    solver: str
    time_limit: float | None
    solves: int = 0

    def run(self) -> Segment | None:
        first_inside = self._reference_at(0.0)
        last_inside = self._reference_at(1.0)
        if first_inside and last_inside:
            return Segment(Interval(0.0, 1.0), None, None, 0)
        if last_inside:
            answer = self._solve(self.line)
            lower = self._edge(answer, last_inside, flipped=False)
            return _assemble(lower, "reaches", solves=self.solves)
        if first_inside:
            answer = self._solve(self.line.reversed())
            upper = self._edge(answer, _flip(first_inside), flipped=True)
            return _assemble("reaches", upper, solves=self.solves)
        return self._both_ends()

    def _both_ends(self) -> Segment | None:
        low = self._solve(self.line)
        if _refuted_throughout(low):
            return Segment(None, None, None, self.solves)
        high = self._solve(self.line.reversed())
        if _refuted_throughout(high):
            return Segment(None, None, None, self.solves)
        if low.extension is None or high.extension is None:
            return None
        middle = self._middle(low, high)
        if middle is None:
            return None
        lower = self._edge(low, middle, flipped=False)
        upper = self._edge(high, _flip(middle), flipped=True)
        return _assemble(lower, upper, solves=self.solves)

    def _middle(self, low: LineAnswer, high: LineAnswer) -> InteriorPoint | None:
        """Return a point well inside, half-way between the ends.

        Usually the mean of the two extensions at the ends; where these lie on faces that
        meet, it is hardly positive, and brackets pulled towards it would come out wide.
        """
        assert low.extension is not None
        assert high.extension is not None
        face = self.line.face
        position = (low.estimate + 1 - high.estimate) / 2
        mean = (low.extension + high.extension) / 2
        proof = prove_extension(face, mean, self.line.at(position))
        if proof.floor > _DEEP * face.reference_spread[0]:
            return InteriorPoint(position, proof.extension, proof.floor)
        found = margin_on(
            face, self.line.at(position), solver=self.solver, time_limit=self.time_limit
        )
        self.solves += found.solves
        if found.extension is not None:
            floor = psd_margin(face, found.extension)
            return InteriorPoint(position, found.extension, floor)
        if proof.floor <= 0:
            return None
        return InteriorPoint(position, proof.extension, proof.floor)

    def _solve(self, line: Line) -> LineAnswer:
        """Solve until an answer can be bracketed, or nothing is left to try."""
        answer = None
        for attempt in attempts(self.solver):
            answer = solve_line(line, solver=attempt, time_limit=self.time_limit)
            self.solves += 1
            good = answer.extension is not None and np.isfinite(answer.lower())
            if good or deadline.is_over():
                break
        assert answer is not None
        return answer

    def _reference_at(self, x: float) -> InteriorPoint | None:
        """Return a positive extension at an end of the segment if σ_ref is near one."""
        face = self.line.face
        proof = prove_extension(face, face.reference, self.line.at(x))
        # Asked to be well inside: it is the point that brackets are pulled towards.
        if proof.floor <= _DEEP * face.reference_spread[0]:
            return None
        return InteriorPoint(x, proof.extension, proof.floor)

    def _edge(
        self, answer: LineAnswer, inside: InteriorPoint, *, flipped: bool
    ) -> Edge | str | None:
        """Return the edge, "reaches" when it lies at or beyond the end, None if open."""
        outside = answer.lower()
        proved = answer.upper(inside)
        if proved is None:
            return None
        if proved.position <= 0:
            return "reaches"
        if outside <= 0:
            # The end itself is within rounding of the boundary: it is asked apart.
            return "reaches" if proved.position < 1e-7 else None
        assert answer.witness is not None
        evidence = [
            Evidence(self.line.face, extension, answer.witness, answer.solution)
            for extension in (answer.extension, proved.extension)
            if extension is not None
        ]
        estimate = min(max(answer.estimate, outside), proved.position)
        numbers = (estimate, outside, proved.position)
        if flipped:
            numbers = tuple(1 - x for x in numbers)
        return Edge(*numbers, evidence_outside=evidence[0], evidence_inside=evidence[-1])


def _flip(point: InteriorPoint) -> InteriorPoint:
    return InteriorPoint(1 - point.position, point.extension, point.floor)


def _refuted_throughout(answer: LineAnswer) -> bool:
    """Whether the witness alone refutes every point of the segment."""
    return answer.witness is not None and answer.refutes(0.0) and answer.refutes(1.0)


def _assemble(
    lower: Edge | str | None, upper: Edge | str | None, *, solves: int
) -> Segment | None:
    if lower is None or upper is None:
        return None
    low = lower if isinstance(lower, Edge) else None
    high = upper if isinstance(upper, Edge) else None
    start = low.estimate if low else 0.0
    end = high.estimate if high else 1.0
    return Segment(Interval(start, max(start, end)), low, high, solves)

"""Affine spaces, convex sets: points certified inside, half-spaces refuted outside.

Every line solve from a point inside finds a point of the boundary with a witness W beside
it. tr(WJ) is affine over the space and not negative where the property holds, so W refutes
a half-space, whose plane supports the set there. The hull of the points that hold grows,
the polytope that no witness refutes shrinks, and the next line goes to the vertex of the
outer one by which the hull would grow most.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sdpsearch.channels.domains import is_well_inside
from sdpsearch.extension.evidence import Evidence
from sdpsearch.extension.segment import Edge
from sdpsearch.linalg import EPS, Array
from sdpsearch.properties import Decision, Verdict
from sdpsearch.search.affine import refuted_value
from sdpsearch.search.findings import Coverage
from sdpsearch.search.region.places import Places, Point
from sdpsearch.search.region.polytope import Clipped, Polytope, hull
from sdpsearch.search.region.region import Cut, Region
from sdpsearch.search.sampler import signal

_METHOD = "points certified inside, half-spaces refuted outside"
#: How far inside a vertex that rounding leaves open is asked about, times 4 at a time.
_NARROWEST, _WIDEST = 1e-12, 1e-6
#: Vertices that would gain more than this part of the most are shot at in one round.
_WORTH = 0.7
#: Of the way from the middle to a corner that lines may begin at.
_DEEP = 0.8
#: What a plane through charged values may be off by elsewhere, in their roundings.
_ROUNDINGS = 64


def enclose(places: Places) -> Region | None:
    """Return the region enclosed to a gap, None where failing comes without a witness."""
    found = _Enclosure(places)
    found.run()
    fails = any(d.verdict is Verdict.FAILS for d in places.kept.values())
    return found.region() if found.cuts or not fails else None


class _Enclosure:
    """Both polytopes, and what is done about their difference."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.domain = places.space.domain
        self.frame = [places.channel(point) for point in self.domain.frame]
        self.outer = Clipped.of(self.domain)
        self.cuts: list[Cut] = []
        self.holding: set[Point] = set()
        self.fresh: list[Point] = []  # of these, what is not in the hull yet
        self.seen, self.stuck = 0, set[Point]()  # vertices that no line is sent to again
        self.known: set[Point] = set()
        self.start: Array | None = None
        self.deepest: int | None = None
        self.inner: Polytope | None = None
        self.shell: Polytope | None = None

    def run(self) -> None:
        """Go on until the goal is met, the budget spent or nothing helps."""
        self.places.visit(self.domain.corners)
        self._absorb()
        while not (self._is_met() or self.places.is_spent()):
            if self.inner is None or self.inner.is_flat:
                if not self._look_inside():
                    return
                continue
            gains = self.inner.gains(self.outer.vertices)
            keys = [self.places.at(v) for v in self.outer.vertices]
            gains[[key in self.stuck for key in keys]] = 0.0
            best = np.flatnonzero(gains > _WORTH * float(gains.max()))
            if len(best) == 0:
                return
            start, seen = self._start(self.inner), len(self.cuts)
            for vertex in self.outer.vertices[best]:
                # A line of this round may have cut it off.
                off = any(cut.refutes(vertex) for cut in self.cuts[seen:])
                if not (off or self.places.is_spent()):
                    self._shoot(start, vertex)

    def region(self) -> Region:
        """Return what was found."""
        space = self.places.space
        return Region(
            space=space,
            property=self.places.property,
            inner=() if self.inner is None else (self.inner,),
            outer=() if self.shell is None else (self.shell,),
            cuts=tuple(self.cuts),
            decisions=tuple(self.places.kept.items()),
            solves=self.places.solves,
            coverage=Coverage.CONVEX,
            method=f"the space is affine {space.affinity.value}; {_METHOD}",
            goal=self.places.goal,
        )

    def _is_met(self) -> bool:
        """Whether the goal is met; the polytopes are those of all that is known."""
        if len(self.outer.vertices) == 0:
            self.shell = None
            return True
        self.shell = hull(self.outer.vertices)
        if self.fresh:
            known = [] if self.inner is None else list(self.inner.vertices)
            self.inner = hull(np.array([*known, *self.fresh]))
            self.fresh = []
        inner = 0.0 if self.inner is None else self.inner.volume
        self.places.gap = (self.shell.volume - inner) / self.domain.volume
        return self.places.gap <= self.places.goal

    def _absorb(self) -> None:
        """Take in the decisions made since last time."""
        new = list(self.places.kept.items())[self.seen :]
        self.seen += len(new)
        held = [key for key, decision in new if decision.verdict is Verdict.HOLDS]
        self.holding |= set(held)
        self.fresh += held
        for key, decision in new:
            fails = decision.verdict is Verdict.FAILS and key not in self.known
            if fails and decision.witness is not None:
                self._cut([refuted_value(decision, c) for c in self.frame])

    def _cut(self, values: Sequence[float]) -> None:
        """Cut away where the plane through charged values of tr(WJ) is negative."""
        frame = self.domain.frame
        *slope, level = np.linalg.solve(np.c_[frame, np.ones(len(frame))], values)
        normal = np.array(slope)
        size = float(np.linalg.norm(normal))
        level += _ROUNDINGS * EPS * float(np.max(np.abs(values)))
        if size <= EPS * abs(level):
            normal, size = np.zeros(len(slope)), 1.0
        cut = Cut(normal / size, level / size)
        self.cuts.append(cut)
        self.outer = self.outer.cut(cut.normal, cut.offset)

    def _start(self, inner: Polytope) -> Array:
        """Return where lines begin: in the middle, or towards a corner if that is deeper.

        Near the reference of margins a line takes one programme instead of three.
        """
        middle = inner.vertices.mean(axis=0)
        if self.deepest is None:
            held = [c for c in self.domain.corners if self.places.at(c) in self.holding]
            near = [_DEEP * c + (1 - _DEEP) * middle for c in held]
            tried = [middle, *near] if near else []
            depths = [signal(self.places.decide(point)) for point in tried]
            self.deepest = int(np.argmax(depths)) if tried else 0
            self._absorb()
            if self.deepest > 0:
                self.start = tried[self.deepest]
        return middle if self.start is None else self.start

    def _look_inside(self) -> bool:
        """Ask in the middle of what is left: whatever fails there cuts much of it away."""
        middle = self.outer.vertices.mean(axis=0)
        for point in (middle, *((middle + v) / 2 for v in self.outer.vertices)):
            if self.places.is_spent():
                return False
            before = self.outer
            verdict = self.places.decide(point).verdict
            self._absorb()
            if before is not self.outer:
                return True
            if verdict is Verdict.HOLDS:
                return self._spread(point)
        return False

    def _spread(self, point: Array) -> bool:
        """Shoot from a point inside to all corners left; whether anything came of it."""
        before = len(self.holding)
        for vertex in self.outer.vertices:
            if not (self.places.is_spent() or self.places.at(vertex) in self.holding):
                self._shoot(point, vertex)
        return len(self.holding) > before

    def _shoot(self, start: Array, target: Array) -> None:
        """Find the boundary between a point inside and a vertex not known to be."""
        before = (self.outer, len(self.holding))
        self.places.asked += 1
        channels = [self.places.channel(point) for point in (start, target)]
        asked, solver = self.places.property, self.places.solver
        found = asked.on_segment(*channels, solver=solver)
        self.places.solves += 0 if found is None else found.solves
        if found is None or found.holds is None:
            self._halve(start, target)
        elif found.upper is None:
            self._reach(start, target)
        else:
            self._place(start, target, found.upper)
        self._absorb()
        if before == (self.outer, len(self.holding)):
            self.stuck.add(self.places.at(target))

    def _place(self, start: Array, target: Array, edge: Edge) -> None:
        """Decide on both sides of an edge, from its evidence where that suffices."""
        outside = edge.evidence_outside
        point = start + edge.outside * (target - start)
        decision = self._decided(point, outside, Verdict.FAILS)
        # From well inside the domain the line's range is that of the whole space: what was
        # checked on its face holds for all. Elsewhere the lifted witness has to do.
        whole = is_well_inside(self.domain, start) and decision.verdict is Verdict.FAILS
        if outside is not None and whole:
            self.known.add(self.places.at(point))
            self._cut([outside.charged_value(channel.choi) for channel in self.frame])
        point = start + edge.inside * (target - start)
        self._decided(point, edge.evidence_inside, Verdict.HOLDS)

    def _decided(
        self, point: Array, evidence: Evidence | None, wanted: Verdict
    ) -> Decision:
        """Return the decision at a point, from evidence if it suffices."""
        if evidence is not None:
            about = self.places.channel(point)
            decision = self.places.property.from_evidence(about, evidence)
            if decision.verdict is wanted:
                self.places.keep(self.places.at(point), decision)
                return decision
        return self.places.decide(point)

    def _reach(self, start: Array, target: Array) -> None:
        """Decide at a vertex up to which the property holds, or as near as can be told.

        Rounding may have put the vertex, or the end of the line, outside.
        """
        step = 0.0
        while step < _WIDEST and not self.places.is_spent():
            point = target + step * (start - target)
            if self.places.decide(point).verdict is Verdict.HOLDS:
                return
            step = max(4 * step, _NARROWEST)

    def _halve(self, start: Array, target: Array) -> None:
        """Decide at the vertex, or half-way to it from where the hull ends."""
        if self.places.decide(target).verdict is not Verdict.UNDECIDED:
            return
        if self.inner is None or self.inner.is_flat:
            self.places.decide((start + target) / 2)
            return
        facets = self.inner.facets
        slopes = facets[:, :-1] @ (target - start)
        levels = facets[:, :-1] @ start + facets[:, -1]
        ahead = slopes > 0
        share = float(np.min(-levels[ahead] / slopes[ahead], initial=1.0))
        self.places.decide(start + (1 + share) / 2 * (target - start))

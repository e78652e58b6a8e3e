"""The proofs on an affine family, where the property holds on an interval."""

from __future__ import annotations

from fractions import Fraction

from sdpsearch.extension.membership import Membership
from sdpsearch.interval import Interval
from sdpsearch.proof.digits.recognise import closed_form, rational_form
from sdpsearch.proof.prove.parts import Inside, Outside
from sdpsearch.proof.prove.segment import Segment
from sdpsearch.properties import Decision, Verdict
from sdpsearch.search.boundary import Boundary, Tier
from sdpsearch.search.proved import Proved, exact, missed, near, with_bracket
from sdpsearch.search.sampler import Sampler

#: Seconds that the digits of one boundary may take.
_DIGITS_TIME = 600.0
#: Width, as a power of ten below the digits asked for, that a bracket is given.
_ROOM = 2


class ConvexProofs:
    """The proofs on an affine family."""

    def __init__(self, sampler: Sampler, segment: Segment, digits: int | None) -> None:
        self.sampler, self.segment, self.digits = sampler, segment, digits
        self.decisions = dict(sampler.decisions())

    def prove(
        self, holds_on: tuple[Interval, ...], boundaries: tuple[Boundary, ...]
    ) -> Proved:
        """Prove the ends of the set, with witnesses against the rest of the domain."""
        if not holds_on:
            tried = [self._refutation(d) for d in self.decisions.values()]
            return self._conclude([], [f for f in tried if f], boundaries, {})
        interval = holds_on[0]
        if interval.width == 0 and boundaries:
            return self._isolated(interval.lower, boundaries[0])
        held: list[Inside] = []
        failing: list[Outside] = []
        forms: dict[Boundary, str | None] = {}
        for end, rising in ((interval.lower, True), (interval.upper, False)):
            edge = next((b for b in boundaries if b.value == end), None)
            if edge is None:
                x = self.segment.domain[0 if rising else 1]
                found_there = self._membership(float(x))
                made = (
                    self.segment.inside(x, found_there)
                    if interval.width == 0
                    else self._inside_near(x, found_there, rising)
                )
                held += [made] if made else []
                if interval.width == 0:
                    failing += self.segment.sides(x)
                continue
            found = self._edge(edge, rising)
            held += [found[0]] if found[0] else []
            failing += [found[1]] if found[1] else []
            forms[edge] = found[2]
        return self._conclude(held, failing, boundaries, forms)

    def _conclude(
        self,
        held: list[Inside],
        failing: list[Outside],
        boundaries: tuple[Boundary, ...],
        forms: dict[Boundary, str | None],
    ) -> Proved:
        places = max(20, 0 if self.digits is None else self.digits + _ROOM)
        made = self.segment.certify(held, failing, places)
        if made is None:
            why = "no exact extension or witness was found"
            if held or failing:
                why = "what was found is more than one certificate may hold or cost"
            return Proved(boundaries, None, why)
        done = tuple(self._graded(b, made.held, made.failing, forms) for b in boundaries)
        proved = [b for b in done if b.tier > Tier.NUMERICAL]
        note = f"{len(proved)} of {len(done)} boundaries proved in exact arithmetic"
        if not done:
            note = "proved in exact arithmetic"
        if not self._is_whole(made.held, boundaries) or (
            made.held is None and not self._covers(made.failing)
        ):
            note = "only what the theorem says is proved, not the whole set"
        note += missed(done, self.digits)
        return Proved(done, made.certificate, note)

    def _is_whole(
        self, held: tuple[Fraction, Fraction] | None, boundaries: tuple[Boundary, ...]
    ) -> bool:
        """Whether the part that was proved to hold ends only where a boundary is."""
        if held is None:
            return True
        low, high = self.segment.domain
        middle = (held[0] + held[1]) / 2
        below = any(b.value <= middle for b in boundaries)
        above = any(b.value >= middle for b in boundaries)
        return (below or held[0] == low) and (above or held[1] == high)

    def _covers(self, failing: list[tuple[Fraction, Fraction, str]]) -> bool:
        """Whether the refuted parts leave nothing of the domain."""
        low, high = self.segment.domain
        rising = max((end for start, end, _ in failing if start == low), default=low)
        falling = min((start for start, end, _ in failing if end == high), default=high)
        # Parts are open where a witness vanishes: two that only meet leave a point.
        return falling < rising or (low, high, "[]") in failing

    def _graded(
        self,
        boundary: Boundary,
        held: tuple[Fraction, Fraction] | None,
        failing: list[tuple[Fraction, Fraction, str]],
        forms: dict[Boundary, str | None],
    ) -> Boundary:
        """Return the boundary with the tier that the certified claim gives it."""
        if held is None:
            return boundary
        low, high = self.segment.domain
        isolated = held[0] == held[1] and len(failing) == 2
        for start, end, brackets in failing:
            rising = brackets == "[)"
            edge, inner = (end, held[0]) if rising else (start, held[1])
            bracket = (edge, inner) if rising else (inner, edge)
            reach = Fraction(1, 10**5) * (high - low)
            if abs(Fraction(boundary.value) - edge) > reach:
                continue
            if isolated:
                bracket = (
                    next(part[1] for part in failing if part[2] == "[)"),
                    next(part[0] for part in failing if part[2] == "(]"),
                )
            return with_bracket(boundary, *bracket, forms.get(boundary))
        return boundary

    def _edge(
        self, edge: Boundary, rising: bool
    ) -> tuple[Inside | None, Outside | None, str | None]:
        """Return the proofs at one end: exact, else to the digits asked, else as found."""
        inner, outer = edge.bracket.upper, edge.bracket.lower
        if not rising:
            inner, outer = outer, inner
        inside, outside = self._membership(inner), self._membership(outer)
        guess = rational_form(exact(edge.bracket.lower), exact(edge.bracket.upper))
        if guess is None and edge.bracket.width < 1e-6:
            guess = near(edge)
        if guess is not None:
            met = self.segment.meeting(guess, inside, outside, rising=rising)
            if met is not None:
                return *met, str(guess)
        if self.digits is not None:
            found = self._to_digits(inner, inside, rising)
            if found is not None:
                return found
        held = self._inside_near(exact(inner), inside, rising)
        fails = self._outside_near(outer, rising=rising)
        return held, fails, str(guess) if guess is not None else None

    def _to_digits(
        self, x: float, inside: Membership | None, rising: bool
    ) -> tuple[Inside, Outside, str | None] | None:
        assert self.digits is not None
        # Double precision gives ten digits anyway.
        digits, start = max(self.digits, 12) + _ROOM, (exact(x), inside)
        found = self.segment.to_digits(
            digits, start, rising=rising, time_limit=_DIGITS_TIME
        )
        if found is None:
            return None
        held, fails = found
        assert fails.zero is not None
        form = closed_form(*sorted((held.x, fails.zero)))
        return held, fails, form

    def _inside_near(
        self, x: Fraction, found: Membership | None, rising: bool
    ) -> Inside | None:
        """Return a proof at x, or a little further inside where rounding spoils it.

        A ball around floats may reach out of the set where its centre is on the boundary.
        """
        made = self.segment.inside(x, found)
        sign = 1 if rising else -1
        step = 1e-10 * (self.sampler.family.domain[1] - self.sampler.family.domain[0])
        while made is None and step < 1e-4:
            nearby = float(x) + sign * step
            made = self.segment.inside(exact(nearby), self.sampler(nearby).membership)
            step *= 10
        return made

    def _outside_near(self, x: float, *, rising: bool) -> Outside | None:
        """Return a witness from x, or a little further outside where x has none.

        A point beside the boundary may have been decided without one, by a criterion.
        """
        made = self._refutation(self.decisions.get(x))
        low, high = self.sampler.family.domain
        sign = -1 if rising else 1
        step = 1e-10 * (high - low)
        while made is None and step < 1e-4 and low <= x + sign * step <= high:
            made = self._refutation(self.sampler(x + sign * step))
            step *= 10
        return made

    def _isolated(self, x: float, edge: Boundary) -> Proved:
        """Prove a single point, with a witness for either side."""
        point = rational_form(exact(edge.bracket.lower), exact(edge.bracket.upper))
        point = exact(x) if point is None else point
        held = self.segment.inside(point, self._membership(x))
        failing = self.segment.sides(point)
        if len(failing) < 2:
            below = self._outside_near(edge.bracket.lower, rising=True)
            above = self._outside_near(edge.bracket.upper, rising=False)
            failing = [side for side in (below, above) if side]
        forms: dict[Boundary, str | None] = {edge: str(point)}
        return self._conclude([held] if held else [], failing, (edge,), forms)

    def _membership(self, x: float) -> Membership | None:
        decision = self.decisions.get(x)
        return self.sampler(x).membership if decision is None else decision.membership

    def _refutation(self, decision: Decision | None) -> Outside | None:
        if decision is None or decision.verdict is not Verdict.FAILS:
            return None
        return self.segment.outside(decision.membership, decision.channel.choi)

"""Exact proofs of thresholds: every boundary gets the highest tier that can be proved.

On an affine family the set is an interval, so a few proofs speak for the whole domain. On
any other family the two ends of each bracket are proved, and no more than that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from sdpsearch.channels.affinity import Affinity
from sdpsearch.extension.membership import Membership
from sdpsearch.interval import Interval
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.digits.recognise import closed_form, rational_form
from sdpsearch.proof.prove.claim import Claim
from sdpsearch.proof.prove.parts import Inside, Outside
from sdpsearch.proof.prove.piece import Piece, joined_points
from sdpsearch.proof.prove.segment import Segment
from sdpsearch.proof.statement.state import states
from sdpsearch.properties import Decision, Verdict
from sdpsearch.properties.certify import attempt_point
from sdpsearch.search.boundary import Boundary, Tier
from sdpsearch.search.samples import Sampler

#: Seconds that the digits of one boundary may take.
_DIGITS_TIME = 600.0
#: Width, as a power of ten below the digits asked for, that a bracket is given.
_ROOM = 2
#: Digits to which a family that is not affine is proved to fail beside an exact point.
_POINT_DIGITS = 15


@dataclass(frozen=True)
class Proved:
    """What the proofs make of a threshold.

    Attributes:
        boundaries: as found, each with the tier and the bracket that were proved.
        certificate: all proofs in one file, None when there are none.
        note: what is proved, or why nothing is, one clause.
    """

    boundaries: tuple[Boundary, ...]
    certificate: Certificate | None
    note: str


def prove(
    sampler: Sampler,
    holds_on: tuple[Interval, ...],
    boundaries: tuple[Boundary, ...],
    digits: int | None,
    *,
    line: bool,
) -> Proved:
    """Prove what a search found.

    Args:
        sampler: what was decided along the family.
        holds_on: where the property holds.
        boundaries: the ends of those sets inside the domain.
        digits: digits wanted of every boundary, None for what double precision gives.
        line: whether the search rests on the family being affine.
    """
    claim = sampler.property.claim(sampler.family(sampler.family.ends[0]))
    if claim is None:
        name = sampler.property.name
        return Proved(boundaries, None, f"there are no certificates for {name!r}")
    # Only what is linear in the channel itself is convex along it.
    segment = _segment(sampler, claim) if line and not claim.of_complement else None
    if segment is not None:
        found = _Line(sampler, segment, digits).prove(holds_on, boundaries)
        if sampler.family.affinity is Affinity.DECLARED:
            note = f"{found.note}; that the family is affine is declared, a hypothesis"
            found = replace(found, note=note)
        return found
    return _points(sampler, claim, boundaries, digits)


def exact(x: float) -> Fraction:
    """Return the decimal that a float prints as, exactly."""
    return Fraction(repr(float(x)))


def _segment(sampler: Sampler, claim: Claim) -> Segment | None:
    """Return the exact line of an affine family, None where the family is none."""
    family = sampler.family
    low, high = family.ends
    middle = low + (high - low) * Fraction(2, 7)
    first, last, between = states([family(low), family(high), family(middle)])
    ends = (low, high)
    segment = claim.segment((first, last), ends, family.label, family.parameter)
    # What floating point took for a line must be one.
    if segment.is_exact and family.squares is not None:
        return segment if segment.passes(middle, between) else None
    return segment


class _Line:
    """The proofs on an affine family."""

    def __init__(self, sampler: Sampler, segment: Segment, digits: int | None) -> None:
        self.sampler, self.segment, self.digits = sampler, segment, digits
        self.decisions = dict(sampler.decisions())

    def prove(
        self, holds_on: tuple[Interval, ...], boundaries: tuple[Boundary, ...]
    ) -> Proved:
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
                made = self.segment.inside(x, self._membership(float(x)))
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
            return Proved(boundaries, None, "no exact extension or witness was found")
        done = tuple(self._graded(b, made.held, made.failing, forms) for b in boundaries)
        proved = [b for b in done if b.tier > Tier.NUMERICAL]
        note = f"{len(proved)} of {len(done)} boundaries proved in exact arithmetic"
        if not done:
            note = "proved in exact arithmetic"
        bare = made.held is not None and len(held) < 2 and not failing
        if bare or (made.held is None and not self._covers(made.failing)):
            note = "only what the theorem says is proved, not the whole set"
        note += _missed(done, self.digits)
        return Proved(done, made.certificate, note)

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
            return _with_bracket(boundary, *bracket, forms.get(boundary))
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
            guess = _near(edge)
        if guess is not None:
            met = self.segment.meeting(guess, inside, outside, rising=rising)
            if met is not None:
                return *met, str(guess)
        if self.digits is not None:
            found = self._to_digits(inner, inside, rising)
            if found is not None:
                return found
        held = self._inside_near(inner, inside, rising)
        fails = self._outside_near(outer, rising=rising)
        return held, fails, str(guess) if guess is not None else None

    def _to_digits(
        self, x: float, inside: Membership | None, rising: bool
    ) -> tuple[Inside, Outside, str | None] | None:
        assert self.digits is not None
        # Double precision gives ten digits anyway.
        digits, near = max(self.digits, 12) + _ROOM, (exact(x), inside)
        found = self.segment.to_digits(digits, near, rising=rising, time_limit=_DIGITS_TIME)
        if found is None:
            return None
        held, fails = found
        assert fails.zero is not None
        form = closed_form(*sorted((held.x, fails.zero)))
        return held, fails, form

    def _inside_near(
        self, x: float, found: Membership | None, rising: bool
    ) -> Inside | None:
        """Return a proof at x, or a little further inside where rounding spoils it."""
        made = self.segment.inside(exact(x), found)
        sign = 1 if rising else -1
        step = 1e-10 * (self.sampler.family.domain[1] - self.sampler.family.domain[0])
        while made is None and step < 1e-4:
            nearby = self.sampler(x + sign * step)
            made = self.segment.inside(exact(x + sign * step), nearby.membership)
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


def _missed(boundaries: Iterable[Boundary], digits: int | None) -> str:
    """Return a remark where the digits asked for were not reached, else nothing."""
    if digits is None:
        return ""
    enough = Fraction(1, 10**digits)
    late = [b for b in boundaries if b.proved is None or b.proved[1] - b.proved[0] > enough]
    return f"; {digits} digits were not reached" if late else ""


def _near(edge: Boundary) -> Fraction | None:
    """Return a simple fraction within the search's accuracy of a boundary's value."""
    reach = Fraction(1, 10**9)
    value = Fraction(edge.value)
    return rational_form(value - reach, value + reach)


def _with_bracket(
    boundary: Boundary, low: Fraction, high: Fraction, form: str | None
) -> Boundary:
    """Return the boundary with a proved bracket, and the tier it has by that."""
    if form is not None and not _fits(form, low, high):
        form = None
    if low == high:
        tier, form = Tier.EXACT, str(low)
    else:
        tier = Tier.BRACKETED if form is None else Tier.RECOGNISED
    bracket = Interval(_below(low), _above(high))
    value = min(max(boundary.value, bracket.lower), bracket.upper)
    if low == high:
        value = float(low)
    return replace(
        boundary,
        value=value,
        bracket=bracket,
        tier=tier,
        closed_form=form,
        proved=(low, high),
    )


def _fits(form: str, low: Fraction, high: Fraction) -> bool:
    """Whether a rational form lies in the bracket; others were made from it."""
    try:
        return low <= Fraction(form) <= high
    except ValueError:
        return True


def _below(x: Fraction) -> float:
    """Return the largest float ≤ x."""
    value = float(x)
    return value if Fraction(value) <= x else float(np.nextafter(value, -np.inf))


def _above(x: Fraction) -> float:
    """Return the smallest float ≥ x."""
    value = float(x)
    return value if Fraction(value) >= x else float(np.nextafter(value, np.inf))


def _points(
    sampler: Sampler, claim: Claim, boundaries: tuple[Boundary, ...], digits: int | None
) -> Proved:
    """Prove both ends of every bracket, points of their own each."""
    family = sampler.family
    done: list[Boundary] = []
    pieces: list[Piece] = []
    for edge in boundaries:
        found = _both_ends(sampler, edge, digits)
        pieces += [piece for _, piece in found[0]]
        ends = [(x, piece.holds) for x, piece in found[0]]
        if len(ends) == 2 and ends[0][1] != ends[1][1]:
            low, high = sorted(x for x, _ in ends)
            done.append(_with_bracket(edge, low, high, found[1]))
        else:
            done.append(edge)
    label = claim.name(family.label)
    if not boundaries:
        return Proved((), None, "no boundary lies inside the domain; prove channels singly")
    made = joined_points(pieces, label, family.parameter)
    if made is None:
        return Proved(boundaries, None, "no end of a bracket could be proved exactly")
    note = (
        f"the {len(pieces)} channels at the ends of the brackets are proved; the family is "
        "not known to be affine, so this says nothing about those between"
    )
    if family.law is not None and not claim.of_complement:
        note = (
            f"the {len(pieces)} channels at the ends of the brackets are proved; by the "
            f"family's composition law they bound the threshold: {family.law.statement}"
        )
    return Proved(tuple(done), made, note.rstrip(".") + _missed(done, digits))


def _both_ends(
    sampler: Sampler, edge: Boundary, digits: int | None
) -> tuple[list[tuple[Fraction, Piece]], str | None]:
    """Return proofs on both sides of a boundary, and the closed form it suggests.

    Where the property is proved exactly at a recognised point, its failure is proved as
    near to that as the digits ask.
    """
    guess = rational_form(exact(edge.bracket.lower), exact(edge.bracket.upper))
    guess = _near(edge) if guess is None else guess
    form = str(guess) if guess is not None else None
    inner, outer = edge.bracket.lower, edge.bracket.upper
    if sampler(inner).verdict is not Verdict.HOLDS:
        inner, outer = outer, inner
    if guess is not None:
        held = _proved_at(sampler, guess)
        if held is not None and held.holds:
            sign = 1 if outer > inner else -1
            for places in (max(digits or 0, _POINT_DIGITS), 12, 9):
                beside = guess + sign * Fraction(1, 10**places)
                fails = _proved_at(sampler, beside, places)
                if fails is not None and not fails.holds:
                    return [(beside, fails), (guess, held)], form
            fails = _proved_at(sampler, exact(outer))
            far = [] if fails is None else [(exact(outer), fails)]
            return [*far, (guess, held)], form
    sides = [(exact(x), _proved_at(sampler, exact(x))) for x in (outer, inner)]
    return [(x, piece) for x, piece in sides if piece is not None], form


def _proved_at(sampler: Sampler, x: Fraction, digits: int | None = None) -> Piece | None:
    """Return a proof about the channel at exactly x, whatever it says, or None."""
    try:
        channel = sampler.family(x)
    except ValueError:
        return None
    decision = sampler.ask(channel)
    piece = attempt_point(decision, x, digits)
    return None if isinstance(piece, str) else piece

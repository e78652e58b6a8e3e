"""Exact proofs of a capacity's threshold: Q = 0 on one side, Q > 0 on the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from sdpsearch import deadline
from sdpsearch.coherent.transmission import Transmission, again
from sdpsearch.proof.digits.recognise import rational_form
from sdpsearch.proof.prove.capacity import CapacityClaim, CapacityLine, Shown
from sdpsearch.proof.prove.piece import Piece, joined_points
from sdpsearch.properties import Property, Verdict, ZeroCapacity
from sdpsearch.search.boundary import Boundary, Tier
from sdpsearch.search.proved import Proved, exact, near, with_bracket
from sdpsearch.search.sampler import Sampler
from sdpsearch.search.threshold import Threshold

#: Steps, in parts of the domain, from where an input ceases to transmit.
_ASIDE = (Fraction(1, 10**8), Fraction(1, 10**6), Fraction(1, 10**4))
#: Where it transmits less is asked a hundred times as far on.
_FURTHER = 100
#: Powers of ten by which a channel beside an exact threshold is told from it.
_PLACES = (15, 12, 9)


def prove_capacity(
    sampler: Sampler, found: Threshold, proved: Callable[[Property], Threshold]
) -> Proved:
    """Prove what a search for a capacity's threshold found.

    Args:
        sampler: what was decided along the family.
        found: the threshold.
        proved: how a mechanism's threshold is found and proved.
    """
    asked = sampler.property
    assert isinstance(asked, ZeroCapacity)
    if len(found.holds_on) != 1:
        many = "more than one set" if found.holds_on else "no set"
        note = f"{many} of zero capacity: prove channels singly"
        return Proved(found.boundaries, None, note)
    mechanism = _mechanism(asked, found)
    zero = proved(mechanism)
    if zero.certificate is None:
        return Proved(found.boundaries, None, f"{mechanism.name}: {zero.proof}")
    if zero.certificate.is_of_partitions:
        note = f"that it is {mechanism.name} is proved for every d, by a file of its own"
        return Proved(found.boundaries, None, note)
    line = CapacityLine(zero.certificate)
    edges = list(_edges(found, zero))
    if line.is_exact or (line.stated.is_line and not edges):
        return _along(sampler, line, found, edges)
    return _singly(sampler, mechanism, found, edges)


def _mechanism(asked: ZeroCapacity, found: Threshold) -> Property:
    """Return what makes the capacity vanish wherever a boundary says what does.

    Of several the last one asked: antidegradable channels are signed-extendible. PPT is no
    part of that, so its end of a set is left to its own proof.
    """
    names = {
        b.mechanisms[1 if _rises(found, b) else 0]
        for b in found.boundaries
        if b.mechanisms is not None
    }
    every = {d.mechanism for _, d in found.decisions}
    named = [p for p in asked.mechanisms if p.name in names]
    named = named or [p for p in asked.mechanisms if p.name in every]
    return next((p for p in reversed(named) if p.name != "ppt"), named[-1])


def _rises(found: Threshold, boundary: Boundary) -> bool:
    """Whether the set of zero capacity lies above a boundary."""
    low, high = found.holds_on[0]
    return abs(boundary.value - low) <= abs(boundary.value - high)


@dataclass(frozen=True)
class _Edge:
    """A boundary, the mechanism's own there, the input that transmits, and the side."""

    boundary: Boundary
    zero: Boundary | None
    shown: Transmission
    at: float
    rises: bool

    @property
    def away(self) -> int:
        """The direction in which the capacity is positive."""
        return -1 if self.rises else 1


def _edges(found: Threshold, zero: Threshold) -> Iterator[_Edge]:
    """Yield the boundaries beside which an input transmits; an isolated point has two."""
    kept = dict(found.decisions)
    for boundary in found.boundaries:
        ends = {x: kept[x].transmission for x in boundary.bracket if x in kept}
        for x, shown in ends.items():
            if shown is None or kept[x].verdict is not Verdict.FAILS:
                continue
            own = min(
                zero.boundaries, key=lambda b: abs(b.value - boundary.value), default=None
            )
            yield _Edge(boundary, own, shown, x, x == boundary.bracket.lower)


def _along(
    sampler: Sampler, line: CapacityLine, found: Threshold, edges: list[_Edge]
) -> Proved:
    """Prove an affine family's threshold with one certificate of all of the line."""
    shown: list[Shown] = []
    done: dict[Boundary, Boundary] = {b: b for b in found.boundaries}
    for edge in edges:
        deadline.check("inputs were proved to transmit")
        parts = _on_line(sampler, line, edge)
        if parts:
            shown += parts
            done[edge.boundary] = _bracketed(done[edge.boundary], edge, parts)
    made = line.certificate(shown)
    if made is None:
        return Proved(found.boundaries, None, "no exact proof of both sides was found")
    proved = [b for b in done.values() if b.tier > Tier.NUMERICAL]
    count = f"{len(proved)} of {len(done)} boundaries proved in exact arithmetic"
    note = count if done else "proved in exact arithmetic"
    if any(edge.shown.uses > 1 for edge in edges):
        law = sampler.family.law
        told = (
            "nothing is said" if law is None else "it is, by the family's composition law"
        )
        note = f"{note}; where several uses transmit and one does not, between, {told}"
    return Proved(tuple(done.values()), made, note)


def _on_line(sampler: Sampler, line: CapacityLine, edge: _Edge) -> list[Shown]:
    """Return checked proofs that an input transmits beside a boundary, and up to where."""
    if edge.shown.singularity is not None:
        own = None if edge.zero is None else edge.zero.proved
        places = [exact(edge.at)]
        if own is not None:
            end = own[0 if edge.rises else 1]
            # A gain may touch 0 without crossing it: then it is bounded best beside that.
            places = [end, end + edge.away * Fraction(1, 10 ** _PLACES[0]), *places]
        for x in places:
            part = line.beside_pure(edge.shown, x, edge.away)
            if part is not None and line.certificate([part]) is not None:
                return [part]
    # One use speaks for all parameters before the last at which it transmits.
    shown = [(edge.at, edge.shown), *_alone(sampler, edge)]
    parts = [_by_code(line, found, x, edge.away) for x, found in shown]
    return [part for part in parts if part is not None]


def _alone(sampler: Sampler, edge: _Edge) -> list[tuple[float, Transmission]]:
    """Return where one use transmits last, and what, if it takes several at the edge."""
    if edge.shown.uses == 1:
        return []
    known = [
        (x, d.transmission)
        for x, d in sampler.decisions()
        if d.transmission is not None and d.transmission.uses == 1
        if d.verdict is Verdict.FAILS and (x - edge.at) * edge.away > 0
    ]
    return sorted(known, key=lambda item: abs(item[0] - edge.at))[:1]


def _by_code(line: CapacityLine, found: Transmission, at: float, away: int) -> Shown | None:
    """Return a checked proof that a code transmits a little before where it ceases to."""
    low, high = line.domain
    for share in _ASIDE:
        x = exact(at) + away * share * (high - low)
        beside = x - away * _FURTHER * share * (high - low)
        if not (low <= x <= high and low <= beside <= high):
            continue
        part = line.by_code(found, x, beside)
        if line.certificate([part]) is not None:
            return part
    return None


def _bracketed(known: Boundary, edge: _Edge, parts: list[Shown]) -> Boundary:
    """Return a boundary with what is proved on both sides of it."""
    own = None if edge.zero is None else edge.zero.proved
    if own is None:
        return known
    if edge.rises:
        ends = (max(part.high for part in parts), own[1])
    else:
        ends = (own[0], min(part.low for part in parts))
    if known.proved is not None:  # the other side of an isolated point
        ends = (min(ends[0], known.proved[0]), max(ends[1], known.proved[1]))
    form = edge.zero.closed_form if edge.zero is not None else None
    made = with_bracket(known, *ends, form)
    return made if made.is_narrow else _wide(made, edge)


def _wide(made: Boundary, edge: _Edge) -> Boundary:
    """Return a wide bracket with its value where the capacity is proved to vanish."""
    value = made.bracket.upper if edge.rises else made.bracket.lower
    return replace(made, value=value, closed_form=None, tier=Tier.BRACKETED)


def _singly(
    sampler: Sampler, mechanism: Property, found: Threshold, edges: list[_Edge]
) -> Proved:
    """Prove the two ends of every bracket, points of their own each."""
    done: dict[Boundary, Boundary] = {b: b for b in found.boundaries}
    pieces: list[Piece] = []
    for edge in edges:
        deadline.check("inputs were proved to transmit")
        zero = _zero_at(sampler, mechanism, edge)
        shown = None if zero is None else _shown_at(sampler, edge, zero)
        if zero is None or shown is None:
            continue
        pieces += [piece for _, piece in (zero, shown)]
        ends = sorted((zero[0], shown[0]))
        made = with_bracket(edge.boundary, ends[0], ends[1], str(zero[0]))
        done[edge.boundary] = made if made.is_narrow else _wide(made, edge)
    made = joined_points(pieces, sampler.family.label, sampler.family.parameter)
    if made is None:
        return Proved(found.boundaries, None, "no exact proof of both sides was found")
    law = sampler.family.law
    told = (
        "the family is not known to be affine, so this says nothing about those between"
        if law is None
        else f"by the family's composition law they bound it: {law.statement.rstrip('.')}"
    )
    note = f"the {len(pieces)} channels at the ends of the brackets are proved; {told}"
    return Proved(tuple(done.values()), made, note)


def _zero_at(
    sampler: Sampler, mechanism: Property, edge: _Edge
) -> tuple[Fraction, Piece] | None:
    """Return a parameter at which the capacity is proved to vanish, simple if possible."""
    bracket = edge.boundary.bracket
    simple = rational_form(exact(bracket.lower), exact(bracket.upper))
    certain = exact(bracket.upper if edge.rises else bracket.lower)
    for x in (simple, near(edge.boundary), certain):
        if x is None:
            continue
        channel = sampler.family(x)
        options = {"solver": sampler.solver, "time_limit": sampler.time_limit}
        decision = mechanism.decide(channel, **options)
        claim = CapacityClaim(channel, mechanism=mechanism.claim(channel))
        piece = claim.at_point(decision.membership, holds=True, at=x)
        if not isinstance(piece, str):
            return x, piece
    return None


def _shown_at(
    sampler: Sampler, edge: _Edge, zero: tuple[Fraction, Piece]
) -> tuple[Fraction, Piece] | None:
    """Return a parameter, near the threshold if may be, at which an input transmits.

    One certificate of both sides is of one kind of statement: of balls, or exact.
    """
    low, high = sampler.family.ends
    beside = [zero[0] + edge.away * Fraction(1, 10**places) for places in _PLACES]
    places = [(x, edge.shown) for x in (beside if edge.boundary.is_narrow else ())]
    for at, found in [(edge.at, edge.shown), *_alone(sampler, edge)]:
        places += [(exact(at) + edge.away * x * (high - low), found) for x in _ASIDE]
    for x, found in places:
        if not low <= x <= high:
            continue
        channel = sampler.family(x)
        claim = CapacityClaim(channel, transmission=again(channel, found))
        piece = claim.at_point(None, holds=False, at=x)
        if (
            not isinstance(piece, str)
            and piece.statement.radius == zero[1].statement.radius
        ):
            return x, piece
    return None

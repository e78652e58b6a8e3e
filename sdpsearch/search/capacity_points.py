"""Exact proofs of a capacity's threshold on a curve: two channels, one on either side."""

from __future__ import annotations

from fractions import Fraction

from sdpsearch import deadline
from sdpsearch.coherent.transmission import again
from sdpsearch.proof.digits.recognise import rational_form
from sdpsearch.proof.prove.capacity import CapacityClaim
from sdpsearch.proof.prove.piece import Piece, joined_points
from sdpsearch.properties import Property
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.capacity_edges import ASIDE, PLACES, Edge, alone, wide
from sdpsearch.search.proved import Proved, exact, near, with_bracket
from sdpsearch.search.sampler import Sampler
from sdpsearch.search.threshold import Threshold


def prove_singly(
    sampler: Sampler, mechanism: Property, found: Threshold, edges: list[Edge]
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
        done[edge.boundary] = made if made.is_narrow else wide(made, edge)
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
    sampler: Sampler, mechanism: Property, edge: Edge
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
    sampler: Sampler, edge: Edge, zero: tuple[Fraction, Piece]
) -> tuple[Fraction, Piece] | None:
    """Return a parameter, near the threshold if may be, at which an input transmits.

    One certificate of both sides is of one kind of statement: of balls, or exact.
    """
    low, high = sampler.family.ends
    beside = [zero[0] + edge.away * Fraction(1, 10**places) for places in PLACES]
    places = [(x, edge.shown) for x in (beside if edge.boundary.is_narrow else ())]
    for at, found in [(edge.at, edge.shown), *alone(sampler, edge)]:
        places += [(exact(at) + edge.away * x * (high - low), found) for x in ASIDE]
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

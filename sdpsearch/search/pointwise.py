"""The proofs on a family that is not affine: both ends of every bracket, no more."""

from __future__ import annotations

from fractions import Fraction

from sdpsearch.proof.digits.recognise import rational_form
from sdpsearch.proof.prove.claim import Claim
from sdpsearch.proof.prove.piece import Piece, joined_points
from sdpsearch.properties import Verdict
from sdpsearch.properties.certify import attempt_point
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.proved import Proved, exact, missed, near, with_bracket
from sdpsearch.search.sampler import Sampler

#: Digits to which a family that is not affine is proved to fail beside an exact point.
_POINT_DIGITS = 15


def prove_points(
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
            done.append(with_bracket(edge, low, high, found[1]))
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
    return Proved(tuple(done), made, note.rstrip(".") + missed(done, digits))


def _both_ends(
    sampler: Sampler, edge: Boundary, digits: int | None
) -> tuple[list[tuple[Fraction, Piece]], str | None]:
    """Return proofs on both sides of a boundary, and the closed form it suggests.

    Where the property is proved exactly at a recognised point, its failure is proved as
    near to that as the digits ask.
    """
    guess = rational_form(exact(edge.bracket.lower), exact(edge.bracket.upper))
    guess = near(edge) if guess is None else guess
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

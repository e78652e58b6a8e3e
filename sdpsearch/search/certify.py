"""Exact proofs of thresholds: every boundary gets the highest tier that can be proved.

On an affine family the set is an interval, so a few proofs speak for the whole domain. On
any other family the two ends of each bracket are proved, and no more than that.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sdpsearch.channels.affinity import Affinity
from sdpsearch.interval import Interval
from sdpsearch.proof.prove.claim import Claim
from sdpsearch.proof.prove.segment import Segment
from sdpsearch.proof.rebuild import difference
from sdpsearch.proof.statement.state import states
from sdpsearch.search.any_dimension import proved_by_partitions
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.convex import ConvexProofs
from sdpsearch.search.pointwise import prove_points
from sdpsearch.search.proved import Proved
from sdpsearch.search.sampler import Sampler


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
    partitions = proved_by_partitions(sampler.family, sampler.property, boundaries, digits)
    if partitions is not None:
        return partitions
    claim = sampler.property.claim(sampler.family(sampler.family.ends[0]))
    if claim is None:
        name = sampler.property.name
        return Proved(boundaries, None, f"there are no certificates for {name!r}")
    # Only what is linear in the channel itself is convex along it.
    segment = _segment(sampler, claim) if line and not claim.of_complement else None
    if segment is not None:
        found = ConvexProofs(sampler, segment, digits).prove(holds_on, boundaries)
        if sampler.family.affinity is not Affinity.DECLARED or found.certificate is None:
            return found
        odd = difference(found.certificate, sampler.family)
        if odd is None:
            note = f"{found.note}; that the family is affine is declared, a hypothesis"
            return replace(found, note=note)
        # Bent by less than floats show in its values, by more than a proof may pass over.
        points = prove_points(sampler, claim, boundaries, digits)
        note = f"{points.note}; nothing along it, for of the line declared {odd}"
        return replace(points, note=note)
    return prove_points(sampler, claim, boundaries, digits)


def _segment(sampler: Sampler, claim: Claim) -> Segment | None:
    """Return the exact line of an affine family, None where the family is none."""
    family = sampler.family
    low, high = family.ends
    middle = low + (high - low) * Fraction(2, 7)
    first, last, between = states([family(low), family(high), family(middle)])
    ends = (low, high)
    segment = claim.segment((first, last), ends, family.label, family.parameter)
    # What floating point took for a line must be one.
    if segment is not None and segment.is_exact and family.squares is not None:
        return segment if segment.passes(middle, between) else None
    return segment

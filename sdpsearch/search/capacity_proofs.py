"""Exact proofs of a capacity's threshold: Q = 0 on one side, Q > 0 on the other."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sdpsearch import deadline
from sdpsearch.coherent.transmission import Transmission
from sdpsearch.proof.prove.capacity import CapacityLine, Shown
from sdpsearch.properties import Property, ZeroCapacity
from sdpsearch.search.boundary import Boundary, Tier
from sdpsearch.search.capacity_edges import (
    ASIDE,
    PLACES,
    Edge,
    alone,
    edges_beside,
    rises,
    wide,
)
from sdpsearch.search.capacity_points import prove_singly
from sdpsearch.search.proved import Proved, exact, with_bracket
from sdpsearch.search.sampler import Sampler
from sdpsearch.search.threshold import Threshold

#: Where it transmits less is asked a hundred times as far on.
_FURTHER = 100


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
    edges = list(edges_beside(found, zero))
    if line.is_exact or (line.stated.is_line and not edges):
        return _along(sampler, line, found, edges)
    return prove_singly(sampler, mechanism, found, edges)


def _mechanism(asked: ZeroCapacity, found: Threshold) -> Property:
    """Return what makes the capacity vanish wherever a boundary says what does.

    Of several the last one asked: antidegradable channels are signed-extendible. PPT is no
    part of that, so its end of a set is left to its own proof.
    """
    names = {
        b.mechanisms[1 if rises(found, b) else 0]
        for b in found.boundaries
        if b.mechanisms is not None
    }
    every = {d.mechanism for _, d in found.decisions}
    named = [p for p in asked.mechanisms if p.name in names]
    named = named or [p for p in asked.mechanisms if p.name in every]
    return next((p for p in reversed(named) if p.name != "ppt"), named[-1])


def _along(
    sampler: Sampler, line: CapacityLine, found: Threshold, edges: list[Edge]
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


def _on_line(sampler: Sampler, line: CapacityLine, edge: Edge) -> list[Shown]:
    """Return checked proofs that an input transmits beside a boundary, and up to where."""
    if edge.shown.singularity is not None:
        own = None if edge.zero is None else edge.zero.proved
        places = [exact(edge.at)]
        if own is not None:
            end = own[0 if edge.rises else 1]
            # A gain may touch 0 without crossing it: then it is bounded best beside that.
            places = [end, end + edge.away * Fraction(1, 10 ** PLACES[0]), *places]
        for x in places:
            part = line.beside_pure(edge.shown, x, edge.away)
            if part is not None and line.is_proved(part):
                return [part]
    # One use speaks for all parameters before the last at which it transmits.
    shown = [(edge.at, edge.shown), *alone(sampler, edge)]
    parts = [_by_code(line, found, x, edge.away) for x, found in shown]
    return [part for part in parts if part is not None]


def _by_code(line: CapacityLine, found: Transmission, at: float, away: int) -> Shown | None:
    """Return a checked proof that a code transmits a little before where it ceases to."""
    low, high = line.domain
    for share in ASIDE:
        x = exact(at) + away * share * (high - low)
        beside = x - away * _FURTHER * share * (high - low)
        if not (low <= x <= high and low <= beside <= high):
            continue
        part = line.by_code(found, x, beside)
        if line.is_proved(part):
            return part
    return None


def _bracketed(known: Boundary, edge: Edge, parts: list[Shown]) -> Boundary:
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
    return made if made.is_narrow else wide(made, edge)

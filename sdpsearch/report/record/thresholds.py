"""Records of thresholds and of their boundaries."""

from __future__ import annotations

from sdpsearch.report.record.decisions import answer
from sdpsearch.report.record.parts import (
    Record,
    about_family,
    fractions,
    interval,
    intervals,
    schema,
    theorem,
)
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.threshold import Threshold


def threshold_record(found: Threshold) -> Record:
    """Return a threshold with every decision that was made for it."""
    channel = found.decisions[0][1].channel if found.decisions else None
    question = {
        "property": found.property.name,
        **about_family(found.family, channel),
        "solver": found.solver,
    }
    decisions = [{"x": x, **answer(decision)} for x, decision in found.decisions]
    record = schema("threshold") | {"question": question} | where(found)
    return record | {"decisions": decisions}


def where(found: Threshold) -> Record:
    """Return what was found, without the question and the decisions."""
    return {
        "occurrence": found.occurrence.name.lower(),
        "holds_on": intervals(found.holds_on),
        "boundaries": [boundary(item) for item in found.boundaries],
        "coverage": found.coverage.name.lower(),
        "undecided": intervals(found.undecided),
        "settled": found.settled,
        "solves": found.solves,
        "method": found.method,
        "proof": found.proof,
        "theorem": theorem(found.certificate),
    }


def boundary_record(found: Boundary) -> Record:
    """Return a boundary by itself."""
    return schema("boundary") | boundary(found)


def boundary(found: Boundary) -> Record:
    """Return a boundary as it stands in other records."""
    return {
        "value": found.value,
        "bracket": interval(found.bracket),
        "tier": str(found.tier),
        "closed_form": found.closed_form,
        "proved": fractions(found.proved),
    }

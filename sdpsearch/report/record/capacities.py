"""Records of bounds on the quantum capacity, in bits."""

from __future__ import annotations

from sdpsearch.capacity import CapacityBounds, CapacityPoint
from sdpsearch.report.record.parts import Record, about_channel, finite, schema


def bounds_record(bounds: CapacityBounds) -> Record:
    """Return the bounds for one channel."""
    question = {
        "quantity": "quantum capacity in bits",
        **about_channel(bounds.channel),
        "verdicts": [d.property.name for d in bounds.decisions],
        "solver": next((d.solver for d in bounds.decisions if d.solver), None),
    }
    return schema("capacity-bounds") | {"question": question} | _bounds(bounds)


def point_record(point: CapacityPoint) -> Record:
    """Return the bounds at one parameter, beside what is known in closed form."""
    fact, known = point.fact, None
    if fact is not None:
        known = {
            "relation": fact.relation,
            "value": finite(point.closed_form),
            "expression": fact.expression,
            "source": fact.source,
            "status": fact.status,
        }
    return {
        "x": point.x,
        **_bounds(point.bounds),
        "known": known,
        "difference": finite(point.difference),
    }


def _bounds(bounds: CapacityBounds) -> Record:
    best = bounds.maximum
    maximum = None
    if best is not None:
        maximum = {
            "kind": best.kind,
            "value": best.value,
            "upper": finite(best.upper),
            "method": best.method,
        }
    return {
        "lower": bounds.lower,
        "lower_reason": bounds.lower_reason,
        "upper": finite(bounds.upper),
        "upper_reason": bounds.upper_reason,
        "exact": bounds.exact,
        "checked": bounds.checked,
        "upper_bounds": [
            {
                "bits": finite(u.bits),
                "name": u.name,
                "reason": u.reason,
                "checked": u.checked,
            }
            for u in bounds.upper_bounds
        ],
        "maximum": maximum,
    }

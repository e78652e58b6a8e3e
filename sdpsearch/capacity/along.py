"""Capacity bounds along a family, beside what is known in closed form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sdpsearch.capacity.bounds import CapacityBounds, quantum_capacity
from sdpsearch.capacity.lower.coherent import DEFAULT_STARTS
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.known.capacities import CapacityFact, capacity_fact
from sdpsearch.known.entry import SIGNED
from sdpsearch.known.thresholds import facts


@dataclass(frozen=True, eq=False)
class CapacityPoint:
    """The bounds at one parameter, and the closed form there.

    Attributes:
        x: the parameter; None for a channel without one.
        bounds: lower and upper bound on Q.
        fact: what is known there, None when nothing is.
    """

    x: float | None
    bounds: CapacityBounds
    fact: CapacityFact | None

    @property
    def closed_form(self) -> float | None:
        """What the fact says here, in bits."""
        return None if self.fact is None else self.fact.value(self.x or 0.0)

    @property
    def difference(self) -> float | None:
        """How far the closed form lies from the farther bound; None without a capacity."""
        value = self.closed_form
        if self.fact is None or value is None or self.fact.relation != "=":
            return None
        return max(abs(self.bounds.lower - value), abs(self.bounds.upper - value))


def capacity_along(
    family: ChannelFamily,
    xs: Iterable[float],
    *,
    solver: str = DEFAULT_SOLVER,
    starts: int = DEFAULT_STARTS,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Callable[[float, int], None] | None = None,
) -> tuple[CapacityPoint, ...]:
    """Bound the quantum capacity at each parameter of a family.

    Where a property that tells Q stays undecided, as on a boundary, what
    known.thresholds.facts() says of it is used, and the reason names it.

    Args:
        family: the family.
        xs: parameters in its domain.
        solver: as in quantum_capacity().
        starts: likewise.
        seed: likewise.
        time_limit: likewise.
        progress: called after each point with the parameter and the number done.

    Raises:
        ValueError: a parameter lies outside the domain, or the solver is unknown.

    Example:
        >>> import sdpsearch as sd
        >>> from sdpsearch.capacity import capacity_along
        >>> points = capacity_along(sd.zoo.amplitude_damping(), [0.25, 0.75])
        >>> [round(point.bounds.upper, 6) for point in points]
        [0.415037, 0.0]
    """
    points = []
    known = facts(family)
    for done, x in enumerate(xs, 1):
        closed = {
            fact.property: f"{fact.property} in closed form, {fact.expression} "
            f"({fact.source})"
            for fact in known
            if fact.property in ("antidegradable", "degradable", SIGNED)
            and any(low <= x <= high for low, high in fact.holds)
        }
        bounds = quantum_capacity(
            family(x),
            solver=solver,
            starts=starts,
            seed=seed,
            time_limit=time_limit,
            known=closed,
        )
        points.append(CapacityPoint(float(x), bounds, capacity_fact(family, x)))
        if progress is not None:
            progress(float(x), done)
    return tuple(points)

"""region(): where over a space of two or three parameters a property holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, overload

from sdpsearch import deadline
from sdpsearch.channels import checks
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.properties import Asked, as_property, check_options
from sdpsearch.search.region.cutting import enclose
from sdpsearch.search.region.places import Places
from sdpsearch.search.region.region import Region
from sdpsearch.threads import one_blas_thread

#: What is asked for where nothing else is.
GAP, SOLVES = 1e-3, 300


@overload
def region(space: ChannelSpace, property: Asked, **options: Any) -> Region: ...
@overload
def region(
    space: ChannelSpace, property: Sequence[Asked], **options: Any
) -> tuple[Region, ...]: ...
@one_blas_thread()
def region(  # pyright: ignore[reportInconsistentOverload]
    space: ChannelSpace,
    property: Asked | Sequence[Asked],
    *,
    gap: float = GAP,
    solves: int = SOLVES,
    solver: str = DEFAULT_SOLVER,
    progress: Callable[[int], None] | None = None,
    time_limit: float | None = None,
) -> Region | tuple[Region, ...]:
    """Enclose the set over a space where a property holds, from inside and from outside.

    On affine spaces the set of a convex property (antidegradable, k-extendible,
    signed-extendible, PPT) is convex: one conic programme finds a point of its boundary
    and, with the witness beside it, a half-space that the set does not enter. The hull of
    the points that hold and what is left of the domain enclose the set.

    Args:
        space: the space; see ChannelSpace and simplex().
        property: Antidegradable(), PPT(), … or its name; or several of them.
        gap: part of the domain's area or volume that may lie between the polytopes.
        solves: conic programmes that may be solved for each property.
        solver: name of the backend.
        progress: called with the number of decisions so far.
        time_limit: seconds that each property may take; what was found till then stands.

    Returns:
        A Region, or one for each of several properties.

    Raises:
        TypeError: `space` is no ChannelSpace.
        ValueError: the space is not affine or the property's set not convex, the space
            gives no channel somewhere (the point is named), the solver or the property is
            unknown, or `gap` lies outside (0, 1).
        ProblemTooLarge: the problem needs more memory than the machine has free.

    Example:
        >>> import sdpsearch as sd
        >>> found = sd.region(sd.zoo.pauli_triangle(), "ppt")
        >>> abs(found.volume.middle - 1 / 8) < 1e-9  # X, Z, 1−X−Z ≤ 1/2
        True
    """
    if not isinstance(space, ChannelSpace):
        hint = "; see simplex()" if not callable(space) else "; for a family, threshold()"
        raise TypeError(
            f"Argument `space` must be a ChannelSpace, but is {checks.describe(space)}"
            f"{hint}."
        )
    check_options(solver, time_limit)
    if not 0 < checks.real_number("gap", gap) < 1:
        raise ValueError(f"Argument `gap` must lie between 0 and 1, but is {gap!r}.")
    checks.dimension("solves", solves)
    several = checks.is_list(property)
    asked = [as_property(item) for item in (property if several else [property])]
    found = []
    for item in asked:
        with deadline.within(time_limit):
            places = Places(space, item, solver, solves, progress)
            found.append(_region(places, float(gap)))
    return tuple(found) if several else found[0]


def _region(places: Places, gap: float) -> Region:
    asked, space = places.property, places.space
    found = enclose(places, gap) if asked.is_convex and space.affine else None
    if found is not None:
        return found
    lacks = "has no convex set" if not asked.is_convex else "fails without a witness"
    lacks = f"{asked.name} {lacks}" if space.affine else f"{space.label} is not affine"
    raise ValueError(
        f"A region is enclosed on affine spaces, of convex properties, but {lacks}: ask "
        "along lines with threshold()."
    )

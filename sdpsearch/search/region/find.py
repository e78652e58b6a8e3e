"""region(): where over a space of two or three parameters a property holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, overload

from sdpsearch import deadline
from sdpsearch.channels import checks
from sdpsearch.channels.space import ChannelSpace
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.properties import Asked, as_property, check_options
from sdpsearch.search.region.advance import Advance
from sdpsearch.search.region.certify import certify
from sdpsearch.search.region.cutting import enclose
from sdpsearch.search.region.places import Places
from sdpsearch.search.region.region import Region
from sdpsearch.search.region.sampled import sample
from sdpsearch.threads import one_blas_thread

#: The gap asked for where nothing else is, by the number of parameters.
GAP = {2: 1e-3, 3: 1e-2}
#: Programmes allowed where the set is enclosed, and points where it is sampled.
SOLVES = {2: 500, 3: 1000}
SAMPLES = {2: 3000, 3: 12000}
#: Size of the simplices at a sampled border, in widths of the domain.
RESOLUTION = {2: 1 / 16, 3: 1 / 8}
FINEST = 1 / 1024


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
    gap: float | None = None,
    solves: int | None = None,
    resolution: float | None = None,
    solver: str = DEFAULT_SOLVER,
    progress: Callable[[Advance], None] | None = None,
    time_limit: float | None = None,
    prove: bool = False,
    stop: Callable[[], bool] | None = None,
) -> Region | tuple[Region, ...]:
    """Enclose the set over a space where a property holds, or sample it.

    On affine spaces the set of a convex property (antidegradable, k-extendible,
    signed-extendible, PPT) is convex: one conic programme finds a point of its boundary
    and, with the witness beside it, a half-space that the set does not enter. The hull of
    the points that hold and what is left of the domain enclose the set.

    On other spaces, and of other properties, the domain is divided into simplices, smaller
    ones where verdicts differ, and the border is bracketed along their edges. Nothing is
    claimed between the points decided: the region says that it is sampled.

    Args:
        space: the space; see ChannelSpace and simplex().
        property: Antidegradable(), PPT(), … or its name; or several of them.
        gap: part of the domain's area or volume that may be left open; 1e-3 of an area
            and 1e-2 of a volume when not given.
        solves: conic programmes that may be solved for each property, or points that may
            be decided without one; enough for most when not given.
        resolution: size of the simplices at a sampled border, in widths of the domain;
            1/16 in the plane and 1/8 in space when not given.
        solver: name of the backend.
        progress: called with how far it is, an Advance, after every decision.
        time_limit: seconds that each property may take; what was found till then stands.
        prove: whether to prove both polytopes in exact arithmetic, in one certificate.
        stop: asked in between; once it is true, what was found till then is returned.

    Returns:
        A Region, or one for each of several properties.

    Raises:
        TypeError: `space` is no ChannelSpace.
        ValueError: the space gives no channel somewhere (the point is named), the solver
            or the property is unknown, `gap` lies outside (0, 1), or `resolution` outside
            [1/1024, 1].
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
    goal = GAP[len(space.parameters)] if gap is None else checks.real_number("gap", gap)
    if not 0 < goal < 1:
        raise ValueError(f"Argument `gap` must lie between 0 and 1, but is {gap!r}.")
    if solves is not None:
        checks.dimension("solves", solves)
    size = _resolution(space, resolution)
    several = checks.is_list(property)
    asked = [as_property(item) for item in (property if several else [property])]
    found = []
    for item in asked:
        with deadline.within(time_limit):
            places = Places(space, item, solver, solves or 0, goal, progress, stop)
            made = _region(places, size)
            found.append(certify(made, places) if prove else made)
    return tuple(found) if several else found[0]


def _region(places: Places, resolution: float) -> Region:
    size, asked = len(places.space.parameters), places.budget
    if places.property.is_convex and places.space.affine:
        places.budget = asked or SOLVES[size]
        found = enclose(places)
        if found is not None:
            return found
    places.budget = asked or SAMPLES[size]
    return sample(places, resolution)


def _resolution(space: ChannelSpace, given: float | None) -> float:
    """Return the size of the smallest simplices; ValueError unless it is a fair one."""
    if given is None:
        return RESOLUTION[len(space.parameters)]
    found = checks.real_number("resolution", given)
    if not FINEST <= found <= 1:
        raise ValueError(
            f"Argument `resolution` must lie in [1/1024, 1], a part of the domain's width, "
            f"but is {found:g}."
        )
    return found

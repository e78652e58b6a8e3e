"""RegionMap: what is known where over a space, each place once, and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sdpsearch.channels.space import ChannelSpace
from sdpsearch.properties import Asked, as_properties
from sdpsearch.reported import Drawn
from sdpsearch.search.region.find import region
from sdpsearch.search.region.polytope import Polytope, hull, minus
from sdpsearch.search.region.region import Region

#: What a map of where capacity is lost asks, the strongest reason first.
CAPACITY = (
    "antidegradable",
    "signed-extendible",
    "ppt",
    "degradable",
    "positive-capacity",
)
#: What each of these says of the quantum and the private capacity.
MEANINGS = {
    "antidegradable": "Q = P = 0",
    "signed-extendible": "Q = P = 0",
    "ppt": "Q = 0",
    "entanglement-breaking": "Q = P = 0",
    "degradable": "Q is known",
    "zero-capacity": "Q = 0",
    "zero-private-capacity": "P = 0",
    "positive-capacity": "Q > 0",
}
OPEN = "open"


@dataclass(frozen=True, eq=False)
class Part:
    """Where one property is the first of several that holds, or none does.

    Attributes:
        name: the property's name, or "open".
        pieces: convex pieces without a common interior.
        is_sampled: whether any region that it was made of is.
    """

    name: str
    pieces: tuple[Polytope, ...]
    is_sampled: bool

    @property
    def volume(self) -> float:
        """Area or volume."""
        return sum(piece.volume for piece in self.pieces)

    @property
    def label(self) -> str:
        """The name, with what it means for the capacities."""
        meaning = MEANINGS.get(self.name)
        return self.name if meaning is None else f"{self.name}: {meaning}"


@dataclass(frozen=True, eq=False)
class RegionMap(Drawn):
    """The regions of several properties of one space, over one another.

    Attributes:
        regions: one a property, in the order in which they were asked for.
        parts: one a property, what is certified to hold and was not part of those before,
            and last what is open. A sampled one is drawn between the points decided.

    Example:
        >>> import sdpsearch as sd
        >>> triangle = sd.zoo.pauli_triangle()
        >>> found = sd.region_map(triangle, ["antidegradable", "ppt"], gap=0.05)
        >>> [part.name for part in found.parts]
        ['antidegradable', 'ppt', 'open']
        >>> abs(sum(part.volume for part in found.parts) - 1 / 2) < 1e-9
        True
    """

    regions: tuple[Region, ...]
    parts: tuple[Part, ...]

    @property
    def space(self) -> ChannelSpace:
        """The space."""
        return self.regions[0].space


def region_map(
    space: ChannelSpace, properties: Sequence[Asked] = CAPACITY, **options: Any
) -> RegionMap:
    """Return where over a space which of several properties holds, and what is open.

    Without properties it is the map of where the capacity is lost.

    Args:
        space: the space.
        properties: what to ask; a place counts for the first of these that holds there.
        **options: as of region().

    Raises:
        TypeError: `space` is no ChannelSpace.
        ValueError: a property is unknown, or what region() raises.

    Example:
        >>> import sdpsearch as sd
        >>> found = sd.region_map(sd.zoo.pauli_triangle(), ["ppt"])
        >>> abs(found.parts[0].volume - 1 / 8) < 1e-9
        True
    """
    asked = as_properties(properties)
    regions = tuple(region(space, list(asked), **options))
    left = [hull(space.domain.corners)]
    parts: list[Part] = []
    sampled = any(found.is_sampled for found in regions)
    for found in regions:
        inner = [piece for piece in found.inner if not piece.is_flat]
        taken = _taken(inner, left)
        left = _without(left, inner)
        parts.append(Part(found.property.name, tuple(taken), found.is_sampled))
    parts.append(Part(OPEN, tuple(left), sampled))
    return RegionMap(regions, tuple(parts))


def _taken(pieces: Sequence[Polytope], left: Sequence[Polytope]) -> list[Polytope]:
    """Return the parts of some pieces that are in others."""
    outside = [(piece, _without([piece], left)) for piece in pieces]
    found: list[Polytope] = []
    for piece, beyond in outside:
        found += [piece] if not beyond else _without([piece], beyond)
    return found


def _without(pieces: Sequence[Polytope], others: Sequence[Polytope]) -> list[Polytope]:
    """Return the parts of convex pieces that are in none of others."""
    left = list(pieces)
    for other in others:
        low, high = other.vertices.min(axis=0), other.vertices.max(axis=0)
        left = [
            part
            for piece in left
            for part in (minus(piece, other) if _meets(piece, low, high) else [piece])
        ]
    return left


def _meets(piece: Polytope, low: Any, high: Any) -> bool:
    """Whether a piece's box overlaps another."""
    ends = piece.vertices.min(axis=0), piece.vertices.max(axis=0)
    return bool(np.all(ends[0] < high) and np.all(ends[1] > low))

"""compare(): located thresholds next to closed forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.interval import Interval
from sdpsearch.known.entry import SIGNED
from sdpsearch.known.marks import Mark, marks
from sdpsearch.known.thresholds import Fact, fact, facts
from sdpsearch.properties import (
    Asked,
    KExtendible,
    PrivateCapacityZero,
    Property,
    ZeroCapacity,
    as_properties,
    as_property,
)
from sdpsearch.reported import Drawn
from sdpsearch.search.locate import check_family, threshold
from sdpsearch.search.threshold import Threshold

#: Copies in the k-extendible row unless another number is asked for.
DEFAULT_COPIES = 3


@dataclass(frozen=True, eq=False)
class Row:
    """One property: what was found, and what is known.

    Attributes:
        threshold: what the search found.
        fact: the closed form, None where none is known.
    """

    threshold: Threshold
    fact: Fact | None

    @property
    def difference(self) -> float | None:
        """Largest distance between found and known ends; +∞ when the sets differ in kind.

        None where nothing is known.
        """
        if self.fact is None:
            return None
        return distance(self.threshold.estimated, self.fact.holds)


@dataclass(frozen=True, eq=False)
class Comparison(Drawn):
    """A family's thresholds, found and known.

    Attributes:
        family: the family.
        rows: one per property.
        marks: analytic values to measure the antidegradability threshold against.
    """

    family: ChannelFamily
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]

    def slack(self, mark: Mark) -> float | None:
        """Return mark − (antidegradability threshold), None when there is no single one."""
        for row in self.rows:
            found = row.threshold
            if found.property.name == "antidegradable" and len(found.boundaries) == 1:
                return mark.value - found.value
        return None


def compare(
    family: ChannelFamily,
    properties: Sequence[Asked] | Asked | None = None,
    *,
    k: int = DEFAULT_COPIES,
    solver: str = DEFAULT_SOLVER,
    progress: Callable[[float, int], None] | None = None,
    time_limit: float | None = None,
) -> Comparison:
    """Locate a family's thresholds and set them beside what is known in closed form.

    Args:
        family: the family.
        properties: what to compare, or its names; by default every property with a known
            fact, or antidegradability and PPT where nothing is known, and k-extendibility.
            Entanglement breaking is left out where it is the same as PPT; of what a
            capacity is asked by, zero capacity alone is a row, and only where it is known
            to begin elsewhere than antidegradability: its search takes a second or more.
        k: number of copies in the k-extendible row.
        solver: name of the backend.
        progress: called with (parameter, evaluations so far in this threshold).
        time_limit: seconds for each threshold.

    Raises:
        ValueError: the family gives no channel somewhere, or the solver or a
            property is unknown.

    Example:
        >>> import sdpsearch as sd
        >>> rows = sd.compare(sd.zoo.depolarizing(d=2)).rows
        >>> max(row.difference for row in rows) < 1e-8
        True
    """
    check_family(family)
    copies = KExtendible(k)
    asked = (
        _default_properties(family, copies)
        if properties is None
        else as_properties(properties)
    )
    options = {"solver": solver, "progress": progress, "time_limit": time_limit}
    rows = tuple(Row(threshold(family, p, **options), fact(family, p.name)) for p in asked)
    return Comparison(family, rows, marks(family))


def distance(found: Sequence[Interval], known: Sequence[tuple[float, float]]) -> float:
    """Return the largest distance between ends of sets, +∞ where they differ in number."""
    if len(found) != len(known):
        return float("inf")
    pairs = zip(found, known, strict=True)
    return max(
        (abs(f - k) for fs, ks in pairs for f, k in zip(fs, ks, strict=True)), default=0.0
    )


def _default_properties(family: ChannelFamily, copies: KExtendible) -> list[Property]:
    known = {f.property: f.holds for f in facts(family)}
    left_out = {SIGNED, PrivateCapacityZero().name}
    if "ppt" in known:
        left_out.add("entanglement-breaking")
    if known.get(ZeroCapacity().name) == known.get("antidegradable"):
        left_out.add(ZeroCapacity().name)
    names = [name for name in known if not name[0].isdigit() and name not in left_out]
    asked = [as_property(name) for name in names or ["antidegradable", "ppt"]]
    if copies.k != 2:  # two copies are antidegradability
        asked.insert(1, copies)
    return asked

"""Regions as they were kept: made again of their records, without decisions."""

from __future__ import annotations

import numpy as np

from sdpsearch.channels.space import ChannelSpace
from sdpsearch.linalg import readonly
from sdpsearch.properties import parse_property
from sdpsearch.report.shapes import Record
from sdpsearch.search.findings import Coverage
from sdpsearch.search.region.polytope import Polytope
from sdpsearch.search.region.region import Cut, Region


def region_of(space: ChannelSpace, record: Record) -> Region:
    """Return the region that a record tells, without the decisions.

    Args:
        space: the space.
        record: what region_record() made of it.

    Example:
        >>> import sdpsearch as sd
        >>> space = sd.zoo.dephrasure_triangle()
        >>> found = sd.region(space, "ppt")
        >>> region_of(space, found.to_dict()).volume == found.volume
        True
    """
    return Region(
        space=space,
        property=parse_property(record["question"]["property"]),
        inner=_pieces(record["inner"]),
        outer=_pieces(record["outer"]),
        cuts=tuple(Cut(np.array(cut["a"]), cut["b"]) for cut in record["cuts"]),
        decisions=(),
        solves=record["solves"],
        coverage=Coverage[record["coverage"].upper()],
        method=record["method"],
        goal=record["question"]["gap"],
        borders=tuple((tuple(a), tuple(b)) for a, b in record["borders"]),
    )


def _pieces(told: list[Record]) -> tuple[Polytope, ...]:
    return tuple(Polytope(readonly(np.array(piece["vertices"]))) for piece in told)

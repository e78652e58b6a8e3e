"""Thresholds of a run as tables: where properties hold, and every boundary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sdpsearch.report.html.parts import Cell, Part, Prose, Table
from sdpsearch.report.run import HEAD, KINDS, run_cells, settings
from sdpsearch.report.words import number, rounded_up, small
from sdpsearch.runs.run import KeptSeries
from sdpsearch.search.boundary import Boundary, Tier

_RANKS = {str(tier): float(place) for place, tier in enumerate(Tier)}
#: Rows that are not seen at a glance.
_MANY = 10
_BOUNDARY = ["family", "property", "at", "bracket", "width", "tier", "closed form"]


def threshold_parts(asked: Sequence[KeptSeries]) -> Iterator[Part]:
    """Yield where each property holds, every boundary, and what its tier means."""
    rows = [
        [
            label,
            question,
            _unbroken(holds),
            Cell(tier, _tier_rank(tier), kind=tier if tier in _RANKS else ""),
            Cell(width, _width(one)),
            *(_count(one, kind) for kind in KINDS),
        ]
        for one, (label, question, holds, tier, width, *_) in zip(
            asked, run_cells(asked), strict=True
        )
    ]
    yield Table(
        "Where each property holds",
        HEAD,
        rows,
        numeric=frozenset(("bracket", *KINDS)),
        searchable=len(rows) > _MANY,
    )
    boundaries = [
        (one, found)
        for one in asked
        if one.threshold is not None
        for found in one.threshold.boundaries
    ]
    if not boundaries:
        return
    mechanisms = any(found.mechanisms for _, found in boundaries)
    head = [*_BOUNDARY, *(["decided by"] if mechanisms else [])]
    yield Table(
        "Every boundary, and the bracket that it was certified to lie in",
        head,
        [_boundary(one, found, mechanisms) for one, found in boundaries],
        numeric=frozenset(("at", "bracket", "width")),
    )
    used = {found.tier for _, found in boundaries}
    yield Prose([f"{tier}: {tier.value}." for tier in Tier if tier in used])


def _boundary(one: KeptSeries, found: Boundary, mechanisms: bool) -> list[Cell | str]:
    low, high = found.bracket
    tier = str(found.tier)
    cells: list[Cell | str] = [
        f"{one.label}{settings(one)}",
        one.property,
        # The middle of a wide bracket is no estimate.
        Cell(number(found.value) if found.is_narrow else "open", found.value),
        Cell(f"{_long(low)}\n{_long(high)}", low),
        Cell(*_proved_width(found)),
        Cell(tier, _tier_rank(tier), kind=tier),
        found.closed_form or "–",
    ]
    return [*cells, "\n".join(found.mechanisms or ("–",))] if mechanisms else cells


def _long(x: float) -> str:
    return f"{x:.16g}".replace("-", "−")


def _unbroken(sets: str) -> str:
    r"""Return a text whose intervals stay on one line.

    Example:
        >>> print(ascii(_unbroken("x in [0, 0.5], open in [0.5, 1]")))
        'x\xa0in\xa0[0,\xa00.5], open\xa0in\xa0[0.5,\xa01]'
    """
    return re.sub(r"(?<=\d), (?=[\d−])", ",\xa0", sets).replace(" in ", "\xa0in\xa0")


def _proved_width(found: Boundary) -> tuple[str, float]:
    """Return the width of a bracket, of the proved one where there is one."""
    if found.proved is None:
        return small(found.bracket.width), found.bracket.width
    width = found.proved[1] - found.proved[0]
    return rounded_up(width) if width else "0", float(width)


def _tier_rank(text: str) -> float | str:
    return _RANKS.get(text, "")


def _width(one: KeptSeries) -> float | str:
    found = one.threshold
    widths = [] if found is None else [b.bracket.width for b in found.boundaries]
    return max(widths, default="")


def _count(one: KeptSeries, kind: str) -> Cell:
    number_of = one.verdicts[kind]
    loud = kind in ("UNDECIDED", "failed") and number_of
    return Cell(str(number_of), number_of, kind=kind if loud else "")

"""Strips: where Q > 0, where that is open, and where Q = 0, along the parameter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sdpsearch.atlas.located import Located
from sdpsearch.report.figures.spans import HOLDS, OPEN, TRANSMITS, Spans
from sdpsearch.report.html.parts import Band, Strips
from sdpsearch.report.words import number, sets

#: What bands look like, by what they mean.
_KINDS = {HOLDS: "holds", OPEN: "open", TRANSMITS: "transmits"}


def strips_of(found: Sequence[Located], capacity: str) -> Strips:
    """Return the strips of a capacity along families that share their domain.

    Args:
        found: the question whether it vanishes, a family each.
        capacity: its letter, "Q" or "P".
    """
    family = found[0].member.family
    low, high = family.domain
    told = {HOLDS: f"{capacity} = 0", OPEN: "open", TRANSMITS: f"{capacity} > 0"}
    rows = [(one.member.short, list(_bands(one, told))) for one in found]
    return Strips(
        rows,
        (f"{family.parameter} = {number(low)}", number(high)),
        [(_KINDS[meaning], told[meaning]) for meaning in (TRANSMITS, OPEN, HOLDS)],
        "; ".join(f"{one.member.family.label}: {_said(one, told)}" for one in found),
    )


def _bands(one: Located, told: dict[str, str]) -> Iterable[Band]:
    low, high = one.member.family.domain
    for meaning, sets_ in _spans(one).by_meaning.items():
        for start, stop in sets_:
            ends = (start - low) / (high - low), (stop - low) / (high - low)
            said = f"{told[meaning]} for {sets([(start, stop)])}"
            yield Band(_KINDS[meaning], *ends, said)


def _said(one: Located, told: dict[str, str]) -> str:
    spans = _spans(one).by_meaning
    return ", ".join(f"{told[meaning]} for {sets(at)}" for meaning, at in spans.items())


def _spans(one: Located) -> Spans:
    return Spans.of(one.column.located())

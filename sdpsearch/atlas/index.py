"""The atlas's first page: everything in one table to search and sort, and every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sdpsearch.atlas.located import AGREES, DIFFERS, OPEN, Located
from sdpsearch.report.html.parts import Cell, Document, Part, Prose, Section, Table
from sdpsearch.report.shapes import Record
from sdpsearch.report.threshold import tiers, where_on
from sdpsearch.report.words import count, number, sets
from sdpsearch.search.boundary import Tier
from sdpsearch.search.findings import Coverage

#: What stands above every other page.
TRAIL = (("Atlas", "index.html"),)
HEAD = (
    "family",
    "d",
    "property",
    "holds for",
    "tier",
    "decided by",
    "closed form",
    "beside it",
    "source",
)
_GROUNDS = {
    Coverage.CONVEX: "convexity",
    Coverage.REASONS: "what decides at an end",
    Coverage.MONOTONE: "the composition law",
    Coverage.SAMPLED: "samples alone",
}
_KINDS = {"family": "Families", "channel": "Channels, with noise", "space": "Spaces"}


def index_document(record: Record, found: Sequence[Located]) -> Document:
    """Return the first page.

    Args:
        record: of the atlas.
        found: what was located, in the order of the table.
    """
    rows = [row_of(one) for one in found]
    table = Table(
        f"{count(len(rows), 'threshold')}; every column sorts, every word searches",
        HEAD,
        rows,
        numeric=frozenset({"d"}),
        searchable=True,
    )
    sections = [
        Section("Thresholds", [table, Prose([f"{t}: {t.value}." for t in Tier])]),
        Section("Beside closed forms", _beside(found)),
        Section("Pages", [_pages(record)]),
    ]
    return Document(
        "Atlas of quantum channels",
        "Where every family of the zoo stops transmitting, and what decides it.",
        sections,
        foot=foot(record),
    )


def row_of(one: Located) -> list[Cell]:
    """Return what was located as a row of the table."""
    fact, family = one.fact, one.member.family
    return [
        Cell(family.label, href=f"{one.page}.html#{one.anchor}"),
        Cell(str(family.d_in), family.d_in),
        Cell(one.asked),
        holds_for(one),
        tier_of(one),
        Cell(_deciding(one)),
        Cell("–" if fact is None else fact.expression),
        Cell(one.standing or "–", kind=standing_kind(one.standing)),
        Cell("–" if fact is None else fact.source),
    ]


def holds_for(one: Located) -> Cell:
    """Return the sets, with ends in closed form where that is proved or recognised."""
    found = one.found
    if found.failed:
        return Cell("the search failed", kind="failed")
    forms = {b.value: b.closed_form for b in found.boundaries if b.closed_form}
    told = " ∪ ".join(_set(forms, *part) for part in found.estimated)
    if not told:
        told = where_on(one.member.family.parameter, found)
    opened = f"; open in {sets(found.open_on)}" if found.open_on and found.estimated else ""
    first = found.boundaries[0].value if found.boundaries else None
    return Cell(f"{told}{opened}", first)


def _set(forms: dict[float, str], low: float, high: float) -> str:
    start, stop = (forms.get(x) or number(x) for x in (low, high))
    return f"{{{start}}}" if low == high else f"[{start}, {stop}]"


def standing_kind(standing: str | None) -> str:
    """Return the looks of how found and known stand to each other."""
    return {AGREES: "HOLDS", OPEN: "UNDECIDED", DIFFERS: "failed"}.get(standing or "", "")


def tier_of(one: Located) -> Cell:
    """Return how well the boundaries are known; the best sorts last."""
    told = tiers(one.found)
    first = told.partition(",")[0]
    ranks = {str(tier): float(place) for place, tier in enumerate(Tier)}
    return Cell(told, ranks.get(first), kind=first if first in ranks else "")


def _deciding(one: Located) -> str:
    """Return the mechanisms at the boundaries; the method where there is but one."""
    pairs = [b.mechanisms for b in one.found.boundaries if b.mechanisms]
    told = [f"below {below}, above {above}" for below, above in pairs]
    return "\n".join(dict.fromkeys(told)) or _GROUNDS[one.found.coverage]


def _beside(found: Sequence[Located]) -> list[Part]:
    """Return how what was found stands to what is known."""
    counts = Counter(one.standing for one in found)
    known = sum(counts[name] for name in (AGREES, OPEN, DIFFERS))
    told = (
        f"A closed form is known of {known} of {len(found)} questions: "
        f"{counts[AGREES]} agree with what was found, {counts[OPEN]} are open beside it "
        f"(nothing contradicts them, and not all of the set was found), "
        f"{counts[DIFFERS]} differ."
    )
    odd = [one for one in found if one.standing in (OPEN, DIFFERS)]
    head = [name for name in HEAD if name not in ("d", "decided by")]
    places = [HEAD.index(name) for name in head]
    rows = [[row_of(one)[place] for place in places] for one in odd]
    return [
        Prose([told]),
        *([Table("What does not agree yet", head, rows)] if rows else []),
    ]


def _pages(record: Record) -> Table:
    rows = [
        [Cell(page["name"], href=page["page"]), _KINDS[page["kind"]], page["formula"]]
        for page in record["pages"]
    ]
    return Table("A page each", ("name", "kind", "formula"), rows)


def foot(record: Record) -> str:
    """Return the last line of every page."""
    return (
        f"Made by sdpsearch {record['version']}, from a run that is kept beside it; "
        "every number is in atlas.json."
    )

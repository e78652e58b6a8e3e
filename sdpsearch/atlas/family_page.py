"""The page of one family: what is asked of it in every dimension, and what came out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sdpsearch.atlas.about import about_parts, left_out_parts, source_parts
from sdpsearch.atlas.bounds import bounds_parts
from sdpsearch.atlas.index import TRAIL, foot, holds_for, standing_kind
from sdpsearch.atlas.located import Located
from sdpsearch.atlas.space_page import region_parts
from sdpsearch.atlas.strips import strips_of
from sdpsearch.atlas.theorems import certificate_parts, theorem_parts
from sdpsearch.properties import ZeroCapacity
from sdpsearch.report.figures.scan import scan_figure
from sdpsearch.report.html.margins import margins_plot
from sdpsearch.report.html.parts import (
    Cell,
    Commands,
    Document,
    Heading,
    Part,
    Section,
    Table,
)
from sdpsearch.report.shapes import Record
from sdpsearch.report.threshold import boundary_line, where_on
from sdpsearch.report.words import sets, small
from sdpsearch.runs.scan import scan_of

_CAPACITIES = {"zero-capacity": "Q", "zero-private-capacity": "P"}


def family_document(record: Record, page: Record, found: Sequence[Located]) -> Document:
    """Return the page of a family, or of a channel with noise.

    Args:
        record: of the atlas.
        page: what it says of this name.
        found: what was located of it.
    """
    sections = [
        Section("What it is", list(about_parts(page))),
        Section("At a glance", list(_glance(found))),
        Section("What gets through", list(_capacities(page, found))),
        Section("Where properties hold", list(_thresholds(found))),
        Section("Margins", list(_margins(page, found))),
        Section("Every dimension", list(theorem_parts(page))),
        Section("Around it", list(_spaces(record, page))),
        Section("Sources", list(source_parts(found))),
        Section("Left out", list(left_out_parts(record, page))),
        Section("Certificates", list(certificate_parts(page))),
        Section("Again", [Commands(commands(page, found))]),
    ]
    kept = [section for section in sections if section.parts]
    return Document(page["name"], page["formula"], kept, foot=foot(record), trail=TRAIL)


def _glance(found: Sequence[Located]) -> Iterator[Part]:
    """Yield where every property holds, a column for each member."""
    members = list(dict.fromkeys(one.member for one in found))
    asked = list(dict.fromkeys(one.asked for one in found))
    cells = {(one.asked, one.member): holds_for(one) for one in found}
    rows = [
        [name, *(cells.get((name, member), Cell("–")) for member in members)]
        for name in asked
    ]
    head = ["property", *(member.short for member in members)]
    yield Table("Where every property holds", head, rows)


def _margins(page: Record, found: Sequence[Located]) -> Iterator[Part]:
    """Yield the curves of margins along each member."""
    for member in dict.fromkeys(one.member for one in found):
        for grid in member.grids:
            scan = scan_of(grid)
            if not all(isinstance(p, ZeroCapacity) for p in scan.properties):
                yield Heading(member.family.label)
                yield margins_plot(scan_figure(scan))


def _thresholds(found: Sequence[Located]) -> Iterator[Part]:
    """Yield a table for each member."""
    for label, group in groupby(found, key=lambda one: one.member.family.label):
        several = list(group)
        yield Heading(label, several[0].anchor)
        head = (
            "property",
            "holds for",
            "boundary",
            "known",
            "|found − known|",
            "beside it",
        )
        yield Table(f"{label}: found and known", head, [_row(one) for one in several])


def _row(one: Located) -> list[Cell]:
    found, fact = one.found, one.fact
    name = one.member.family.parameter
    boundaries = [boundary_line(b) for b in found.boundaries] or [found.coverage.value]
    failed = [found.method] if found.failed else []
    known = "–" if fact is None else f"{sets(fact.holds)}: {fact.expression}"
    return [
        Cell(one.asked),
        Cell(where_on(name, found)),
        Cell("\n".join(failed or boundaries), holds_for(one).value),
        Cell(known),
        Cell(small(one.difference), one.difference),
        Cell(one.standing or "–", kind=standing_kind(one.standing)),
    ]


def _capacities(page: Record, found: Sequence[Located]) -> Iterator[Part]:
    """Yield the strips, and the bounds."""
    for asked, letter in _CAPACITIES.items():
        several = [one for one in found if one.asked == asked]
        if several:
            yield Heading(f"Where {letter} > 0, where that is open, and where {letter} = 0")
            yield strips_of(several, letter)
    for member in page["members"]:
        if member["capacity"] is not None:
            yield Heading(f"Bounds on Q along {member['label']}, in bits")
            yield from bounds_parts(member)


def _spaces(record: Record, page: Record) -> Iterator[Part]:
    """Yield the regions of the spaces that bear the family's name."""
    for space in record["pages"]:
        if space["kind"] == "space" and space["name"].startswith(f"{page['name']}_"):
            yield Heading(f"{space['name']}: {space['formula']}")
            yield from region_parts(space)


def commands(page: Record, found: Sequence[Located]) -> list[str]:
    """Return the command lines that make the page, and its answers one kind each, again."""
    first = page["members"][0]["words"]
    own = [one.command for one in found if list(one.member.words) == first]
    bounds = [
        f"sdpsearch capacity {' '.join(member['words'])}"
        for member in page["members"]
        if member["capacity"] is not None
    ]
    return [f"sdpsearch atlas --only {page['name']}", *own, *bounds]

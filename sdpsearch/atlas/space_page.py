"""The page of a space: the regions where properties hold over it."""

from __future__ import annotations

from collections.abc import Iterator

from sdpsearch.atlas.about import about_parts
from sdpsearch.atlas.index import TRAIL, foot
from sdpsearch.report.html.parts import Cell, Commands, Document, Part, Section, Table
from sdpsearch.report.shapes import Record
from sdpsearch.report.words import number, small


def space_document(record: Record, page: Record) -> Document:
    """Return the page of a space.

    Args:
        record: of the atlas.
        page: what it says of this space.
    """
    sections = [
        Section("What it is", list(about_parts(page))),
        Section("Where properties hold", list(_regions(page))),
        Section("Again", [Commands(_commands(page))]),
    ]
    return Document(page["name"], page["formula"], sections, foot=foot(record), trail=TRAIL)


def _regions(page: Record) -> Iterator[Part]:
    head = ("property", "part that holds, at least", "at most", "open", "how")
    rows = [_row(region) for region in page["regions"]]
    yield Table("Parts of the area or volume", head, rows, numeric=frozenset(head[1:4]))


def _row(region: Record) -> list[Cell | str]:
    if "failed" in region:
        return [region["property"], "–", "–", "–", f"not answered: {region['failed']}"]
    whole = region["question"]["domain_volume"]
    low, high = (region["volume"][end] / whole for end in ("lower", "upper"))
    return [
        region["question"]["property"],
        Cell(f"{number(100 * low)} %", low),
        Cell(f"{number(100 * high)} %", high),
        Cell(small(region["gap"]), region["gap"]),
        region["method"],
    ]


def _commands(page: Record) -> list[str]:
    asked = [
        region["property"] if "failed" in region else region["question"]["property"]
        for region in page["regions"]
    ]
    again = [f"sdpsearch region {page['name']} --property {one}" for one in asked]
    return [f"sdpsearch atlas --only {page['name']}", *again]

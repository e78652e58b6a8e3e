"""The page of a space: the regions where properties hold over it."""

from __future__ import annotations

from collections.abc import Iterator

from sdpsearch.atlas.about import about_parts
from sdpsearch.atlas.index import TRAIL, foot
from sdpsearch.atlas.regions import region_of
from sdpsearch.channels import zoo
from sdpsearch.report.html.parts import Commands, Document, Part, Prose, Section, Table
from sdpsearch.report.html.region import extents_table, method_parts
from sdpsearch.report.html.region_plot import region_plot
from sdpsearch.report.shapes import Record


def space_document(record: Record, page: Record) -> Document:
    """Return the page of a space.

    Args:
        record: of the atlas.
        page: what it says of this space.
    """
    sections = [
        Section("What it is", list(about_parts(page))),
        Section("Where properties hold", list(region_parts(page))),
        Section("Left out", list(_failed(page))),
        Section("Again", [Commands(_commands(page))]),
    ]
    kept = [section for section in sections if section.parts]
    return Document(page["name"], page["formula"], kept, foot=foot(record), trail=TRAIL)


def region_parts(page: Record) -> Iterator[Part]:
    """Yield the figure of a space's regions, and how much of it they take.

    Args:
        page: what the atlas says of the space.
    """
    space = zoo.SPACES[page["name"]]()
    found = [region_of(space, one) for one in page["regions"] if "failed" not in one]
    if found:
        yield region_plot(found)
        yield extents_table(found)
        yield from method_parts(found)


def _failed(page: Record) -> Iterator[Part]:
    rows = [[one["property"], one["failed"]] for one in page["regions"] if "failed" in one]
    if rows:
        yield Table("Not answered", ("property", "because"), rows)
        yield Prose(["Along lines in the space `sdpsearch threshold` answers."])


def _commands(page: Record) -> list[str]:
    asked = [
        f"--property {one['property'] if 'failed' in one else one['question']['property']}"
        for one in page["regions"]
    ]
    again = f"sdpsearch region {page['name']} {' '.join(asked)}"
    return [f"sdpsearch atlas --only {page['name']}", again]

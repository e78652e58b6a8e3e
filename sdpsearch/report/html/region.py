"""Regions of a space on a page: a map of two parameters, a body of three to be turned."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence

import sdpsearch
from sdpsearch.report.html.parts import (
    Cell,
    Commands,
    Document,
    Prose,
    Section,
    Table,
    data_uri,
)
from sdpsearch.report.html.region_plot import region_plot
from sdpsearch.report.region import pieces_told, region_record, share_told
from sdpsearch.report.words import small
from sdpsearch.search.region.region import Region


def region_document(
    found: Sequence[Region], command: Sequence[str] | None = None
) -> Document:
    """Return the page of regions of one space.

    Args:
        found: the regions, at least one.
        command: the words that asked for them.
    """
    space = found[0].space
    repeat = [] if command is None else [shlex.join(["sdpsearch", *command])]
    sections = [
        Section("Where it holds", [extents_table(found), *method_parts(found)]),
        Section("Map" if len(space.parameters) == 2 else "Body", [region_plot(found)]),
        Section("Repeat it", [Commands(repeat)] if repeat else []),
    ]
    return Document(
        title=space.label,
        lead=f"{', '.join(space.parameters)} in {space.domain}.",
        sections=[one for one in sections if one.parts],
        foot=f"Written by sdpsearch {sdpsearch.__version__}.",
    )


def extents_table(found: Sequence[Region]) -> Table:
    """Return how much of the domain every region takes, with its record."""
    head = ["property", "holds on", "gap", "inside", "outside", "programmes", "record"]
    return Table(
        "How much of the domain, from inside and from outside",
        head,
        [
            [
                one.property.name,
                share_told(one),
                Cell(small(one.gap), one.gap),
                *_sides(one),
                Cell(str(one.solves), one.solves),
                _record(one),
            ]
            for one in found
        ],
        numeric=frozenset(("gap", "programmes")),
    )


def _sides(found: Region) -> tuple[str, str]:
    """Return what is known from inside and from outside."""
    if found.is_sampled:
        return "sampled", "sampled"
    inner = pieces_told(found.inner, "nothing was certified to hold")
    return inner, pieces_told(found.outer, "all of the domain is refuted")


def _record(found: Region) -> Cell:
    content = json.dumps(region_record(found), allow_nan=False).encode()
    name = f"{found.space.name}-{found.property.name}.json"
    return Cell("JSON", len(content), data_uri(content), file=name)


def method_parts(found: Sequence[Region]) -> Iterator[Prose]:
    """Yield how every region was found, and what is said between the points."""
    for one in found:
        yield Prose([f"{one.property.name}: {one.method}; {one.coverage.value}."])

"""A map of several properties as a table and as a record."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from sdpsearch.report.region import region_record
from sdpsearch.report.shapes import Record, schema
from sdpsearch.report.words import facts_table, number
from sdpsearch.search.region.overlay import OPEN, Part, RegionMap


def region_map_text(found: RegionMap) -> RenderableType:
    """Return a map as a short block: what part of the domain each property has first."""
    space = found.space
    table = facts_table()
    for part in found.parts:
        table.add_row(part.label, _told(found, part))
    table.add_row("over", f"{', '.join(space.parameters)} in {space.domain}")
    return Group(Text(space.label, style="bold"), table)


def region_map_lines(found: RegionMap) -> str:
    """Return a map, a line a part."""
    return "\n".join(f"{part.label}: {_told(found, part)}" for part in found.parts)


def _told(found: RegionMap, part: Part) -> str:
    kind = "area" if len(found.space.parameters) == 2 else "volume"
    share = number(round(100 * part.volume / found.space.domain.volume, 4))
    sampled = ", sampled" if part.is_sampled and part.name != OPEN else ""
    return f"{share} % of the {kind}{sampled}"


def region_map_record(found: RegionMap) -> Record:
    """Return a map with its parts and every region it was made of."""
    whole = found.space.domain.volume
    return schema("region-map") | {
        "parts": [
            {
                "name": part.name,
                "volume": part.volume,
                "share": part.volume / whole,
                "sampled": part.is_sampled,
                "pieces": [piece.vertices.tolist() for piece in part.pieces],
            }
            for part in found.parts
        ],
        "regions": [region_record(region) for region in found.regions],
    }

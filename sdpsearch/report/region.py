"""A region of a space as a text and as a record."""

from __future__ import annotations

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from sdpsearch.report.decision import answer
from sdpsearch.report.shapes import Record, interval, plain, schema
from sdpsearch.report.words import count, facts_table, number, small, work_told
from sdpsearch.search.region.polytope import Polytope
from sdpsearch.search.region.region import Region

#: What a set without interior is called, by its number of extreme points.
_FLAT = {1: "a point", 2: "a segment"}


def region_text(found: Region) -> RenderableType:
    """Return a region as a short block."""
    space = found.space
    table = facts_table()
    table.add_row(found.property.name, share_told(found))
    table.add_row("over", f"{', '.join(space.parameters)} in {space.domain}")
    if found.is_sampled:
        table.add_row("border", _border(found))
    else:
        table.add_row("inner", pieces_told(found.inner, "nothing was certified to hold"))
        table.add_row("outer", pieces_told(found.outer, "all of the domain is refuted"))
    left = "" if found.is_closed else f", more than the {small(found.goal)} asked for"
    seen = " between points decided differently" if found.is_sampled else ""
    table.add_row("gap", f"{small(found.gap)} of the domain{seen}{left}")
    table.add_row("work", work_told(found.solves, len(found.decisions)))
    table.add_row("method", found.method)
    if found.proof is not None:
        table.add_row("proof", found.proof)
    if found.certificate is not None:
        table.add_row("theorem", found.certificate.theorem.splitlines()[-1].strip())
    return Group(Text(space.label, style="bold"), table)


def region_line(found: Region) -> str:
    """Return on one line how much of the domain a property holds on."""
    return f"{found.property.name}: {share_told(found)}, gap {small(found.gap)}"


def share_told(found: Region) -> str:
    """Return how much of the domain a property holds on."""
    whole = found.space.domain.volume
    kind = "area" if len(found.space.parameters) == 2 else "volume"
    if found.is_sampled:
        # No bounds: the border between two points may be bent.
        share = number(round(100 * found.volume.middle / whole, 2))
        return f"about {share} % of the {kind}, sampled"
    low, high = (number(100 * part / whole) for part in found.volume)
    return f"between {low} and {high} % of the {kind}"


def _border(found: Region) -> str:
    """Return between how many pairs of points it runs, and how far these are apart."""
    if not found.borders:
        return "none between the points decided"
    ends = np.array(found.borders)
    widest = float(np.max(np.abs(ends[:, 0] - ends[:, 1])))
    pairs = count(len(ends), "pair")
    return f"between {pairs} of points decided differently, at most {small(widest)} apart"


def pieces_told(pieces: tuple[Polytope, ...], nothing: str) -> str:
    """Return what polytopes there are, or that there is nothing."""
    told = [
        _FLAT.get(len(p.vertices), "a polygon without volume")
        if p.is_flat
        else f"{count(len(p.vertices), 'vertex')}, volume {number(p.volume)}".replace(
            "vertexs", "vertices"
        )
        for p in pieces
    ]
    return "; ".join(told) or nothing


def region_record(found: Region) -> Record:
    """Return a region with its polytopes and every decision that was made for it."""
    space = found.space
    middle = space(space.domain.corners.mean(axis=0))
    return schema("region") | {
        "question": {
            "property": found.property.name,
            "space": space.name,
            "label": space.label,
            "arguments": {key: plain(value) for key, value in space.arguments.items()},
            "parameters": list(space.parameters),
            "corners": space.domain.corners.tolist(),
            "domain_volume": space.domain.volume,
            "d_in": middle.d_in,
            "d_out": middle.d_out,
            "gap": found.goal,
        },
        "inner": [_piece(piece) for piece in found.inner],
        "outer": [_piece(piece) for piece in found.outer],
        "cuts": [{"a": cut.normal.tolist(), "b": cut.offset} for cut in found.cuts],
        "volume": interval(found.volume),
        "borders": [[list(point) for point in pair] for pair in found.borders],
        "gap": found.gap,
        "closed": found.is_closed,
        "coverage": found.coverage.name.lower(),
        "solves": found.solves,
        "proof": found.proof,
        "theorem": None if found.certificate is None else found.certificate.theorem,
        "method": found.method,
        "decisions": [
            {"point": list(point), **answer(decision)}
            for point, decision in found.decisions
        ],
    }


def _piece(piece: Polytope) -> Record:
    return {"vertices": piece.vertices.tolist(), "volume": piece.volume}

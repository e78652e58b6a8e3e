"""What the zoo says of a name, where closed forms are from, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sdpsearch.atlas.located import Located
from sdpsearch.report.html.parts import Cell, Part, Prose, Table
from sdpsearch.report.shapes import Record
from sdpsearch.report.words import number


def about_parts(page: Record) -> Iterator[Part]:
    """Yield what the zoo says of a name."""
    told = list(page["about"])
    if page["kind"] == "channel":
        told.append("Here with white noise of weight x, as (1−x) Λ + x tr(·) 1/d.")
    if "domain" in page:
        low, high = page["domain"]["lower"], page["domain"]["upper"]
        told.append(f"Parameter {page['parameter']} in [{number(low)}, {number(high)}].")
    yield Prose([*told, page["returns"]])
    if page["arguments"]:
        rows = [
            [f"--{key.replace('_', '-')}", one["about"], one["default"] or "–"]
            for key, one in page["arguments"].items()
        ]
        yield Table("Arguments", ("option", "what it is", "by default"), rows)


def source_parts(found: Sequence[Located]) -> Iterator[Part]:
    """Yield where closed forms are from, with links to the arXiv."""
    facts = {
        (one.asked, one.fact.expression, one.fact.source): one.fact
        for one in found
        if one.fact is not None
    }
    rows = [
        [asked, expression, Cell(source, href=arxiv(source)), fact.status]
        for (asked, expression, source), fact in facts.items()
    ]
    if rows:
        head = ("property", "closed form", "source", "status")
        yield Table("Where the closed forms are from", head, rows)


def arxiv(source: str) -> str | None:
    """Return a link to the first arXiv number in a text, None without one.

    Example:
        >>> arxiv("degradable: Devetak, Shor, quant-ph/0311131")
        'https://arxiv.org/abs/quant-ph/0311131'
    """
    found = re.search(r"\b(quant-ph/\d{7}|\d{4}\.\d{4,5})\b", source)
    return None if found is None else f"https://arxiv.org/abs/{found[1]}"


def left_out_parts(record: Record, page: Record) -> Iterator[Part]:
    """Yield what is not asked of a family, and what it was expected to take."""
    rows = [
        [
            member["label"],
            one["property"],
            Cell(*_expected(one["expected_seconds"])),
            Cell(str(one["order"]), one["order"]),
        ]
        for member in page["members"]
        for one in member["left_out"]
    ]
    if rows:
        most = record["asked"]["longest_decision"]
        told = f"A decision of these is expected to take more than {most:g} s."
        yield Prose([told])
        head = ("family", "property", "expected seconds", "order of A⊗B^k")
        yield Table("Not asked", head, rows, numeric=frozenset(head[2:]))


def _expected(seconds: float | None) -> tuple[str, float | None]:
    return ("minutes to tell", None) if seconds is None else (f"{seconds:.2g}", seconds)

"""Theorems about large dimensions and about all, and the certificates of a page."""

from __future__ import annotations

from collections.abc import Iterator

from sdpsearch.report.html.parts import Cell, Part, Prose, Table
from sdpsearch.report.shapes import Record
from sdpsearch.report.words import sets


def theorem_parts(page: Record) -> Iterator[Part]:
    """Yield where properties hold in large dimensions, and in every one."""
    rows = [_theorem(one) for one in page["theorems"]]
    if rows:
        yield Table("Of large dimensions, and of all", ("d", "property", "holds for"), rows)


def _theorem(one: Record) -> list[Cell | str]:
    if "failed" in one:
        return [one["subject"], one["property"], f"not answered: {one['failed']}"]
    if one["kind"] == "threshold":
        asked, domain = one["question"], one["holds_on"]
        ends = [(part["lower"], part["upper"]) for part in domain]
        exact = [b["closed_form"] for b in one["boundaries"] if b["closed_form"]]
        told = f"{asked['parameter']} in {sets(ends)}" if ends else "no value"
        return [
            Cell(str(asked["d_in"]), asked["d_in"]),
            asked["property"],
            f"{told}; {', '.join(exact)}" if exact else told,
        ]
    if not one["proved"]:
        return [Cell("every d"), one["property"], f"undecided: {one['reason']}"]
    every = f"every d ≥ {one['least']}"
    ends = one["holds_on"]
    told = "no value" if ends is None else f"{one['parameter']} in [{', '.join(ends)}]"
    return [Cell(every), one["property"], told]


def certificate_parts(page: Record) -> Iterator[Part]:
    """Yield the files that prove something, and what they prove."""
    proved = [
        one
        for member in page["members"]
        for one in member["thresholds"]
        if one["certificate"] is not None
    ]
    proved += [one for one in page["theorems"] if one.get("certificate")]
    rows = [
        [
            Cell(path.rpartition("/")[2], href=path, file=path.rpartition("/")[2]),
            _stated(one["theorem"] or ""),
        ]
        for one in proved
        for path in [one["certificate"]]
    ]
    if rows:
        yield Prose(["`sdpsearch verify FILE` checks each, and prints its theorem."])
        yield Table("To download", ("file", "theorem"), rows)


def _stated(theorem: str) -> str:
    """Return the sentences of a theorem without its heading."""
    return "\n".join(line.strip() for line in theorem.splitlines()[1:])

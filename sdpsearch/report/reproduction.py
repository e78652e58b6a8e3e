"""arXiv 2408.05733 recomputed: files, numbers, figures, a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

import sdpsearch
from sdpsearch.report.every_dimension import every_dimension_record
from sdpsearch.report.figures import paper
from sdpsearch.report.record import dumps
from sdpsearch.report.reproduction_markdown import CERTIFICATE, markdown, transposed
from sdpsearch.report.shapes import Record, interval, schema, strict
from sdpsearch.report.threshold import found_part
from sdpsearch.report.words import small
from sdpsearch.reproduce.finding import Finding
from sdpsearch.reproduce.paper import NAME
from sdpsearch.reproduce.run import Reproduction
from sdpsearch.reproduce.thresholds import Row
from sdpsearch.reproduce.vanishing import Vanishing
from sdpsearch.writing import write_file

MARKDOWN, NUMBERS = "report.md", "numbers.json"
FIGURES = ("figure2", "thresholds", "corollary", "vanishing")


def reproduction_text(
    findings: Sequence[Finding], seconds: float, paths: Sequence[Path]
) -> RenderableType:
    """Return every recomputed statement with its deviation, and what was written."""
    found = Table(title=f"{NAME}, recomputed", title_justify="left")
    for name in ("", "statement", "verdict"):
        found.add_column(name, overflow="fold")
    found.add_column("deviation", justify="right")
    found.add_column("as printed", justify="right")
    for item in findings:
        style = "yellow" if item.verdict == "misprint" else ""
        found.add_row(
            item.label,
            item.statement,
            Text(item.verdict, style=style),
            "" if item.deviation is None else small(item.deviation),
            "" if item.printed is None else small(item.printed),
        )
    written = ", ".join(path.name for path in paths)
    note = Text(f"{seconds:.0f} s; written to {paths[0].parent}: {written}")
    return Group(found, note)


def reproduction_line(found: Reproduction, paths: Sequence[Path]) -> str:
    """Return how many statements were recomputed, and how many deviate."""
    findings = (*found.equations, *found.claims, *found.beyond, *found.maps)
    misprints = sum(item.verdict == "misprint" for item in findings)
    return (
        f"{len(findings)} statements recomputed, {misprints} of them misprints, "
        f"{len(found.failures)} beyond their bound; written to {paths[0].parent}"
    )


def write(found: Reproduction, folder: Path) -> list[Path]:
    """Write report.md, numbers.json, figures as PNG and PDF, a certificate; return paths.

    Raises:
        ValueError: the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"Cannot write to {folder}: {error.strerror or error}.") from None
    write_file(folder / MARKDOWN, markdown(found))
    write_file(folder / NUMBERS, dumps(numbers(found)) + "\n")
    paths = {name: [folder / f"{name}.png", folder / f"{name}.pdf"] for name in FIGURES}
    paper.save_capacities(found.capacities, paths["figure2"])
    paper.save_thresholds(found.rows, paths["thresholds"])
    paper.save_corollary(found.white, found.transposed, paths["corollary"])
    paper.save_vanishing(found.vanishing, paths["vanishing"])
    written = [folder / MARKDOWN, folder / NUMBERS]
    written += [path for pair in paths.values() for path in pair]
    if (proof := transposed(found).capacity.certificate) is not None:
        written.append(folder / CERTIFICATE)
        proof.save(written[-1])
    return written


def numbers(found: Reproduction) -> Record:
    """Return every number of the report as plain values."""
    found_numbers = {
        **schema("reproduction"),
        "version": sdpsearch.__version__,
        "seconds": found.seconds,
        "equations": [_record(item) for item in found.equations],
        "claims": [_record(item) for item in found.claims],
        "beyond": [_record(item) for item in found.beyond],
        "maps": [_record(item) for item in found.maps],
        "thresholds": [_row(row) for row in found.rows],
        "theorems": [every_dimension_record(item) for item in found.theorems],
        "white_noise": [asdict(item) | {"slack": item.slack} for item in found.white],
        "transposed_noise": [
            asdict(item) | {"slack": item.slack} for item in found.transposed
        ],
        "vanishing": [_vanishing(row) for row in found.vanishing],
        "figure2": list(found.capacities),
    }
    return strict(found_numbers)


def _record(item: Finding) -> Record:
    return {**asdict(item), "verdict": item.verdict}


def _row(row: Row) -> Record:
    boundary = row.found.boundaries[0]
    return {
        "family": row.family,
        "d": row.d,
        "exact": str(row.exact),
        "found": boundary.value,
        "bracket": interval(boundary.bracket),
        "tier": str(boundary.tier),
        "deviation": row.deviation,
        "ppt": row.d / (row.d + 1) if row.family == "depolarizing" else None,
        "theorem": row.found.certificate.theorem if row.found.certificate else None,
    }


def _vanishing(row: Vanishing) -> Record:
    return {
        "family": row.family,
        "d": row.d,
        "antidegradable": str(row.antidegradable),
        "printed": None if row.printed is None else str(row.printed),
        "signed_extendible": found_part(row.signed),
        "zero_capacity": found_part(row.capacity),
    }

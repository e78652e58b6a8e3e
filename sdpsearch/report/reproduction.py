"""arXiv 2408.05733 recomputed: a report in Markdown, numbers, figures, a table."""

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
from sdpsearch.report.shapes import Record, interval, schema, strict
from sdpsearch.report.words import small
from sdpsearch.reproduce.corollary import Contaminated
from sdpsearch.reproduce.equations import CASES
from sdpsearch.reproduce.finding import Finding
from sdpsearch.reproduce.paper import ARXIV, AUTHORS, COMPANION_ARXIV, NAME, TITLE, YEAR
from sdpsearch.reproduce.run import Reproduction
from sdpsearch.reproduce.thresholds import Row
from sdpsearch.writing import write_file

MARKDOWN, NUMBERS = "report.md", "numbers.json"
FIGURES = ("figure2", "thresholds", "corollary")


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
    findings = (*found.equations, *found.claims, *found.maps)
    misprints = sum(item.verdict == "misprint" for item in findings)
    return (
        f"{len(findings)} statements recomputed, {misprints} of them misprints, "
        f"{len(found.failures)} beyond their bound; written to {paths[0].parent}"
    )


def write(found: Reproduction, folder: Path) -> list[Path]:
    """Write report.md, numbers.json and the figures as PNG and PDF; return the paths.

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
    drawn = [path for pair in paths.values() for path in pair]
    return [folder / MARKDOWN, folder / NUMBERS, *drawn]


def numbers(found: Reproduction) -> Record:
    """Return every number of the report as plain values."""
    found_numbers = {
        **schema("reproduction"),
        "version": sdpsearch.__version__,
        "seconds": found.seconds,
        "equations": [_record(item) for item in found.equations],
        "claims": [_record(item) for item in found.claims],
        "maps": [_record(item) for item in found.maps],
        "thresholds": [_row(row) for row in found.rows],
        "theorems": [every_dimension_record(item) for item in found.theorems],
        "white_noise": [asdict(item) | {"slack": item.slack} for item in found.white],
        "transposed_noise": [
            asdict(item) | {"slack": item.slack} for item in found.transposed
        ],
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


def markdown(found: Reproduction) -> str:
    """Return the report."""
    wrong = [item for item in found.equations if item.verdict == "misprint"]
    parts = [
        f"# {NAME}, re-derived",
        f"The paper: {'; '.join(AUTHORS)}: *{TITLE}*, [arXiv:{ARXIV}]"
        f"(https://arxiv.org/abs/{ARXIV}) ({YEAR}), equations numbered as in version 4.",
        f"sdpsearch {sdpsearch.__version__}, {found.seconds:.0f} s. Each equation is "
        "computed from the objects that it is about; *deviation* is the largest entry by "
        "which the two sides of its correct form differ, *as printed* that of the printed "
        f"form where the print is wrong ({len(wrong)} equations). The main results hold; "
        "the threshold is sharper than printed.",
        "## Equations",
        _finding_table(found.equations, printed=True),
        f"Cases: {CASES}.",
        "## Theorem, corollary, transposed noise",
        f"E_x is the channel of the qutrit companion, arXiv {COMPANION_ARXIV}.",
        _finding_table(found.claims, printed=False),
        "## Thresholds",
        _threshold_table(found.rows),
        "![Noise from which the depolarizing channel has no quantum capacity]"
        "(thresholds.png)",
        "Both hold in every dimension: `sdpsearch threshold depolarizing --d all "
        "--certificate F.json` (and `transpose_depolarizing`) writes the proof, with d a "
        "symbol, which the checker has accepted here.",
        *(f"```\n{item.theorem}\n```" for item in found.theorems),
        "## The corollary on random channels",
        _contaminated_table(found.white, "white noise, bound d/(2(d+1))"),
        _contaminated_table(found.transposed, "transposed noise, bound 4/7"),
        "![Noise that random channels take](corollary.png)",
        "## Antidegrading maps in closed form",
        _finding_table(found.maps, printed=False),
        "The paper's map exists for x ≥ 1/2 only. The optimal one, "
        "N_x(W) = a tr_1 W + (1−a) tr(W) 1/d on the minimal environment, "
        "a = (g²−1)/(d²−2+2g), g² = 1 + d²(1−x)/x, exists on the whole interval on which "
        "any does; it was derived for this project.",
        "## Figure 2, on its true range",
        "Equation (32) is the capacity of D_x^c from x_c = d/(2(d+1)) on, where D_x^c is "
        "degradable, not only from 1/2. Below x_c it is a lower bound, and it is negative "
        "before it is of use (zero at x = 0.2524 for d = 2, 0.2871 for d = 3).",
        "![Quantum capacity of the complementary channel](figure2.png)",
    ]
    return "\n\n".join(parts) + "\n"


def _finding_table(items: Sequence[Finding], *, printed: bool) -> str:
    head = ["", "statement", "verdict", "deviation"]
    head += ["as printed", "correction"] if printed else ["what is sharper", "cases"]
    rows = []
    for item in items:
        cells = [item.label, item.statement, item.verdict, _number(item.deviation)]
        if printed:
            cells += [_number(item.printed), item.correction or ""]
        else:
            cells += [item.correction or "", item.cases]
        rows.append(cells)
    return _table(head, rows)


def _threshold_table(rows: Sequence[Row]) -> str:
    head = ["family", "d", "antidegradable from", "tier", "found", "deviation", "PPT from"]
    body = []
    for row in rows:
        boundary = row.found.boundaries[0]
        ppt = f"{row.d}/{row.d + 1}" if row.family == "depolarizing" else ""
        value = f"{boundary.value:.12g}"
        cells = [row.family, str(row.d), str(row.exact), str(boundary.tier), value]
        body.append([*cells, _number(row.deviation), ppt])
    return _table(head, body)


def _contaminated_table(items: Sequence[Contaminated], title: str) -> str:
    head = [title, "d", "Kraus rank", "antidegradable from", "bound − found"]
    body = [["", str(c.d), str(c.rank), f"{c.value:.10f}", f"{c.slack:.2e}"] for c in items]
    return _table(head, body)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return "0" if value == 0 else f"{value:.1e}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(head), line(["---"] * len(head)), *(line(r) for r in rows)])

"""The reproduction as a Markdown report, figures and a JSON file with every number."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

import sdpsearch
from sdpsearch.channels import zoo
from sdpsearch.exact.maps import (
    frugal_antidegrading_map,
    optimal_antidegrading_map,
    paper_map,
    threshold_noise,
)
from sdpsearch.report.record import dumps, schema
from sdpsearch.report.shapes import interval, strict
from sdpsearch.reproduce import equations, figures, thresholds
from sdpsearch.reproduce.finding import Finding
from sdpsearch.reproduce.thresholds import Contaminated, Row
from sdpsearch.writing import write_file

#: Bounds that every deviation has to meet: closed forms, and values found by SDP.
CLOSED, SOLVED = 1e-10, 1e-8
#: Points on [x_c, 1] at which the closed-form maps are checked, both ends included.
_POINTS = 25
MARKDOWN, NUMBERS = "report.md", "numbers.json"
FIGURES = ("figure2", "thresholds", "corollary")

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Reproduction:
    """Everything that was recomputed.

    Attributes:
        equations: findings (1) to (35).
        claims: theorem, corollary and the transposed result.
        maps: the closed-form maps, checked on grids.
        rows: thresholds found beside their closed forms.
        white: white noise on random channels.
        transposed: transposed noise on random channels.
        capacities: the curves of Figure 2.
        seconds: how long it took.
    """

    equations: tuple[Finding, ...]
    claims: tuple[Finding, ...]
    maps: tuple[Finding, ...]
    rows: tuple[Row, ...]
    white: tuple[Contaminated, ...]
    transposed: tuple[Contaminated, ...]
    capacities: tuple[dict[str, Any], ...]
    seconds: float

    @property
    def failures(self) -> tuple[Finding, ...]:
        """Findings whose correct form deviates by more than its bound."""
        late = [f for f in (*self.equations, *self.maps) if (f.deviation or 0) > CLOSED]
        return (*late, *(f for f in self.claims if (f.deviation or 0) > SOLVED))


def reproduce(progress: Progress | None = None) -> Reproduction:
    """Re-derive the paper: every equation, its theorem, corollary and last result.

    The paper shows that every channel with white noise x ≥ 1/2 loses its quantum capacity;
    its equations (1) to (36) are computed from the objects they are about. Takes some
    fifteen seconds.

    Args:
        progress: called with one line before each step.

    Example:
        >>> from sdpsearch.reproduce.report import reproduce
        >>> reproduce().failures
        ()
    """
    say = progress or (lambda _line: None)
    begun = time.perf_counter()
    say("equations (1) to (35)")
    numbered = tuple(equations.findings())
    say("closed-form maps, d = 2 to 6")
    maps = tuple(map_findings())
    rows = (*thresholds.depolarizing_rows(say), *thresholds.transposed_rows(say))
    white = tuple(thresholds.corollary(say))
    transposed = tuple(thresholds.transposed_corollary(say))
    claims = (
        *thresholds.table_findings(list(rows)),
        *thresholds.corollary_findings(list(white), list(transposed)),
    )
    curves = tuple(figures.capacity_curves())
    seconds = time.perf_counter() - begun
    return Reproduction(numbered, claims, maps, rows, white, transposed, curves, seconds)


def map_findings() -> list[Finding]:
    """Return how far the closed-form maps are from N∘D_x^c = D_x and from channels."""
    names = ("paper", "optimal", "optimal, paper's", "frugal")
    worst: dict[str, float] = dict.fromkeys(names, 0.0)
    for d in range(2, 7):
        for x in np.linspace(threshold_noise(d), 1.0, _POINTS):
            x = float(x)
            channel = zoo.depolarizing(d=d)(x)
            small = zoo.depolarizing_complement(d=d)(x)
            found = {
                "optimal": (optimal_antidegrading_map(d, x), small),
                "optimal, paper's": (
                    optimal_antidegrading_map(d, x, "paper"),
                    channel.complementary,
                ),
            }
            if x >= 0.5:
                found["paper"] = (paper_map(d, x), channel.complementary)
            if x <= d / (2 * (d - 1)):
                found["frugal"] = (frugal_antidegrading_map(d, x), small)
            for name, (inverse, complement) in found.items():
                off = float(np.max(np.abs((inverse @ complement).choi - channel.choi)))
                kraus = inverse.kraus
                total = np.einsum("eab,eac->bc", kraus.conj(), kraus)
                lost = float(np.max(np.abs(total - np.eye(inverse.d_in))))
                worst[name] = max(worst[name], off, lost)
    ranges = {
        "paper": ("the paper's N_x", "x in [1/2, 1]"),
        "optimal": ("the optimal map", "x in [x_c, 1], minimal environment"),
        "optimal, paper's": ("the optimal map", "x in [x_c, 1], the paper's environment"),
        "frugal": ("the map with d Kraus operators", "x in [x_c, min(1, d/(2(d−1)))]"),
    }
    return [
        Finding(
            label="N_x" if name == "paper" else "N",
            statement=f"{what}: a channel with N∘D_x^c = D_x",
            deviation=worst[name],
            cases=f"d = 2 to 6, {_POINTS} points, {where}",
        )
        for name, (what, where) in ranges.items()
    ]


# --- Writing -------------------------------------------------------------------------


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
    figures.save_capacities(paths["figure2"])
    figures.save_thresholds(found.rows, paths["thresholds"])
    figures.save_corollary(found.white, found.transposed, paths["corollary"])
    drawn = [path for pair in paths.values() for path in pair]
    return [folder / MARKDOWN, folder / NUMBERS, *drawn]


def numbers(found: Reproduction) -> dict[str, Any]:
    """Return every number of the report as plain values."""
    found_numbers = {
        **schema("reproduction"),
        "version": sdpsearch.__version__,
        "seconds": found.seconds,
        "equations": [_record(item) for item in found.equations],
        "claims": [_record(item) for item in found.claims],
        "maps": [_record(item) for item in found.maps],
        "thresholds": [_row(row) for row in found.rows],
        "white_noise": [asdict(item) | {"slack": item.slack} for item in found.white],
        "transposed_noise": [
            asdict(item) | {"slack": item.slack} for item in found.transposed
        ],
        "figure2": list(found.capacities),
    }
    return strict(found_numbers)


def _record(item: Finding) -> dict[str, Any]:
    return {**asdict(item), "verdict": item.verdict}


def _row(row: Row) -> dict[str, Any]:
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
        "# The paper, re-derived",
        f"sdpsearch {sdpsearch.__version__}, {found.seconds:.0f} s. Each equation is "
        "computed from the objects that it is about; *deviation* is the largest entry by "
        "which the two sides of its correct form differ, *as printed* that of the printed "
        f"form where the print is wrong ({len(wrong)} equations). The main results hold; "
        "the threshold is sharper than printed.",
        "## Equations",
        _finding_table(found.equations, printed=True),
        f"Cases: {equations.CASES}.",
        "## Theorem, corollary, transposed noise",
        _finding_table(found.claims, printed=False),
        "## Thresholds",
        _threshold_table(found.rows),
        "![Noise from which the depolarizing channel has no quantum capacity]"
        "(thresholds.png)",
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

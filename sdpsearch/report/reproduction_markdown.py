"""The report on arXiv 2408.05733 recomputed, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

import sdpsearch
from sdpsearch.reproduce.corollary import Contaminated
from sdpsearch.reproduce.equations import CASES
from sdpsearch.reproduce.finding import Finding
from sdpsearch.reproduce.paper import ARXIV, AUTHORS, COMPANION_ARXIV, NAME, TITLE, YEAR
from sdpsearch.reproduce.run import Reproduction
from sdpsearch.reproduce.thresholds import Row
from sdpsearch.reproduce.vanishing import Vanishing
from sdpsearch.search.threshold import Threshold

#: The file with the proof of where the capacity of E_x, d = 3, vanishes.
CERTIFICATE = "transpose-depolarizing-d3-zero-capacity.json"


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
        _contaminated_table(
            found.transposed, "transposed noise, bound 4/7, without capacity from 1/2"
        ),
        "![Noise that random channels take](corollary.png)",
        "## Where the capacity itself vanishes",
        "Beyond the paper, derived here: a signed extension (the mechanism of Zhu and "
        "Wang, arXiv 2607.24693, as a conic programme) leaves Q = P = 0 without any "
        "antidegrading map; singularities (Siddhu, 2003.10367; Singh and Datta, "
        "2105.06327) and codes of one use or several show Q > 0. What lies between is "
        "open. Superactivation (section 6 of the paper) cannot come from D_x and E_x "
        "together where both are signed-extendible, nor from Λ_x and Φ_x there: a partner "
        "has to be sought outside that class.",
        _finding_table(found.beyond, printed=False),
        _vanishing_table(found.vanishing),
        "![Where the quantum capacity of D_x and E_x vanishes](vanishing.png)",
        f"`{CERTIFICATE}` proves the row of E_x, d = 3, in exact arithmetic "
        "(`sdpsearch verify`):",
        f"```\n{_theorem(transposed(found).capacity)}\n```",
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


def _vanishing_table(rows: Sequence[Vanishing]) -> str:
    head = ["family", "d", "Q > 0 last shown at", "by", "Q = 0 from", "by"]
    head += ["antidegradable from", "signed-extendible from", "tier"]
    body = []
    for row in rows:
        (boundary,) = row.capacity.boundaries
        low, high = (f"{x:.6g}" for x in boundary.bracket)
        sent, vanished = boundary.mechanisms or ("", "")
        cells = [row.family, str(row.d), low, sent, high, vanished]
        signed = f"{row.signed.value:.10g} ({row.signed.boundaries[0].tier})"
        body.append([*cells, str(row.antidegradable), signed, str(boundary.tier)])
    return _table(head, body)


def _theorem(found: Threshold) -> str:
    return "" if found.certificate is None else found.certificate.theorem


def _contaminated_table(items: Sequence[Contaminated], title: str) -> str:
    head = [title, "d", "Kraus rank", "antidegradable from", "bound − found"]
    head += ["signed-extendible from"]
    body = []
    for c in items:
        signed = "" if c.signed is None else f"{c.signed:.10f}"
        cells = [str(c.d), str(c.rank), f"{c.value:.10f}", f"{c.slack:.2e}", signed]
        body.append(["", *cells])
    return _table(head, body)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return "0" if value == 0 else f"{value:.1e}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return "\n".join([line(head), line(["---"] * len(head)), *(line(r) for r in rows)])


def transposed(found: Reproduction) -> Vanishing:
    """Return where the capacity of E_x, d = 3, vanishes."""
    name = "transpose-depolarizing"
    return next(row for row in found.vanishing if (row.family, row.d) == (name, 3))

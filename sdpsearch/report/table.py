"""Tables and short texts for a terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_CEILING, Context, Decimal
from fractions import Fraction

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sdpsearch.interval import Interval
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.verify import Verification
from sdpsearch.properties import Decision, Verdict
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.compare import Comparison, Row
from sdpsearch.search.findings import Coverage
from sdpsearch.search.scan import Scan
from sdpsearch.search.threshold import Occurrence, Threshold

_STYLE = {Verdict.HOLDS: "green", Verdict.FAILS: "red", Verdict.UNDECIDED: "yellow"}


def number(value: float) -> str:
    """Return up to ten significant digits, no trailing zeros."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.10g}".replace("-", "−")


def small(value: float | None) -> str:
    """Return a deviation in one digit and a power of ten."""
    if value is None:
        return "–"
    if math.isinf(value):
        return "differs"
    return "0" if value == 0 else f"{value:.0e}".replace("-", "−")


def margin(interval: Interval) -> str:
    """Return a margin's middle with its sign, its half-width, or the whole interval.

    The half-width is left out where six digits do not show it; the interval stands where
    the middle would say nothing.
    """
    half = interval.width / 2
    if math.isinf(interval.upper) and 0 < interval.lower < math.inf:
        return f"≥ {interval.lower:.3g}"
    if math.isinf(half) or half > 1e-3 * max(1.0, abs(interval.middle)):
        return f"in [{number(interval.lower)}, {number(interval.upper)}]"
    if interval.lower <= 0 <= interval.upper and half < 1e-6:
        return f"0 ± {small(max(-interval.lower, interval.upper))}"
    middle = f"{interval.middle:+.6g}".replace("-", "−").replace("inf", "∞")
    visible = half > 1e-6 * max(abs(interval.middle), 1e-6)
    return f"{middle} ± {small(half)}" if visible else middle


def sets(intervals: Sequence[Interval] | Sequence[tuple[float, float]]) -> str:
    """Return closed sets as text: [0.375, 1], {0.5}, or "nowhere"."""
    pairs = [(i.lower, i.upper) if isinstance(i, Interval) else i for i in intervals]
    parts = [
        f"{{{number(low)}}}" if low == high else f"[{number(low)}, {number(high)}]"
        for low, high in pairs
    ]
    return " ∪ ".join(parts) or "nowhere"


def verdict_text(verdict: Verdict) -> Text:
    """Return the verdict's name in its colour."""
    return Text(verdict.name, style=_STYLE[verdict])


def decision_text(decision: Decision, title: str) -> RenderableType:
    """Return a decision as a short block."""
    table = _facts_table()
    table.add_row(decision.property.name, verdict_text(decision.verdict))
    table.add_row("margin", margin(decision.margin))
    if decision.map is not None:
        size = decision.map
        kraus = _count(size.d_env, "Kraus operator")
        table.add_row("map N", f"{size.d_in} → {size.d_out}, {kraus}")
    if decision.witness is not None:
        table.add_row("witness", "{0}×{0} matrix W".format(decision.witness.shape[0]))
    if decision.map is not None or decision.residual > 0:
        table.add_row("residual", small(decision.residual))
    table.add_row("because", decision.reason)
    if decision.cross_check is not None:
        check = decision.cross_check
        pairs = zip(check.solvers, check.margins, strict=True)
        told = "; ".join(f"{solver}: margin {margin(found)}" for solver, found in pairs)
        table.add_row("cross-check", f"{check.agreement.name}  ({told})")
    if decision.certificate is not None:
        table.add_row("theorem", Text(_statements(decision.certificate)))
    return Group(Text(title, style="bold"), table)


def verification_text(found: Verification) -> RenderableType:
    """Return what was proved about what, and by which files; or why it is refused."""
    if found.proved:
        lines = [
            f"{found.compared[0].upper()}{found.compared[1:]}.",
            found.theorem,
            f"Problem: SHA-256 {found.digest}",
            f"Certificate: SHA-256 {found.sha256}",
            f"Checker: SHA-256 {found.checker_sha256}",
        ]
        if found.second:
            lines.append(f"The second checker says: {found.second}.")
        return Group(Text("\n".join(lines)), Text("Proved.", style="green"))
    if found.disagree:
        return Text(f"ERROR: {found.reason}. Please report this file.", style="bold red")
    word = "Refused" if found.is_certificate else "Not a certificate"
    return Text(
        f"{word}: {found.reason.removeprefix('it is no certificate: ')}.", style="red"
    )


def _statements(certificate: Certificate) -> str:
    """Return what a theorem says about what, line by line."""
    lines = (line.strip() for line in certificate.theorem.splitlines())
    # It was made for this very channel a moment ago, so the label is no hearsay here.
    return "\n".join([f"About {certificate.label}.", *lines])


def threshold_text(found: Threshold) -> RenderableType:
    """Return a threshold as a short block."""
    family = found.family
    low, high = family.domain
    table = _facts_table()
    table.add_row(f"{found.property.name} for", where(found))
    span = f"{number(low)} ≤ {family.parameter} ≤ {number(high)}"
    table.add_row("", f"{_occurrence(found)}, {span}")
    if found.undecided:
        table.add_row("undecided for", f"{family.parameter} in {sets(found.undecided)}")
    for boundary in found.boundaries:
        table.add_row("boundary", boundary_line(boundary))
    table.add_row(
        "work",
        f"{_count(found.solves, 'conic programme')} solved, "
        f"{_count(len(found.decisions), 'decision')} kept",
    )
    table.add_row("method", found.method)
    if found.proof is not None:
        table.add_row("proof", found.proof)
    if found.certificate is not None:
        table.add_row("theorem", Text(_statements(found.certificate)))
    return Group(Text(family.label, style="bold"), table)


def threshold_line(found: Threshold) -> str:
    """Return where the property holds, and where that is open, on one line."""
    if not found.undecided:
        return str(where(found))
    return f"{where(found)}; undecided for {sets(found.undecided)}"


def _occurrence(found: Threshold) -> str:
    """Return how the property occurs, as far as the grounds for it go."""
    if found.coverage is not Coverage.SAMPLED:
        return found.occurrence.value
    decided = [d.verdict for _, d in found.decisions]
    told = {
        Occurrence.ALWAYS: f"holds at all {len(decided)} sampled points",
        Occurrence.NEVER: f"fails at all {len(decided)} sampled points",
    }
    held = f"holds at {decided.count(Verdict.HOLDS)} of {len(decided)} sampled points"
    return f"{told.get(found.occurrence, held)}; between them nothing is claimed"


def where(found: Threshold) -> str:
    """Return where the property holds, in words when nothing was certified."""
    name = found.family.parameter
    if found.estimated:
        at_least = "" if found.is_decided else " at least"
        return f"{name} in {sets(found.estimated)}{at_least}"
    if found.occurrence is not Occurrence.NEVER:
        return "undecided values only"
    return "no sampled value" if found.coverage is Coverage.SAMPLED else "no value"


def boundary_line(boundary: Boundary) -> str:
    """Return a boundary, and how well it is known."""
    if boundary.proved is not None:
        return _proved(boundary, *boundary.proved)
    if boundary.is_narrow:
        width = small(boundary.bracket.width)
        how = f"{boundary.tier}; certified bracket of width {width}"
        return f"{number(boundary.value)}  ({how})"
    ends = f"{number(boundary.bracket.lower)} and {number(boundary.bracket.upper)}"
    return f"between {ends}, undecided there"


def _proved(boundary: Boundary, low: Fraction, high: Fraction) -> str:
    """Return a proved boundary: its closed form, or the digits that are proved."""
    if low == high:
        return f"{low} = {number(float(low))}  (exact, proved)"
    width = high - low
    told = f"proved bracket of width {rounded_up(width)}"
    if boundary.closed_form is not None:
        told = f"recognised as {boundary.closed_form}, a conjecture; {told}"
    else:
        told = f"bracketed; {told}"
    return f"{decimal((low + high) / 2, _places(width))}  ({told})"


def rounded_up(width: Fraction) -> str:
    """Return a positive rational number with two digits, not less than it."""
    upward = Context(prec=2, rounding=ROUND_CEILING, Emin=-(10**9), Emax=10**9)
    # The numerator may be longer than two digits: only the quotient is to be rounded.
    found = upward.divide(Decimal(width.numerator), Decimal(width.denominator))
    return f"{found.scaleb(-found.adjusted()):.1f}e{found.adjusted()}".replace("-", "−")


def _places(width: Fraction) -> int:
    """Return how many decimals are worth giving of a number known to a width."""
    bits = width.denominator.bit_length() - width.numerator.bit_length()
    # Three decimals for every ten binary digits, a little less than log10(2).
    return max(1, bits * 3 // 10)


def decimal(x: Fraction, places: int) -> str:
    """Return a rational number rounded to that many decimals."""
    whole = round(abs(x) * 10**places)
    sign = "−" if x < 0 else ""
    return f"{sign}{whole // 10**places}.{whole % 10**places:0{max(places, 1)}d}"


def comparison_tables(comparisons: Sequence[Comparison]) -> RenderableType:
    """Return found against known thresholds, and the analytic marks, for some families."""
    parts: list[RenderableType] = [_found_table(comparisons)]
    if any(c.slack(mark) is not None for c in comparisons for mark in c.marks):
        parts += [Text(), _marks_table(comparisons)]
    return Group(*parts)


def _found_table(comparisons: Sequence[Comparison]) -> Table:
    table = Table(
        title="Thresholds: found by SDP, known in closed form", title_justify="left"
    )
    for name in ("family", "property", "holds for"):
        table.add_column(name, overflow="fold")
    table.add_column("tier", overflow="fold")
    table.add_column("bracket", justify="right", overflow="fold")
    table.add_column("known", overflow="fold")
    table.add_column("closed form", overflow="fold")
    table.add_column("|found−known|", justify="right", overflow="fold")
    for comparison in comparisons:
        for i, row in enumerate(comparison.rows):
            last = i == len(comparison.rows) - 1
            table.add_row(
                comparison.family.label if i == 0 else "",
                row.threshold.property.name,
                where(row.threshold),
                _tiers(row.threshold),
                _widths(row),
                "–" if row.fact is None else sets(row.fact.holds),
                "–" if row.fact is None else row.fact.expression,
                small(row.difference),
                end_section=last,
            )
    return table


def _tiers(found: Threshold) -> str:
    """Return how well the boundaries are known, each way once."""
    return ", ".join(dict.fromkeys(str(b.tier) for b in found.boundaries)) or "–"


def _widths(row: Row) -> str:
    return ", ".join(small(b.bracket.width) for b in row.threshold.boundaries) or "–"


def _marks_table(comparisons: Sequence[Comparison]) -> Table:
    table = Table(
        title="Analytic bounds, measured from the antidegradability threshold found",
        title_justify="left",
    )
    for name in ("family", "bound"):
        table.add_column(name)
    table.add_column("value", justify="right")
    table.add_column("bound − found", justify="right")
    for comparison in comparisons:
        for i, mark in enumerate(comparison.marks):
            slack = comparison.slack(mark)
            gap = "–" if slack is None else "0" if abs(slack) < 1e-9 else f"{slack:+.10f}"
            table.add_row(
                comparison.family.label if i == 0 else "",
                mark.label,
                number(mark.value),
                gap.replace("-", "−"),
                end_section=i == len(comparison.marks) - 1,
            )
    return table


def scan_table(scan: Scan) -> RenderableType:
    """Return margin and verdict at each parameter, then the thresholds and marks."""
    table = Table(title=f"{scan.family.label}", title_justify="left")
    table.add_column(scan.family.parameter, justify="right")
    for asked in scan.properties:
        table.add_column(f"{asked.name}: margin", justify="right")
        table.add_column("verdict")
    for x, decisions in zip(scan.xs, scan.decisions, strict=True):
        cells: list[str | Text] = [number(x)]
        for decision in decisions:
            cells += [margin(decision.margin), verdict_text(decision.verdict)]
        table.add_row(*cells)
    lines: list[RenderableType] = [table]
    for found in scan.thresholds:
        width = max((b.bracket.width for b in found.boundaries), default=0.0)
        how = f"{_tiers(found)}, bracket {small(width)}"
        note = f"  ({how})" if found.boundaries else ""
        lines.append(Text(f"{found.property.name} for {where(found)}{note}"))
    lines += [
        Text(f"{scan.family.parameter} = {number(mark.value)}: {mark.label}")
        for mark in scan.marks
    ]
    return Group(*lines)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _facts_table() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    return table

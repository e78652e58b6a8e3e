"""How single values are worded: numbers, margins, sets, verdicts, counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_CEILING, Context, Decimal
from fractions import Fraction
from typing import Any

from rich.table import Table
from rich.text import Text

from sdpsearch.interval import Interval
from sdpsearch.proof.certificate import Certificate
from sdpsearch.properties import Verdict

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


def argument(value: Any) -> str:
    """Return an argument of a family as the command line takes it."""
    if isinstance(value, (tuple, list)):
        return ",".join(f"{v:.4g}" for v in value)
    return str(value)


def rounded_up(width: Fraction) -> str:
    """Return a positive rational number with two digits, not less than it."""
    upward = Context(prec=2, rounding=ROUND_CEILING, Emin=-(10**9), Emax=10**9)
    # The numerator may be longer than two digits: only the quotient is to be rounded.
    found = upward.divide(Decimal(width.numerator), Decimal(width.denominator))
    return f"{found.scaleb(-found.adjusted()):.1f}e{found.adjusted()}".replace("-", "−")


def decimal(x: Fraction, places: int) -> str:
    """Return a rational number rounded to that many decimals."""
    whole = round(abs(x) * 10**places)
    sign = "−" if x < 0 else ""
    return f"{sign}{whole // 10**places}.{whole % 10**places:0{max(places, 1)}d}"


def verdict_text(verdict: Verdict) -> Text:
    """Return the verdict's name in its colour."""
    return Text(verdict.name, style=_STYLE[verdict])


def count(number: int, noun: str) -> str:
    """Return a number of things, in the plural but for one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def theorem_text(certificate: Certificate) -> str:
    """Return what a theorem says about what, line by line."""
    lines = (line.strip() for line in certificate.theorem.splitlines())
    # It was made for this very channel a moment ago, so the label is no hearsay here.
    return "\n".join([f"About {certificate.label}.", *lines])


def work_told(solves: int, decisions: int) -> str:
    """Return what a search solved and kept."""
    kept = count(decisions, "decision")
    return f"{count(solves, 'conic programme')} solved, {kept} kept"


def facts_table() -> Table:
    """Return a table without lines, for names and what is to be said of each."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    return table

"""A threshold and its boundaries, as texts and as records."""

from __future__ import annotations

from fractions import Fraction

from rich.console import Group, RenderableType
from rich.text import Text

from sdpsearch.channels.partition_forms import partition_form
from sdpsearch.properties import Verdict
from sdpsearch.report.decision import answer
from sdpsearch.report.shapes import (
    Record,
    about_family,
    fractions,
    interval,
    intervals,
    schema,
    theorem,
)
from sdpsearch.report.words import (
    decimal,
    facts_table,
    number,
    rounded_up,
    sets,
    small,
    theorem_text,
    work_told,
)
from sdpsearch.runs.kept_threshold import KeptThreshold
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.findings import Coverage
from sdpsearch.search.threshold import Occurrence, Threshold


def threshold_text(found: Threshold) -> RenderableType:
    """Return a threshold as a short block."""
    family = found.family
    low, high = family.domain
    table = facts_table()
    table.add_row(f"{found.property.name} for", where(found))
    span = f"{number(low)} ≤ {family.parameter} ≤ {number(high)}"
    table.add_row("", f"{_occurrence(found)}, {span}")
    if found.undecided:
        table.add_row("undecided for", f"{family.parameter} in {sets(found.undecided)}")
    for boundary in found.boundaries:
        table.add_row("boundary", boundary_line(boundary))
    table.add_row("work", work_told(found.solves, len(found.decisions)))
    table.add_row("method", found.method)
    if found.proof is not None:
        table.add_row("proof", found.proof)
    if found.certificate is not None:
        table.add_row("theorem", Text(theorem_text(found.certificate)))
    return Group(Text(family.label, style="bold"), table)


def threshold_line(found: Threshold) -> str:
    """Return on one line where the property holds, what is proved and what is open."""
    told = [str(where(found))]
    told += [boundary_line(b) for b in found.boundaries if b.proved is not None]
    if found.undecided and not found.estimated:
        told.append(f"undecided for {sets(found.undecided)}")
    return "; ".join(told)


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
    return where_on(found.family.parameter, found)


def where_on(name: str, found: Threshold | KeptThreshold) -> str:
    """Return the same of a threshold that may be without its family.

    Args:
        name: of the parameter.
        found: the threshold.
    """
    if found.estimated:
        opened = f", open in {sets(found.open_on)}" if found.open_on else ""
        return f"{name} in {sets(found.estimated)}{opened}"
    if found.occurrence is not Occurrence.NEVER:
        return "undecided values only"
    return "no sampled value" if found.coverage is Coverage.SAMPLED else "no value"


def boundary_line(boundary: Boundary) -> str:
    """Return a boundary, and how well it is known."""
    if boundary.proved is not None and boundary.is_narrow:
        return _proved(boundary, *boundary.proved)
    if boundary.is_narrow:
        width = small(boundary.bracket.width)
        how = f"{boundary.tier}; certified bracket of width {width}{_beside(boundary)}"
        return f"{number(boundary.value)}  ({how})"
    low, high = map(number, boundary.bracket)
    if boundary.proved is not None and boundary.mechanisms is None:
        return _proved(boundary, *boundary.proved)
    if boundary.mechanisms is None:
        return f"between {low} and {high}, undecided there"
    before, after = boundary.mechanisms
    how = "" if boundary.proved is None else "proved "
    return f"{how}up to {low} by {before}, {how}from {high} on by {after}; open between"


def _beside(boundary: Boundary) -> str:
    """Return what decides on either side, where a question has several mechanisms."""
    if boundary.mechanisms is None:
        return ""
    before, after = boundary.mechanisms
    return f"; below it {before}, above it {after}"


def _proved(boundary: Boundary, low: Fraction, high: Fraction) -> str:
    """Return a proved boundary: its closed form, or the digits that are proved."""
    if low == high:
        return f"{low} = {number(float(low))}  (exact, proved{_beside(boundary)})"
    width = high - low
    told = f"proved bracket of width {rounded_up(width)}"
    if boundary.closed_form is not None:
        told = f"recognised as {boundary.closed_form}, a conjecture; {told}"
    else:
        told = f"bracketed; {told}"
    return f"{decimal((low + high) / 2, _places(width))}  ({told})"


def _places(width: Fraction) -> int:
    """Return how many decimals are worth giving of a number known to a width."""
    bits = width.denominator.bit_length() - width.numerator.bit_length()
    # Three decimals for every ten binary digits, a little less than log10(2).
    return max(1, bits * 3 // 10)


def tiers(found: Threshold | KeptThreshold) -> str:
    """Return how well the boundaries are known, each way once."""
    return ", ".join(dict.fromkeys(str(b.tier) for b in found.boundaries)) or "–"


def threshold_record(found: Threshold) -> Record:
    """Return a threshold with every decision that was made for it."""
    channel = found.decisions[0][1].channel if found.decisions else None
    question = {
        "property": found.property.name,
        **about_family(found.family, channel),
        "solver": found.solver,
    }
    form = partition_form(found.family) if channel is None else None
    if form is not None:  # asked about without a channel of it
        question |= {"d_in": form.d, "d_out": form.d}
    decisions = [{"x": x, **answer(decision)} for x, decision in found.decisions]
    record = schema("threshold") | {"question": question} | found_part(found)
    return record | {"decisions": decisions}


def found_part(found: Threshold | KeptThreshold) -> Record:
    """Return what was found, without the question and the decisions."""
    return {
        "occurrence": found.occurrence.name.lower(),
        "holds_on": intervals(found.holds_on),
        "boundaries": [boundary_part(item) for item in found.boundaries],
        "coverage": found.coverage.name.lower(),
        "undecided": intervals(found.undecided),
        "settled": found.settled,
        "solves": found.solves,
        "method": found.method,
        "proof": found.proof,
        "theorem": theorem(found.certificate),
    }


def boundary_record(found: Boundary) -> Record:
    """Return a boundary by itself."""
    return schema("boundary") | boundary_part(found)


def boundary_part(found: Boundary) -> Record:
    """Return a boundary as it stands in other records."""
    return {
        "value": found.value,
        "bracket": interval(found.bracket),
        "tier": str(found.tier),
        "closed_form": found.closed_form,
        "proved": fractions(found.proved),
        "mechanisms": None if found.mechanisms is None else list(found.mechanisms),
    }

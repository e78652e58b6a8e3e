"""Lines: families for threshold() whose truth is known at every point that is asked.

A claim is wrong when `holds_on` has a point where the property fails, when a settled answer
leaves out a point where it holds, when a decision made on the way is wrong, and when a
certificate's theorem covers a point where the truth is the opposite. An answer that is not
settled may leave points out, and one that calls itself sampled is about its samples only.
"""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from time import perf_counter

import numpy as np

import sdpsearch as sd
from benchmarks.soundness.judge import (
    ERROR,
    OPEN,
    PATIENCE,
    RIGHT,
    WRONG,
    Record,
    patience,
)
from sdpsearch.search.findings import Coverage

#: Points this near to an end of `holds_on` are not held against it.
_EDGE = 1e-7


@dataclass(frozen=True)
class Line:
    """A family, a property and the truth along it.

    Attributes:
        name: what the table calls it.
        family: makes the family.
        property: the question.
        truth: whether it holds at x, None where that is not known.
        probes: parameters where the answer is compared with the truth.
    """

    name: str
    family: Callable[[], sd.ChannelFamily]
    property: sd.Property
    truth: Callable[[float | Fraction], bool | None]
    probes: tuple[float, ...]


def judged_lines(only: str | None, *, prove: bool) -> list[Record]:
    """Return a record for every line whose name contains `only`."""
    from benchmarks.soundness.catalogue import catalogue

    wanted = [line for line in catalogue() if only is None or only in line.name]
    return [_judged(line, number, prove) for number, line in enumerate(wanted)]


def _judged(line: Line, number: int, prove: bool) -> Record:
    record: Record = {
        "kind": re.sub(r" \d+$", "", line.name),
        "index": number,
        "property": line.property.name,
        "truth": "",
        "distance": 0.0,
        "why": line.name,
    }
    begun = perf_counter()
    try:
        with patience(PATIENCE):
            found = sd.threshold(line.family(), line.property, prove=prove)
        wrong = sorted(complaints(line, found), key=lambda told: "PROVED" not in told)
        record["verdict"] = f"{found!r}, {found.occurrence.name}"
        settled = is_settled(found)
        record["outcome"] = WRONG if wrong else RIGHT if settled else OPEN
        record["truth"] = "; ".join(wrong[:5])
    except Exception:  # whatever comes out is a fault
        record |= {"verdict": "ERROR", "outcome": ERROR, "reason": traceback.format_exc()}
    return record | {"seconds": round(perf_counter() - begun, 5)}


def complaints(line: Line, found: sd.Threshold) -> Iterator[str]:
    """Yield what is wrong with an answer."""
    truths = [(x, line.truth(x)) for x in line.probes]
    sampled = found.coverage is Coverage.SAMPLED
    for x, holds in truths:
        if (
            holds is False
            and not sampled
            and any(
                i.lower < x < i.upper and min(x - i.lower, i.upper - x) > _EDGE
                for i in found.holds_on
            )
        ):
            yield f"it is said to hold at {x!r}, where it fails"
        if holds is True and is_settled(found) and not _is_near(found, x):
            yield f"it holds at {x!r}, which is left out"
    for x, decision in found.decisions:
        holds = line.truth(Fraction(repr(x)))  # a family reads a float as its decimal
        if holds is not None and decision.verdict.name == ("FAILS" if holds else "HOLDS"):
            yield f"the decision at {x!r} says {decision.verdict.name}"
    if found.certificate is not None:
        yield from _false_theorems(line, found.certificate, truths)


def is_settled(found: sd.Threshold) -> bool:
    """Whether an answer claims to be about every point of the domain."""
    if not found.settled or found.occurrence.name == "UNDECIDED":
        return False
    tiers = [boundary.tier for boundary in found.boundaries]
    return "sampled" not in (*tiers, getattr(found, "tier", None))


def _is_near(found: sd.Threshold, x: float) -> bool:
    """Whether x lies in `holds_on` or in a bracket, of whose points nothing is claimed."""
    brackets = (boundary.bracket for boundary in found.boundaries)
    sets = (*found.holds_on, *brackets)
    return any(i.lower - _EDGE <= x <= i.upper + _EDGE for i in sets)


def _false_theorems(line: Line, certificate, truths) -> Iterator[str]:
    """Yield where the claim of a certificate that proves it contradicts the truth."""
    theorem = certificate.theorem  # checks it again
    document = json.loads(certificate.text)
    claim, problem = document["claim"], document["problem"]
    spans = [(claim["holds"], True)] if "holds" in claim else []
    spans += [(text, False) for text in claim.get("fails", [])]
    for text, says in spans:
        low, high, closed_low, closed_high = _interval(text)
        for x in (Fraction(x) for x, _ in truths):  # of theorems every digit counts
            holds = line.truth(x)
            inside = (
                low < x < high or (x == low and closed_low) or (x == high and closed_high)
            )
            if inside and holds is (not says):
                last = theorem.splitlines()[-1].strip()
                yield f"PROVED otherwise at {float(x)!r}: {last}"
                break
    if "points" in problem:
        for point, verdict in zip(problem["points"], claim["verdicts"], strict=True):
            x = _rational(point["at"]) if "at" in point else None
            holds = None if x is None else line.truth(x)
            if holds is not None and holds != (verdict == "holds"):
                yield f"PROVED otherwise at {float(x)!r}"


def _interval(text: str):
    match = re.fullmatch(r"([\[(])(.+),(.+)([\])])", text)
    assert match is not None, text
    low, high = _rational(match[2]), _rational(match[3])
    return low, high, match[1] == "[", match[4] == "]"


def _rational(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    return Fraction(int(top, 16), int(bottom or "1", 16))


def grid(low: float, high: float, count: int, *more: float) -> tuple[float, ...]:
    """Return evenly spread parameters and some more, ascending."""
    return tuple(sorted({*(float(x) for x in np.linspace(low, high, count)), *more}))

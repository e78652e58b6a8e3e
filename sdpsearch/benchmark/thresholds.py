"""Thresholds: how far everybody's lie from the truth, and what they took."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from sdpsearch.benchmark.instances import Instance
from sdpsearch.benchmark.peers import OURS
from sdpsearch.benchmark.verdicts import Column, Row, first_answers

#: Error of a threshold at which times are compared.
ACCURACY = 1e-8


def error(instance: Instance, row: Row) -> float:
    """Return how far a threshold lies from the truth, 0 inside what encloses it."""
    assert not isinstance(instance.truth, bool)
    value = row.get("value")
    if value is None:
        return math.inf
    return max(instance.truth.lower - value, value - instance.truth.upper, 0.0)


@dataclass(frozen=True)
class Thresholds:
    """How one way of locating thresholds did: numbers of instances, and its errors.

    Attributes:
        precise: within ACCURACY.
        close: within 1e-6.
        off: further away.
        timed_out, memory, failed: there was no answer.
        beyond: not asked, after a smaller one of its series ended without an answer.
        median_error, largest_error: of the answers.
    """

    precise: int
    close: int
    off: int
    timed_out: int
    memory: int
    failed: int
    beyond: int
    median_error: float
    largest_error: float


def thresholds(
    instances: Iterable[Instance], rows: Iterable[Row]
) -> dict[Column, Thresholds]:
    """Return how each (peer, way) located thresholds."""
    found: dict[Column, list[tuple[str, float]]] = {}
    for instance, row in first_answers(instances, rows, "threshold"):
        if row["outcome"] != "not asked":
            place = found.setdefault((row["peer"], row["way"]), [])
            place.append((row["outcome"], error(instance, row)))
    return {column: _located(pairs) for column, pairs in found.items()}


def _located(pairs: Sequence[tuple[str, float]]) -> Thresholds:
    ends = [end for end, _ in pairs]
    errors = [e for end, e in pairs if end == "answered" and math.isfinite(e)]
    silent = ends.count("answered") - len(errors)
    precise = sum(e <= ACCURACY for e in errors)
    off = sum(e > 1e-6 for e in errors)
    return Thresholds(
        precise,
        len(errors) - precise - off,
        off,
        ends.count("time"),
        ends.count("memory"),
        ends.count("failed") + silent,
        ends.count("beyond"),
        median(errors) if errors else math.nan,
        max(errors, default=math.nan),
    )


@dataclass(frozen=True)
class Time:
    """What one (peer, way) took for one threshold: medians over the rounds.

    Attributes:
        seconds: process time of the whole.
        inside: of it in the solver; the whole where that is not known.
        ratio: inside, as a multiple of this package's whole time in the same round; where
            the answer timed out, that multiple is at least this.
        error: of its answer.
        peak_mb: most memory on top of what was there before.
        ended: "answered", or why not.
    """

    seconds: float
    inside: float
    ratio: float
    error: float
    peak_mb: float
    ended: str

    @property
    def is_precise(self) -> bool:
        """Whether its time may be compared."""
        return self.ended == "answered" and self.error <= ACCURACY


def times(instance: Instance, rows: Iterable[Row], limit: float) -> dict[Column, Time]:
    """Return what everybody took for one threshold."""
    mine = [row for row in rows if row["instance"] == instance.name]
    ours = {
        row["round"]: row["seconds"]
        for row in mine
        if row["peer"] == OURS.name and row["outcome"] == "answered"
    }
    columns: dict[Column, list[Row]] = {}
    for row in mine:
        if row["outcome"] not in ("not asked", "beyond"):
            columns.setdefault((row["peer"], row["way"]), []).append(row)
    return {c: _timed(instance, found, ours, limit) for c, found in columns.items()}


def _timed(
    instance: Instance, rows: Sequence[Row], ours: dict[int, float], limit: float
) -> Time:
    first = rows[0]
    if first["outcome"] != "answered":
        least = limit / ours[1] if first["outcome"] == "time" and 1 in ours else math.nan
        return Time(math.nan, math.nan, least, math.inf, math.nan, first["outcome"])
    answered = [row for row in rows if row["outcome"] == "answered"]
    inside = {row["round"]: _inside(row) for row in answered}
    ratios = [spent / ours[n] for n, spent in inside.items() if n in ours]
    return Time(
        median(row["seconds"] for row in answered),
        median(inside.values()),
        median(ratios) if ratios else math.nan,
        max(error(instance, row) for row in answered),
        max(row["peak_mb"] for row in answered),
        "answered",
    )


def _inside(row: Row) -> float:
    spent = row["solver_seconds"]
    return row["seconds"] if spent is None else spent


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """Return the slope of log seconds over log sizes, by least squares.

    Example:
        >>> from sdpsearch.benchmark.thresholds import exponent
        >>> round(exponent([2, 4, 8], [1, 8, 64]), 9)
        3.0
    """
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])

"""Rows of a run's tables, from what is kept and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.interval import Interval
from sdpsearch.properties import Verdict
from sdpsearch.runs.inputs import transmission_of, transmission_text
from sdpsearch.runs.kept import Kept
from sdpsearch.runs.kept_threshold import KeptThreshold, Sample
from sdpsearch.runs.objects import (
    Objects,
    array_of,
    certificate_of,
    keep_array,
    keep_certificate,
)
from sdpsearch.runs.series import Series
from sdpsearch.search.boundary import Boundary, Tier
from sdpsearch.search.findings import Coverage
from sdpsearch.search.threshold import Occurrence

Row = dict[str, Any]


def insert(connection: sqlite3.Connection, table: str, row: Row, how: str = "") -> int:
    """Insert a row, and return its number; `how` is e.g. "OR IGNORE"."""
    text = _insertion(table, row, how)
    return connection.execute(text, tuple(row.values())).lastrowid or 0


def insert_all(
    connection: sqlite3.Connection, table: str, rows: list[Row], how: str = ""
) -> None:
    """Insert rows, at least one, with the same columns each."""
    values = [tuple(row.values()) for row in rows]
    connection.executemany(_insertion(table, rows[0], how), values)


def _insertion(table: str, row: Row, how: str) -> str:
    names, places = ", ".join(row), ", ".join("?" * len(row))
    return f"INSERT {how} INTO {table} ({names}) VALUES ({places})"


def series_row(series: Series) -> Row:
    """Return a series as a row."""
    family = series.family
    return {
        "key": series.key,
        "family": family.name,
        "arguments": _arguments(family),
        "label": family.label,
        "parameter": family.parameter,
        "domain_lower": float(family.domain[0]),
        "domain_upper": float(family.domain[1]),
        "d_in": family.d_in,
        "property": series.property.name,
        "solver": series.solver,
        "time_limit": series.time_limit,
    }


def decision_row(objects: Objects, kept: Kept) -> Row:
    """Return a decision as part of a row; its arrays are added to the objects."""
    return {
        "verdict": kept.verdict.name,
        "margin_lower": kept.margin.lower,
        "margin_upper": kept.margin.upper,
        "residual": float(kept.residual),
        "reason": kept.reason,
        "solver": kept.solver,
        "solves": int(kept.solves),
        "failed": int(kept.failed),
        "mechanism": kept.mechanism,
        "transmission": transmission_text(kept.transmission),
        "map": keep_array(objects, kept.map),
        "witness": keep_array(objects, kept.witness),
        "obstruction": keep_array(objects, kept.obstruction),
        "seconds": kept.seconds,
    }


def kept_of(row: Row) -> Kept:
    """Return the decision in a row, its arrays in place of their digests."""
    return Kept(
        verdict=Verdict[row["verdict"]],
        margin=Interval(row["margin_lower"], row["margin_upper"]),
        residual=np.nan if row["residual"] is None else row["residual"],
        reason=row["reason"],
        solver=row["solver"],
        solves=row["solves"],
        obstruction=array_of(row["obstruction"]),
        witness=array_of(row["witness"]),
        mechanism=row["mechanism"],
        transmission=transmission_of(row["transmission"]),
        map=array_of(row["map"]),
        seconds=row["seconds"],
        failed=bool(row["failed"]),
    )


def threshold_row(objects: Objects, kept: KeptThreshold) -> Row:
    """Return a threshold as part of a row; its certificate is added to the objects."""
    return {
        "occurrence": kept.occurrence.name.lower(),
        "coverage": kept.coverage.name.lower(),
        "holds_on": _pairs(kept.holds_on),
        "undecided": _pairs(kept.undecided),
        "settled": int(kept.settled),
        "method": kept.method,
        "proof": kept.proof,
        "solver": kept.solver,
        "solves": int(kept.solves),
        "failed": int(kept.failed),
        "certificate": keep_certificate(objects, kept.certificate),
        "seconds": kept.seconds,
    }


def boundary_row(boundary: Boundary) -> Row:
    """Return a boundary as part of a row."""
    low, high = boundary.proved or (None, None)
    below, above = boundary.mechanisms or (None, None)
    return {
        "value": boundary.value,
        "bracket_lower": boundary.bracket.lower,
        "bracket_upper": boundary.bracket.upper,
        "tier": str(boundary.tier),
        "closed_form": boundary.closed_form,
        "proved_lower": None if low is None else str(low),
        "proved_upper": None if high is None else str(high),
        "mechanism_lower": below,
        "mechanism_upper": above,
    }


def sample_row(sample: Sample) -> Row:
    """Return what a search decided beside the scan as part of a row."""
    x, verdict, margin, solver, solves = sample
    return {
        "x": x,
        "verdict": verdict.name,
        "margin_lower": margin.lower,
        "margin_upper": margin.upper,
        "solver": solver,
        "solves": int(solves),
    }


def threshold_of(
    row: Row, boundaries: Iterable[Row], samples: Iterable[Row]
) -> KeptThreshold:
    """Return the threshold in a row, its certificate in place of the digest."""
    return KeptThreshold(
        holds_on=intervals_of(row["holds_on"]),
        boundaries=tuple(boundary_of(one) for one in boundaries),
        samples=tuple(_sample_of(one) for one in samples),
        occurrence=Occurrence[row["occurrence"].upper()],
        coverage=Coverage[row["coverage"].upper()],
        undecided=intervals_of(row["undecided"]),
        settled=bool(row["settled"]),
        solves=row["solves"],
        method=row["method"],
        certificate=certificate_of(row["certificate"]),
        proof=row["proof"],
        solver=row["solver"],
        seconds=row["seconds"],
        failed=bool(row["failed"]),
    )


def boundary_of(row: Row) -> Boundary:
    """Return the boundary in a row."""
    proved = None
    if row["proved_lower"] is not None:
        proved = Fraction(row["proved_lower"]), Fraction(row["proved_upper"])
    mechanisms = None
    if row["mechanism_lower"] is not None:
        mechanisms = row["mechanism_lower"], row["mechanism_upper"]
    return Boundary(
        row["value"],
        Interval(row["bracket_lower"], row["bracket_upper"]),
        Tier[row["tier"].upper()],
        row["closed_form"],
        proved,
        mechanisms,
    )


def intervals_of(text: str) -> tuple[Interval, ...]:
    """Return the closed sets that a JSON list has."""
    return tuple(Interval(*pair) for pair in json.loads(text))


def _sample_of(row: Row) -> Sample:
    margin = Interval(row["margin_lower"], row["margin_upper"])
    return row["x"], Verdict[row["verdict"]], margin, row["solver"], row["solves"]


def _pairs(sets: Iterable[Interval]) -> str:
    return json.dumps([list(one) for one in sets])


def _arguments(family: ChannelFamily) -> str:
    plain = {
        key: value if isinstance(value, (bool, int, float, str)) else str(value)
        for key, value in family.arguments.items()
    }
    return json.dumps(plain)

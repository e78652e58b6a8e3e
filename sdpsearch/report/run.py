"""A run as a table, as a record, and as files for other programmes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from rich.table import Table

from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.report.latex import escaped
from sdpsearch.report.shapes import Record, finite, interval, schema
from sdpsearch.report.threshold import found_part, tiers, where_on
from sdpsearch.report.words import small
from sdpsearch.runs.run import KeptSeries, Run
from sdpsearch.runs.schema import RECORD

#: In the order of the columns.
KINDS = ("HOLDS", "FAILS", "UNDECIDED", "failed")
_SYMBOLS = ((" in ", r" \in "), ("{", r"\{"), ("}", r"\}"), ("∪", r"\cup"), ("−", "-"))
HEAD = ("family", "property", "holds for", "tier", "bracket", *KINDS)


def run_table(run: Run) -> RenderableType:
    """Return what a run has of each property along each family."""
    table = Table(title=str(run.path), title_justify="left")
    for name in HEAD:
        table.add_column(name, justify="right" if name in ("bracket", *KINDS) else "left")
    previous = None
    for label, *cells in run_cells(run.series()):
        table.add_row("" if label == previous else label, *cells)
        previous = label
    return table


def run_cells(asked: Sequence[KeptSeries]) -> list[list[str]]:
    """Return the same of the series of a run as rows of texts, below HEAD."""
    return [
        [
            f"{one.label}{settings(one)}",
            one.property,
            *_found(one),
            *(str(one.verdicts[kind]) for kind in KINDS),
        ]
        for one in asked
    ]


def settings(series: KeptSeries) -> str:
    """Return how it was asked, where that is not the way it usually is."""
    told = [] if series.solver == DEFAULT_SOLVER else [series.solver]
    told += [] if series.time_limit is None else [f"{series.time_limit:g} s"]
    return f" by {', '.join(told)}" if told else ""


def _found(series: KeptSeries) -> tuple[str, str, str]:
    """Return where a property holds, how well that is known, and within what bracket."""
    found = series.threshold
    if found is None:
        return "not located yet", "–", "–"
    if found.failed:
        return "the search failed", "–", "–"
    widths = [boundary.bracket.width for boundary in found.boundaries]
    width = small(max(widths)) if widths else "–"
    return where_on(series.parameter, found), tiers(found), width


def run_record(run: Run) -> Record:
    """Return a run: its series with thresholds, and its decisions."""
    points = [_point(row) for row in run.records()]
    return {
        **schema("run"),
        "series": [_series(one) for one in run.series()],
        "decisions": points,
    }


def _series(one: KeptSeries) -> Record:
    found = one.threshold
    return {
        "property": one.property,
        "family": one.family,
        "label": one.label,
        "arguments": one.arguments,
        "parameter": one.parameter,
        "domain": interval(one.domain),
        "d_in": one.d_in,
        "solver": one.solver,
        "time_limit": one.time_limit,
        "verdicts": {kind: one.verdicts[kind] for kind in KINDS},
        "threshold": None if found is None else found_part(found),
    }


def _point(row: dict[str, Any]) -> Record:
    return {
        "label": row["label"],
        "property": row["property"],
        "x": row["x"],
        "exact": row["exact"],
        "verdict": row["verdict"],
        "margin": interval((row["margin_lower"], row["margin_upper"])),
        "residual": finite(row["residual"]),
        "reason": row["reason"],
        "solves": row["solves"],
        "failed": bool(row["failed"]),
        "solver": row["solver"],
        "map": row["map"],
        "witness": row["witness"],
    }


def run_csv(run: Run) -> str:
    """Return the decisions of a run as CSV with a header line."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(RECORD), lineterminator="\n")
    writer.writeheader()
    writer.writerows(run.records())
    return text.getvalue()


def run_parquet(run: Run) -> bytes:
    """Return the decisions of a run as a Parquet file.

    Raises:
        ImportError: pyarrow is not installed; the message gives the command.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ImportError(
            "Parquet needs pyarrow, which is not installed: "
            "pip install 'sdpsearch[parquet]'."
        ) from error
    file = io.BytesIO()
    types = {
        "TEXT": pyarrow.string(),
        "REAL": pyarrow.float64(),
        "INTEGER": pyarrow.int64(),
    }
    columns = [(name, types[kind]) for name, kind in RECORD.items()]
    table = pyarrow.Table.from_pylist(run.records(), schema=pyarrow.schema(columns))
    parquet.write_table(table, file)
    return file.getvalue()


def run_latex(run: Run) -> str:
    """Return the thresholds of a run as a LaTeX table, for the package booktabs."""
    lines = [
        r"\begin{tabular}{lllll}",
        r"\toprule",
        r"family & property & holds for & tier & bracket \\",
        r"\midrule",
    ]
    for label, asked, holds, tier, bracket, *_ in run_cells(run.series()):
        cells = [escaped(label), escaped(asked), _in_latex(holds), tier, _in_latex(bracket)]
        lines.append(" & ".join(cells) + r" \\")
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}"]) + "\n"


def _in_latex(text: str) -> str:
    r"""Return where a property holds, or a width, with its mathematics in math mode.

    Example:
        >>> print(_in_latex("x in [0.375, 1]"), _in_latex("3e−11"), _in_latex("no value"))
        $x \in [0.375, 1]$ $3\cdot 10^{-11}$ no value
    """
    if not any(c.isdigit() for c in text):
        return text.replace("–", "--")
    body = text.removesuffix(" at least")
    for plain, symbol in _SYMBOLS:
        body = body.replace(plain, symbol)
    power = re.compile(r"(?<=\d)e([+-]?)0*(\d+)")
    body = power.sub(lambda m: rf"\cdot 10^{{{m[1].strip('+')}{m[2]}}}", body)
    return f"${body}${text[len(text.removesuffix(' at least')) :]}"

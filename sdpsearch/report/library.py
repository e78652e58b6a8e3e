"""The library of conic programmes as a folder: files, a table, a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from sdpsearch.benchmark.library import Posed
from sdpsearch.conic.formats import write_cbf, write_sdpa
from sdpsearch.conic.problem import ConicProblem, Orthant
from sdpsearch.report.benchmark_markdown import table
from sdpsearch.report.record import dumps
from sdpsearch.report.shapes import Record, interval, schema
from sdpsearch.writing import write_file

_FORMATS = {".cbf": write_cbf, ".dat-s": write_sdpa}
_HEAD = ("programme", "hard", "variables", "orders", "optimum", "source")
_ABOUT = (
    "Each programme as NAME.FORM.cbf and NAME.FORM.dat-s, the same primal and the same "
    "optimum. What form and kinds mean: docs/instances.md of sdpsearch, which made them by "
    "`sdpsearch export --suite`. An optimum between two numbers is proved to lie there."
)


def write_library(posed: Iterable[Posed], folder: Path) -> Record:
    """Write programmes, README.md and instances.json; return what the latter holds.

    Raises:
        ValueError: a file cannot be written.
    """
    entries: list[Record] = []
    for one in posed:
        problem = one.problem()
        for suffix, write in _FORMATS.items():
            write(problem, folder / f"{one.name}.{one.form}{suffix}")
        entries.append(_entry(one, problem))
    found = {**schema("library"), "programmes": entries}
    write_file(folder / "instances.json", dumps(found) + "\n")
    rows = table(_HEAD, map(_row, entries))
    parts = ("# Programmes with known optima", _ABOUT, rows)
    write_file(folder / "README.md", "\n\n".join(parts) + "\n")
    return found


def _entry(one: Posed, problem: ConicProblem) -> Record:
    kept = {k: v for k, v in asdict(one).items() if k not in ("problem", "optimum")}
    cones = [c.size if isinstance(c, Orthant) else c.order for c in problem.cones]
    real = all(isinstance(c, Orthant) or c.real for c in problem.cones)
    sizes = {"variables": problem.objective.size, "orders": cones, "real": real}
    return {**kept, **sizes, "optimum": interval(one.optimum)}


def _row(entry: Record) -> tuple[str, ...]:
    low, high = entry["optimum"]["lower"], entry["optimum"]["upper"]
    return (
        f"{entry['name']}.{entry['form']}",
        ", ".join(entry["kinds"]),
        str(entry["variables"]),
        ", ".join(map(str, entry["orders"])) + ("" if entry["real"] else " (Hermitian)"),
        f"{low!r}" if low == high else f"{low!r} … {high!r}",
        entry["source"],
    )

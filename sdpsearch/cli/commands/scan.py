"""`sdpsearch scan`: margin and verdict across the parameter."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.cli import arguments, output, status
from sdpsearch.cli.numbers import grid_from
from sdpsearch.cli.options import (
    NO_CHOI,
    ChoiOptions,
    Json,
    Names,
    Quiet,
    Solver,
    Whole,
    Words,
    seconds,
)
from sdpsearch.cli.scanning import scanning
from sdpsearch.cli.stopping import terminable
from sdpsearch.cli.workers import workers
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.report.figures import style
from sdpsearch.report.figures.scan import save_scan_figure
from sdpsearch.report.scan import scan_csv, scan_lines, scan_table
from sdpsearch.runs.scan import answer, columns_of, scan_of
from sdpsearch.writing import write_file


def scan_command(
    family: str,
    /,
    *,
    x: str | None = None,
    property: Names = None,
    csv: str | None = None,
    figure: str | None = None,
    run: str | None = None,
    jobs: Whole = 1,
    scheduler: str | None = None,
    solver: Solver = DEFAULT_SOLVER,
    time_limit: Annotated[
        float | None,
        Parameter(converter=seconds, help="Seconds for each decision and each threshold."),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    choi: ChoiOptions = NO_CHOI,
    **words: Words,
) -> int:
    """Show margin and verdict across the parameter, with the located threshold.

    Parameters
    ----------
    family
        A family of the zoo, a file with a channel, to which white noise is added, or
        your own as my_file.py:NAME. Its
        options follow, e.g. --d 3.
    x
        The parameter, also by its own name: START:STOP:COUNT, both ends included, or
        values separated by commas; 41 points
        over the family's domain by default.
    csv
        Write the points to this file as CSV.
    figure
        Draw margin against parameter into this file (.png, .pdf or .svg).
    run
        Keep every answer in this file as it is made; the same command continues a scan
        that was cut off, and another one adds to it. `sdpsearch show` reads it.
    jobs
        Processes of this machine that share the work, one BLAS thread each.
    scheduler
        Address of a Dask scheduler whose workers do it, e.g. tcp://host:8786.
    """
    asked = arguments.properties_from(property)
    built, x = arguments.family_and_grid(family, x, words, choi)
    xs = grid_from(x if x is not None else _whole_domain(built))
    if csv is not None:
        output.check_folder(csv)
    if figure is not None:
        output.check_folder(figure, style.FORMATS)
        if csv is not None and Path(csv) == Path(figure):
            raise ValueError(f"Options --csv and --figure name the same file, {csv}.")
    columns = columns_of(built, asked, xs, solver, time_limit)
    with (
        terminable(),
        workers(jobs, scheduler) as executor,
        scanning(built.label, quiet) as watch,
    ):
        done = answer(
            columns, executor=executor, watch=watch, run=run, command=sys.argv[1:]
        )
    found = scan_of(columns)
    if csv is not None:
        write_file(csv, scan_csv(found))
    if figure is not None:
        save_scan_figure(found, figure)
    output.show(json, found, scan_lines if quiet else scan_table)
    return max(status.of_thresholds(found.thresholds), status.of_failures(done))


def _whole_domain(family: ChannelFamily) -> str:
    low, high = family.domain
    return f"{low!r}:{high!r}:41"

"""`sdpsearch scan`: margin and verdict across the parameter."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sdpsearch.cli import output, status
from sdpsearch.cli.options import (
    NO_CHOI,
    ChoiOptions,
    Json,
    Names,
    Prove,
    Quiet,
    Whole,
    Words,
    seconds,
    whole,
)
from sdpsearch.cli.scanning import scanning
from sdpsearch.cli.stopping import terminable
from sdpsearch.cli.survey import Survey, is_survey, read_surveys
from sdpsearch.cli.workers import workers
from sdpsearch.report.figures import style
from sdpsearch.report.figures.scan import save_scan_figure
from sdpsearch.report.scan import scans_csv, scans_lines, scans_record, scans_table
from sdpsearch.runs.column import Grid
from sdpsearch.runs.scan import answer, scan_of
from sdpsearch.writing import write_file

_Several = Parameter(negative="", consume_multiple=False)


def scan_command(
    family: str,
    /,
    *families: str,
    x: str | None = None,
    property: Names = None,
    k: Annotated[list[str] | None, _Several] = None,
    csv: str | None = None,
    figure: str | None = None,
    run: str | None = None,
    jobs: Whole = 1,
    scheduler: str | None = None,
    resolution: float | None = None,
    budget: Annotated[int | None, Parameter(converter=whole)] = None,
    solver: Annotated[list[str] | None, _Several] = None,
    time_limit: Annotated[
        float | None,
        Parameter(converter=seconds, help="Seconds for each decision and each threshold."),
    ] = None,
    prove: Prove = False,
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
        options follow, e.g. --d 3, or --d 2 --d 3 for both. Or a file.toml that says
        what is to be scanned.
    families
        More of them, with the same options.
    x
        The parameter, also by its own name: START:STOP:COUNT, both ends included, or
        values separated by commas; 41 points
        over the family's domain by default.
    k
        The same as --property K-extendible; repeat for several.
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
    resolution
        Add points where a verdict changes or a margin bends, until neighbours are this
        part of the domain apart; 9 points to begin with by default.
    budget
        Add such points until there are so many along a family.
    solver
        Backend, see `sdpsearch solvers`; NAME:fast for a quick look, NAME,NAME to
        ask the second where the first leaves it open; repeat to compare several.
    """
    targets = (family, *families)
    given = Survey(
        families=targets,
        words=words,
        property=property or (),
        k=k or (),
        solver=solver or (),
        x=x,
        time_limit=time_limit,
        prove=prove,
        resolution=resolution,
        budget=budget,
        choi=choi,
    )
    surveys = _read(given) if is_survey(targets) else [given]
    _check_files(csv, figure)
    grids = [grid for survey in surveys for grid in survey.grids()]
    if figure is not None and len(grids) > 1:
        raise ValueError(f"Option --figure draws one scan, but there are {len(grids)}.")
    with (
        terminable(),
        workers(jobs, scheduler) as executor,
        scanning(_title(grids), quiet) as watch,
    ):
        done = answer(grids, executor=executor, watch=watch, run=run, command=sys.argv[1:])
    found = [scan_of(grid) for grid in grids]
    if csv is not None:
        write_file(csv, scans_csv(found))
    if figure is not None:
        save_scan_figure(found[0], figure)
    output.show(json, found, scans_lines if quiet else scans_table, scans_record)
    located = [threshold for scan in found for threshold in scan.thresholds]
    unproved = status.of_proofs(located) if any(s.prove for s in surveys) else status.OK
    return max(status.of_thresholds(located), status.of_failures(done), unproved)


def _read(given: Survey) -> list[Survey]:
    """Return what a file asks; nothing but it says what is to be scanned."""
    if given != Survey(given.families, {}):
        raise ValueError(
            f"{given.families[0]} says all that is to be scanned: give no family, --x, "
            "--property, --k, --solver, --time-limit, --prove, --resolution or --budget "
            "beside it."
        )
    return [survey for path in given.families for survey in read_surveys(path)]


def _check_files(csv: str | None, figure: str | None) -> None:
    """Refuse files that could not be written, before any work is done."""
    if csv is not None:
        output.check_folder(csv)
    if figure is not None:
        output.check_folder(figure, style.FORMATS)
        if csv is not None and Path(csv) == Path(figure):
            raise ValueError(f"Options --csv and --figure name the same file, {csv}.")


def _title(grids: Sequence[Grid]) -> str:
    """Return what is scanned, for whoever waits."""
    labels = list(dict.fromkeys(g.columns[0].series.family.label for g in grids))
    more = f" and {len(labels) - 1} more" if len(labels) > 1 else ""
    return f"{labels[0]}{more}"

"""`sdpsearch show`: what a run has."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from sdpsearch.cli import output, status
from sdpsearch.cli.options import Json
from sdpsearch.report.record import dumps, record
from sdpsearch.report.run import run_csv, run_latex, run_parquet, run_table
from sdpsearch.runs.run import open_run
from sdpsearch.writing import write_file

Flag = Annotated[bool, Parameter(negative="")]


def show_command(
    run: str,
    /,
    *,
    csv: Flag = False,
    parquet: Flag = False,
    json: Json = False,
    latex: Flag = False,
    out: Annotated[str | None, Parameter(name=["--out", "-o"])] = None,
) -> int:
    """Show what a run has: thresholds and counts, or every decision.

    Parameters
    ----------
    run
        The file that `sdpsearch scan --run` keeps; it may still be growing.
    csv
        Every decision, as CSV.
    parquet
        Every decision, as a Parquet file; needs --out.
    latex
        The thresholds as a LaTeX table, for the package booktabs.
    out
        Write to this file instead of the terminal.
    """
    asked = {"csv": csv, "parquet": parquet, "json": json, "latex": latex}
    forms = [name for name, given in asked.items() if given]
    if len(forms) > 1:
        raise ValueError(f"Give one of --{' and --'.join(forms)}.")
    if out is not None:
        output.check_folder(out)
    found = open_run(run)
    if not forms:
        if out is not None:
            raise ValueError("Option --out goes with --csv, --parquet, --json or --latex.")
        output.show(False, found, run_table)
        return status.OK
    if parquet and out is None:
        raise ValueError("Option --parquet needs a file to write: --out FILE.parquet.")
    write = {
        "csv": run_csv,
        "parquet": run_parquet,
        "json": lambda run: dumps(record(run)) + "\n",
        "latex": run_latex,
    }[forms[0]]
    content = write(found)
    if out is not None:
        write_file(out, content)
    else:
        output.tell(content.removesuffix("\n"))
    return status.OK

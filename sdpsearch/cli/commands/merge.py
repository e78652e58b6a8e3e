"""`sdpsearch merge`: several runs as one."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from sdpsearch.cli import output, status
from sdpsearch.report.run import run_table
from sdpsearch.runs.merge import merge
from sdpsearch.runs.run import open_run


def merge_command(
    *runs: str,
    out: Annotated[str, Parameter(name=["--out", "-o"])],
) -> int:
    """Write one run that has what several have.

    Parameters
    ----------
    runs
        The files of the runs; they stay as they are.
    out
        The file to be made.
    """
    if not runs:
        raise ValueError("Name the runs to be merged, e.g. A.db B.db -o C.db.")
    merge(runs, out)
    output.show(False, open_run(out), run_table)
    return status.OK

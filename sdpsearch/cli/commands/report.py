"""`sdpsearch report`: what a run has, as a page for a browser."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from sdpsearch.cli import output, status
from sdpsearch.cli.stopping import terminable
from sdpsearch.report.html.document import PAGES
from sdpsearch.report.html.write import follow
from sdpsearch.runs.file import is_being_written
from sdpsearch.runs.run import open_run


def report_command(
    run: str,
    /,
    *,
    out: Annotated[str, Parameter(name=["--out", "-o"])],
    watch: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Write what a run has as one page for a browser, which needs no other file.

    Parameters
    ----------
    run
        The file that `sdpsearch scan --run` keeps; it may still be growing.
    out
        The page to be written, e.g. report.html.
    watch
        Write it anew as long as a scan adds to the run; the page in the browser follows.
    """
    output.check_folder(out, PAGES)
    found = open_run(run)
    if not watch:
        found.report(out)
        return status.OK
    if is_being_written(run):
        output.say(f"{out} follows {run} as long as that is being written")
    with terminable():
        follow(found, out)
    return status.OK

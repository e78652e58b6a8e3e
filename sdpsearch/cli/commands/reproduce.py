"""`sdpsearch reproduce`: arXiv 2408.05733, re-derived in one command."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from sdpsearch.cli import output
from sdpsearch.cli.options import Quiet
from sdpsearch.report.reproduction import (
    numbers,
    reproduction_line,
    reproduction_text,
    write,
)
from sdpsearch.reproduce.run import Reproduction, reproduce


def reproduce_command(
    *,
    out: str = "reproduction",
    json: Annotated[
        bool, Parameter(negative="", help="Print every number as JSON.")
    ] = False,
    quiet: Quiet = False,
) -> int:
    """Re-derive Roofeh and Karimipour, arXiv 2408.05733; write report, figures, numbers.

    Exit status 1 if a deviation exceeds its bound.

    Parameters
    ----------
    out
        The folder for report.md, numbers.json, the figures (PNG and PDF) and a certificate.
    """
    folder = output.made_folder("--out", out)
    with output.steps(quiet) as step:
        found = reproduce(step)
        step("report and figures")
        paths = write(found, folder)

    def text(item: Reproduction) -> object:
        if quiet:
            return reproduction_line(item, paths)
        return reproduction_text(
            (*item.equations, *item.claims, *item.beyond, *item.maps), item.seconds, paths
        )

    output.show(json, found, text, numbers)
    for item in found.failures:
        output.say(f"{item.label} deviates by {item.deviation:.1e}: {item.statement}")
    return 1 if found.failures else 0

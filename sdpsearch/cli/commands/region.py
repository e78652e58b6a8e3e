"""`sdpsearch region`: where over a space of two or three parameters a property holds."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from sdpsearch.cli import arguments, output, status
from sdpsearch.cli.options import Json, Names, Quiet, Seconds, Solver, Whole, Words
from sdpsearch.cli.targets import space_from
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.report.figures import style
from sdpsearch.report.figures.region import save_region_figure
from sdpsearch.report.html.document import PAGES, document_html
from sdpsearch.report.html.region import region_document
from sdpsearch.report.record import dumps, record
from sdpsearch.report.region import region_line, region_text
from sdpsearch.search.region.find import GAP, SOLVES, region
from sdpsearch.writing import write_file


def region_command(
    space: str,
    /,
    *,
    property: Names = None,
    gap: Annotated[float, Parameter(name="--gap")] = GAP,
    solves: Whole = SOLVES,
    solver: Solver = DEFAULT_SOLVER,
    figure: str | None = None,
    out: Annotated[str | None, Parameter(name=["--out", "-o"])] = None,
    time_limit: Seconds = None,
    json: Json = False,
    quiet: Quiet = False,
    **words: Words,
) -> int:
    """Enclose where over two or three parameters a property holds.

    Parameters
    ----------
    space
        An affine space of the zoo (see `sdpsearch families`), or your own as
        my_file.py:NAME, a ChannelSpace. Its options follow, e.g. --d 3.
    gap
        Part of the domain's area or volume that may be left open.
    solves
        Conic programmes that may be solved for each property.
    figure
        Draw the regions to this file (.png, .pdf, .svg).
    out
        Write them as a page for a browser (.html), on which a body can be turned.
    """
    if figure is not None:
        output.check_folder(figure, style.FORMATS)
    if out is not None:
        output.check_folder(out, PAGES)
    asked = arguments.properties_from(property)
    built = space_from(space, words)
    with output.progress(f"{built.label}: {', '.join(p.name for p in asked)}", quiet):
        options = {"solver": solver, "time_limit": time_limit}
        found = region(built, asked, gap=gap, solves=solves, **options)
    if json and len(found) > 1:
        output.tell(dumps([record(item) for item in found]))
    else:
        for item in found:
            output.show(json, item, region_line if quiet else region_text)
    if figure is not None:
        save_region_figure(found, figure)
    if out is not None:
        write_file(out, document_html(region_document(found, sys.argv[1:])))
    return status.OK if all(item.is_closed for item in found) else status.UNDECIDED

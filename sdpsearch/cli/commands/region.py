"""`sdpsearch region`: where over a space of two or three parameters a property holds."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from sdpsearch.cli import arguments, output, status, stopping
from sdpsearch.cli.options import (
    CertificateFile,
    Json,
    Names,
    Prove,
    Quiet,
    Seconds,
    Solver,
    Words,
    whole,
)
from sdpsearch.cli.scanning import advance_line, scanning
from sdpsearch.cli.targets import space_from
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.report.figures import style
from sdpsearch.report.figures.region import save_region_figure
from sdpsearch.report.figures.region_map import save_map_figure
from sdpsearch.report.html.document import PAGES, document_html
from sdpsearch.report.html.region import region_document
from sdpsearch.report.record import dumps, record
from sdpsearch.report.region import region_line, region_text
from sdpsearch.report.region_map import region_map_lines, region_map_text
from sdpsearch.search.region.find import region
from sdpsearch.search.region.overlay import CAPACITY, region_map
from sdpsearch.writing import write_file


def region_command(
    space: str,
    /,
    *,
    property: Names = None,
    gap: float | None = None,
    solves: Annotated[int | None, Parameter(converter=whole)] = None,
    resolution: float | None = None,
    solver: Solver = DEFAULT_SOLVER,
    figure: str | None = None,
    out: Annotated[str | None, Parameter(name=["--out", "-o"])] = None,
    time_limit: Seconds = None,
    prove: Prove = False,
    certificate: CertificateFile = None,
    map: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
    quiet: Quiet = False,
    **words: Words,
) -> int:
    """Enclose where over two or three parameters a property holds, or sample it.

    The first Ctrl-C ends it with what was found till then, a second one without.

    Convex properties of affine spaces are enclosed between polytopes. Others are sampled:
    the border is bracketed along the edges of a mesh, and nothing is claimed in between.

    Parameters
    ----------
    space
        A space of the zoo (see `sdpsearch families`), or your own as my_file.py:NAME, a
        ChannelSpace. Its options follow, e.g. --d 3.
    gap
        Part of the domain's area or volume that may be left open; 1e-3 of an area and
        1e-2 of a volume if not given.
    solves
        Conic programmes that may be solved for each property, or points that may be
        decided without one.
    resolution
        Size of the triangles at a sampled border, as part of the domain's width.
    figure
        Draw the regions to this file (.png, .pdf, .svg).
    out
        Write them as a page for a browser (.html), on which a body can be turned.
    map
        Tell which property is the first to hold where, and what is open; of the reasons
        for and against a capacity if no --property is given.
    """
    if figure is not None:
        output.check_folder(figure, style.FORMATS)
    if out is not None:
        output.check_folder(out, PAGES)
    if map and property is None:
        property = list(CAPACITY)
    asked = arguments.properties_from(property)
    if certificate is not None:
        output.check_folder(certificate)
        if len(asked) > 1:
            raise ValueError("Option --certificate takes one --property.")
    prove = prove or certificate is not None
    built = space_from(space, words)
    with (
        scanning(built.label, quiet, advance_line) as watch,
        stopping.stoppable() as stopped,
    ):
        options = {"solver": solver, "time_limit": time_limit, "prove": prove}
        options |= {"progress": watch, "stop": stopped}
        options |= {"gap": gap, "solves": solves, "resolution": resolution}
        mapped = region_map(built, asked, **options) if map else None
        found = region(built, asked, **options) if mapped is None else mapped.regions
    if mapped is not None:
        output.show(json, mapped, region_map_lines if quiet else region_map_text)
    elif json and len(found) > 1:
        output.tell(dumps([record(item) for item in found]))
    else:
        for item in found:
            output.show(json, item, region_line if quiet else region_text)
    if figure is not None and mapped is not None:
        save_map_figure(mapped, figure)
    elif figure is not None:
        save_region_figure(found, figure)
    if out is not None:
        write_file(out, document_html(region_document(found, sys.argv[1:])))
    if stopped():
        output.say("Interrupted: this is what was found till then.")
        return status.INTERRUPTED
    kept = [status.keep(certificate, r.certificate, r.proof) for r in found if prove]
    closed = status.OK if all(item.is_closed for item in found) else status.UNDECIDED
    return max(closed, *kept) if kept else closed

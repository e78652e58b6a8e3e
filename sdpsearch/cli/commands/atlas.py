"""`sdpsearch atlas`: the whole zoo asked about everything, as a site of pages."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from sdpsearch.atlas.contents import atlas_text
from sdpsearch.atlas.fill import fill_columns, fill_queries
from sdpsearch.atlas.located import located
from sdpsearch.atlas.plan import plan_atlas
from sdpsearch.atlas.scope import QUICK, WHOLE
from sdpsearch.atlas.site import write_site
from sdpsearch.cli import output, status
from sdpsearch.cli.options import Json, Quiet, Whole
from sdpsearch.cli.scanning import scanning
from sdpsearch.cli.stopping import terminable
from sdpsearch.cli.workers import workers

_Several = Parameter(negative="", consume_multiple=False)


def atlas_command(
    *,
    out: Annotated[str, Parameter(name=["--out", "-o"])] = "atlas",
    only: Annotated[list[str] | None, _Several] = None,
    quick: Annotated[bool, Parameter(negative="")] = False,
    jobs: Whole = 1,
    scheduler: str | None = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Ask the whole zoo about every property and build a site of what is found.

    Every answer is kept as it is made: the same command continues what was cut off.
    Exit status 3 if what is found contradicts a closed form.

    Parameters
    ----------
    out
        The folder for the pages, atlas.json and the answers that are kept.
    only
        A name of `sdpsearch families`; repeat for several.
    quick
        Small dimensions and few points: a look at what it is.
    jobs
        Processes of this machine that share the work, one BLAS thread each.
    scheduler
        Address of a Dask scheduler whose workers do it, e.g. tcp://host:8786.
    """
    folder = output.made_folder("--out", out)
    plan = plan_atlas(QUICK if quick else WHOLE, only or ())
    with terminable(), workers(jobs, scheduler) as executor:
        with scanning("atlas", quiet) as watch:
            fill_columns(plan, folder, executor=executor, watch=watch, command=sys.argv[1:])
        with output.steps(quiet) as step:
            answers = fill_queries(plan, folder, executor=executor, step=step)
            step("pages")
            found = located(plan)
            record = write_site(plan, found, answers, folder)
    output.show(json, record, lambda r: atlas_text(r, folder), dict)
    differ = record["beside_closed_forms"]["differs"]
    return status.DISAGREE if differ else status.OK

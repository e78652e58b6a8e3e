"""`sdpsearch maps`: the numerical antidegrading map beside the closed forms."""

from __future__ import annotations

from itertools import product
from typing import Annotated

from cyclopts import Parameter

from sdpsearch.antidegrading.study import MapStudy, study_maps
from sdpsearch.cli import arguments, output
from sdpsearch.cli.options import NO_CHOI, ChoiOptions, Json, Quiet, Words
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.properties import Verdict
from sdpsearch.report.figures import style
from sdpsearch.report.figures.maps import maps_figure, save_maps_figure
from sdpsearch.report.maps import studies_lines, studies_record, studies_table


def maps_command(
    family: str,
    /,
    *,
    x: str | None = None,
    figure: str | None = None,
    solver: Annotated[str, Parameter(help="Backend, see `sdpsearch solvers`.")] = (
        DEFAULT_SOLVER
    ),
    json: Json = False,
    quiet: Quiet = False,
    choi: ChoiOptions = NO_CHOI,
    **words: Words,
) -> int:
    """Compare antidegrading maps: the numerical one and those known in closed form.

    For the depolarizing channel these are the paper's (Roofeh and Karimipour, arXiv
    2408.05733) and the optimal one. For other channels: the numerical map, and whether it
    is the only one. Exit status 1 when it stays open whether there is a map.

    Parameters
    ----------
    family
        A family or channel of the zoo, a file with a channel, or your own as
        my_file.py:NAME; repeat its options for
        several, e.g. --d 2 --d 3 --d 4.
    x
        The family's parameter; its own name works too, e.g. --gamma 0.6. For a
        channel without a parameter, the weight of white noise added to it.
    figure
        Draw distances and covariant parameters across x into this file (.png, .pdf or
        .svg), a column for each --d; for the depolarizing family.
    """
    if figure is not None:
        output.check_folder(figure, style.FORMATS)
    found: list[tuple[str, MapStudy]] = []
    for values in product(*words.values()):
        chosen = {key: [value] for key, value in zip(words, values, strict=True)}
        channel, named = arguments.channel_from(family, x, chosen, choi)
        title = str(named)
        with output.progress(f"{title}: antidegrading maps", quiet):
            found.append((title, study_maps(channel, solver=solver)))
    if figure is not None:
        if any(study.noise is None for _, study in found):
            raise ValueError(
                "Option --figure is for the depolarizing family, whose maps are known."
            )
        dimensions = sorted({study.channel.d_in for _, study in found})
        with output.progress("figure", quiet) as tick:
            panels = maps_figure(dimensions, solver=solver, progress=tick)
        save_maps_figure(panels, figure)
    text = studies_lines if quiet else studies_table
    output.show(json, found, text, studies_record)
    open_ones = [
        study
        for _, study in found
        if study.solutions is None and study.decision.verdict is Verdict.UNDECIDED
    ]
    return 1 if open_ones else 0

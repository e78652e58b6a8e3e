"""`sdpsearch plot`: one figure at the width of a journal's column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from sdpsearch.cli import output, status
from sdpsearch.cli.options import NO_CHOI, ChoiOptions, Names, Quiet, Words
from sdpsearch.cli.survey import Survey
from sdpsearch.report.figures import style
from sdpsearch.report.figures.journal import save_journal_figure
from sdpsearch.report.figures.ladder import draw_ladder
from sdpsearch.report.figures.ladder import ladder as ladder_of
from sdpsearch.report.figures.run import along_families, margins_figure
from sdpsearch.report.figures.scan import draw_margins, scan_figure
from sdpsearch.runs.file import is_database
from sdpsearch.runs.run import KeptSeries, Run, open_run
from sdpsearch.runs.scan import answer, scan_of

Draw = Callable[[Any], None]


def plot_command(
    target: str,
    /,
    *,
    out: Annotated[str, Parameter(name=["--out", "-o"])],
    width: Literal["single", "double"] = "single",
    family: str | None = None,
    ladder: Annotated[bool, Parameter(negative="")] = False,
    property: Names = None,
    x: str | None = None,
    quiet: Quiet = False,
    choi: ChoiOptions = NO_CHOI,
    **words: Words,
) -> int:
    """Draw one figure for a journal: margins, or thresholds against k.

    Parameters
    ----------
    target
        A run (`scan --run`), or a family as for `sdpsearch scan`, whose options follow.
    out
        The figure to be written (.pdf, .svg or .png).
    width
        single is 86 mm, double 178 mm; all type is of 7 points or more.
    family
        Of a run with several families one, by the name that `sdpsearch show` gives it.
    ladder
        Of a run, where the family becomes k-extendible against k.
    x
        Of a family, the parameter, as for `sdpsearch scan`.
    """
    output.check_folder(out, style.FORMATS)
    if is_database(target):
        if x is not None or words or choi != NO_CHOI:
            raise ValueError(
                f"{target} is a run, which has its points: it takes no options."
            )
        draw = _of_run(open_run(target), family, property, ladder)
    else:
        if ladder or family is not None:
            option = "--ladder" if ladder else "--family"
            raise ValueError(f"Option {option} belongs to a run, but {target} is none.")
        survey = Survey((target,), words, property=property or (), x=x, choi=choi)
        draw = _of_family(survey, quiet)
    save_journal_figure(draw, out, width)
    return status.OK


def _of_run(run: Run, family: str | None, names: Sequence[str] | None, steps: bool) -> Draw:
    """Return what draws one family of a run."""
    asked = _along(run, family)
    if names:
        known = list(dict.fromkeys(one.property for one in asked))
        for name in names:
            if name not in known:
                told = ", ".join(known)
                raise ValueError(f"{run.path} has no {name!r} there; it has {told}.")
        asked = [one for one in asked if one.property in names]
    if not steps:
        return partial(draw_margins, data=margins_figure(run, asked))
    found = ladder_of(asked)
    if found is None:
        raise ValueError(
            f"{run.path} has thresholds of fewer than two numbers of copies along "
            f"{asked[0].label}: scan it with --k 3 --k 4, say."
        )
    return partial(draw_ladder, data=found)


def _along(run: Run, family: str | None) -> list[KeptSeries]:
    families = along_families(run.series())
    if not families:
        raise ValueError(f"{run.path} has nothing to draw yet.")
    told = ", ".join(families)
    if family is None:
        if len(families) > 1:
            raise ValueError(f"{run.path} has {told}: choose one with --family.")
        return next(iter(families.values()))
    if family not in families:
        raise ValueError(f"{run.path} has no family {family!r}; it has {told}.")
    return families[family]


def _of_family(survey: Survey, quiet: bool) -> Draw:
    """Return what draws a family that is scanned for it."""
    grids = survey.grids()
    if len(grids) > 1:
        raise ValueError(f"A figure is of one family, but there are {len(grids)}.")
    with output.progress(grids[0].columns[0].series.family.label, quiet) as progress:
        answer(grids, progress=progress)
    return partial(draw_margins, data=scan_figure(scan_of(grids[0])))

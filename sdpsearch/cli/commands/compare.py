"""`sdpsearch compare`: thresholds found beside those known in closed form."""

from __future__ import annotations

from sdpsearch.cli import arguments, output, status
from sdpsearch.cli.options import (
    NO_CHOI,
    ChoiOptions,
    Json,
    Names,
    Quiet,
    Solver,
    Whole,
    Words,
)
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.properties import parse_property
from sdpsearch.report.comparison import (
    comparison_lines,
    comparison_tables,
    comparisons_record,
)
from sdpsearch.search.compare import DEFAULT_COPIES, compare


def compare_command(
    family: str,
    /,
    *,
    property: Names = None,
    k: Whole = DEFAULT_COPIES,
    solver: Solver = DEFAULT_SOLVER,
    json: Json = False,
    quiet: Quiet = False,
    choi: ChoiOptions = NO_CHOI,
    **words: Words,
) -> int:
    """Set located thresholds beside the closed forms that are known.

    Parameters
    ----------
    family
        A family of the zoo, a file with a channel, to which white noise is added, or
        your own as my_file.py:NAME;
        repeat its options for several, e.g. --d 2 --d 3 --d 4.
    k
        Number of copies in the k-extendible row.
    """
    asked = [parse_property(name) for name in property] if property else None
    if asked is not None and k != DEFAULT_COPIES:
        raise ValueError(
            f"Give --property {k}-extendible instead of --k beside --property."
        )
    comparisons = []
    for built in arguments.families_from(family, words, choi):
        with output.progress(built.label, quiet) as tick:
            comparisons.append(compare(built, asked, k=k, solver=solver, progress=tick))
    text = comparison_lines if quiet else comparison_tables
    output.show(json, comparisons, text, comparisons_record)
    return status.OK

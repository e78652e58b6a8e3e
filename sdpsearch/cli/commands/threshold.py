"""`sdpsearch threshold`: where along a family a property starts and stops."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from sdpsearch.cli import arguments, output, status
from sdpsearch.cli.options import (
    NO_CHOI,
    CertificateFile,
    ChoiOptions,
    Json,
    One,
    Prove,
    Quiet,
    Seconds,
    Solver,
    Whole,
    Words,
    whole,
)
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.properties import parse_property
from sdpsearch.report.threshold import threshold_line, threshold_text
from sdpsearch.search.locate import COARSE_POINTS, METHODS, threshold


def threshold_command(
    family: str,
    /,
    *,
    property: One = "antidegradable",
    solver: Solver = DEFAULT_SOLVER,
    points: Whole = COARSE_POINTS,
    method: str = METHODS[0],
    time_limit: Seconds = None,
    prove: Prove = False,
    digits: Annotated[int | None, Parameter(converter=whole)] = None,
    certificate: CertificateFile = None,
    json: Json = False,
    quiet: Quiet = False,
    choi: ChoiOptions = NO_CHOI,
    **words: Words,
) -> int:
    """Locate where along a family a property holds.

    Parameters
    ----------
    family
        A family of the zoo (see `sdpsearch families`), a file with a channel (.npz, .npy,
        .json), to which white noise is added, or your own as my_file.py:NAME. Its
        options follow, e.g. --d 3.
    points
        Points of the even grid of the coarse scan, for families that are not affine; where
        nothing speaks for what lies between, two more go into each gap.
    method
        extension, the engine; or map, the independent search over N (--solver is then
        LANGUAGE/SOLVER, e.g. cvxpy/scs).
    digits
        Digits to prove of each boundary of an affine family, e.g. 50, at most 500;
        implies --prove.
    """
    asked = parse_property(property)
    if certificate is not None:
        output.check_folder(certificate)
    prove = prove or certificate is not None or digits is not None
    built = arguments.family_from(family, words, choi)
    with output.progress(f"{built.label}: {asked.name}", quiet) as tick:
        found = threshold(
            built,
            asked,
            solver=solver,
            points=points,
            method=method,
            progress=tick,
            time_limit=time_limit,
            prove=prove,
            digits=digits,
        )
    text = threshold_line if quiet else threshold_text
    output.show(json, found, text)
    kept = status.keep(certificate, found.certificate, found.proof)
    return max(status.of_thresholds([found]), kept if prove else status.OK)

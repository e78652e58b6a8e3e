"""`sdpsearch threshold`: where along a family a property starts and stops."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from sdpsearch.channels.family import ChannelFamily
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
from sdpsearch.properties import Property, parse_property
from sdpsearch.report.every_dimension import every_dimension_line, every_dimension_text
from sdpsearch.report.threshold import threshold_line, threshold_text
from sdpsearch.search.every_dimension import every_dimension
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
        .json, .mat), to which white noise is added, or your own as my_file.py:NAME. Its
        options follow, e.g. --d 3. Families that keep one form in every dimension (such
        as depolarizing) take any, e.g. --d 1000, and --d all for one theorem about every d.
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
    if arguments.asks_every_dimension(words):
        if digits is not None or method != METHODS[0]:
            raise ValueError("Options --digits and --method do not go with --d all.")
        return _for_every_dimension(
            arguments.family_from(family, arguments.without_dimension(words), choi),
            asked,
            time_limit,
            certificate,
            json=json,
            quiet=quiet,
        )
    built = arguments.family_from(family, words, choi, any_size=True)
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


def _for_every_dimension(
    family: ChannelFamily,
    asked: Property,
    time_limit: float | None,
    certificate: str | None,
    *,
    json: bool,
    quiet: bool,
) -> int:
    """Prove and print one theorem about every dimension of a family."""
    with output.progress(f"{family.name}, every d: {asked.name}", quiet):
        found = every_dimension(family, asked, time_limit=time_limit)
    text = every_dimension_line if quiet else every_dimension_text
    output.show(json, found, text)
    return status.keep(certificate, found.certificate, found.reason)

"""`sdpsearch export`: conic programmes for other solvers, one or the library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sdpsearch.benchmark.library import library
from sdpsearch.cli import arguments, output, status
from sdpsearch.cli.options import NO_CHOI, ChoiOptions, Json, One, Words
from sdpsearch.conic.formats import write_cbf, write_sdpa
from sdpsearch.properties import parse_property
from sdpsearch.report.library import write_library
from sdpsearch.report.shapes import schema

_WRITERS = {".dat-s": write_sdpa, ".cbf": write_cbf}


def export_command(
    channel: str | None = None,
    file: str | None = None,
    /,
    *,
    suite: Annotated[str | None, Parameter(negative="")] = None,
    instances: str = "small",
    x: str | None = None,
    property: One = "antidegradable",
    json: Json = False,
    choi: ChoiOptions = NO_CHOI,
    **words: Words,
) -> int:
    """Write conic programmes for other solvers: a channel's margin, or a library.

    The optimum of the minimisation in a channel's file is its margin (positive inside).
    The programmes of the library have known optima.

    Parameters
    ----------
    channel
        As in `decide`. Its options follow, e.g. --d 3 --x 0.4.
    file
        Where to: .dat-s is SDPA-sparse, .cbf the Conic Benchmark Format.
    suite
        Instead of these two: a folder for the instances of `sdpsearch benchmark` in both
        formats, with a table of their optima.
    instances
        Of the library: small, standard or large.
    x
        The family's parameter, or the weight of white noise on a channel without one.
    """
    if suite is not None:
        return _library(suite, instances, json, (channel, file, x))
    if channel is None or file is None:
        raise ValueError("Name a FAMILY and a FILE to write, or --suite FOLDER.")
    output.check_folder(file, tuple(_WRITERS))
    asked = parse_property(property)
    found, _ = arguments.channel_from(channel, x, words, choi)
    programme = asked.programme(found)
    _WRITERS[Path(file).suffix](programme, file)
    sizes = {"variables": programme.objective.size, "cones": len(programme.cones)}
    if json:
        output.show(True, sizes, str, lambda s: schema("export") | {"file": file} | s)
    else:
        output.say(
            f"{file} written: {sizes['variables']} variables, {sizes['cones']} cones"
        )
    return status.OK


def _library(
    folder: str, instances: str, json: bool, others: tuple[str | None, ...]
) -> int:
    """Write the library into a folder."""
    if any(other is not None for other in others):
        raise ValueError("Option --suite writes all: it takes no FAMILY, FILE or --x.")
    posed = library(instances)
    place = output.made_folder("--suite", folder)
    with output.progress(f"{instances} library"):
        found = write_library(posed, place)
    count = len(found["programmes"])
    output.show(json, found, lambda _: f"{place} has {count} programmes.", lambda f: f)
    return status.OK

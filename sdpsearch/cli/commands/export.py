"""`sdpsearch export`: the conic programme of a margin, for other solvers."""

from __future__ import annotations

from pathlib import Path

from sdpsearch.cli import arguments, output, status
from sdpsearch.cli.options import NO_CHOI, ChoiOptions, Json, One, Words
from sdpsearch.conic.formats import write_cbf, write_sdpa
from sdpsearch.properties import parse_property
from sdpsearch.report.shapes import schema

_WRITERS = {".dat-s": write_sdpa, ".cbf": write_cbf}


def export_command(
    channel: str,
    file: str,
    /,
    *,
    x: str | None = None,
    property: One = "antidegradable",
    json: Json = False,
    choi: ChoiOptions = NO_CHOI,
    **words: Words,
) -> int:
    """Write the conic programme of a channel's margin for other solvers.

    The optimum of the minimisation in the file is the margin (positive inside).

    Parameters
    ----------
    channel
        As in `decide`. Its options follow, e.g. --d 3 --x 0.4.
    file
        Where to: .dat-s is SDPA-sparse, .cbf the Conic Benchmark Format.
    x
        The family's parameter, or the weight of white noise on a channel without one.
    """
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

"""`sdpsearch export`: the conic programme of a margin, for other solvers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sdpsearch.cli import arguments, output, status
from sdpsearch.cli.options import One, Words, whole
from sdpsearch.conic.formats import write_cbf, write_sdpa
from sdpsearch.properties import parse_property

_WRITERS = {".dat-s": write_sdpa, ".cbf": write_cbf}


def export_command(
    channel: str,
    file: str,
    /,
    *,
    x: str | None = None,
    property: One = "antidegradable",
    d_in: Annotated[int | None, Parameter(converter=whole)] = None,
    d_out: Annotated[int | None, Parameter(converter=whole)] = None,
    order: str | None = None,
    normalised: Annotated[bool, Parameter(negative="")] = False,
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
        The family's parameter, or the weight of white noise on a file's channel.
    d_in
        Input dimension, for a Choi matrix in a file.
    d_out
        Output dimension, for a Choi matrix in a file.
    order
        input-output or output-input, for a Choi matrix in a file.
    normalised
        The Choi matrix in the file has trace 1 instead of the input dimension.
    """
    output.check_folder(file, tuple(_WRITERS))
    asked = parse_property(property)
    choi = arguments.ChoiOptions(d_in, d_out, order, normalised)
    found, _ = arguments.channel_from(channel, x, words, choi)
    _WRITERS[Path(file).suffix](asked.programme(found), file)
    return status.OK

"""The command `capacity`: bounds on the quantum capacity along a family."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import Parameter

from sdpsearch.capacity import (
    CapacityPoint,
    capacity_along,
    channel_capacity_fact,
    quantum_capacity,
)
from sdpsearch.channels.channel import Channel
from sdpsearch.cli import arguments, output
from sdpsearch.cli.numbers import grid_from
from sdpsearch.cli.options import NO_CHOI, ChoiOptions, Json, Quiet, Words
from sdpsearch.cli.targets import look_up
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.report.capacity import (
    Capacities,
    capacities_lines,
    capacities_record,
    capacities_table,
)

#: Points over the domain when none are asked for.
_POINTS = 11


def capacity_command(
    family: str,
    /,
    *,
    x: str | None = None,
    solver: Annotated[
        str, Parameter(help="Backend for the verdicts, see `sdpsearch solvers`.")
    ] = DEFAULT_SOLVER,
    json: Json = False,
    quiet: Quiet = False,
    choi: ChoiOptions = NO_CHOI,
    **words: Words,
) -> int:
    """Bound the quantum capacity from below and above, with the reasons.

    Antidegradable or PPT: 0. Degradable: the certified maximum of the coherent
    information. Otherwise the best coherent information found, and the transposition
    bound. In bits.

    Parameters
    ----------
    family
        A family or channel of the zoo (see `sdpsearch families`), a file with a channel
        (.npz, .npy, .json, .mat), or your own as my_file.py:NAME. Its options follow, e.g.
        --d 3.
    x
        The family's parameter: a number, several separated by commas, or START:STOP:COUNT;
        its own name works too, e.g. --gamma 0.3. 11 points over the domain by default. For
        a channel without a parameter, the weight of white noise added to it.
    """
    found = _capacities(family, x, words, choi, solver, quiet)
    text = capacities_lines if quiet else capacities_table
    output.show(json, found, text, capacities_record)
    return 0


def _capacities(
    target: str, x: str | None, words: Any, choi: ChoiOptions, solver: str, quiet: bool
) -> Capacities:
    first = look_up(target, words, choi)[0]
    if isinstance(first.thing, Channel) and x is None:
        channel, title = arguments.channel_from(target, None, words, choi)
        with output.progress(str(title), quiet):
            bounds = quantum_capacity(channel, solver=solver)
        fact = channel_capacity_fact(target, **first.arguments)
        return Capacities(str(title), None, (CapacityPoint(None, bounds, fact),), solver)
    built, x = arguments.family_and_grid(target, x, words, choi)
    low, high = built.domain
    xs = grid_from(f"{low!r}:{high!r}:{_POINTS}" if x is None else x)
    with output.progress(built.label, quiet) as tick:
        points = capacity_along(built, xs, solver=solver, progress=tick)
    return Capacities(built.label, built, points, solver)

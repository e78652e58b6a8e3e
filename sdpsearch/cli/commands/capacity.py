"""The command `capacity`: bounds on the quantum capacity along a family."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sdpsearch.capacity import (
    CapacityPoint,
    capacity_along,
    channel_capacity_fact,
    quantum_capacity,
)
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.cli import arguments, output
from sdpsearch.cli.numbers import grid_from
from sdpsearch.cli.options import NO_CHOI, ChoiOptions, Json, Words
from sdpsearch.cli.targets import look_up
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.report.record.capacities import point_record
from sdpsearch.report.record.parts import Record, about_family, schema, sizes
from sdpsearch.report.table import number, sets, small

#: Points over the domain when none are asked for.
_POINTS = 11


@dataclass(frozen=True)
class Capacities:
    """What the command shows: bounds on Q at some parameters, or for one channel."""

    title: str
    family: ChannelFamily | None
    points: tuple[CapacityPoint, ...]
    solver: str


def capacity_command(
    family: str,
    /,
    *,
    x: str | None = None,
    solver: Annotated[
        str, Parameter(help="Backend for the verdicts, see `sdpsearch solvers`.")
    ] = DEFAULT_SOLVER,
    json: Json = False,
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
        (.npz, .npy, .json), or your own as my_file.py:NAME. Its options follow, e.g. --d 3.
    x
        The family's parameter: a number, several separated by commas, or START:STOP:COUNT;
        its own name works too, e.g. --gamma 0.3. 11 points over the domain by default. For
        a channel without a parameter, the weight of white noise added to it.
    """
    found = _capacities(family, x, words, choi, solver)
    output.show(json, found, capacities_table, capacities_record)
    return 0


def _capacities(
    target: str, x: str | None, words: Any, choi: ChoiOptions, solver: str
) -> Capacities:
    first = look_up(target, words, choi)[0]
    if isinstance(first.thing, Channel) and x is None:
        channel, title = arguments.channel_from(target, None, words, choi)
        with output.progress(str(title)):
            bounds = quantum_capacity(channel, solver=solver)
        fact = channel_capacity_fact(target, **first.arguments)
        return Capacities(str(title), None, (CapacityPoint(None, bounds, fact),), solver)
    built, x = arguments.family_and_grid(target, x, words, choi)
    low, high = built.domain
    xs = grid_from(f"{low!r}:{high!r}:{_POINTS}" if x is None else x)
    with output.progress(built.label) as tick:
        points = capacity_along(built, xs, solver=solver, progress=tick)
    return Capacities(built.label, built, points, solver)


def capacities_record(found: Capacities) -> Record:
    """Return the bounds as plain data, in bits."""
    channel = found.points[0].bounds.channel
    about = (
        {"label": found.title, **sizes(channel)}
        if found.family is None
        else about_family(found.family, channel)
    )
    question = {"quantity": "quantum capacity in bits", **about, "solver": found.solver}
    points = [point_record(point) for point in found.points]
    return schema("capacities") | {"question": question, "points": points}


def capacities_table(found: Capacities) -> RenderableType:
    """Return the bounds as a table, and below it what its words stand for."""
    title = f"{found.title}: quantum capacity in bits"
    table = Table(title=title, title_justify="left")
    if found.family is not None:
        table.add_column(found.family.parameter, justify="right")
    table.add_column("lower", justify="right")
    table.add_column("because")
    table.add_column("upper", justify="right")
    table.add_column("because")
    table.add_column("closed form", justify="right")
    table.add_column("|difference|", justify="right")
    for point in found.points:
        bounds = point.bounds
        cells = [
            number(bounds.lower),
            bounds.lower_name,
            number(bounds.upper),
            bounds.upper_name,
            _closed_form(point),
            small(point.difference),
        ]
        table.add_row(*([] if found.family is None else [number(point.x or 0.0)]), *cells)
    return Group(table, *(Text(note) for note in _notes(found.points)))


def _closed_form(point: CapacityPoint) -> str:
    if point.fact is None or point.closed_form is None:
        return "–"
    sign = "" if point.fact.relation == "=" else "≥ "
    return f"{sign}{number(point.closed_form)}"


def _notes(points: tuple[CapacityPoint, ...]) -> list[str]:
    """Return every reason once, in the order of the table, then the closed forms."""
    notes: dict[str, None] = {}
    for point in points:
        bounds = point.bounds
        notes[f"lower, {bounds.lower_name}: {bounds.lower_reason}"] = None
        notes[f"upper, {bounds.upper_name}: {bounds.upper_reason}"] = None
    gaps = [
        point.bounds.maximum.gap
        for point in points
        if point.bounds.maximum is not None and point.bounds.maximum.upper is not None
    ]
    if gaps:
        notes[f"duality gap of the certified maxima: at most {small(max(gaps))} bits"] = (
            None
        )
    for fact in (point.fact for point in points):
        if fact is not None:
            where = f" for {fact.parameter} in {sets([fact.domain])}" * bool(fact.parameter)
            told = f"Q {fact.relation} {fact.expression}{where}"
            notes[f"closed form: {told}; {fact.source}; {fact.status}"] = None
    return list(notes)

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
from sdpsearch.channels import zoo
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.cli import arguments, output
from sdpsearch.cli.options import Json, Words
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.report.records import Record, family_record
from sdpsearch.report.table import number, sets, small

#: Points over the domain when none are asked for.
_POINTS = 11
_NO_CHOI = arguments.ChoiOptions(None, None, None, False)


@dataclass(frozen=True)
class Capacities:
    """What the command shows: bounds on Q at some parameters, or for one channel."""

    title: str
    family: ChannelFamily | None
    points: tuple[CapacityPoint, ...]


def capacity_command(
    family: str,
    /,
    *,
    x: str | None = None,
    solver: Annotated[
        str, Parameter(help="Backend for the verdicts, see `sdpsearch solvers`.")
    ] = DEFAULT_SOLVER,
    json: Json = False,
    **words: Words,
) -> int:
    """Bound the quantum capacity from below and above, with the reasons.

    Antidegradable or PPT: 0. Degradable: the certified maximum of the coherent
    information. Otherwise the best coherent information found, and the transposition
    bound. In bits.

    Parameters
    ----------
    family
        A family or channel of the zoo (see `sdpsearch families`), or a file with a channel
        (.npz, .npy, .json). Its options follow, e.g. --d 3.
    x
        The family's parameter: a number, several separated by commas, or START:STOP:COUNT;
        its own name works too, e.g. --gamma 0.3. 11 points over the domain by default. For
        a channel without a parameter, the weight of white noise added to it.
    """
    options = {key.replace("-", "_"): values for key, values in words.items()}
    found = _capacities(family, x, options, solver)
    output.show(json, capacities_record, found, capacities_table)
    return 0


def _capacities(target: str, x: str | None, words: Any, solver: str) -> Capacities:
    alone = arguments.is_file(target) or target in zoo.CHANNELS
    if alone and x is None:
        channel, title = arguments.channel_from(target, None, words, _NO_CHOI)
        given = {key: arguments.value_of(v[0], key) for key, v in words.items()}
        with output.progress(str(title)):
            bounds = quantum_capacity(channel, solver=solver)
        fact = channel_capacity_fact(target, **given)
        return Capacities(str(title), None, (CapacityPoint(None, bounds, fact),))
    if not alone and target in zoo.FAMILIES:
        x, words = _own_name(zoo.FAMILIES[target]().parameter, x, words)
    built = arguments.family_from(target, words)
    low, high = built.domain
    xs = arguments.grid_from(f"{low!r}:{high!r}:{_POINTS}" if x is None else x)
    with output.progress(built.label) as tick:
        points = capacity_along(built, xs, solver=solver, progress=tick)
    return Capacities(built.label, built, points)


def _own_name(name: str, x: str | None, words: Any) -> tuple[str | None, Any]:
    """Return the parameter and the other options, however the parameter was called."""
    if name not in words:
        return x, words
    if x is not None or len(words[name]) > 1:
        raise ValueError(f"Give the parameter once: --{name} or --x.")
    return words[name][0], {key: v for key, v in words.items() if key != name}


def capacities_record(found: Capacities) -> Record:
    """Return the bounds as plain data, in bits."""
    about = (
        {"channel": found.title} if found.family is None else family_record(found.family)
    )
    return {**about, "points": [_point_record(point) for point in found.points]}


def _point_record(point: CapacityPoint) -> Record:
    bounds, fact, maximum = point.bounds, point.fact, point.bounds.maximum
    return {
        "x": point.x,
        "lower": bounds.lower,
        "lower_reason": bounds.lower_reason,
        "upper": bounds.upper,
        "upper_reason": bounds.upper_reason,
        "exact": bounds.exact,
        "checked": bounds.checked,
        "upper_bounds": [
            {"bits": u.bits, "name": u.name, "reason": u.reason, "checked": u.checked}
            for u in bounds.upper_bounds
        ],
        "maximum": None
        if maximum is None
        else {
            "kind": maximum.kind,
            "value": maximum.value,
            "upper": maximum.upper,
            "method": maximum.method,
        },
        "closed_form": None
        if fact is None
        else {
            "relation": fact.relation,
            "value": point.closed_form,
            "expression": fact.expression,
            "source": fact.source,
            "status": fact.status,
        },
        "difference": point.difference,
    }


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

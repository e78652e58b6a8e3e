"""What a scan is to ask: families, their arguments, questions, solvers and parameters.

It comes from options, of which repeated ones mean several, or from a TOML file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sdpsearch.channels.family import ChannelFamily
from sdpsearch.cli import arguments
from sdpsearch.cli.numbers import grid_from
from sdpsearch.cli.options import NO_CHOI, ChoiOptions
from sdpsearch.cli.targets import Words, look_up
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.runs.column import Grid
from sdpsearch.runs.refine import refinement
from sdpsearch.runs.scan import grid_of

#: Points of a whole domain, and where more are added between them.
_POINTS, _COARSE = 41, 9


@dataclass(frozen=True)
class Survey:
    """What one command, or one table of a file, asks.

    Attributes:
        families: targets, as on the command line.
        words: arguments of the families, each value a word.
        property, k, solver, x, time_limit, prove, resolution, budget: as on the command
            line.
        choi: what is said of a Choi matrix in a file.
    """

    families: Sequence[str]
    words: Words
    property: Sequence[str] = ()
    k: Sequence[int | str] = ()
    solver: Sequence[str] = ()
    x: str | None = None
    time_limit: float | None = None
    prove: bool = False
    resolution: float | None = None
    budget: int | None = None
    choi: ChoiOptions = NO_CHOI

    def grids(self) -> list[Grid]:
        """Return a grid for each family, combination of its arguments, and solver.

        Raises:
            ValueError: something is asked that cannot be.
        """
        names = [*self.property, *(f"{k}-extendible" for k in self.k)]
        asked = arguments.properties_from(list(dict.fromkeys(names)))
        more = refinement(self.resolution, self.budget)
        found = [
            arguments.along_and_grid(one, self.x)
            for target in self.families
            for one in look_up(target, self.words, self.choi)
        ]
        count = _POINTS if more is None else _COARSE
        return [
            grid_of(
                family,
                asked,
                grid_from(_whole(family, count) if x is None else x),
                solver,
                self.time_limit,
                more,
                prove=self.prove,
            )
            for family, x in found
            for solver in dict.fromkeys(self.solver or [DEFAULT_SOLVER])
        ]


def _whole(family: ChannelFamily, count: int) -> str:
    low, high = family.domain
    return f"{low!r}:{high!r}:{count}"


def is_survey(targets: Sequence[str]) -> bool:
    """Whether a file is named that says what is to be asked."""
    return any(target.endswith(".toml") for target in targets)


def read_surveys(path: str) -> list[Survey]:
    """Return what a TOML file asks: one survey for each [[scan]], or one for all of it.

    What stands above the first [[scan]] holds for every one that says nothing else.

    Raises:
        ValueError: the file cannot be read, or has a key that means nothing; the nearest
            one is offered.
    """
    try:
        document = tomllib.loads(Path(path).read_bytes().decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        told = getattr(error, "strerror", None) or str(error)
        raise ValueError(f"Cannot read {path}: {told}.") from None
    tables = document.pop("scan", None)
    if tables is None:
        return [_survey({}, document, path)]
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise ValueError(f"{path}: scans are written [[scan]].")
    _refuse(document, [], path)
    return [
        _survey(document, table, f"{path}, scan {number}")
        for number, table in enumerate(tables, 1)
    ]


#: The keys of a survey beside its families' arguments, and what values they take.
_KEYS = {
    "family": str,
    "property": str,
    "k": int,
    "solver": str,
    "x": (str, int, float),  # texts for fractions, and START:STOP:COUNT
    "time-limit": (int, float),
    "prove": bool,
    "resolution": (int, float),
    "budget": int,
}
_SINGLE = ("time-limit", "prove", "resolution", "budget")


def _survey(above: Mapping[str, Any], table: Mapping[str, Any], where: str) -> Survey:
    """Return the survey of a table, and of what stands above it."""
    own = {key.replace("_", "-"): value for key, value in table.items()}
    given = {key.replace("_", "-"): value for key, value in above.items()} | own
    for key, kind in _KEYS.items():
        if key in given:
            _check(key, given[key], kind, where)
    others = {key: value for key, value in given.items() if key not in _KEYS}
    if "family" not in given:
        _refuse(others, [], where)
        raise ValueError(f'{where}: a scan needs a family, e.g. family = "depolarizing".')
    words = {key: [_word(one) for one in _several(value)] for key, value in others.items()}
    for target in _several(given["family"]):
        found = look_up(target, words, NO_CHOI)[0]
        parameter = arguments.parameter_of(found)
        rest = {key: others[key.replace("_", "-")] for key in found.rest}
        _refuse(rest, [*found.takes, parameter], where)
        words |= {key: [_word(value)] for key, value in rest.items()}
        if rest and "x" not in own:  # the parameter has been given by its own name
            given.pop("x", None)
    return Survey(
        families=_several(given["family"]),
        words=words,
        property=_several(given.get("property", [])),
        k=_several(given.get("k", [])),
        solver=_several(given.get("solver", [])),
        x=_word(given["x"]) if "x" in given else None,
        time_limit=given.get("time-limit"),
        prove=given.get("prove", False),
        resolution=given.get("resolution"),
        budget=given.get("budget"),
    )


def _refuse(keys: Mapping[str, Any], takes: Sequence[str], where: str) -> None:
    """Raise ValueError for the first key that is none, with the nearest that is one."""
    known = [*_KEYS, *(name.replace("_", "-") for name in takes)]
    for key in keys:
        if key.replace("_", "-") not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.5)
            hint = (
                f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}."
            )
            raise ValueError(f"{where}: nothing is called {key!r}; {hint}")


def _check(key: str, value: Any, kind: Any, where: str) -> None:
    """Raise ValueError for a value of another type."""
    values = [value] if key in _SINGLE else _several(value)
    if not values or not all(_is(one, kind) for one in values):
        what = {str: "a text", int: "a whole number", bool: "true or false"}
        what = what.get(kind, "a number")
        what = what if key in _SINGLE else f"{what}, or a list of such"
        raise ValueError(f"{where}: {key!r} must be {what}, but is {value!r}.")


def _is(value: Any, kind: Any) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _word(value: Any) -> str:
    """Return a value as it is written on the command line, a list with commas."""
    return ",".join(map(_word, value)) if isinstance(value, list) else str(value)

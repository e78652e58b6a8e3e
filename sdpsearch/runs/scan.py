"""scan(): margin and verdict at given parameters, with the located thresholds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from sdpsearch.channels.checks import real_number
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.known.marks import Mark, marks
from sdpsearch.properties import (
    Asked,
    Decision,
    Property,
    as_properties,
    check_options,
)
from sdpsearch.properties.decision import decided_at
from sdpsearch.reported import Drawn, Tabulated
from sdpsearch.runs.column import Column, Grid
from sdpsearch.runs.execute import Execution, Progress, Watch
from sdpsearch.runs.executors import WorkersLost
from sdpsearch.runs.file import RunUnwritable
from sdpsearch.runs.refine import Refinement, refinement
from sdpsearch.runs.series import Series
from sdpsearch.runs.standing import Standing
from sdpsearch.runs.store import open_store
from sdpsearch.search.locate import check_family
from sdpsearch.search.threshold import Threshold
from sdpsearch.threads import one_blas_thread


@dataclass(frozen=True, eq=False)
class Scan(Drawn, Tabulated):
    """A family seen at many parameters.

    Attributes:
        family: the family.
        properties: the questions, one column each.
        xs: the parameters, ascending.
        decisions: one tuple per parameter, in the order of `properties`.
        thresholds: where each property was located to start and stop.
        marks: analytic values to compare with.
    """

    family: ChannelFamily
    properties: tuple[Property, ...]
    xs: tuple[float, ...]
    decisions: tuple[tuple[Decision, ...], ...]
    thresholds: tuple[Threshold, ...]
    marks: tuple[Mark, ...]

    def __repr__(self) -> str:
        names = ", ".join(p.name for p in self.properties)
        return f"Scan({self.family.label}: {names} at {len(self.xs)} parameters)"

    def records(self) -> list[dict[str, Any]]:
        """Return one flat record per parameter and property."""
        return [
            decided_at(self.family.parameter, x, decision)
            for x, decided in zip(self.xs, self.decisions, strict=True)
            for decision in decided
        ]


@one_blas_thread()
def scan(
    family: ChannelFamily,
    properties: Sequence[Asked] | Asked,
    xs: Iterable[float],
    *,
    executor: Executor | None = None,
    solver: str = DEFAULT_SOLVER,
    progress: Callable[[float, int], None] | None = None,
    time_limit: float | None = None,
    prove: bool = False,
    run: str | PathLike[str] | None = None,
    resolution: float | None = None,
    budget: int | None = None,
) -> Scan:
    """Decide properties at the given parameters and locate their thresholds.

    Every channel is built before anything is solved, so a family that fails somewhere
    fails at once. With a run or an executor, work that fails is tried again and then
    undecided, with the reason; without either its error is raised.

    Args:
        family: the family.
        properties: one or more properties, or their names.
        xs: parameters inside the family's domain; they are sorted.
        executor: any concurrent.futures executor; serial without one.
        solver: name of the backend.
        progress: called with (parameter, decisions so far).
        time_limit: seconds for each decision, and for each threshold.
        prove: whether to prove the thresholds in exact arithmetic, as `threshold` does.
        run: file that keeps every answer as it is made; made where there is none. What it
            has already is not asked again, so that the same call continues a scan that was
            cut off. docs/runs.md describes it.
        resolution: to add points between the parameters where a verdict changes or a
            margin bends, until neighbours are this part of the domain apart.
        budget: to add such points until there are so many.

    Raises:
        ValueError: no parameters, one outside the domain, a family that gives no channel
            there, an unknown solver or property, or a file that is no run, cannot be
            written or is being written by another process.
        RunUnwritable: the disk is full, or gone; what was kept is kept.
        WorkersLost: the executor takes no more work; likewise.

    Example:
        >>> import sdpsearch as sd
        >>> s = sd.scan(sd.zoo.erasure(), "antidegradable", [0.4, 0.6])
        >>> [row["verdict"] for row in s.records()]
        ['FAILS', 'HOLDS']
    """
    asked = as_properties(properties)
    more = refinement(resolution, budget)
    grid = grid_of(family, asked, xs, solver, time_limit, more, prove=prove)
    answer([grid], executor=executor, progress=progress, run=run)
    return scan_of(grid)


def grid_of(
    family: ChannelFamily,
    properties: Sequence[Property],
    xs: Iterable[float],
    solver: str,
    time_limit: float | None,
    refinement: Refinement | None = None,
    *,
    prove: bool = False,
) -> Grid:
    """Return what a scan asks, a column a property, with every channel built.

    Raises:
        ValueError: as `scan`.
    """
    check_family(family)
    check_options(solver, time_limit)
    points = sorted(real_number(family.parameter, x) for x in xs)
    if not points:
        raise ValueError("Argument `xs` must have at least one parameter, but is empty.")
    channels = {x: family(x) for x in points}
    columns = [
        Column(Series(family, asked, solver, time_limit, prove), dict(channels))
        for asked in properties
    ]
    return Grid(columns, refinement)


def answer(
    grids: Sequence[Grid],
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    watch: Watch | None = None,
    run: str | PathLike[str] | None = None,
    command: Sequence[str] | None = None,
) -> Standing:
    """Answer what grids ask, and locate their thresholds; return how much that was.

    Args:
        grids: what is asked; of these everything is answered in place.
        executor: who does the work.
        progress: called with (parameter, decisions so far).
        watch: called with how far it is.
        run: file that keeps the answers.
        command: the words that asked for it, for the run to remember.

    Raises:
        ValueError, RunUnwritable, WorkersLost: as `scan`.
        KeyboardInterrupt: it was interrupted; the message says what the run has.
    """
    opened = nullcontext() if run is None else open_store(run, command)
    with opened as store:
        work = Execution(grids, store, executor, watch, progress)
        if run is None:
            work.run()
            return work.standing
        with _telling_what_is_kept(work, Path(run)):
            work.run()
        return work.standing


def scan_of(grid: Grid) -> Scan:
    """Return the scan that a grid is, once it is answered."""
    columns = grid.columns
    family, xs = columns[0].series.family, columns[0].xs
    return Scan(
        family=family,
        properties=tuple(column.series.property for column in columns),
        xs=xs,
        decisions=tuple(tuple(column.decision(x) for column in columns) for x in xs),
        thresholds=tuple(column.located() for column in columns),
        marks=marks(family),
    )


@contextmanager
def _telling_what_is_kept(work: Execution, run: Path) -> Iterator[None]:
    """Say of a scan that was cut off how much of it the run has."""
    try:
        yield
    except (KeyboardInterrupt, RunUnwritable, WorkersLost) as error:
        total = work.standing.total
        told = f"{work.standing.done} of {total} kept in {run}; the same command continues"
        if isinstance(error, KeyboardInterrupt):
            first = f"{error}; " if str(error) else "interrupted; "
            raise type(error)(f"{first}{told}") from None
        raise type(error)(f"{error}; {told}") from None

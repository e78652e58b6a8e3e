"""scan(): margin and verdict at given parameters, with the located thresholds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from sdpsearch import deadline
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.checks import real_number
from sdpsearch.channels.family import ChannelFamily
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.known.marks import Mark, marks
from sdpsearch.properties import (
    Asked,
    Decision,
    Property,
    answered_together,
    as_properties,
    check_options,
    decide,
)
from sdpsearch.properties.decision import decided_at
from sdpsearch.reported import Drawn, Tabulated
from sdpsearch.search.locate import COARSE_POINTS, check_family, locate
from sdpsearch.search.sampler import Sampler
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
) -> Scan:
    """Decide properties at the given parameters and locate their thresholds.

    Every channel is built before anything is solved, so a family that fails somewhere
    fails at once.

    Args:
        family: the family.
        properties: one or more properties, or their names.
        xs: parameters inside the family's domain; they are sorted.
        executor: any concurrent.futures executor; serial without one.
        solver: name of the backend.
        progress: called with (parameter, decisions so far).
        time_limit: seconds for each decision, and for each threshold.

    Raises:
        ValueError: no parameters, one outside the domain, a family that gives no channel
            there, or an unknown solver or property.

    Example:
        >>> import sdpsearch as sd
        >>> s = sd.scan(sd.zoo.erasure(), "antidegradable", [0.4, 0.6])
        >>> [row["verdict"] for row in s.records()]
        ['FAILS', 'HOLDS']
    """
    check_family(family)
    asked = as_properties(properties)
    check_options(solver, time_limit)
    points = tuple(sorted(real_number(family.parameter, x) for x in xs))
    if not points:
        raise ValueError("Argument `xs` must have at least one parameter, but is empty.")
    channels = [family(x) for x in points]
    options = {"solver": solver, "time_limit": time_limit}
    results = _run(channels, asked, executor, options)
    decisions = []
    for i, decision in enumerate(results):
        decisions.append(decision)
        if progress is not None:
            progress(points[i // len(asked)], i + 1)
    width = len(asked)
    rows = tuple(tuple(decisions[i : i + width]) for i in range(0, len(decisions), width))
    located = []
    for i, p in enumerate(asked):
        # The thresholds build on the scan's own points, so the two cannot disagree.
        sampler = Sampler(family, p, solver, time_limit)
        for x, row in zip(points, rows, strict=True):
            sampler.keep(x, row[i])
        with deadline.within(time_limit):
            located.append(locate(sampler, COARSE_POINTS))
    return Scan(family, asked, points, rows, tuple(located), marks(family))


def _run(
    channels: Sequence[Channel],
    properties: Sequence[Property],
    executor: Executor | None,
    options: dict[str, Any],
) -> Iterator[Decision]:
    """Yield the decisions, channel by channel; errors unwrapped without an executor.

    What is decided together takes little, and is decided here; an executor gets the rest.
    """
    found = [answered_together(channels, asked, **options) for asked in properties]
    rows = zip(channels, zip(*found, strict=True), strict=True)
    jobs = [
        (known, channel, asked)
        for channel, row in rows
        for asked, known in zip(properties, row, strict=True)
    ]
    if executor is None:
        return (
            decide(channel, asked, **options) if known is None else known
            for known, channel, asked in jobs
        )
    submitted = [
        executor.submit(decide, channel, asked, **options) if known is None else known
        for known, channel, asked in jobs
    ]
    return (f if isinstance(f, Decision) else f.result() for f in submitted)

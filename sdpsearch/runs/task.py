"""Task: a batch or a search on its way, and how often it has failed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sdpsearch.runs.column import Column

#: How often something that fails is tried.
_TRIES = 2
#: Seconds without an answer after which a worker is given up, beside this many times what
#: the work was expected to take.
PATIENCE, SLOWER = 600.0, 20.0
#: Decisions that the search for a threshold is expected to be worth.
_SEARCH = 20


@dataclass(eq=False)
class Task:
    """A batch of a column, or the search for its threshold where it has no parameters.

    Attributes:
        column: the column.
        xs: the parameters.
        failures: how often it was tried in vain.
        since: when a worker began it, as far as that is known.
    """

    column: Column
    xs: tuple[float, ...] = ()
    failures: int = 0
    since: float = field(default=0.0, init=False)

    @property
    def is_tried_enough(self) -> bool:
        """Whether the next failure is the answer."""
        return self.failures + 1 >= _TRIES

    @property
    def limit(self) -> float:
        """Seconds after which nothing will come any more."""
        series, points = self.column.series, max(len(self.xs), _SEARCH)
        return PATIENCE + SLOWER * points * max(series.seconds, series.time_limit or 0.0)

    def again(self, *xs: float) -> Task:
        """Return what is to be tried again: some of the parameters, or all."""
        return Task(self.column, xs or self.xs, self.failures + 1)

    def halves(self) -> tuple[Task, Task]:
        """Return two that are to be tried once each."""
        middle = len(self.xs) // 2
        return replace(self, xs=self.xs[:middle]), replace(self, xs=self.xs[middle:])

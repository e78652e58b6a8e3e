"""Process time spent inside a solver, apart from building the model."""

from __future__ import annotations

import time
from functools import wraps
from typing import Any


class Clock:
    """Adds up the process time of the functions that it was told to watch."""

    def __init__(self) -> None:
        self.spent = 0.0

    def watch(self, owner: Any, name: str) -> None:
        """Put a timed function in the place of owner.name."""
        function = getattr(owner, name)

        @wraps(function)
        def timed(*args: Any, **options: Any) -> Any:
            begun = time.process_time()
            try:
                return function(*args, **options)
            finally:
                self.spent += time.process_time() - begun

        setattr(owner, name, timed)


def cvxpy_clock() -> Clock:
    """Return a clock of whatever solvers CVXPY calls in this process."""
    from cvxpy.reductions.solvers.solving_chain import SolvingChain

    clock = Clock()
    clock.watch(SolvingChain, "solve_via_data")
    return clock

"""Backends: one file each, one line each in the registry."""

from __future__ import annotations

import difflib
from importlib import import_module
from typing import Protocol

from sdpsearch.conic.problem import ConicProblem, Solution

#: name -> (module, what it is). The module has a function `solve`.
SOLVERS = {
    "qics": ("sdpsearch.conic.solvers.qics", "interior point, complex PSD cones"),
    "scs": ("sdpsearch.conic.solvers.scs", "first order (ADMM), complex PSD cones"),
}

DEFAULT_SOLVER = "qics"


class Backend(Protocol):
    """What every backend module offers."""

    def solve(
        self,
        problem: ConicProblem,
        *,
        tolerance: float,
        max_iterations: int | None = None,
        time_limit: float | None = None,
    ) -> Solution:
        """Solve without touching the problem's arrays; never raise on bad numerics."""
        ...


def backend(name: str) -> Backend:
    """Return the backend of that name.

    Raises:
        ValueError: there is none; the nearest name is offered.
    """
    if name not in SOLVERS:
        near = difflib.get_close_matches(str(name), SOLVERS, n=1, cutoff=0.0)[0]
        raise ValueError(
            f"Argument `solver` must be one of {', '.join(SOLVERS)}, but is {name!r}; "
            f"did you mean {near!r}?"
        )
    return import_module(SOLVERS[name][0])  # pyright: ignore[reportReturnType]

"""Backends: one file each, one line each in the registry."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from sdpsearch.conic.problem import ConicProblem, Solution

#: name -> (module, what it is). The name is also that of the package on PyPI that the
#: module stands on; the module has a function `solve`, see Backend.
SOLVERS = {
    "qics": ("sdpsearch.conic.solvers.qics", "interior point, complex PSD cones"),
    "scs": ("sdpsearch.conic.solvers.scs", "first order (ADMM), complex PSD cones"),
    "clarabel": ("sdpsearch.conic.solvers.clarabel", "interior point, real PSD cones"),
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


@dataclass(frozen=True)
class _Registered:
    """A backend that imports its module, and the module its package, when it solves."""

    name: str
    module: str

    def solve(
        self,
        problem: ConicProblem,
        *,
        tolerance: float,
        max_iterations: int | None = None,
        time_limit: float | None = None,
    ) -> Solution:
        try:
            return import_module(self.module).solve(
                problem,
                tolerance=tolerance,
                max_iterations=max_iterations,
                time_limit=time_limit,
            )
        except ModuleNotFoundError as error:
            raise ImportError(
                f"Solver {self.name!r} needs the package {error.name!r}, which is not "
                f"installed; `python -m pip install {self.name}` installs it."
            ) from error


def backend(name: str) -> Backend:
    """Return the backend of that name, which imports nothing before it solves.

    Solving raises ImportError, in one line with the pip command, where the package that
    the backend stands on is not installed.

    Raises:
        ValueError: there is none; the nearest name is offered.
    """
    if name not in SOLVERS:
        near = difflib.get_close_matches(str(name), SOLVERS, n=1, cutoff=0.0)[0]
        raise ValueError(
            f"Argument `solver` must be one of {', '.join(SOLVERS)}, but is {name!r}; "
            f"did you mean {near!r}?"
        )
    return _Registered(name, SOLVERS[name][0])

"""Backends: one file each, one line each in the registry."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from sdpsearch.conic.problem import ConicProblem, Solution

#: name -> (module, what it is). But for OWN the name is also that of the package on PyPI
#: that the module stands on; the module has a function `solve`, see Backend.
SOLVERS = {
    "native": (
        "sdpsearch.conic.solvers.native",
        "interior point of this package",
    ),
    "qics": ("sdpsearch.conic.solvers.qics", "interior point, complex PSD cones"),
    "scs": ("sdpsearch.conic.solvers.scs", "first order (ADMM), complex PSD cones"),
    "clarabel": ("sdpsearch.conic.solvers.clarabel", "interior point, real PSD cones"),
}

#: The one that needs no package but this.
OWN = "native"

DEFAULT_SOLVER = OWN

#: Who is asked next where a backend named by itself leaves a question open.
_NEXT = {OWN: "qics"}

#: Tolerances asked for one after the other. Bounds come from checks, so the first only
#: has to be small enough for them to be narrow; interior points lose steps below it.
PRESETS = {"accurate": (1e-10, 1e-13), "fast": (1e-7,)}
DEFAULT_PRESET = "accurate"


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
        near = difflib.get_close_matches(str(name).lower(), SOLVERS, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else "."
        raise ValueError(
            f"Argument `solver` must be one of {', '.join(SOLVERS)}, but is {name!r}{hint}"
        )
    return _Registered(name, SOLVERS[name][0])


@dataclass(frozen=True)
class Attempt:
    """One solve to be tried: by whom, and to what tolerance."""

    solver: str
    tolerance: float

    def __str__(self) -> str:
        return f"{self.solver} at {self.tolerance:.0e}"


def attempts(solver: str) -> tuple[Attempt, ...]:
    """Return the solves that a solver argument stands for, in order.

    Each is made only when the ones before it left the question open: tighter tolerances
    first, then, where several backends are named, the next.

    Args:
        solver: "qics", with a preset "scs:fast", or several, "qics,clarabel". The
            package's own, by itself, is followed by QICS.

    Raises:
        ValueError: an unknown backend or preset; the nearest name is offered.

    Example:
        >>> from sdpsearch.conic.solvers import attempts
        >>> [str(attempt) for attempt in attempts("qics,scs:fast")]
        ['qics at 1e-10', 'qics at 1e-13', 'scs at 1e-07']
        >>> attempts("native") == attempts("native,qics")
        True
    """
    made: list[Attempt] = []
    words = str(solver).split(",")
    if len(words) == 1 and words[0].strip() in _NEXT:
        words.append(_NEXT[words[0].strip()])
    for word in words:
        name, colon, preset = word.strip().partition(":")
        backend(name)
        preset = preset if colon else DEFAULT_PRESET
        if preset not in PRESETS:
            raise ValueError(
                f"Argument `solver` must have a preset of {', '.join(PRESETS)}, but "
                f"{word!r} has {preset!r}."
            )
        made += [Attempt(name, t) for t in PRESETS[preset]]
    return tuple(made)

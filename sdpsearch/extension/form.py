"""How a face has a line problem solved: the programme, and what its solution claims."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from sdpsearch.conic.problem import ConicProblem, Solution
from sdpsearch.linalg import Array


@dataclass(frozen=True)
class Reading:
    """What a solver claims about a line problem.

    Attributes:
        estimate: x*.
        witness: coordinates of W.
        extension: stacked block coordinates of σ at the estimate.
    """

    estimate: float
    witness: Array
    extension: Array


class LineForm(Protocol):
    """A line problem as a conic programme, and how its solution is read."""

    @cached_property
    def problem(self) -> ConicProblem:
        """The programme."""
        ...

    def read(self, solution: Solution) -> Reading:
        """Return x*, W and σ as a solver claims them."""
        ...

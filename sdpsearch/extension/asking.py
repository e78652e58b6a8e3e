"""A solver is asked no more than it must: what is implied and what repeats goes first.

Both are guesses about the programme's numbers. The answer is lifted to the whole
programme and measured there; where it is none, the whole is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sdpsearch import deadline
from sdpsearch.conic.essential import Essential
from sdpsearch.conic.implied import essential_of
from sdpsearch.conic.problem import ConicProblem, PsdCone, Solution, failed
from sdpsearch.conic.solvers import Attempt, backend
from sdpsearch.extension.cost import is_worth_searching
from sdpsearch.symmetry.reduction import Reduction, is_worth_reducing, reduction_of

#: What a lifted solution may miss, relative to its size, and be one; and what it may miss
#: without symmetry being looked for again from other generic elements, by these seeds:
#: brackets are as wide as what is missed, and digits are lost where elements happen to be
#: nearly dependent.
_CONFIRMED, _SHARP = 1e-9, 2e-11
_SEEDS = (1, 2, 3)


@dataclass(frozen=True)
class Shortened:
    """A programme on as little as it was found to need.

    Attributes:
        problem: what a solver is asked.
        way: how it came from the programme given, None where it is that.
    """

    problem: ConicProblem
    way: Reduction | Essential | None = None

    def lifted(self, solution: Solution) -> Solution:
        """Return a solution of the problem as one of the programme given."""
        return solution if self.way is None else self.way.lifted(solution)


def shortened(problem: ConicProblem) -> Shortened:
    """Return a programme without what repeats in it, where that is worth a search."""
    orders = [cone.order for cone in problem.cones if isinstance(cone, PsdCone)]
    real = all(cone.real for cone in problem.cones if isinstance(cone, PsdCone))
    if not is_worth_searching(problem.objective.size, orders, real):
        return Shortened(problem)
    # Blocks that compressions make are large, and none is a part of another.
    essential = None if problem.compressions else essential_of(problem)
    left = problem if essential is None else essential.problem
    # Implied cones hide that nothing repeats, but a symmetry may need them.
    reduction = reduction_of(problem) if is_worth_reducing(left) else None
    way = essential if reduction is None else reduction
    return Shortened(problem if way is None else way.problem, way)


def is_confirmed(found: Solution) -> bool:
    """Whether a lifted solution is one of the programme given."""
    return _missed(found) <= _CONFIRMED


def _missed(found: Solution) -> float:
    """Return what a solution misses, relative to its size; infinite where it is none."""
    if not found.is_usable:
        return np.inf
    size = max(1.0, float(np.linalg.norm(found.x)), float(np.linalg.norm(found.z)))
    return max(found.primal_residual, found.dual_residual) / size


def _sharpest(
    problem: ConicProblem, found: Solution, answer: Callable[[ConicProblem], Solution]
) -> Solution:
    """Return the solution that misses least of those that some reductions lead to."""
    for seed in _SEEDS:
        if _missed(found) <= _SHARP:
            break
        reduction = reduction_of(problem, seed)
        if reduction is not None:
            other = reduction.lifted(answer(reduction.problem))
            found = min(found, other, key=_missed)
    return found


def answer_of(
    problem: ConicProblem, attempt: Attempt, time_limit: float | None
) -> Solution:
    """Ask a backend; whatever goes wrong inside it leaves the question open, no more."""
    # An iteration is not stopped half-way: one of its factorisations is left for the end.
    iteration = 0.5 * problem.objective.size**3
    deadline.check("the conic programme was handed to a solver", iteration)

    def answer(asked: ConicProblem) -> Solution:
        left = deadline.remaining(time_limit, iteration)
        return backend(attempt.solver).solve(
            asked, tolerance=attempt.tolerance, time_limit=left
        )

    try:
        short = shortened(problem)
        found = short.lifted(answer(short.problem))
        if isinstance(short.way, Reduction):
            found = _sharpest(problem, found, answer)
        return found if short.way is None or is_confirmed(found) else answer(problem)
    except (ImportError, deadline.OutOfTime):
        raise  # what is not installed is named with the command that installs it
    except Exception as error:
        return failed(problem, attempt.solver, f"{type(error).__name__}: {error}")

"""The programme said in CVXPY, compiled once for every shape."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np

from sdpsearch import deadline
from sdpsearch.mapsearch.languages.installed import check_installed
from sdpsearch.mapsearch.programme import Answer, Programme

_OPTIONS: dict[str, dict[str, Any]] = {
    "SCS": {"eps_abs": 1e-9, "eps_rel": 1e-9, "max_iters": 200_000},
    "CLARABEL": {
        "tol_gap_abs": 1e-10,
        "tol_gap_rel": 1e-10,
        "tol_feas": 1e-10,
    },
}
_SHIFT = "static_regularization_constant"
#: Options of one attempt after the other, where a solver breaks down: its linear system
#: shifted by more than the usual 1e-8.
_AGAIN: dict[str, tuple[dict[str, Any], ...]] = {
    "CLARABEL": ({}, {_SHIFT: 1e-7}, {_SHIFT: 1e-6}),
}
#: Operations per cubed variable of Clarabel's setting up, with CVXPY's (measured).
_CLARABEL_COST = 0.4
#: What each solver calls its time limit.
_TIME = {"SCS": "time_limit_secs", "CLARABEL": "time_limit"}


def solve_cvxpy(
    programme: Programme, solver: str | None, time_limit: float | None
) -> Answer:
    """Solve with CLARABEL, or another solver that CVXPY finds."""
    name = (solver or "CLARABEL").upper()
    import cvxpy
    from cvxpy import settings

    check_installed("CVXPY", name, cvxpy.installed_solvers())
    options = dict(_OPTIONS.get(name, {}))
    cost = 0.0
    if name == "CLARABEL":
        # It looks at the clock after setting up and one factorization: not begun if late.
        cost = _CLARABEL_COST * programme.objective.size**3
        deadline.check("the search over N was handed to Clarabel", cost)
    model = _compiled(programme)
    model.matrix.value, model.right.value = programme.equalities, programme.right_side
    if name in _TIME:
        left = deadline.remaining(time_limit, cost)
        if left is not None:
            options[_TIME[name]] = left
    try:
        # What problem.solve() does, but for its start from the answer to another question,
        # and for its warning of inaccuracy: the bounds are recomputed, whatever it says.
        data, chain, inverse = model.problem.get_problem_data(name, solver_opts=options)
        for more in _AGAIN.get(name, ({},)):
            raw = chain.solve_via_data(model.problem, data, False, False, options | more)
            solution = chain.invert(raw, inverse)
            if solution.status not in settings.ERROR:
                break
        else:
            return Answer(None, None, None, f"cvxpy/{name}", str(solution.status))
        model.problem.unpack(solution)
    except Exception as error:  # CVXPY passes on what its solvers raise
        message = f"{type(error).__name__}: {error}"
        return Answer(None, None, None, f"cvxpy/{name}", " ".join(message.split()))
    duals = [constraint.dual_value for constraint in model.above]
    return Answer(
        x=model.x.value,
        equality_duals=model.equal.dual_value,
        matrix_duals=None if any(d is None for d in duals) else tuple(map(np.array, duals)),
        solver=f"cvxpy/{name}",
        message=str(model.problem.status),
    )


@dataclass(frozen=True, eq=False)
class _Model:
    """A compiled problem whose equalities A x = b are parameters."""

    problem: Any
    x: Any
    matrix: Any
    right: Any
    equal: Any
    above: tuple[Any, ...]


#: Compiled problems by shape; along a scan only A and b change.
_COMPILED: OrderedDict[tuple[Any, ...], _Model] = OrderedDict()
_COMPILED_LIMIT = 16


def _compiled(programme: Programme) -> _Model:
    """Return the compiled problem for everything of a programme but A and b."""
    import cvxpy

    fixed = [programme.objective, *(i.constant for i in programme.inequalities)]
    factors = [i.embedded for i in programme.inequalities]
    key = (
        programme.equalities.shape,
        tuple(array.tobytes() for array in fixed),
        tuple((side, f.data.tobytes(), f.indices.tobytes()) for f, _, side in factors),
    )
    if key in _COMPILED:
        _COMPILED.move_to_end(key)
        return _COMPILED[key]
    x = cvxpy.Variable(programme.objective.size)
    matrix = cvxpy.Parameter(programme.equalities.shape)
    right = cvxpy.Parameter(programme.right_side.shape)
    equal = matrix @ x == right
    above = []
    for factor, constant, side in factors:
        block = cvxpy.reshape(factor @ x + constant, (side, side), order="C")
        above.append((block + block.T) / 2 >> 0)
    problem = cvxpy.Problem(cvxpy.Minimize(programme.objective @ x), [equal, *above])
    _COMPILED[key] = _Model(problem, x, matrix, right, equal, tuple(above))
    if len(_COMPILED) > _COMPILED_LIMIT:
        _COMPILED.popitem(last=False)
    return _COMPILED[key]

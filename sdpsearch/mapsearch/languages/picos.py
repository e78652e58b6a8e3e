"""The programme said in PICOS."""

from __future__ import annotations

from typing import Any

import numpy as np

from sdpsearch import deadline
from sdpsearch.mapsearch.languages.installed import check_installed
from sdpsearch.mapsearch.programme import Answer, Programme
from sdpsearch.threads import one_blas_thread

_SETTINGS = (
    "abs_prim_fsb_tol",
    "rel_prim_fsb_tol",
    "abs_dual_fsb_tol",
    "rel_dual_fsb_tol",
    "abs_ipm_opt_tol",
    "rel_ipm_opt_tol",
)
#: Without a limit of its own CVXOPT can go on for ever, or until it divides by zero.
_ITERATIONS = 100
#: Asked for one after the other: CVXOPT can break down short of the first.
_TOLERANCES = (1e-9, 1e-8, 1e-7)


def solve_picos(
    programme: Programme, solver: str | None, time_limit: float | None
) -> Answer:
    """Solve with cvxopt, or another solver that PICOS finds."""
    import picos

    name = solver or "cvxopt"
    if name == "cvxopt":
        # It knows no time limit: what would end late is not begun.
        sides = [i.order if i.real else 2 * i.order for i in programme.inequalities]
        cost = 1e3 * programme.objective.size * sum(side**3 for side in sides)
        deadline.check("the search over N was handed to CVXOPT", cost)
        time_limit = None
    check_installed("PICOS", name, picos.available_solvers())
    problem = picos.Problem()
    x = picos.RealVariable("x", programme.objective.size)
    problem.minimize = picos.Constant(programme.objective).T * x
    equal = problem.add_constraint(
        picos.Constant(programme.equalities) * x == programme.right_side
    )
    above = []
    for inequality in programme.inequalities:
        factor, constant, side = inequality.embedded
        # PICOS stacks columns; the matrices are symmetric, so that row-major serves.
        flat: Any = picos.Constant(factor.toarray()) * x + constant
        above.append(problem.add_constraint(flat.reshaped((side, side)) >> 0))
    found, message = None, ""
    for tolerance in _TOLERANCES:
        options = dict.fromkeys(_SETTINGS, tolerance)
        try:
            with one_blas_thread():  # again: CVXOPT came with a BLAS of its own
                found = problem.solve(
                    solver=name,
                    rel_bnb_opt_tol=None,
                    primals=None,
                    duals=None,
                    timelimit=time_limit,
                    max_iterations=_ITERATIONS,
                    **options,
                )
        except Exception as error:  # PICOS passes on what its solvers raise
            message = " ".join(f"{type(error).__name__}: {error}".split())
        else:
            message = f"{found.claimedStatus} at {tolerance:.0e}"
            break
    if found is None:
        return Answer(None, None, None, f"picos/{name}", message)
    duals = [constraint.dual for constraint in above]
    return Answer(
        x=None if x.np is None else np.ravel(x.np),
        equality_duals=None if equal.dual is None else np.ravel(np.array(equal.dual)),
        matrix_duals=None if any(d is None for d in duals) else tuple(map(np.array, duals)),
        solver=f"picos/{name}",
        message=message,
    )

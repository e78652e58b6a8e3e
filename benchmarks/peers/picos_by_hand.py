"""PICOS with CVXOPT: the same programmes as in cvxpy_by_hand.py, margin and primal."""

from __future__ import annotations

import cvxopt.solvers
import numpy as np
import picos
from clock import Clock
from measure import matrix, missed

PACKAGES = ("picos", "cvxopt", "numpy")
CLOCK = Clock()
CLOCK.watch(cvxopt.solvers, "conelp")


def answer(question, way):
    choi, k = matrix(question["choi"]), question["k"]
    dims = (question["d_in"],) + (question["d_out"],) * k
    order = int(np.prod(dims))
    last = matrix(question["last_choi"]) if way == "primal" else choi
    real = not (np.iscomplexobj(choi) or np.iscomplexobj(last))
    kind = picos.SymmetricVariable if real else picos.HermitianVariable
    sigma, t = kind("sigma", order), picos.RealVariable("t")
    problem, target = picos.Problem(), picos.Constant(choi)
    if way == "primal":
        problem.minimize = t
        target = target + t * picos.Constant(last - choi)
        problem.add_constraint(sigma >> 0)
    else:
        problem.maximize = t
        problem.add_constraint(sigma - t * picos.I(order) >> 0)
    for copy in range(1, k + 1):
        away = [axis for axis in range(1, k + 1) if axis != copy]
        problem.add_constraint(picos.partial_trace(sigma, away, dims) == target)
    CLOCK.spent = 0.0
    solution = problem.solve(solver="cvxopt", primals=None, duals=None)
    found = {"said": solution.claimedStatus, "solver_seconds": CLOCK.spent}
    value = None if t.value is None else float(t.value)
    if way == "primal":
        return found | {"value": value}
    claim = value >= 0 if solution.claimedStatus == "optimal" else None
    residual = missed(np.array(sigma.value), choi, dims) if claim else None
    margin = None if claim is None else value
    return found | {"verdict": claim, "margin": margin, "residual": residual}

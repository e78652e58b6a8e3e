"""toqito's has_symmetric_extension, without the PPT constraint that it adds by itself."""

from __future__ import annotations

import warnings

from clock import cvxpy_clock
from measure import matrix
from toqito.state_props import has_symmetric_extension

PACKAGES = ("toqito", "cvxpy", "scs", "clarabel", "numpy")
CLOCK = cvxpy_clock()


def answer(question, way):
    if question["asks"] != "decide":
        return None
    dims = [question["d_in"], question["d_out"]]
    state = matrix(question["choi"]) / question["d_in"]
    CLOCK.spent = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = has_symmetric_extension(state, level=question["k"], dim=dims, ppt=False)
    return {"verdict": bool(found), "solver_seconds": CLOCK.spent}

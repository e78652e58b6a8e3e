"""numqi's is_ABk_symmetric_ext, and its boundary along white noise."""

from __future__ import annotations

import warnings

import numpy as np
import numqi
from clock import cvxpy_clock
from measure import matrix

PACKAGES = ("numqi", "cvxpy", "scs", "clarabel", "numpy", "torch")
CLOCK = cvxpy_clock()


def answer(question, way):
    dims = (question["d_in"], question["d_out"])
    state = matrix(question["choi"]) / question["d_in"]
    CLOCK.spent = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if question["asks"] == "decide":
            found = numqi.entangle.is_ABk_symmetric_ext(state, dims, question["k"])
            return {"verdict": bool(found), "solver_seconds": CLOCK.spent}
        noise = np.eye(dims[0] * dims[1]) / dims[1]
        if not np.allclose(matrix(question["last_choi"]), noise, atol=1e-12):
            return None  # it knows rays from the most mixed state only
        reached = numqi.entangle.get_ABk_symmetric_extension_boundary(
            state, dims, question["k"]
        )
    value = 1 - float(reached / numqi.gellmann.dm_to_gellmann_norm(state))
    return {"value": value, "solver_seconds": CLOCK.spent}

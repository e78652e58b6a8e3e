"""QuTIpy's check_kext: the largest t with σ − t 1 ≥ 0, whose sign is taken."""

from __future__ import annotations

import warnings

import numpy as np
from clock import cvxpy_clock
from measure import matrix, missed
from qutipy.states import check_kext

PACKAGES = ("qutipy", "cvxpy", "scs", "numpy")
CLOCK = cvxpy_clock()


def answer(question, way):
    if question["asks"] != "decide":
        return None
    d_in, d_out, k = question["d_in"], question["d_out"], question["k"]
    choi = matrix(question["choi"])
    CLOCK.spent = 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        margin, sigma = check_kext(choi / d_in, d_in, d_out, k)
    claim = None if sigma is None or not np.isfinite(margin) else bool(margin >= 0)
    dims = (d_in,) + (d_out,) * k
    return {
        "verdict": claim,
        "margin": None if claim is None else float(margin),
        "residual": missed(d_in * np.array(sigma), choi, dims) if claim else None,
        "solver_seconds": CLOCK.spent,
    }

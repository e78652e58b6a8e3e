"""QICS on the witness form of the whole space: no face, no Young blocks, no symmetry."""

from __future__ import annotations

import time

import numpy as np
from measure import matrix

from sdpsearch.benchmark.whole import whole_programme
from sdpsearch.conic.problem import Status
from sdpsearch.conic.solvers import qics

PACKAGES = ("qics", "numpy", "scipy")


def answer(question, way):
    dims = (question["d_in"], question["d_out"])
    choi = matrix(question["choi"])
    if question["asks"] == "decide":
        last = np.eye(dims[0] * dims[1]) / dims[1]
    else:
        last = matrix(question["last_choi"])
    programme = whole_programme(choi, last, dims, question["k"])
    begun = time.process_time()
    solution = qics.solve(programme)
    spent = time.process_time() - begun
    usable = solution.status in (Status.SOLVED, Status.INACCURATE)
    x = -float(programme.objective @ solution.x) if usable else None
    found = {"said": solution.status.value, "solver_seconds": spent}
    if question["asks"] == "threshold":
        return found | {"value": x}
    # By how much white noise could be taken away: the sign is the verdict.
    claim = bool(x <= 0) if solution.status is Status.SOLVED else None
    return found | {"verdict": claim, "margin": None if claim is None else -x}

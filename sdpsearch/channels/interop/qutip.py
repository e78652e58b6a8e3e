"""A super-operator of QuTiP, read through its Choi matrix."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel


def from_qutip(obj: Any) -> Channel:
    """Return a QuTiP super-operator of any form as a Channel.

    Raises:
        TypeError: it is an operator.
    """
    if not obj.issuper:
        raise TypeError(
            "A QuTiP operator is one Kraus operator, not a channel: pass "
            "[K.full() for K in …] or a super-operator."
        )
    sizes: list[list[int]]
    if obj.superrep == "choi":
        # A Choi matrix has dims [[in, out], [in, out]].
        sizes, matrix = obj.dims[0], obj
    else:
        # A super-operator has dims [[out, out], [in, in]].
        sizes = [obj.dims[1][0], obj.dims[0][0]]
        # By name, as types are not told where QuTiP is not installed.
        matrix = import_module("qutip").to_choi(obj)
    d_in, d_out = (int(np.prod(size)) for size in sizes)
    return Channel.from_choi(matrix.full(), d_in=d_in, d_out=d_out)

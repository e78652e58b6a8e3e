"""A super-operator of QuTiP, read through its Choi matrix."""

from __future__ import annotations

from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel


def from_qutip(obj: Any) -> Channel:
    """Return a QuTiP super-operator of any form as a Channel.

    Raises:
        TypeError: it is an operator.
    """
    # Where QuTiP is not installed, pyright takes this file for it.
    from qutip import to_choi  # pyright: ignore[reportAttributeAccessIssue]

    if not obj.issuper:
        raise TypeError(
            "A QuTiP operator is one Kraus operator, not a channel: pass "
            "[K.full() for K in …] or a super-operator."
        )
    if obj.superrep == "choi":
        # A Choi matrix has dims [[in, out], [in, out]].
        sizes, matrix = obj.dims[0], obj
    else:
        # A super-operator has dims [[out, out], [in, in]].
        sizes, matrix = [obj.dims[1][0], obj.dims[0][0]], to_choi(obj)
    d_in, d_out = (int(np.prod(size)) for size in sizes)
    return Channel.from_choi(matrix.full(), d_in=d_in, d_out=d_out)

"""as_channel(): from whatever a user has in hand to a Channel."""

from __future__ import annotations

from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel


def as_channel(obj: Any) -> Channel:
    """Return `obj` as a Channel.

    Takes a Channel, a Kraus list or (d_env, d_out, d_in) array, a qiskit
    `quantum_info` channel (read through its Kraus operators) and a QuTiP super-operator
    (read through its Choi matrix).

    Raises:
        TypeError: a type that is none of these, or a bare matrix, which could be one
            Kraus operator or a Choi operator in either order.
        ValueError: the data is not a channel.

    Example:
        >>> import numpy as np, sdpsearch as sd
        >>> sd.as_channel([np.eye(2)]).d_out
        2
    """
    if isinstance(obj, Channel):
        return obj
    home = type(obj).__module__.partition(".")[0]
    if home == "qiskit":
        return _from_qiskit(obj)
    if home == "qutip":
        return _from_qutip(obj)
    if not isinstance(obj, (list, tuple, np.ndarray)):
        raise TypeError(
            "Argument `obj` must be a Channel, Kraus operators, or a qiskit or QuTiP "
            f"channel, but is {checks.describe(obj)}."
        )
    if isinstance(obj, np.ndarray) and obj.ndim == 2:
        raise TypeError(
            f"A bare matrix of shape {obj.shape} is ambiguous: pass [K] for one Kraus "
            "operator, or Channel.from_choi(J, d_in=…, d_out=…, order=…)."
        )
    return Channel(obj)


def _from_qiskit(obj: Any) -> Channel:
    from qiskit.quantum_info import Kraus

    left, right = Kraus(obj)._data
    if right is not None:
        raise ValueError(
            "A qiskit Kraus object with different left and right operators is not "
            "completely positive, so it is no channel."
        )
    return Channel(np.array(left))


def _from_qutip(obj: Any) -> Channel:
    from qutip import to_choi

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

"""as_channel(): from whatever a user has in hand to a Channel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop.qiskit import from_qiskit
from sdpsearch.channels.interop.qutip import from_qutip
from sdpsearch.channels.nearest import Nearest


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
        return from_qiskit(obj)
    if home == "qutip":
        return from_qutip(obj)
    if not isinstance(obj, (list, tuple, np.ndarray)):
        raise TypeError(
            "Argument `channel` must be a Channel, Kraus operators, or a qiskit or QuTiP "
            f"channel, but is {checks.describe(obj)}{_way_out(obj)}."
        )
    if isinstance(obj, np.ndarray) and obj.ndim == 2:
        raise TypeError(
            f"A bare matrix of shape {obj.shape} is ambiguous: pass [K] for one Kraus "  # pyright: ignore[reportUnknownMemberType]
            "operator, or Channel.from_choi(J, d_in=…, d_out=…, order=…)."
        )
    return Channel(obj)


def _way_out(obj: Any) -> str:
    """Return what to do with what is nearly a channel."""
    if isinstance(obj, Nearest):
        return ": take its `channel`"
    if isinstance(obj, (str, Path)):
        return ": load_channel() reads files"
    if callable(obj):  # a family, or what could be one
        return ": take it at one parameter"
    return ""

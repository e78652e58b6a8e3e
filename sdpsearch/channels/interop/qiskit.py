"""A channel of qiskit's `quantum_info`, read through its Kraus operators."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel


def from_qiskit(obj: Any) -> Channel:
    """Return a qiskit channel of any form as a Channel.

    Raises:
        ValueError: its left and right Kraus operators differ.
    """
    # By name, as types are not told where qiskit is not installed.
    left, right = import_module("qiskit.quantum_info").Kraus(obj)._data
    if right is not None:
        raise ValueError(
            "A qiskit Kraus object with different left and right operators is not "
            "completely positive, so it is no channel."
        )
    return Channel(np.array(left))

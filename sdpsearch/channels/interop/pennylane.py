"""Operations of PennyLane, and channels made for its mixed-state devices.

It is big-endian; its Choi matrices, `qml.math.choi_matrix`, are input first with trace 1.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop.arrays import write_array
from sdpsearch.channels.interop.conventions import convention
from sdpsearch.channels.interop.given import Given, GivenKraus

FORMS = ("kraus", "choi")


def read(obj: Any) -> Given:
    """Return the map of a channel by its Kraus matrices, of another operation by its own.

    Raises:
        ValueError: its parameters are symbols or batches.
        TypeError: it is no operation that has a matrix.
    """
    title = f"PennyLane {type(obj).__name__}"
    if getattr(obj, "batch_size", None) is not None:
        raise ValueError(
            f"{title}: its parameters are batches of {obj.batch_size}; take one of each."
        )
    for value in getattr(obj, "data", ()):
        if not _is_numeric(value):
            raise ValueError(f"{title}: its parameter {value} has no value.")
    if hasattr(obj, "kraus_matrices"):
        return GivenKraus(np.array([_plain(k) for k in obj.kraus_matrices()]), title)
    if not getattr(obj, "has_matrix", False):
        raise TypeError(
            f"The {title} is no channel: pass an operation with a matrix, and put several "
            "together as channels, with @."
        )
    return GivenKraus(_plain(obj.matrix())[None], title)


def write(channel: Channel, form: str, dims: Any) -> Any:
    """Return a channel as an operation on the wires 0, 1, …, or its Choi matrix.

    Raises:
        ValueError: the channel is neither one of qubits nor of a qutrit.
    """
    if form == "choi":
        return write_array(channel, form, convention("pennylane"))
    qml = import_module("pennylane")
    kraus = [np.array(k) for k in channel.kraus]
    size = channel.d_in.bit_length() - 1
    if channel.d_in != channel.d_out or channel.d_in not in (3, 2 ** max(size, 1)):
        raise ValueError(
            "PennyLane has channels of qubits and of one qutrit, but the dimensions are "
            f"{channel.d_in} → {channel.d_out}: use form 'choi'."
        )
    if channel.d_in == 3:
        return qml.QutritChannel(kraus, wires=0)
    return qml.QubitChannel(kraus, wires=range(size))


def _plain(matrix: Any) -> np.ndarray:
    """Return a matrix of whatever interface as numpy's."""
    return np.asarray(import_module("pennylane").math.toarray(matrix))


def _is_numeric(value: Any) -> bool:
    try:
        np.asarray(value, dtype=complex)
    except (TypeError, ValueError):
        return False
    return True

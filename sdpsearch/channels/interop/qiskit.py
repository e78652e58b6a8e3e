"""Channels, operators and circuits of qiskit, and channels made for it.

Its Choi matrices are input first, its superoperators stack columns, and what it composes
is little-endian: the first factor of a matrix is the last qubit.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop.arrays import qubits
from sdpsearch.channels.interop.given import Given, GivenChoi, GivenKraus, told_of

#: Forms, and the classes of `qiskit.quantum_info` that hold them.
FORMS = {
    "kraus": "Kraus",
    "choi": "Choi",
    "superoperator": "SuperOp",
    "pauli-transfer": "PTM",
    "chi": "Chi",
    "stinespring": "Stinespring",
}
_FOR_QUBITS = ("pauli-transfer", "chi")


def read(obj: Any) -> Given:
    """Return the map of a channel, an operator, a gate or a circuit of qiskit.

    Raises:
        ValueError: its left and right operators differ, it has unbound parameters,
            classical bits, or else no channel in it.
        TypeError: it is a state.
    """
    # By name, as types are not told where qiskit is not installed.
    info = import_module("qiskit.quantum_info")
    title = f"qiskit {type(obj).__name__}"
    if isinstance(obj, (info.Statevector, info.DensityMatrix, info.StabilizerState)):
        raise TypeError(
            f"The {title} is a state; of a Choi matrix make qiskit.quantum_info.Choi(data)."
        )
    if isinstance(obj, (info.Kraus, info.Stinespring)):
        return GivenKraus(_left_alone(info.Kraus(obj).data, title), title)
    if isinstance(obj, info.Operator):
        return GivenKraus(obj.data[None], title)
    names = ", ".join(sorted(str(parameter) for parameter in _parameters(obj)))
    if names:
        raise ValueError(
            f"{title}: its parameters {names} have no values; assign them first."
        )
    with told_of(title):
        try:
            choi = info.Choi(info.SuperOp(obj))
        except Exception as error:  # whatever qiskit raises of what it cannot convert
            raise ValueError(_reason(error)) from None
    d_in, d_out = choi.dim
    # Linear in the data: Kraus() would leave out eigenvalues below 1e-8.
    return GivenChoi(choi.data, int(d_in), int(d_out), title)


def write(channel: Channel, form: str, dims: Any) -> Any:
    """Return a channel as the object of `qiskit.quantum_info` that holds a form.

    Raises:
        ValueError: a form for qubits, of other dimensions.
    """
    if form in _FOR_QUBITS:
        qubits(f"qiskit's {FORMS[form]}", channel.d_in, channel.d_out)
    info = import_module("qiskit.quantum_info")
    d_in, d_out = (None, None) if dims is None else dims
    kraus = info.Kraus(list(channel.kraus), input_dims=d_in, output_dims=d_out)
    return getattr(info, FORMS[form])(kraus)


def _left_alone(data: Any, title: str) -> Any:
    if isinstance(data, tuple):
        raise ValueError(
            f"A {title} object with different left and right operators is not "
            "completely positive, so it is no channel."
        )
    return np.array(data)


def _parameters(obj: Any) -> Any:
    """Return the unbound parameters of a circuit, or of an instruction."""
    own = getattr(obj, "parameters", None)
    if own is not None:
        return own
    given = getattr(obj, "params", ())
    return {p for value in given for p in getattr(value, "parameters", ())}


def _reason(error: Exception) -> str:
    text = str(error).strip("'\"").rstrip(".")
    if "classical bits" in text:
        text += "; a channel has none: circuit.remove_final_measurements() takes them off"
    return text

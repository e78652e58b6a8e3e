"""Gates, channels, operations and circuits of Cirq, by its protocols.

Its Choi matrices are output first, its superoperators stack rows, and it is big-endian:
the first factor of a matrix is the first qubit.
"""

from __future__ import annotations

from importlib import import_module
from math import isqrt
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop.arrays import (
    choi_of_superoperator,
    qubits,
    write_array,
)
from sdpsearch.channels.interop.conventions import ROW, convention
from sdpsearch.channels.interop.given import Given, GivenChoi, GivenKraus, told_of

FORMS = ("kraus", "choi", "superoperator")
#: The methods of the protocols, for types of no package.
PROTOCOLS = ("_kraus_", "_mixture_", "_unitary_")


def read(obj: Any) -> Given:
    """Return the map of what has a Cirq protocol for it, a circuit's by its superoperator.

    Raises:
        ValueError: it has unresolved parameters, or measures.
        TypeError: it has no such protocol.
    """
    cirq = import_module("cirq")
    title = f"Cirq {type(obj).__name__}"
    if cirq.is_parameterized(obj):
        names = ", ".join(sorted(cirq.parameter_names(obj)))
        raise ValueError(
            f"{title}: its parameters {names} have no values; cirq.resolve_parameters() "
            "gives them some."
        )
    if cirq.is_measurement(obj):
        raise ValueError(
            f"{title}: it measures, and a channel keeps no record; take the measurement "
            "out, or put cirq.phase_damp(1) in its place."
        )
    with told_of(title):
        kraus = cirq.kraus(obj, default=None)
    if kraus is not None:
        return GivenKraus(np.array(kraus), title)
    if not hasattr(obj, "_superoperator_"):
        raise TypeError(f"The {title} has no Kraus operators: cirq.kraus() finds none.")
    matrix = obj._superoperator_()
    if matrix is NotImplemented:
        raise TypeError(f"The {title} has no superoperator: not all in it is a channel.")
    d_out, d_in = (isqrt(size) for size in matrix.shape)
    return GivenChoi(choi_of_superoperator(matrix, ROW), d_in, d_out, title)


def write(channel: Channel, form: str, dims: Any) -> Any:
    """Return a channel as a KrausChannel, or a matrix as in cirq.kraus_to_choi().

    Raises:
        ValueError: a gate of other than qubits.
    """
    if form != "kraus":
        return write_array(channel, form, convention("cirq"))
    qubits("cirq.KrausChannel", channel.d_in, channel.d_out)
    return import_module("cirq").KrausChannel([np.array(k) for k in channel.kraus])

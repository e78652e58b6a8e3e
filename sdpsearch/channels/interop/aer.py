"""Errors of qiskit Aer, and channels made for its noise models."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop import qiskit
from sdpsearch.channels.interop.arrays import qubits
from sdpsearch.channels.interop.given import Given

FORMS = ("kraus",)


def read(obj: Any) -> Given:
    """Return the map of a QuantumError, or of an instruction made of one.

    Raises:
        TypeError: a NoiseModel or a ReadoutError, which are no channels.
    """
    if not hasattr(obj, "to_quantumchannel"):
        if hasattr(obj, "definition"):
            return qiskit.read(obj)
        raise TypeError(
            f"The qiskit_aer {type(obj).__name__} is no channel: pass one QuantumError."
        )
    return qiskit.read(obj.to_quantumchannel())


def write(channel: Channel, form: str, dims: Any) -> Any:
    """Return a channel as a QuantumError.

    Raises:
        ValueError: the channel is not one of qubits.
    """
    qubits("A QuantumError", channel.d_in, channel.d_out)
    error = import_module("qiskit_aer.noise").QuantumError
    return error(qiskit.write(channel, form, dims))

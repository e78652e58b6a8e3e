"""Which package an object belongs to, found without importing any; one line a package."""

from __future__ import annotations

from importlib import import_module
from math import prod
from types import ModuleType
from typing import Any

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop.arrays import write_array
from sdpsearch.channels.interop.conventions import convention, one_of
from sdpsearch.channels.interop.given import Given

#: Top-level modules, and the files here that read and write what they define.
FILES = {
    "qiskit": "qiskit",
    "qiskit_aer": "aer",
    "qutip": "qutip",
    "cirq": "cirq",
    "pennylane": "pennylane",
}
#: Methods by which a type of no package takes part in one.
PROTOCOLS = {
    "to_quantumchannel": "qiskit",
    "to_channel": "qiskit",
    "_kraus_": "cirq",
    "_mixture_": "cirq",
    "_unitary_": "cirq",
}
#: What can be written to: packages with objects of their own, and packages of arrays.
TARGETS = ("qiskit", "aer", "qutip", "cirq", "pennylane", "toqito", "qetlab", "ket")

#: Those whose objects know subsystems.
FACTORED = ("qiskit", "aer", "qutip")


def home(obj: Any) -> str | None:
    """Return the file that reads an object, by its types' modules and its methods.

    Example:
        >>> home([]) is None
        True
    """
    if isinstance(obj, type):  # it has the methods of what it makes, and is none itself
        return None
    for kind in type(obj).__mro__:
        # Some compiled types have another kind of module, or none.
        module = str(getattr(kind, "__module__", "")).partition(".")[0]
        if module in FILES:
            return FILES[module]
    return next((PROTOCOLS[key] for key in PROTOCOLS if hasattr(obj, key)), None)


def read(obj: Any, name: str) -> Given:
    """Return what an object of a package stands for."""
    return _file(name).read(obj)


def write(channel: Channel, target: str, form: str | None, dims: Any) -> Any:
    """Return a channel as a package has it.

    Raises:
        ValueError: no such package, or a form that it has not.
        ImportError: the package is not installed.
    """
    target = one_of("to", target, TARGETS)
    known = forms(target)
    form = known[0] if form is None else one_of("form", form, known)
    if dims is not None:
        _check_dims(dims, channel, target)
    if target not in FILES.values():
        return write_array(channel, form, convention(target))
    try:
        return _file(target).write(channel, form, dims)
    except ModuleNotFoundError as error:
        raise ImportError(
            f"Writing for {target} needs {error.name}: pip install 'sdpsearch[interop]'."
        ) from None


def forms(target: str) -> tuple[str, ...]:
    """Return the forms in which a package has channels, the one it prefers first."""
    if target in FILES.values():
        return tuple(_file(target).FORMS)
    plain = ("choi", "kraus")
    return plain if convention(target).stacking is None else (*plain, "superoperator")


def _check_dims(dims: Any, channel: Channel, target: str) -> None:
    """Raise ValueError where subsystems are not the channel's, or not the package's."""
    if target not in FACTORED:
        raise ValueError(
            f"Argument `dims` is for {', '.join(FACTORED)}, and {target} has no subsystems."
        )
    found = tuple(prod(factors) for factors in dims)
    if found != (channel.d_in, channel.d_out):
        raise ValueError(
            f"Argument `dims` must multiply to {channel.d_in} and {channel.d_out}, but is "
            f"{dims}."
        )


def _file(name: str) -> ModuleType:
    return import_module(f"sdpsearch.channels.interop.{name}")

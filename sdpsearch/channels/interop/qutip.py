"""Super-operators of QuTiP, and channels made for it.

A super-operator has dims [[[out], [out]], [[in], [in]]] and stacks columns, a Choi matrix
has [[[in], [out]], [[in], [out]]] and the input first.
"""

from __future__ import annotations

from importlib import import_module
from math import prod
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop.arrays import choi_of_superoperator, qubits
from sdpsearch.channels.interop.conventions import COLUMN
from sdpsearch.channels.interop.given import Given, GivenChoi

FORMS = ("superoperator", "choi", "kraus", "chi", "stinespring")


def read(obj: Any) -> Given:
    """Return the map of a super-operator of any form.

    Raises:
        TypeError: it is an operator, a state, or depends on time.
        ValueError: its dims are not those of its matrix.
    """
    if not getattr(obj, "issuper", False) or not hasattr(obj, "full"):
        kind = getattr(obj, "type", type(obj).__name__)
        raise TypeError(
            f"A QuTiP {kind} is no channel: pass the list [K, …] of its Kraus operators, "
            "or a super-operator."
        )
    title = f"QuTiP {obj.superrep} matrix"
    if obj.superrep == "chi":
        obj = import_module("qutip").to_choi(obj)
    matrix = np.asarray(obj.full())
    if obj.superrep == "choi":
        d_in, d_out = (prod(size) for size in obj.dims[0])
    else:
        d_in, d_out = prod(obj.dims[1][0]), prod(obj.dims[0][0])
        matrix = choi_of_superoperator(matrix, COLUMN)
    _check_trace(matrix, d_in, d_out, title)
    return GivenChoi(matrix, d_in, d_out, title)


def write(channel: Channel, form: str, dims: Any) -> Any:
    """Return a channel as a Qobj, as a list of them, or (stinespring) as a pair.

    Raises:
        ValueError: a chi matrix of other than qubits.
    """
    qutip = import_module("qutip")
    d_in, d_out = ([channel.d_in], [channel.d_out]) if dims is None else map(list, dims)
    if form == "stinespring":
        isometry = qutip.Qobj(channel.isometry, dims=[[*d_out, channel.d_env], d_in])
        return isometry, isometry
    kraus = [qutip.Qobj(np.array(k), dims=[d_out, d_in]) for k in channel.kraus]
    if form == "kraus":
        return kraus
    if form == "chi":
        size = qubits("QuTiP's chi matrix", channel.d_in, channel.d_out)
        kraus = [qutip.Qobj(np.array(k), dims=[[2] * size] * 2) for k in channel.kraus]
    # kraus_to_super() and kraus_to_choi() swap the dims of rectangular operators.
    made = sum(qutip.sprepost(k, k.dag()) for k in kraus)
    if form == "superoperator":
        return made
    return qutip.to_choi(made) if form == "choi" else qutip.to_chi(made)


def _check_trace(matrix: np.ndarray, d_in: int, d_out: int, title: str) -> None:
    """Raise ValueError where tr J says that in and out are swapped."""
    trace = complex(np.trace(matrix))
    if d_in != d_out and abs(trace - d_out) < 1e-6:
        raise ValueError(
            f"{title}: tr J = {trace.real:.6g} is the dimension of what its dims call the "
            "output; kraus_to_choi and kraus_to_super swap the two: build it as "
            "sum(sprepost(K, K.dag()) for K in …)."
        )

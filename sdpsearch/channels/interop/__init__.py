"""Between a Channel and whatever a user has in hand: read, nearest to it, and written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop import packages
from sdpsearch.channels.interop.arrays import FORMS, read_array
from sdpsearch.channels.interop.conventions import convention, one_of
from sdpsearch.channels.interop.given import Given, GivenKraus
from sdpsearch.channels.nearest import Nearest


def as_channel(
    obj: Any,
    *,
    form: str | None = None,
    like: str = "sdpsearch",
    d_in: int | None = None,
    d_out: int | None = None,
) -> Channel:
    """Return `obj` as a Channel.

    Takes a Channel, a Kraus list or (d_env, d_out, d_in) array, and what qiskit, qiskit
    Aer, QuTiP, Cirq and PennyLane call a channel, a gate or a circuit (docs/interop.md).
    No package is imported that the object does not come from. With `form`, an array in
    that form: "choi", "superoperator", "pauli-transfer", "stinespring" or "kraus".

    Args:
        obj: the channel.
        form: what an array is.
        like: the package whose convention it follows: the order and trace of a Choi
            matrix, the stacking of a superoperator.
        d_in: dimension of the input, which a Choi matrix needs.
        d_out: dimension of the output, which an isometry A → B⊗E needs.

    Raises:
        TypeError: a type that is none of these, or a bare matrix, which could be one
            Kraus operator or a Choi operator in either order.
        ValueError: the data is not a channel; or an object has free parameters, or
            measures.

    Example:
        >>> import numpy as np, sdpsearch as sd
        >>> sd.as_channel([np.eye(2)]).d_out
        2
        >>> rows = np.kron(np.eye(2), np.eye(2))
        >>> sd.as_channel(rows, form="superoperator", like="cirq").rank
        1
    """
    if form is None and isinstance(obj, Channel):
        return obj
    return _given(obj, form, like, d_in, d_out).channel()


def nearest_channel(
    obj: Any,
    *,
    form: str | None = None,
    like: str = "sdpsearch",
    d_in: int | None = None,
    d_out: int | None = None,
) -> Nearest:
    """Return the channel nearest to a map that is none to the last digit, and how far.

    For what tomography returns. The distance is that of Choi operators in Frobenius norm,
    with tr J = d_in, as of Channel.nearest(); arguments are those of as_channel().

    Raises:
        TypeError: as in as_channel().
        ValueError: it is no map, or too far from any channel.

    Example:
        >>> import numpy as np, sdpsearch as sd
        >>> found = sd.nearest_channel(np.diag([1, 0.9, 0.9, 1.1]), form="pauli-transfer")
        >>> found.channel.rank, round(found.distance, 3)
        (2, 0.1)
    """
    return _given(obj, form, like, d_in, d_out).nearest()


def convert(
    channel: Any,
    to: str,
    form: str | None = None,
    *,
    dims: tuple[Sequence[int], Sequence[int]] | None = None,
) -> Any:
    """Return a channel as an object of another package, or as an array in its convention.

    Args:
        channel: a Channel or anything as_channel() takes.
        to: "qiskit", "aer", "qutip", "cirq", "pennylane", "toqito", "qetlab" or "ket".
        form: "kraus", "choi", "superoperator", "pauli-transfer", "chi" or "stinespring",
            of those that the package has; its first in docs/interop.md when not given.
        dims: dimensions of the subsystems of input and output, for qiskit and QuTiP.

    Raises:
        ImportError: the package is not installed.
        ValueError: no such package or form, or dimensions that it has no object for.

    Example:
        >>> import sdpsearch as sd
        >>> sd.convert(sd.zoo.erasure()(0.5), "toqito").shape
        (6, 6)
    """
    return packages.write(as_channel(channel), to, form, dims)


def _given(
    obj: Any, form: str | None, like: str, d_in: int | None, d_out: int | None
) -> Given:
    if form is not None:
        form = one_of("form", form, FORMS)
        return read_array(obj, form, convention(like), d_in, d_out)
    if like != "sdpsearch" or d_in is not None or d_out is not None:
        raise ValueError(
            "Arguments `like`, `d_in` and `d_out` belong to an array: give `form`."
        )
    if isinstance(obj, Channel):
        return GivenKraus(obj.kraus)
    package = packages.home(obj)
    if package is not None:
        return packages.read(obj, package)
    if not isinstance(obj, (list, tuple, np.ndarray)):
        raise TypeError(
            "Argument `channel` must be a Channel, Kraus operators, or a channel of qiskit,"
            f" QuTiP, Cirq or PennyLane, but is {checks.describe(obj)}{_way_out(obj)}."
        )
    if isinstance(obj, np.ndarray) and obj.ndim == 2:
        raise TypeError(
            f"A bare matrix of shape {obj.shape} is ambiguous: pass [K] for one Kraus "  # pyright: ignore[reportUnknownMemberType]
            "operator, Channel.from_choi(J, d_in=…, d_out=…, order=…), or say its `form`."
        )
    return GivenKraus(_plain(obj))


def _plain(obj: Any) -> Any:
    """Return Kraus operators with those that are Qobj as arrays."""
    if not checks.is_list(obj):
        return obj
    return [_matrix(k) if packages.home(k) == "qutip" else k for k in obj]


def _matrix(operator: Any) -> Any:
    """Return the matrix of a QuTiP operator."""
    if not getattr(operator, "isoper", False) or not hasattr(operator, "full"):
        kind = getattr(operator, "type", type(operator).__name__)
        raise TypeError(
            f"Kraus operators must be QuTiP operators, but one is a QuTiP {kind}."
        )
    return operator.full()


def _way_out(obj: Any) -> str:
    """Return what to do with what is nearly a channel."""
    if isinstance(obj, Nearest):
        return ": take its `channel`"
    if isinstance(obj, (str, Path)):
        return ": load_channel() reads files"
    if callable(obj):  # a family, or what could be one
        return ": take it at one parameter"
    if hasattr(obj, "value"):  # a result of tomography
        return ": take its `value`"
    return ""

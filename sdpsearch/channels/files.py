"""Channels in files: what the numbers stand for, and nothing guessed that is not told."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from sdpsearch.channels.axioms import ORDERS
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.interop.arrays import read_either
from sdpsearch.channels.interop.conventions import convention
from sdpsearch.channels.interop.given import Given
from sdpsearch.channels.nearest import Nearest
from sdpsearch.channels.reading import AXES, contents
from sdpsearch.linalg import Array, partial_trace, swap_factors


def load_channel(
    path: str | Path,
    *,
    d_in: int | None = None,
    d_out: int | None = None,
    order: str | None = None,
    normalised: bool = False,
    like: str | None = None,
) -> Channel:
    """Return the channel stored in a file.

    .npy holds one array: three axes are Kraus operators (d_env, d_out, d_in), two are a
    Choi matrix. .npz, .json and .mat hold one of `kraus`, `choi`, `superoperator`,
    `pauli_transfer` and `stinespring`, and optionally `d_in`, `d_out`, `order`, `like`; a
    .mat file with one variable is read like .npy, cells are Kraus operators. Complex
    numbers in JSON are pairs [re, im] (every entry, or none), {"re": 1, "im": 2} or "1+2j".

    A Choi matrix needs no dimensions when its trace tells them (1 < tr J < size), and
    no order when only one order is trace preserving; where both are, it must be given. A
    superoperator needs `like` unless rows and columns say the same.

    Args:
        path: the file.
        d_in: dimension of the input, for a Choi matrix.
        d_out: dimension of the output, for a Choi matrix.
        order: "input-output" or "output-input", for a Choi matrix.
        normalised: whether a Choi matrix has trace 1 instead of d_in.
        like: the package whose convention the array follows, as in as_channel().

    Raises:
        ValueError: the file cannot be read, holds something else, or no channel.

    Example:
        >>> import tempfile, numpy as np, sdpsearch as sd
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     np.save(f"{folder}/kraus.npy", sd.zoo.erasure()(0.5).kraus)
        ...     sd.load_channel(f"{folder}/kraus.npy")
        Channel(d_in=2, d_out=3, d_env=3)
    """
    data = contents(Path(path))
    with _told_of(path):
        like = like if like is not None else _text(data.get("like"))
        if "kraus" in data:
            return _from_kraus(data["kraus"], d_in, d_out, order, normalised)
        if "choi" not in data:
            _refuse_order(order, normalised)
            return _read(data, like, d_in, d_out).channel()
        order, normalised = _like(like, order, normalised)
        matrix, d_in, d_out, order = _understood(data, d_in, d_out, order, normalised)
        order = order or _only_order(matrix * (d_in if normalised else 1), d_in, d_out)
        return Channel.from_choi(
            matrix, d_in=d_in, d_out=d_out, order=order, normalised=normalised
        )


def load_nearest(
    path: str | Path,
    *,
    d_in: int | None = None,
    d_out: int | None = None,
    order: str | None = None,
    normalised: bool = False,
    like: str | None = None,
) -> Nearest:
    """Return the channel nearest to the noisy Choi matrix in a file, and how far it is.

    Args:
        path: the file, as in load_channel(); its trace tells no dimensions here.
        d_in: dimension of the input.
        d_out: dimension of the output; what the shape leaves when not given.
        order: "input-output", the default, or "output-input".
        normalised: whether its trace should be 1 instead of d_in.
        like: the package whose convention the array follows.

    Raises:
        ValueError: the file cannot be read or holds something else.
    """
    data = contents(Path(path))
    with _told_of(path):
        like = like if like is not None else _text(data.get("like"))
        if "kraus" not in data and "choi" not in data:
            _refuse_order(order, normalised)
            return _read(data, like, d_in, d_out).nearest()
        order, normalised = _like(like, order, normalised)
        if "kraus" in data:
            raise ValueError(
                "what is nearest is asked of a Choi matrix; these are Kraus operators."
            )
        matrix, d_in, d_out, order = _understood(data, d_in, d_out, order, normalised)
        return Channel.nearest(
            matrix,
            d_in=d_in,
            d_out=d_out,
            order=order or ORDERS[0],
            normalised=normalised,
        )


@contextmanager
def _told_of(path: str | Path) -> Generator[None]:
    """Have what is wrong with a channel say which file it came from."""
    try:
        yield
    except (ValueError, TypeError) as error:
        raise ValueError(f"{path}: {error}") from None


def _like(like: str | None, order: str | None, normalised: bool) -> tuple[str | None, bool]:
    """Return the order and trace of a Choi matrix: as told, else as a package's."""
    if like is None:
        return order, normalised
    known = convention(like)
    return order or known.order, normalised or known.normalised


def _refuse_order(order: str | None, normalised: bool) -> None:
    if order is not None or normalised:
        raise ValueError("order and trace belong to a Choi matrix, and this is none.")


def _read(
    data: dict[str, Any], like: str | None, d_in: int | None, d_out: int | None
) -> Given:
    """Return the map of an array that is neither Kraus operators nor a Choi matrix."""
    key = next(key for key in AXES if key in data)
    sizes = [
        given if given is not None else _whole(data.get(name))
        for name, given in (("d_in", d_in), ("d_out", d_out))
    ]
    return read_either(data[key], key.replace("_", "-"), like, *sizes)


def _whole(value: Any) -> int | None:
    if value is None:
        return None
    number = np.asarray(value).item()
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if isinstance(number, bool) or not isinstance(number, int):
        raise ValueError(f"dimensions must be integers, but one is {number!r}.")
    return number


def _text(value: Any) -> str | None:
    return None if value is None else str(np.asarray(value).item())


def _from_kraus(
    kraus: Array, d_in: int | None, d_out: int | None, order: str | None, normalised: bool
) -> Channel:
    """Return the channel; dimensions given beside Kraus operators have to agree."""
    if order is not None:
        raise ValueError("Kraus operators take no order; it belongs to a Choi matrix.")
    if normalised:
        raise ValueError("Kraus operators have no trace to normalise; a Choi matrix has.")
    channel = Channel(kraus)
    for name, given, found in (
        ("d_in", d_in, channel.d_in),
        ("d_out", d_out, channel.d_out),
    ):
        if given is not None and given != found:
            raise ValueError(f"the Kraus operators have {name}={found}, not {given}.")
    return channel


def _understood(
    data: dict[str, Any],
    d_in: int | None,
    d_out: int | None,
    order: str | None,
    normalised: bool,
) -> tuple[Array, int, int, str | None]:
    """Return a Choi matrix, its dimensions, and its order if that is said anywhere."""
    d_in = d_in if d_in is not None else _whole(data.get("d_in"))
    d_out = d_out if d_out is not None else _whole(data.get("d_out"))
    order = order if order is not None else _text(data.get("order"))
    matrix = np.asarray(data["choi"])
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"a Choi matrix must be square, but has shape {matrix.shape}.")
    size = matrix.shape[0]
    if d_in is None and d_out is None:
        d_in = _input_dimension(matrix, normalised)
    elif d_in is None and d_out is not None:
        d_in = size // d_out if d_out > 0 else 0
    if d_in is None or d_in < 1 or size % d_in:
        raise ValueError(
            f"the dimensions of a {size}×{size} Choi matrix of trace "
            f"{np.trace(matrix).real:.6g} are unclear: give d_in and d_out (a single Kraus "
            "operator has shape (1, d_out, d_in))."
        )
    return matrix, d_in, size // d_in if d_out is None else d_out, order


def _input_dimension(matrix: Array, normalised: bool) -> int | None:
    """Return d_in = tr J where that leaves no doubt, else None.

    A trace of 1 or of the size may as well be a normalised Choi matrix or one Kraus
    operator: nothing is guessed then.
    """
    trace = float(np.trace(matrix).real)
    number = round(trace)
    size = matrix.shape[0]
    plain = abs(trace - number) <= 1e-6 and (1 < number < size or size == 1)
    return number if plain and not normalised else None


def _only_order(matrix: Array, d_in: int, d_out: int) -> str:
    """Return the one order in which the matrix is trace preserving."""
    if d_in * d_out != matrix.shape[0]:
        return ORDERS[0]
    swapped = swap_factors(matrix, (d_out, d_in))
    reduced = [partial_trace(m, (d_in, d_out), 1) for m in (matrix, swapped)]
    fits = [bool(np.allclose(r, np.eye(d_in), rtol=0, atol=1e-8)) for r in reduced]
    if all(fits) and not np.allclose(matrix, swapped, rtol=0, atol=1e-8):
        raise ValueError(
            "the order of the Choi matrix is ambiguous (both are trace preserving): give "
            "order 'input-output' or 'output-input', or store it as `order` in a .npz or "
            ".json file."
        )
    return ORDERS[1] if fits == [False, True] else ORDERS[0]

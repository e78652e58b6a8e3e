"""Channels in files: what the numbers stand for, and nothing guessed that is not told."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from sdpsearch.channels.axioms import ORDERS
from sdpsearch.channels.channel import Channel
from sdpsearch.channels.nearest import Nearest
from sdpsearch.channels.reading import contents
from sdpsearch.linalg import Array, partial_trace, swap_factors


def load_channel(
    path: str | Path,
    *,
    d_in: int | None = None,
    d_out: int | None = None,
    order: str | None = None,
    normalised: bool = False,
) -> Channel:
    """Return the channel stored in a file.

    .npy holds one array: three axes are Kraus operators (d_env, d_out, d_in), two are a
    Choi matrix. .npz and .json hold `kraus` or `choi`, and optionally `d_in`, `d_out`,
    `order`. Complex numbers in JSON are pairs [re, im] (every entry, or none).

    A Choi matrix needs no dimensions when its trace tells them (1 < tr J < size), and
    no order when only one order is trace preserving; where both are, it must be given.

    Args:
        path: the file.
        d_in: dimension of the input, for a Choi matrix.
        d_out: dimension of the output, for a Choi matrix.
        order: "input-output" or "output-input", for a Choi matrix.
        normalised: whether a Choi matrix has trace 1 instead of d_in.

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
        if "kraus" in data:
            return _from_kraus(data["kraus"], d_in, d_out, order, normalised)
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
) -> Nearest:
    """Return the channel nearest to the noisy Choi matrix in a file, and how far it is.

    Args:
        path: the file, as in load_channel(); its trace tells no dimensions here.
        d_in: dimension of the input.
        d_out: dimension of the output; what the shape leaves when not given.
        order: "input-output", the default, or "output-input".
        normalised: whether its trace should be 1 instead of d_in.

    Raises:
        ValueError: the file cannot be read or holds something else.
    """
    data = contents(Path(path))
    with _told_of(path):
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

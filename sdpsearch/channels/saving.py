"""Channels and matrices written to .npz, .json and .mat."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.channels.matlab import to_matlab
from sdpsearch.linalg import Array
from sdpsearch.writing import check_place, write_file


def save_channel(path: str | Path, channel: Channel) -> None:
    """Write a channel's Kraus operators to .npz, .json or .mat, for load_channel().

    Args:
        path: the file; what is there is replaced.
        channel: the channel; in a .mat file its operators are a cell, as QETLAB takes it.

    Raises:
        ValueError: another suffix, or the file cannot be written.

    Example:
        >>> import tempfile, sdpsearch as sd
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     sd.save_channel(f"{folder}/erasure.mat", sd.zoo.erasure()(0.5))
        ...     sd.load_channel(f"{folder}/erasure.mat")
        Channel(d_in=2, d_out=3, d_env=3)
    """
    save_arrays(path, kraus=channel.kraus)


def save_arrays(path: str | Path, **arrays: Array) -> None:
    """Write named arrays to .npz, .mat or .json (complex numbers as [re, im]).

    Raises:
        ValueError: another suffix, or the file cannot be written.
    """
    path = Path(path)
    check_writable(path)
    if path.suffix == ".npz":
        packed = io.BytesIO()
        np.savez_compressed(packed, **arrays)  # pyright: ignore[reportArgumentType]
        write_file(path, packed.getvalue())
    elif path.suffix == ".mat":
        write_file(path, to_matlab(arrays))
    else:
        pairs = {k: np.stack([a.real, a.imag], -1).tolist() for k, a in arrays.items()}
        write_file(path, json.dumps(pairs) + "\n")


def check_writable(path: str | Path) -> None:
    """Raise ValueError early if save_arrays() could not write there."""
    path = Path(path)
    if path.suffix not in (".npz", ".json", ".mat"):
        raise ValueError(f"Cannot write {path}: the suffix must be .npz, .json or .mat.")
    check_place(path)

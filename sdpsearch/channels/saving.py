"""Channels and matrices written to .npz and .json."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import Array
from sdpsearch.writing import check_place, write_file


def save_channel(path: str | Path, channel: Channel) -> None:
    """Write a channel's Kraus operators to .npz or .json."""
    save_arrays(path, kraus=channel.kraus)


def save_arrays(path: str | Path, **arrays: Array) -> None:
    """Write named arrays to .npz or .json (complex numbers as [re, im]).

    Raises:
        ValueError: another suffix, or the file cannot be written.
    """
    path = Path(path)
    check_writable(path)
    if path.suffix == ".npz":
        packed = io.BytesIO()
        np.savez_compressed(packed, **arrays)  # pyright: ignore[reportArgumentType]
        write_file(path, packed.getvalue())
    else:
        pairs = {k: np.stack([a.real, a.imag], -1).tolist() for k, a in arrays.items()}
        write_file(path, json.dumps(pairs) + "\n")


def check_writable(path: str | Path) -> None:
    """Raise ValueError early if save_arrays() could not write there."""
    path = Path(path)
    if path.suffix not in (".npz", ".json"):
        raise ValueError(f"Cannot write {path}: the suffix must be .npz or .json.")
    check_place(path)

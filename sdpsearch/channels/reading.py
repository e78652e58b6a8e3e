"""The arrays in .npz, .npy and .json files, read strictly and without running anything."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np

from sdpsearch.linalg import Array

SUFFIXES = (".npz", ".npy", ".json")


def contents(path: Path) -> dict[str, Any]:
    """Return what a file holds by name, Kraus operators or a Choi matrix among it.

    Raises:
        ValueError: the file cannot be read or holds something else.
    """
    try:
        data = _read(path)
        _check_numbers(data)
    except OSError as error:
        raise ValueError(f"Cannot read {path}: {error.strerror or error}.") from None
    except Exception as error:  # torn and forged files fail in zip, zlib, json, numpy …
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"Cannot read {path}: {reason}") from None
    if "proofs" in data and "claim" in data:
        raise ValueError(f"{path} is a certificate: `sdpsearch verify` reads it.")
    if ("kraus" in data) == ("choi" in data):
        raise ValueError(
            f"{path} must hold either `kraus` or `choi`, but holds "
            f"{', '.join(sorted(data)) or 'nothing'}."
        )
    return data


def _read(path: Path) -> dict[str, Any]:
    if path.suffix == ".json":
        text = path.read_text(encoding="utf-8")
        data: dict[str, Any] | list[Any] | str | float | None
        data = json.loads(text, object_pairs_hook=_without_repeats)
        if not isinstance(data, dict):
            raise ValueError("the JSON must be an object with `kraus` or `choi`.")
        depth = {"kraus": 3, "choi": 2}
        return {k: _complex(k, v, depth[k]) if k in depth else v for k, v in data.items()}
    if path.suffix not in SUFFIXES and path.is_file():
        raise ValueError(f"the suffix must be one of {', '.join(SUFFIXES)}.")
    # Pickles could run code: numbers only. Read first, so that no file is left open.
    content = io.BytesIO(path.read_bytes())
    try:
        loaded: Array | np.lib.npyio.NpzFile = np.load(content, allow_pickle=False)
    except ValueError as error:
        if "pickle" not in str(error):
            raise
        raise ValueError("it holds no plain numpy array of numbers.") from None
    if isinstance(loaded, np.ndarray):
        if loaded.ndim not in (2, 3):
            raise ValueError(
                f"the array has shape {loaded.shape}; three axes are Kraus operators, two "
                "are a Choi matrix."
            )
        return {"kraus" if loaded.ndim == 3 else "choi": loaded}
    with loaded:
        return {key: loaded[key] for key in loaded.files}


def _check_numbers(data: dict[str, Any]) -> None:
    for name in ("kraus", "choi"):
        kind = np.asarray(data.get(name, 0.0)).dtype
        if kind.kind not in "biufc":
            raise ValueError(f"`{name}` must hold numbers, but has entries of type {kind}.")


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {repeated!r} is given twice.")
    return data


def _complex(name: str, value: Any, depth: int) -> Array:
    """Return nested lists as an array, innermost pairs as complex numbers."""
    try:
        array = np.array(value, dtype=float)
    except (ValueError, TypeError):
        raise ValueError(
            f"`{name}` must be nested lists of numbers, all of the same shape."
        ) from None
    if array.ndim == depth + 1 and array.shape[-1] == 2:
        return array[..., 0] + 1j * array[..., 1]
    if array.ndim != depth:
        raise ValueError(
            f"`{name}` must be {depth} levels of lists of numbers or of pairs [re, im], "
            f"but has shape {array.shape}."
        )
    return array

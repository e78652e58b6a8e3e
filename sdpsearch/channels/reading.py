"""The arrays in .npz, .npy, .json and .mat files, read strictly, nothing in them run."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, cast

import numpy as np

from sdpsearch.channels.matlab import from_matlab
from sdpsearch.linalg import Array

SUFFIXES = (".npz", ".npy", ".json", ".mat")
#: What a file may hold a channel as, and how many axes that has.
AXES = {"kraus": 3, "choi": 2, "superoperator": 2, "pauli_transfer": 2, "stinespring": 2}


def contents(path: Path) -> dict[str, Any]:
    """Return what a file holds by name, one of AXES among it.

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
    if len(AXES.keys() & data.keys()) != 1:
        raise ValueError(
            f"{path} must hold one of {', '.join(f'`{key}`' for key in AXES)}, but holds "
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
        return {k: _complex(k, v, AXES[k]) if k in AXES else v for k, v in data.items()}
    if path.suffix not in SUFFIXES and path.is_file():
        raise ValueError(f"the suffix must be one of {', '.join(SUFFIXES)}.")
    if path.suffix == ".mat":
        return from_matlab(path.read_bytes())
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
    for name in AXES:
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
    """Return nested lists as an array, pairs and numbers spelled out as complex."""
    try:
        spelled = _spelled(value)
        array = np.array(spelled, dtype=float if spelled is value else complex)
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


def _spelled(value: Any) -> Any:
    """Return numbers that are spelled out: {"re": 1, "im": 2}, {"real": …}, "1+2j".

    The parts may be whole lists. What has nothing of the kind in it comes back itself.
    """
    if isinstance(value, str):
        return complex(value.replace(" ", ""))
    if isinstance(value, dict):
        parts = cast(dict[str, Any], value)
        for real, imaginary in (("re", "im"), ("real", "imag")):
            if parts.keys() == {real, imaginary}:
                return np.array(parts[real], float) + 1j * np.array(parts[imaginary], float)
        raise ValueError("an object in it is no complex number")
    if not isinstance(value, list):
        return value
    items = cast(list[Any], value)
    made = [_spelled(item) for item in items]
    same = all(new is old for new, old in zip(made, items, strict=True))
    return items if same else made

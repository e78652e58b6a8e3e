"""Channels in .mat files, as MATLAB, Octave and scipy write them."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from sdpsearch.channels.axioms import kraus_excess
from sdpsearch.channels.checks import TOLERANCE
from sdpsearch.channels.representation import Representation
from sdpsearch.linalg import Array


def from_matlab(content: bytes) -> dict[str, Any]:
    """Return the variables of a .mat file by name, cells and Kraus stacks as arrays.

    Raises:
        ValueError: another format, or a cell or stack that is no list of Kraus operators.
    """
    # Imported here: no other file needs it.
    from scipy.io import loadmat

    try:
        read: dict[str, Any] = loadmat(
            io.BytesIO(content),  # pyright: ignore[reportArgumentType]
            spmatrix=False,
        )
    except NotImplementedError:
        raise ValueError(
            "it is of MATLAB's version 7.3: save it again with save(…, '-v7')."
        ) from None
    data = {
        key: value.toarray() if hasattr(value, "toarray") else value
        for key, value in read.items()
        if not key.startswith("__")
    }
    return {key: _plain(value) for key, value in _named(data).items()}


def to_matlab(arrays: dict[str, Array]) -> bytes:
    """Return a .mat file of named arrays; a stack of Kraus operators is a cell of them."""
    from scipy.io import savemat

    written = io.BytesIO()
    savemat(
        written,  # pyright: ignore[reportArgumentType]
        {key: _cell(array) for key, array in arrays.items()},
    )
    return written.getvalue()


def _named(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data with a single variable called what it is."""
    if len(data) != 1:
        return data
    ((key, value),) = data.items()
    if key in ("kraus", "choi", "superoperator", "pauli_transfer", "stinespring"):
        return data
    stack = value.ndim == 3 or value.dtype == object
    return {"kraus" if stack else "choi": value}


def _plain(value: Any) -> Any:
    if value.dtype == object:
        return _from_cell(value)
    return _first_axis(value) if value.ndim == 3 else value


def _from_cell(cell: Any) -> Array:
    """Return the operators of a cell; of QETLAB's two columns both have to be the same."""
    if cell.ndim == 2 and cell.shape[1] == 2 and cell.shape[0] != 1:
        left, right = (_stack(cell[:, side]) for side in (0, 1))
        if left.shape != right.shape or not np.array_equal(left, right):
            raise ValueError(
                "left and right Kraus operators differ: the map is not completely positive."
            )
        return left
    return _stack(cell.ravel())


def _stack(cells: Any) -> Array:
    operators = [np.asarray(c.toarray() if hasattr(c, "toarray") else c) for c in cells]
    if len({k.shape for k in operators}) != 1 or operators[0].dtype == object:
        raise ValueError("a cell must hold Kraus operators, all of the same shape.")
    return np.array(operators)


def _first_axis(stack: Array) -> Array:
    """Return K(:, :, e), as MATLAB stacks, or K(e, :, :), as Python does, e first.

    Raises:
        ValueError: both are trace preserving, and different channels.
    """
    turned = stack.transpose(2, 0, 1)
    fits = [kraus_excess(kraus) <= TOLERANCE for kraus in (turned, stack)]
    if all(fits):
        maps = [Representation(kraus.astype(complex)) for kraus in (turned, stack)]
        same = turned.shape == stack.shape and np.allclose(
            maps[0].choi, maps[1].choi, rtol=0, atol=TOLERANCE
        )
        if not same:
            raise ValueError(
                "which axis counts the Kraus operators is ambiguous: store them as a cell, "
                "{K1, K2, …}."
            )
    return stack if fits == [False, True] else turned


def _cell(array: Array) -> Any:
    if array.ndim != 3:
        return array
    cell = np.empty((len(array), 1), dtype=object)
    for place, operator in enumerate(array):
        cell[place, 0] = operator
    return cell

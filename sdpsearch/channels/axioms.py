"""What makes Kraus operators or a Choi matrix a channel's, and the way out where not."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np

from sdpsearch.channels import checks
from sdpsearch.linalg import (
    Array,
    dagger,
    hermitian_part,
    partial_trace,
    swap_factors,
)

ORDERS = ("input-output", "output-input")


def check_kraus(name: str, kraus: Array) -> None:
    """Raise ValueError, naming the argument, unless Σ K†K = 1 for (d_env, d_out, d_in)."""
    if kraus.ndim != 3:
        raise ValueError(
            f"Argument `{name}` must have shape (d_env, d_out, d_in), but has shape "
            f"{kraus.shape}; for a single Kraus operator pass [K], for a Choi matrix "
            "use Channel.from_choi."
        )
    if 0 in kraus.shape:
        raise ValueError(
            f"Argument `{name}` must not be empty, but has shape {kraus.shape}."
        )
    excess = kraus_excess(kraus)
    if excess > checks.TOLERANCE:
        raise ValueError(
            f"Argument `{name}` must be trace preserving, but Σ K†K differs from 1 by "
            f"{excess:.1e}; {_kraus_advice(name, kraus)}"
        )


def check_squares(squares: Array, kraus: Array) -> None:
    """Raise ValueError unless the Kraus entries are sgn(s)·√|s|."""
    if squares.shape != kraus.shape:
        raise ValueError(
            f"Argument `squares` must have the shape {kraus.shape} of the Kraus operators, "
            f"but has shape {squares.shape}."
        )
    excess = float(np.max(np.abs(squares.astype(float) - kraus * np.abs(kraus))))
    if excess > checks.TOLERANCE:
        raise ValueError(
            "Argument `squares` must be the signed squares of the Kraus operators, but "
            f"differs from them by {excess:.1e}."
        )


def check_choi(matrix: Array, d_in: int, d_out: int, order: str) -> None:
    """Raise ValueError unless `matrix` (input first) is the Choi operator of a channel."""
    skew = float(np.max(np.abs(matrix - dagger(matrix))))
    if skew > checks.TOLERANCE:
        raise ValueError(
            f"Argument `choi` must be Hermitian, but J − J† has an entry of {skew:.1e}; of "
            "noisy data, Channel.nearest() gives the channel nearest to them."
        )
    lowest = float(np.linalg.eigvalsh(hermitian_part(matrix))[0])
    if lowest < -checks.TOLERANCE:
        raise ValueError(
            "Argument `choi` must be positive semidefinite, but has eigenvalue "
            f"{lowest:.1e}: it is no channel's; of noisy data, Channel.nearest() gives the "
            "channel nearest to them."
        )
    excess = _choi_excess(matrix, (d_in, d_out), 1)
    if excess > checks.TOLERANCE:
        raise ValueError(
            "Argument `choi` must be trace preserving (tr_out J = 1), but differs by "
            f"{excess:.1e}; {_choi_advice(matrix, d_in, d_out, order)}"
        )


def input_first(choi: Any, d_in: int, d_out: int, *, order: str, normalised: bool) -> Array:
    """Return a Choi matrix with the input first and tr J = d_in, its positivity unchecked.

    Raises:
        ValueError: unknown order, an entry that is not finite, or another shape.
    """
    if order not in ORDERS:
        raise ValueError(
            f"Argument `order` must be one of {', '.join(ORDERS)}, but is {order!r}."
        )
    matrix = checks.finite_array("choi", choi)
    size = d_in * d_out
    if matrix.shape != (size, size):
        raise ValueError(
            f"Argument `choi` must have shape ({size}, {size}) for d_in={d_in}, "
            f"d_out={d_out}, but has shape {matrix.shape}."
        )
    if normalised:
        matrix = matrix * d_in
    if order == "output-input":
        matrix = swap_factors(matrix, (d_out, d_in))
    return matrix


def kraus_excess(kraus: Array) -> float:
    """Return the largest entry of Σ K†K − 1."""
    tall = kraus.reshape(-1, kraus.shape[2])
    gram = tall.conj().T @ tall
    return float(np.max(np.abs(gram - np.eye(kraus.shape[2]))))


def _kraus_advice(name: str, kraus: Array) -> str:
    """Name the order of axes in which the operators are trace preserving, if any."""
    for axes in permutations(range(3)):
        if kraus_excess(kraus.transpose(axes)) <= checks.TOLERANCE:
            return f"with its axes in the order {axes} it is: pass {name}.transpose{axes}."
    return (
        "the axes are (d_env, d_out, d_in); if only rounding is missing, rescale each K "
        "to K (Σ K†K)^(-1/2)."
    )


def _choi_excess(matrix: Array, dims: tuple[int, int], subsystem: int) -> float:
    reduced = partial_trace(matrix, dims, subsystem)
    return float(np.max(np.abs(reduced - np.eye(reduced.shape[0]))))


def _choi_advice(matrix: Array, d_in: int, d_out: int, order: str) -> str:
    """Name the usual cause of a Choi matrix that is not trace preserving."""
    other = ORDERS[1 - ORDERS.index(order)]
    given = matrix if order == "input-output" else swap_factors(matrix, (d_in, d_out))
    dims = (d_out, d_in) if order == "input-output" else (d_in, d_out)
    traced = 0 if order == "input-output" else 1
    if _choi_excess(given, dims, traced) <= checks.TOLERANCE:
        return f"it is trace preserving in the other order: give order {other!r}."
    if _choi_excess(matrix * d_in, (d_in, d_out), 1) <= checks.TOLERANCE:
        return "it has trace 1: say that it is normalised (normalised=True)."
    return "check d_in, d_out and the normalisation tr J = d_in."

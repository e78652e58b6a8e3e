"""Small helpers on arb matrices used as plain big floats, error bounds dropped."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import Any

import numpy as np
from flint import arb_mat
from numpy.typing import NDArray

Vector = NDArray[Any]


def vector(values: Sequence[Any]) -> Vector:
    """Return an object array; numpy must not look inside the numbers."""
    result = np.empty(len(values), dtype=object)
    result[:] = values
    return result


def mid(matrix: arb_mat) -> arb_mat:
    """Return the midpoints: radii would only slow the next operations down."""
    return matrix.mid()


def mids(values: Vector) -> Vector:
    """Return the midpoints of a vector."""
    return vector([value.mid() for value in values])


def array(matrix: arb_mat) -> Vector:
    """Return a matrix as a numpy object array."""
    return vector(matrix.entries()).reshape(matrix.nrows(), matrix.ncols())


def from_array(values: Vector) -> arb_mat:
    """Return a two-dimensional array as a matrix."""
    return arb_mat(values.shape[0], values.shape[1], values.ravel().tolist())


def identity(order: int) -> arb_mat:
    """Return the identity."""
    return from_array(np.eye(order, dtype=int))


def symmetric(matrix: arb_mat) -> arb_mat:
    """Return (A + Aᵀ)/2."""
    return ((matrix + matrix.transpose()) / 2).mid()


def multiply(left: Vector, right: Vector) -> Vector:
    """Return the product of two object or integer arrays through arb_mat."""
    return array((from_array(left) * from_array(right)).mid())


def log_size(value: Any) -> float:
    """Return log2 |value| to one bit, −inf for zero; floats would underflow."""
    mantissa, exponent = value.mid().man_exp()
    return float(int(mantissa).bit_length() + int(exponent)) if mantissa else -np.inf


def log_norm(matrix: arb_mat) -> float:
    """Return log2 of the Frobenius norm."""
    entries = vector(matrix.entries())
    return logarithm(entries @ entries) / 2


def logarithm(value: Any) -> float:
    """Return log2 of a positive number, −inf if it is not positive."""
    mantissa, exponent = value.mid().man_exp()
    if mantissa <= 0:
        return -np.inf
    excess = int(mantissa).bit_length() - 53
    top = int(mantissa) >> excess if excess > 0 else int(mantissa)
    return log2(top) + max(excess, 0) + int(exponent)


def integer(value: Any, bits: int) -> int:
    """Return the value times 2^bits, rounded."""
    mantissa, exponent = (int(part) for part in value.mid().man_exp())
    shift = exponent + bits
    return mantissa << shift if shift >= 0 else (mantissa + (1 << -shift - 1)) >> -shift


def horner(coefficients: Sequence[Any], s: Any) -> Any:
    """Return Σ c_k s^k."""
    total = coefficients[-1]
    for coefficient in coefficients[-2::-1]:
        total = total * s + coefficient
    return total


def is_positive(matrix: arb_mat) -> bool:
    """Whether all pivots are positive; arb_mat has no Cholesky in Python."""
    rest = array(matrix)
    while rest.size:
        pivot = rest[0, 0].mid()
        if not pivot > 0:
            return False
        column = mids(rest[1:, 0])
        rest = rest[1:, 1:] - np.outer(column, column / pivot)
    return True

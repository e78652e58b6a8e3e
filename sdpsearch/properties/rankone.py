"""Kraus operators of rank one: whether a channel measures and prepares."""

from __future__ import annotations

from fractions import Fraction
from sys import float_info

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.linalg import EPS, Array


def measures_and_prepares(channel: Channel, *, to_rounding: bool = False) -> bool:
    """Whether every Kraus operator given has rank one, decided exactly unless told.

    Such a channel measures, and prepares a state that the outcome names: for K = |b><a|,
    J = Σ |a*><a*|⊗|b><b| and Σ |a*><a*|⊗|b><b|^⊗k extends it. Floats count as the dyadic
    numbers they are; of squares, products of two compare like the entries'.
    """
    kraus = channel.kraus if channel.squares is None else channel.squares
    test = _nearly_has_rank_one if to_rounding else _has_rank_one
    return all(test(operator) for operator in kraus)


def _nearly_has_rank_one(operator: Array) -> bool:
    """Whether another matrix of rank one has every entry but for its last digits."""
    operator = operator / np.max(np.abs(operator), initial=float_info.min)
    row, column = divmod(int(np.argmax(np.abs(operator))), operator.shape[1])
    products = operator[row, column] * operator
    minors = products - np.outer(operator[:, column], operator[row])
    # An entry's own size counts: small ones are no less known than large ones.
    return bool(np.all(np.abs(minors) <= 8 * EPS * np.abs(products)))


def _has_rank_one(operator: Array) -> bool:
    floats = operator.dtype.kind == "c"
    size = np.abs(operator.astype(complex))
    # Exact entries may be too small for floats, all of them even.
    largest = np.argmax(size if size.any() else operator != 0)
    row, column = divmod(int(largest), size.shape[1])
    minors = size[row, column] * size - np.outer(size[:, column], size[row])
    if np.any(np.abs(minors) > 1e-12 * size[row, column] ** 2):
        return False  # by far: the exact question need not be asked
    # Over the integers, real and imaginary part apart.
    parts = (operator.real, operator.imag) if floats else (operator, operator * 0)
    real, imag = (_fractions(part) for part in parts)

    def product(p: tuple[int, int], q: tuple[int, int]) -> tuple[Fraction, Fraction]:
        return (
            real[p] * real[q] - imag[p] * imag[q],
            real[p] * imag[q] + imag[p] * real[q],
        )

    return all(
        product((row, column), (i, j)) == product((i, column), (row, j))
        for i in range(operator.shape[0])
        for j in range(operator.shape[1])
        if i != row and j != column
    )


def _fractions(array: Array) -> Array:
    return np.vectorize(Fraction, otypes=[object])(array)

"""A singularity found in floats, in numbers that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from sdpsearch.coherent.singularity import Singularity
from sdpsearch.linalg import Array
from sdpsearch.proof.exact.matrix import Entries, Matrix
from sdpsearch.proof.exact.rounding import dense
from sdpsearch.proof.exact.singularity import ExactSingularity, common_kernel, pair_of
from sdpsearch.proof.statement.statement import Statement

#: A number this near to a fraction with a denominator up to SIMPLE is taken for it.
_NEAR, _SIMPLE = 1e-9, 64
#: Binary digits kept of other numbers.
_BITS = 48


def exact_singularity(
    found: Singularity, statements: Sequence[Statement]
) -> tuple[ExactSingularity, Matrix] | None:
    """Return the inputs in integers with their kernel N, None where no output is deficient.

    Simple fractions are recognised in the inputs, for a kernel is there exactly or not at
    all; it decides about the recognition. Z is the best one of the first statement.

    Args:
        found: the singularity, of a channel whose statement is the first.
        statements: exact statements with one f; N is their common kernel.
    """
    first = statements[0]
    root, beta = first.filters
    columns = [root.T @ found.psi, root.T @ found.phi]
    inputs = integers(np.stack([_turned(column) for column in columns], axis=1))
    null = common_kernel([statement.choi for statement in statements], inputs)
    if null.columns == 0:
        return None
    pair = dense(pair_of(first.choi, inputs))
    d = first.d_out
    scale = np.concatenate([beta, beta])
    scaled = scale[:, None] * pair * scale
    inner = scaled[:d, :d] / np.linalg.norm(scaled[:d, :d])
    best = np.linalg.pinv(inner, rcond=1e-12, hermitian=True) @ scaled[:d, d:]
    lift = beta[:, None] * best * beta / np.linalg.norm(scaled[:d, :d])
    return ExactSingularity(inputs, rationals(lift)), null


def integers(columns: Array) -> Matrix:
    """Return columns of Gaussian integers proportional to some of floats."""
    whole = [rationals(column[:, None]) for column in columns.T]
    entries: Entries = {
        (a, j): entry
        for j, column in enumerate(whole)
        for (a, _), entry in column.entries.items()
    }
    return Matrix(len(columns), len(whole), entries)


def rationals(matrix: Array) -> Matrix:
    """Return a float matrix in fractions, simple ones where they are near."""
    parts = {
        (int(i), int(j)): (_fraction(float(x.real)), _fraction(float(x.imag)))
        for (i, j), x in np.ndenumerate(np.asarray(matrix, dtype=complex))
    }
    unit = lcm(*(part.denominator for entry in parts.values() for part in entry))
    entries: Entries = {
        at: (int(re * unit), int(im * unit)) for at, (re, im) in parts.items() if re or im
    }
    return Matrix(matrix.shape[0], matrix.shape[1], entries, unit)


def _turned(column: Array) -> Array:
    """Return a vector divided by its largest entry."""
    return column / column[np.argmax(np.abs(column))]


def _fraction(x: float) -> Fraction:
    simple = Fraction(x).limit_denominator(_SIMPLE)
    if abs(x - simple) <= _NEAR * max(1.0, abs(x)):
        return simple
    return Fraction(round(x * 2**_BITS), 2**_BITS)

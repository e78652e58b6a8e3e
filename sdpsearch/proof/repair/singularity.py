"""A singularity found in floats, in numbers that prove it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from sdpsearch.coherent.singularity import Singularity
from sdpsearch.linalg import Array
from sdpsearch.proof.exact.matrix import Entries, Matrix
from sdpsearch.proof.exact.singularity import ExactSingularity, singularity
from sdpsearch.proof.statement.statement import Statement

#: A number this near to a fraction with a denominator up to SIMPLE is taken for it.
_NEAR, _SIMPLE = 1e-9, 64
#: Binary digits kept of other numbers.
_BITS = 48


def exact_singularity(
    found: Singularity, statement: Statement, others: Sequence[Statement] = ()
) -> ExactSingularity | None:
    """Return the inputs in integers, None where no output is deficient exactly.

    Simple fractions are recognised in the inputs, for a kernel is there exactly or not at
    all; it decides about the recognition.

    Args:
        found: the singularity.
        statement: an exact statement of its channel, for which Z is best.
        others: statements with the same f that have to share the kernel.
    """
    root = statement.filters[0]
    columns = [root.T @ found.psi, root.T @ found.phi]
    inputs = integers(np.stack([_turned(column) for column in columns], axis=1))
    operators = [item.choi for item in (statement, *others)]
    return singularity(inputs, operators, statement.scales, statement.choi)


def integers(columns: Array) -> Matrix:
    """Return columns of Gaussian integers proportional to some of floats."""
    whole = [rationals(column[:, None]) for column in columns.T]
    entries: Entries = {
        (a, j): entry
        for j, column in enumerate(whole)
        for (a, _), entry in column.entries.items()
    }
    return Matrix(len(columns), len(whole), entries)


def rationals(matrix: Array, bits: int = _BITS) -> Matrix:
    """Return a float matrix in fractions: simple ones where they are near, or dyadic."""
    parts = {
        (int(i), int(j)): (_fraction(float(x.real), bits), _fraction(float(x.imag), bits))
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


def _fraction(x: float, bits: int) -> Fraction:
    simple = Fraction(x).limit_denominator(_SIMPLE)
    if abs(x - simple) <= min(_NEAR, 2.0**-bits) * max(1.0, abs(x)):
        return simple
    return Fraction(round(Fraction(x) * 2**bits), 2**bits)

"""Exact statements: which channels a certificate is about, in rational numbers.

A channel is stated, in this order of preference, by

* its Kraus operators' signed squares, when it knows them (`Channel.squares`) or when
  they are recognised as simple fractions in the floating-point entries;
* its Choi operator, when all entries are recognised as simple fractions;
* a ball: a rational centre, exactly trace preserving, with a rational radius;
* its floating-point Kraus operators, taken literally as dyadic numbers and normalised.

What is recognised is part of the statement, and the statement is what gets proved: whoever
reads the certificate sees the exact channel. Square roots are carried by normalisation:
J = f C f with C and β rational, f = τ^(−1/2)⊗√β and τ = Σ_b β_b C_{·b,·b}.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from sdpsearch.channels.channel import Channel
from sdpsearch.proof.exact.matrix import equal
from sdpsearch.proof.exact.rationals import hermitian_matrix
from sdpsearch.proof.statement.floating import ball, literal, plain
from sdpsearch.proof.statement.radicals import rational_operators
from sdpsearch.proof.statement.simple import recognised_squares, simple_fraction
from sdpsearch.proof.statement.statement import Statement

#: Source of statements that need no recognition: the channel knows its squares.
EXACT = "exact Kraus operators"
#: Norm below which a Kraus operator, or all that leads to an output level, changes J by
#: less than what recognition overlooks.
_LIGHT = 1e-7


def state(channel: Channel, at: Fraction | None = None) -> Statement:
    """Return the exact statement about a channel, a ball where nothing is recognised."""
    return replace(states([channel])[0], at=at)


def as_given(channel: Channel, at: Fraction | None = None) -> Statement | None:
    """Return the statement of exactly the data given, nothing recognised, no ball.

    The channel's squares where it knows them (None if their roots do not fit together),
    else its floating-point Kraus operators, normalised.
    """
    if channel.squares is None:
        return literal(channel, at)
    found = _from_squares([channel.squares], EXACT)
    return None if found is None else replace(found[0], at=at)


def states(channels: Sequence[Channel]) -> list[Statement]:
    """Return statements about several channels of one shape, all of one kind.

    Exact ones share their normalisation f, so that a line between two of them is one of
    Choi operators too; if not all can be stated so, all are balls.
    """
    shapes = {(c.d_in, c.d_out) for c in channels}
    assert len(shapes) == 1
    return (
        _from_squares([c.squares for c in channels], EXACT)
        or _from_squares(
            [recognised_squares(c.kraus) for c in channels], "recognised squares"
        )
        or _from_choi(channels)
        or [ball(c) for c in channels]
    )


def _from_squares(arrays: Sequence[Any], source: str) -> list[Statement] | None:
    """Return statements of Kraus operators with the given signed squares, or None."""
    if any(array is None for array in arrays):
        return None
    found = rational_operators(arrays)
    if found is None:
        return None
    operators, alpha, beta = found
    _, d_out, d_in = np.shape(arrays[0])
    statements = [
        Statement(d_in, d_out, choi, beta, Fraction(0), None, source) for choi in operators
    ]
    # J itself must preserve the trace: τ is 1/α, with nothing off the diagonal.
    wanted = hermitian_matrix(
        {(a, a): (1 / x, Fraction(0)) for a, x in enumerate(alpha)}, d_in
    )
    kept = all(equal(statement.input_trace, wanted) for statement in statements)
    return statements if kept else None


def _from_choi(channels: Sequence[Channel]) -> list[Statement] | None:
    statements: list[Statement] = []
    for channel in channels:
        # An output level of a complementary channel is a Kraus operator of the channel.
        weights = np.concatenate(
            [np.linalg.norm(channel.kraus, axis=axes) for axes in ((1, 2), (0, 2))]
        )
        if np.any((weights > 0) & (weights < _LIGHT)):
            return None
        found: dict[tuple[int, int], tuple[Fraction, Fraction]] = {}
        choi = np.asarray(channel.choi)
        for p, q in zip(*np.tril_indices(choi.shape[0]), strict=True):
            re = simple_fraction(float(choi[p, q].real))
            im = simple_fraction(float(choi[p, q].imag))
            if re is None or im is None:
                return None
            found[int(p), int(q)] = (re, im)
        matrix = hermitian_matrix(found, choi.shape[0])
        statements.append(plain(channel, matrix, Fraction(0), "recognised Choi operator"))
    return statements if all(item.is_plain for item in statements) else None

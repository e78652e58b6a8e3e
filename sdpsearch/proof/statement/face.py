"""The face of the extensions of stated operators, found exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np

from sdpsearch.proof.exact.face import ExactFace
from sdpsearch.proof.exact.kernel import kernel, matrix_rows
from sdpsearch.proof.exact.matrix import Matrix, identity
from sdpsearch.proof.exact.space import Diagram, Space
from sdpsearch.proof.statement.statement import Statement
from sdpsearch.symmetry.charges import Charges, charges_of


@lru_cache(maxsize=8)
def space_of(d_in: int, d_out: int, copies: int, scales: tuple[Fraction, ...]) -> Space:
    """Return A⊗B^k by symmetry type, kept for the next certificate."""
    return Space(d_in, d_out, copies, scales)


def find_face(statements: Sequence[Statement], copies: int) -> ExactFace:
    """Return the face of the extensions of every mixture of the stated operators.

    They share their scales; balls contain operators of full rank, so their face is full.
    """
    first = statements[0]
    space = space_of(first.d_in, first.d_out, copies, first.scales)
    order = first.d_in * first.d_out
    real = all(
        im == 0 for statement in statements for _, im in statement.choi.entries.values()
    )
    exact = all(statement.is_exact for statement in statements)
    rows: list[dict[int, tuple[int, int]]] = []
    for choi in [s.choi for s in statements] if exact else [identity(order)]:
        rows.extend(matrix_rows(choi))
    null = kernel(rows, order)
    bases: dict[Diagram, Matrix | None] = {}
    for diagram in space.diagrams:
        if null.columns == 0:
            bases[diagram] = None
        else:
            excluded = space.exclusions(null, diagram)
            bases[diagram] = kernel(excluded, space.order(diagram))
    return ExactFace(space, null, bases, real, _charges(statements))


def _charges(statements: Sequence[Statement]) -> Charges | None:
    """Return the charges that all the stated operators have."""
    first = statements[0]
    order = first.d_in * first.d_out
    pattern = np.eye(order)
    for statement in statements:
        for at in statement.choi.entries:
            pattern[at] = 1.0
    return charges_of(pattern, (first.d_in, first.d_out))
